package sandbox

import (
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"
)

// creditMemo is money given back for pieces of an order.
type creditMemo struct {
	ID          int64
	IncrementID string
	CreatedAt   string
	Adjustment  decimal.Decimal // positive: more was given back
	Lines       []creditLine
	Comment     string `json:",omitempty"`
	Total       decimal.Decimal
}

type creditLine struct {
	ItemID int64
	Qty    decimal.Decimal
	// What the pieces came to: the row without tax and before discounts, the tax, and the discount, positive.
	Row, Tax, Discount decimal.Decimal
}

// refundInput is the body of order/{id}/refund.
type refundInput struct {
	Items   []itemInput `json:"items"`
	Comment struct {
		Comment string `json:"comment"`
	} `json:"comment"`
	Arguments struct {
		Positive  decimal.Decimal `json:"adjustment_positive"`
		Negative  decimal.Decimal `json:"adjustment_negative"`
		Extension struct {
			Restock []text `json:"return_to_stock_items"`
		} `json:"extension_attributes"`
	} `json:"arguments"`
}

func (i *orderItem) toRefund() decimal.Decimal { return i.Invoiced.Sub(i.Refunded) }

// refund makes a credit memo and returns its id. What goes back to stock goes to the sources that it was shipped from, the
// first of them first.
func (s *shop) refund(id string, in refundInput) (string, error) {
	made := ""
	err := s.update(func(c *changes) error {
		o, err := s.order(id)
		if err != nil {
			return err
		}
		memo := &creditMemo{Adjustment: in.Arguments.Positive.Sub(in.Arguments.Negative), Comment: in.Comment.Comment, CreatedAt: s.stamp()}
		for _, asked := range in.Items {
			item := o.item(asked.OrderItemID.int64())
			if item == nil {
				return noEntity()
			}
			if asked.Qty.GreaterThan(item.toRefund()) {
				return &refusal{status: 400, message: `We found an invalid quantity to refund item "%1".`, params: list{item.Name}}
			}
			line := creditLine{ItemID: item.ID, Qty: asked.Qty}
			part := func(of decimal.Decimal) decimal.Decimal { // the last pieces get what rounding left
				upTo := func(n decimal.Decimal) decimal.Decimal { return of.Mul(n).Div(item.Ordered).Round(2) }
				return upTo(item.Refunded.Add(asked.Qty)).Sub(upTo(item.Refunded))
			}
			of := o.line(item)
			line.Row, line.Tax, line.Discount = part(of.RowTotal), part(of.Tax), part(of.Discount)
			memo.Total = memo.Total.Add(line.Row).Add(line.Tax).Sub(line.Discount)
			memo.Lines = append(memo.Lines, line)
		}
		memo.Total = memo.Total.Add(memo.Adjustment)
		if len(memo.Lines) == 0 || memo.Total.GreaterThan(o.invoiced().Sub(o.refunded())) {
			return documentErrors("Creditmemo", "The most money available to refund is $"+o.invoiced().Sub(o.refunded()).StringFixed(2)+".")
		}
		memo.ID = take(&s.next.CreditMemo)
		memo.IncrementID = fmt.Sprintf("%09d", memo.ID-600)
		for _, line := range memo.Lines {
			item := o.item(line.ItemID)
			item.Refunded = item.Refunded.Add(line.Qty)
			for _, back := range in.Arguments.Extension.Restock {
				if back.int64() == line.ItemID {
					s.putBack(c, o, item, line.Qty)
				}
			}
		}
		o.Refunds = append(o.Refunds, memo)
		if !o.refunded().LessThan(o.Totals.GrandTotal) {
			o.State, o.Status = "closed", "closed"
		}
		s.saveOrder(c, o)
		made = strconv.FormatInt(memo.ID, 10)
		return nil
	})
	return made, err
}

// putBack adds pieces to the sources that an item was shipped from.
func (s *shop) putBack(c *changes, o *order, item *orderItem, qty decimal.Decimal) {
	for _, shipment := range o.Shipments {
		for _, line := range shipment.Lines {
			if line.ItemID != item.ID || !qty.IsPositive() {
				continue
			}
			part := decimal.Min(qty, line.Qty)
			qty = qty.Sub(part)
			if i := s.stock.item(item.SKU, shipment.Source); i != nil {
				i.Quantity, i.Status = i.Quantity.Add(part), 1
				c.saved("source_item", i.key(), i)
				c.touched("stock.updated", "stock", i.SKU)
			}
		}
	}
}

func (o *order) refunded() decimal.Decimal {
	sum := decimal.Zero
	for _, memo := range o.Refunds {
		sum = sum.Add(memo.Total)
	}
	return sum
}

func (s *Sandbox) refundOrder(r *request) (any, error) {
	var in refundInput
	if err := r.decode(&in, ""); err != nil {
		return nil, err
	}
	return s.shop.refund(r.vars[0], in)
}

func (o *order) refundDocuments() []document {
	var docs []document
	for _, memo := range o.Refunds {
		docs = append(docs, document{memo.ID, o.ID, memo.IncrementID, memo.CreatedAt, memo.Total, func() object { return o.creditMemoJSON(memo) }})
	}
	return docs
}

func (s *Sandbox) searchCreditMemos(r *request) (any, error) {
	return s.searchDocuments(r, (*order).refundDocuments)
}

// creditMemoJSON is a credit memo as creditmemo/{id} tells it.
func (o *order) creditMemoJSON(memo *creditMemo) object {
	var row, tax, discount decimal.Decimal
	items := list{}
	for _, line := range memo.Lines {
		i, zero := o.item(line.ItemID), decimal.Zero
		row, tax, discount = row.Add(line.Row), tax.Add(line.Tax), discount.Add(line.Discount)
		items = append(items, pairs("base_cost", nil).base("discount_amount", line.Discount).base("discount_tax_compensation_amount", zero).
			base("price", i.Price).base("row_total", line.Row).base("row_total_incl_tax", line.Row.Add(line.Tax)).base("tax_amount", line.Tax).
			with("name", i.Name, "order_item_id", i.ID, "parent_id", memo.ID, "product_id", i.ProductID, "qty", line.Qty, "sku", i.SKU))
	}
	comments := list{}
	if memo.Comment != "" {
		comments = append(comments, pairs("comment", memo.Comment, "created_at", memo.CreatedAt, "entity_id", memo.ID, "is_customer_notified", 0,
			"is_visible_on_front", 0, "parent_id", memo.ID))
	}
	zero := decimal.Zero
	out := pairs("base_currency_code", "USD").base("adjustment", memo.Adjustment).base("adjustment_negative", decimal.Max(memo.Adjustment.Neg(), zero)).
		base("adjustment_positive", decimal.Max(memo.Adjustment, zero)).base("discount_amount", discount.Neg()).base("grand_total", memo.Total).
		base("shipping_amount", zero).base("subtotal", row).base("subtotal_incl_tax", row.Add(tax)).base("tax_amount", tax)
	return out.with("created_at", memo.CreatedAt, "entity_id", memo.ID, "global_currency_code", "USD", "increment_id", memo.IncrementID,
		"order_currency_code", "USD", "order_id", o.ID, "state", 2, "store_currency_code", "USD", "store_id", o.store(),
		"updated_at", memo.CreatedAt, "items", items, "comments", comments)
}
