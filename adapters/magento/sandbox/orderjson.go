package sandbox

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// orderMembers is about how many members an order has, and an item of it.
const (
	orderMembers = 100
	itemMembers  = 64
)

// json is the order as GET orders/{id} tells it. What has not happened yet (invoiced, paid, canceled) is left out, and the
// costly members too when they are not kept.
func (o *order) json(kept fieldTree) object {
	t, zero := o.Totals, decimal.Zero
	out := make(object, 0, orderMembers)
	if len(t.Rules) > 0 {
		out = out.with("applied_rule_ids", joinIDs(t.Rules))
	}
	out = out.with("base_currency_code", "USD").base("discount_amount", t.Discount.Neg()).base("grand_total", t.GrandTotal).
		base("discount_tax_compensation_amount", zero).base("shipping_amount", t.Shipping).
		base("shipping_discount_amount", zero).with("base_shipping_discount_tax_compensation_amnt", 0).
		base("shipping_incl_tax", t.Shipping).base("shipping_tax_amount", zero).base("subtotal", t.Subtotal).
		base("subtotal_incl_tax", t.SubtotalInclTax).base("tax_amount", t.Tax).
		base("total_due", t.GrandTotal.Sub(o.invoiced())).
		with("base_to_global_rate", 1, "base_to_order_rate", 1, "created_at", o.CreatedAt, "customer_email", o.Email, "customer_group_id", o.Group,
			"customer_is_guest", number(o.CustomerID == 0), "customer_note_notify", 1, "entity_id", o.ID, "global_currency_code", "USD")
	if o.Billing != nil {
		out = out.with("billing_address_id", o.Billing.ID, "customer_firstname", o.Billing.First, "customer_lastname", o.Billing.Last)
	}
	if o.CustomerID != 0 {
		out = out.with("customer_id", o.CustomerID)
	}
	if t.Coupon != "" {
		out = out.with("coupon_code", t.Coupon)
	}
	if t.Described != "" {
		out = out.with("discount_description", t.Described)
	}
	if o.External != "" {
		out = out.with("ext_order_id", o.External)
	}
	if o.State == "holded" {
		out = out.with("hold_before_state", o.HoldState, "hold_before_status", o.HoldStatus)
	}
	out = out.with("increment_id", o.IncrementID, "is_virtual", number(o.Virtual), "order_currency_code", "USD",
		"protect_code", o.Protect, "remote_ip", "127.0.0.1")
	if !o.Direct {
		out = out.with("quote_id", o.QuoteID)
	}
	if !o.Virtual {
		out = out.with("shipping_description", o.shippingDescription())
	}
	out = out.with("shipping_discount_tax_compensation_amount", 0, "state", o.State, "status", o.Status,
		"store_currency_code", "USD", "store_id", o.store(), "store_name", "Main Website\nMain Website Store\nDefault Store View",
		"store_to_base_rate", 0, "store_to_order_rate", 0)
	out = append(out, o.invoicedJSON()...)
	if len(o.Refunds) > 0 {
		out = out.base("total_refunded", o.refunded()).base("total_offline_refunded", o.refunded())
	}
	if o.State == "canceled" {
		out = out.base("total_canceled", t.GrandTotal).base("subtotal_canceled", t.Subtotal).base("tax_canceled", t.Tax).
			base("shipping_canceled", t.Shipping).base("discount_canceled", zero)
	}
	out = out.with("total_item_count", len(t.Lines), "total_qty_ordered", o.qty(), "updated_at", o.UpdatedAt,
		"weight", o.weight())
	if kept.has("items") {
		out = out.with("items", o.itemsJSON())
	}
	if o.Billing != nil && kept.has("billing_address") {
		out = out.with("billing_address", o.Billing.orderJSON("billing", o.ID))
	}
	if kept.has("payment") {
		out = out.with("payment", o.paymentJSON())
	}
	if kept.has("status_histories") {
		out = out.with("status_histories", o.commentsJSON())
	}
	if kept.has("extension_attributes") {
		out = out.with("extension_attributes", o.extension())
	}
	return out
}

func (o *order) invoicedJSON() object {
	if len(o.Invoices) == 0 {
		return nil
	}
	var subtotal, shipping, tax decimal.Decimal
	for _, v := range o.Invoices {
		subtotal, shipping, tax = subtotal.Add(v.Subtotal), shipping.Add(v.Shipping), tax.Add(v.Tax)
	}
	paid := o.invoiced()
	return object{}.base("discount_invoiced", decimal.Zero).base("discount_tax_compensation_invoiced", decimal.Zero).
		base("shipping_invoiced", shipping).base("subtotal_invoiced", subtotal).base("tax_invoiced", tax).
		base("total_invoiced", paid).with("base_total_invoiced_cost", 0).base("total_paid", paid)
}

func (o *order) shippingDescription() string {
	if o.Direct {
		return o.Described
	}
	r, _ := shippingMethod(o.Method)
	return r.description()
}

func (o *order) extension() object {
	ext := pairs("shipping_assignments", list{})
	if o.Shipping != nil {
		t, zero := o.Totals, decimal.Zero
		total := object{}.base("shipping_amount", t.Shipping).base("shipping_discount_amount", zero).
			with("base_shipping_discount_tax_compensation_amnt", 0, "shipping_discount_tax_compensation_amount", 0).
			base("shipping_incl_tax", t.Shipping).base("shipping_tax_amount", zero)
		if len(o.Invoices) > 0 {
			total = total.base("shipping_invoiced", t.Shipping)
		}
		ext = pairs("shipping_assignments", list{pairs("shipping", pairs(
			"address", o.Shipping.orderJSON("shipping", o.ID), "method", o.Method, "total", total), "items", o.itemsJSON())})
	}
	if o.Shipping != nil && o.Shipping.Pickup != "" {
		ext = ext.with("pickup_location_code", o.Shipping.Pickup)
	}
	applied, taxes, byItem := list{}, list{}, list{}
	for _, tax := range o.Totals.Taxes {
		r := tax.Rate
		applied = append(applied, appliedJSON(r, tax.Amount))
		taxes = append(taxes, pairs("tax_id", o.ID, "order_id", o.ID, "code", r.Code, "title", r.Code, "percent", r.Percent,
			"amount", tax.Amount, "base_amount", tax.Amount, "base_real_amount", tax.Amount, "priority", 0, "position", 0,
			"process", 0))
	}
	for _, i := range o.Items {
		if line := o.line(i); line.Rate != nil {
			byItem = append(byItem, pairs("type", "product", "item_id", i.ID,
				"applied_taxes", list{appliedJSON(*line.Rate, line.Tax)}))
		}
	}
	title, _ := paymentTitle(o.Payment)
	return ext.with("payment_additional_info", list{pairs("key", "method_title", "value", title)}, "applied_taxes", applied,
		"item_applied_taxes", byItem, "converting_from_quote", false, "taxes", taxes, "additional_itemized_taxes", list{})
}

func appliedJSON(r taxRate, amount decimal.Decimal) object {
	return pairs("code", r.Code, "title", r.Code, "percent", r.Percent, "amount", amount, "base_amount", amount)
}

func (o *order) line(i *orderItem) lineTotals {
	if i.Line < 0 {
		return lineTotals{}
	}
	return o.Totals.Lines[i.Line]
}

func (o *order) paymentJSON() object {
	title, _ := paymentTitle(o.Payment)
	p := pairs("account_status", nil, "additional_information", list{title}).base("amount_ordered", o.Totals.GrandTotal)
	if len(o.Invoices) > 0 {
		p = p.base("amount_paid", o.invoiced()).base("shipping_captured", o.Totals.Shipping)
	}
	p = p.base("shipping_amount", o.Totals.Shipping).with("cc_last4", nil, "entity_id", o.ID, "method", o.Payment,
		"parent_id", o.ID)
	if o.PONumber != "" {
		p = p.with("po_number", o.PONumber)
	}
	return p
}

func (o *order) commentsJSON() list {
	return listOf(o.Comments, func(c comment) any {
		return pairs("comment", c.Text, "created_at", c.CreatedAt, "entity_id", c.ID, "is_customer_notified", c.Notified,
			"is_visible_on_front", c.Visible, "parent_id", o.ID, "status", c.Status)
	})
}

func (o *order) itemsJSON() list {
	return listOf(o.Items, func(i *orderItem) any { return o.itemJSON(i) })
}

// itemJSON is a row of the order; the child of a configurable line carries its parent whole.
func (o *order) itemJSON(i *orderItem) object {
	line, zero := o.line(i), decimal.Zero
	invoiced, taxInvoiced := o.invoicedOf(i)
	out := make(object, 0, itemMembers)
	if i.Free != "" {
		out = out.with("additional_data", i.Free)
	}
	if len(line.Rules) > 0 {
		out = out.with("applied_rule_ids", joinIDs(line.Rules))
	}
	out = out.base("amount_refunded", zero).base("discount_amount", line.Discount).base("discount_invoiced", zero)
	if i.ParentID == 0 {
		out = out.base("discount_tax_compensation_amount", zero).with("base_original_price", i.Original).
			base("price_incl_tax", line.PriceInclTax)
		if i.Invoiced.IsPositive() {
			out = out.base("discount_tax_compensation_invoiced", zero)
		}
	}
	out = out.base("price", i.Price).base("row_invoiced", invoiced).base("row_total", line.RowTotal.Sub(line.Discount)).
		base("tax_amount", line.Tax).base("tax_invoiced", taxInvoiced).
		with("created_at", o.CreatedAt, "discount_percent", line.DiscountPercent, "free_shipping", 0, "is_qty_decimal", 0,
			"is_virtual", number(intangible(i.Type)), "item_id", i.ID, "name", i.Name, "no_discount", 0, "order_id", o.ID,
			"original_price", i.Original)
	if i.ParentID != 0 {
		out = out.with("parent_item_id", i.ParentID)
	}
	out = out.with("product_id", i.ProductID, "product_type", i.Type, "qty_canceled", i.Canceled, "qty_invoiced", i.Invoiced,
		"qty_ordered", i.Ordered, "qty_refunded", i.Refunded, "qty_shipped", i.Shipped, "quote_item_id", i.QuoteItemID).
		base("row_total_incl_tax", line.RowTotalInclTax.Sub(line.Discount)).
		with("row_weight", i.Weight.Mul(i.Ordered), "sku", i.SKU, "store_id", 1, "tax_percent", line.Percent,
			"updated_at", o.UpdatedAt)
	if !i.Weight.IsZero() {
		out = out.with("weight", i.Weight)
	}
	if i.ParentID != 0 {
		out = out.with("parent_item", o.itemJSON(o.item(i.ParentID)))
	}
	if option := (&cartItem{Options: i.Options, Choice: i.Choice}).optionJSON(); option != nil {
		out = out.with("product_option", option)
	}
	taxes := list{}
	if r := line.Rate; r != nil {
		taxes = append(taxes, pairs("tax_item_id", i.ID, "tax_id", o.ID, "item_id", i.ID, "tax_code", r.Code,
			"tax_percent", r.Percent, "amount", line.Tax, "base_amount", line.Tax, "real_amount", line.Tax,
			"real_base_amount", line.Tax, "taxable_item_type", "product"))
	}
	return out.with("extension_attributes", pairs("itemized_taxes", taxes))
}

// invoicedOf is how much of a line was invoiced, without tax and the tax.
func (o *order) invoicedOf(i *orderItem) (row, tax decimal.Decimal) {
	for _, v := range o.Invoices {
		for _, line := range v.Lines {
			if line.ItemID == i.ID {
				row, tax = row.Add(o.rowOf(i, line.Qty)), tax.Add(line.Tax)
			}
		}
	}
	return row, tax
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func joinIDs(ids []int64) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(texts, ",")
}
