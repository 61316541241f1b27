package sandbox

import (
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"
)

// itemInput names pieces of an order item.
type itemInput struct {
	OrderItemID text            `json:"order_item_id"`
	Qty         decimal.Decimal `json:"qty"`
}

// invoice invoices items of an order, or all that is left when none are named, and takes the payment. A comment with a text
// is kept on the invoice.
func (s *shop) invoice(id string, items []itemInput, note comment) (string, error) {
	made := ""
	err := s.update(func(c *changes) error {
		o, err := s.order(id)
		if err != nil {
			return err
		}
		if !o.movable() && o.State != "complete" {
			return documentErrors("Invoice", "An invoice cannot be created when an order has a status of "+o.Status)
		}
		picked, err := pick(o, items, (*orderItem).toInvoice)
		if err != nil {
			return err
		}
		if !o.canInvoice() || len(picked) == 0 {
			return documentErrors("Invoice", "The invoice can't be created without products. Add products and try again.",
				"The order does not allow an invoice to be created.")
		}
		v := s.newInvoice(o, picked)
		if note.Text != "" {
			note.ID, note.CreatedAt = take(&s.next.Comment), s.stamp()
			v.Comments = append(v.Comments, note)
		}
		o.Invoices = append(o.Invoices, v)
		o.advance()
		s.saveOrder(c, o)
		made = strconv.FormatInt(v.ID, 10)
		return nil
	})
	return made, err
}

func (s *shop) newInvoice(o *order, picked []documentLine) *invoice {
	n := take(&s.next.Invoice)
	v := &invoice{ID: n, IncrementID: fmt.Sprintf("%09d", n-700), CreatedAt: s.stamp(), Lines: picked}
	if len(o.Invoices) == 0 {
		v.Shipping = o.Totals.Shipping
	}
	for i := range v.Lines {
		line := &v.Lines[i]
		item := o.item(line.ItemID)
		line.ID = take(&s.next.Line)
		line.Tax = share(o.Totals.Lines[item.Line].Tax, item, line.Qty)
		v.Subtotal = v.Subtotal.Add(o.rowOf(item, line.Qty))
		v.Tax = v.Tax.Add(line.Tax)
		line.Discount = share(o.Totals.Lines[item.Line].Discount, item, line.Qty)
		v.Discount = v.Discount.Add(line.Discount)
		item.Invoiced = item.Invoiced.Add(line.Qty)
		for _, child := range o.children(item.ID) {
			child.Invoiced = child.Ordered.Mul(item.Invoiced).Div(item.Ordered)
		}
	}
	return v
}

// rowOf is what some pieces of a line come to without tax: Magento divides the row's total, not the price
// (Magento\Sales\Model\Order\Invoice\Item::calcRowTotal).
func (o *order) rowOf(item *orderItem, qty decimal.Decimal) decimal.Decimal {
	return o.line(item).RowTotal.Mul(qty).Div(item.Ordered).Round(2)
}

// share is what falls on some pieces of a line of its tax or discount; the last pieces get what is left.
func share(whole decimal.Decimal, item *orderItem, qty decimal.Decimal) decimal.Decimal {
	upTo := func(n decimal.Decimal) decimal.Decimal { return whole.Mul(n).Div(item.Ordered).Round(2) }
	return upTo(item.Invoiced.Add(qty)).Sub(upTo(item.Invoiced))
}

// pick turns named items, or all when none are named, into lines. Left says how many pieces of an item are left.
func pick(o *order, items []itemInput, left func(*orderItem) decimal.Decimal) ([]documentLine, error) {
	var lines []documentLine
	if len(items) == 0 {
		for _, i := range o.Items {
			if n := left(i); i.ParentID == 0 && n.IsPositive() {
				lines = append(lines, documentLine{ItemID: i.ID, Qty: n})
			}
		}
		return lines, nil
	}
	for _, in := range items {
		i := o.item(in.OrderItemID.int64())
		if i == nil {
			return nil, noEntity()
		}
		if i.ParentID != 0 || !in.Qty.IsPositive() {
			continue
		}
		if in.Qty.GreaterThan(left(i)) {
			return nil, &refusal{status: 400, params: list{i.SKU},
				message: `The quantity to process must not be greater than the unprocessed quantity for product SKU "%1".`}
		}
		lines = append(lines, documentLine{ItemID: i.ID, Qty: in.Qty})
	}
	return lines, nil
}

// ship hands pieces over from a source and frees their reservation. Without a source Magento takes them from "default",
// whatever the website sells from. Why a source cannot give them is not said.
func (s *shop) ship(id, source string, items []itemInput, tracks []track) (string, error) {
	s.mu.RLock()
	o, err := s.order(id)
	waits := err == nil && o.Method == pickupMethod
	s.mu.RUnlock()
	if waits {
		return "", refuse(400, "Could not save a shipment, see error log for details")
	}
	return s.shipFrom(id, source, items, tracks)
}

func (s *shop) shipFrom(id, source string, items []itemInput, tracks []track) (string, error) {
	if source == "" {
		source = "default"
	}
	made := ""
	err := s.update(func(c *changes) error {
		o, err := s.order(id)
		if err != nil {
			return err
		}
		if o.State == "holded" || o.State == "canceled" || o.State == "closed" {
			return documentErrors("Shipment", "A shipment cannot be created when an order has a status of "+o.Status)
		}
		picked, err := pick(o, items, (*orderItem).toShip)
		if err != nil {
			return err
		}
		if !o.canShip() || len(picked) == 0 {
			return documentErrors("Shipment", "The order does not allow a shipment to be created.",
				"You can't create a shipment without products.")
		}
		if !s.holds(source, o, picked) {
			return refuse(400, "Could not save a shipment, see error log for details")
		}
		n := take(&s.next.Shipment)
		v := &shipment{ID: n, IncrementID: fmt.Sprintf("%09d", n-800), CreatedAt: s.stamp(), Source: source, Lines: picked}
		for i := range v.Lines {
			line := &v.Lines[i]
			item := o.item(line.ItemID)
			line.ID = take(&s.next.Line)
			item.Shipped = item.Shipped.Add(line.Qty)
			for _, g := range o.goods(item) {
				s.stock.take(c, g.SKU, source, g.Qty.Mul(line.Qty))
				s.reserve(c, g.SKU, g.Qty.Mul(line.Qty), "shipment_created", id, o.IncrementID)
			}
		}
		for _, t := range tracks {
			t.ID = take(&s.next.Line)
			v.Tracks = append(v.Tracks, t)
		}
		o.Shipments = append(o.Shipments, v)
		o.advance()
		s.saveOrder(c, o)
		made = strconv.FormatInt(n, 10)
		return nil
	})
	return made, err
}

// holds reports whether a source has all pieces; two lines of one SKU count together.
func (s *shop) holds(source string, o *order, lines []documentLine) bool {
	wanted := map[string]decimal.Decimal{}
	for _, line := range lines {
		for _, g := range o.goods(o.item(line.ItemID)) {
			wanted[g.SKU] = wanted[g.SKU].Add(g.Qty.Mul(line.Qty))
			i := s.stock.item(g.SKU, source)
			if i == nil || i.Status != 1 || i.Quantity.LessThan(wanted[g.SKU]) {
				return false
			}
		}
	}
	return true
}
