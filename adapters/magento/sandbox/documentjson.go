package sandbox

import "github.com/shopspring/decimal"

// invoiceJSON is an invoice as GET invoices/{id} tells it. A configurable line is two rows again.
func (o *order) invoiceJSON(v *invoice) object {
	zero := decimal.Zero
	items, qty := list{}, zero
	for _, line := range v.Lines {
		i := o.item(line.ItemID)
		t := o.line(i)
		row := o.rowOf(i, line.Qty)
		written := object{}
		if !line.Discount.IsZero() {
			written = written.base("discount_amount", line.Discount)
		}
		items = append(items, written.base("discount_tax_compensation_amount", zero).base("price", i.Price).
			base("price_incl_tax", t.PriceInclTax).base("row_total", row).base("row_total_incl_tax", row.Add(line.Tax)).
			base("tax_amount", line.Tax).with("entity_id", line.ID, "name", i.Name, "parent_id", v.ID,
			"product_id", i.ProductID, "sku", i.SKU, "order_item_id", i.ID, "qty", line.Qty))
		qty = qty.Add(line.Qty)
		for n, child := range o.children(i.ID) {
			pieces := child.Ordered.Mul(line.Qty).Div(i.Ordered)
			items = append(items, object{}.base("price", zero).with("entity_id", line.ID+int64(n+1)*1_000_000, "name", child.Name,
				"parent_id", v.ID, "product_id", child.ProductID, "sku", child.SKU, "order_item_id", child.ID, "qty", pieces))
			qty = qty.Add(pieces)
		}
	}
	out := pairs("base_currency_code", "USD").base("discount_amount", v.Discount.Neg()).base("grand_total", v.grandTotal()).
		base("discount_tax_compensation_amount", zero).base("shipping_amount", v.Shipping).
		with("base_shipping_discount_tax_compensation_amnt", 0, "shipping_discount_tax_compensation_amount", 0).
		base("shipping_incl_tax", v.Shipping).base("shipping_tax_amount", zero).base("subtotal", v.Subtotal).
		base("subtotal_incl_tax", v.inclTax()).base("tax_amount", v.Tax).
		with("base_to_global_rate", 1, "base_to_order_rate", 1, "billing_address_id", o.Billing.ID, "can_void_flag", 0,
			"created_at", v.CreatedAt, "entity_id", v.ID, "global_currency_code", "USD", "increment_id", v.IncrementID,
			"order_currency_code", "USD", "order_id", o.ID)
	if o.Totals.Described != "" {
		out = out.with("discount_description", o.Totals.Described)
	}
	if o.Shipping != nil {
		out = out.with("shipping_address_id", o.Shipping.ID)
	}
	return out.with("state", 2, "store_currency_code", "USD", "store_id", 1, "store_to_base_rate", 0,
		"store_to_order_rate", 0, "total_qty", qty, "updated_at", v.CreatedAt, "items", items, "comments", listOf(v.Comments, func(c comment) any {
			return pairs("comment", c.Text, "created_at", c.CreatedAt, "entity_id", c.ID, "is_customer_notified", c.Notified,
				"is_visible_on_front", c.Visible, "parent_id", v.ID)
		}))
}

// shipmentJSON is a shipment as GET shipments tells it.
func (o *order) shipmentJSON(v *shipment) object {
	items, qty := list{}, decimal.Zero
	for _, line := range v.Lines {
		i := o.item(line.ItemID)
		row := pairs("entity_id", line.ID, "name", i.Name, "parent_id", v.ID, "price", i.Price, "product_id", i.ProductID,
			"sku", i.SKU)
		if !i.Weight.IsZero() {
			row = row.with("weight", i.Weight)
		}
		items = append(items, row.with("order_item_id", i.ID, "qty", line.Qty))
		qty = qty.Add(line.Qty)
	}
	tracks := listOf(v.Tracks, func(t track) any {
		return pairs("order_id", o.ID, "created_at", v.CreatedAt, "entity_id", t.ID, "parent_id", v.ID,
			"updated_at", v.CreatedAt, "weight", nil, "qty", nil, "description", nil, "track_number", t.Number,
			"title", t.Title, "carrier_code", t.Carrier)
	})
	out := pairs("billing_address_id", o.Billing.ID, "created_at", v.CreatedAt, "entity_id", v.ID,
		"increment_id", v.IncrementID, "order_id", o.ID, "packages", list{})
	if o.Shipping != nil {
		out = out.with("shipping_address_id", o.Shipping.ID)
	}
	return out.with("store_id", 1, "total_qty", qty, "updated_at", v.CreatedAt, "items", items, "tracks", tracks,
		"comments", list{}, "extension_attributes", pairs("source_code", v.Source))
}
