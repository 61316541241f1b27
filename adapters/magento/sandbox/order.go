package sandbox

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// order is a placed order with everything that belongs to it. States and statuses are Magento's:
//
//	new/pending ──▶ processing ──▶ complete     invoiced or shipped; both, entirely
//	     │    ▲ └──────────────────▶ canceled
//	     ▼    │
//	   holded                                   remembers where it came from
type order struct {
	ID          int64
	IncrementID string
	External    string `json:",omitempty"`
	StoreID     int64  `json:",omitempty"` // 0: the only store
	Direct      bool   `json:",omitempty"` // written by POST /V1/orders
	Described   string `json:",omitempty"` // how it was shipped, when no method says so
	QuoteID     int64
	Protect     string
	CreatedAt   string
	UpdatedAt   string
	State       string
	Status      string
	HoldState   string `json:",omitempty"`
	HoldStatus  string `json:",omitempty"`
	CustomerID  int64  `json:",omitempty"` // 0: a guest
	Group       int64  `json:",omitempty"`
	Email       string
	Virtual     bool
	Billing     *address `json:",omitempty"`
	Shipping    *address `json:",omitempty"`
	Method      string
	Payment     string
	PONumber    string `json:",omitempty"`
	Totals      totals
	Items       []*orderItem
	Invoices    []*invoice    `json:",omitempty"`
	Shipments   []*shipment   `json:",omitempty"`
	Comments    []comment     `json:",omitempty"`
	Refunds     []*creditMemo `json:",omitempty"`
}

// orderItem is a row of an order. A configurable line is two rows: the parent, which is invoiced and shipped, and the
// child, which only says what variant it was. A bundle, which is shipped together, has a row for each part.
type orderItem struct {
	ID          int64
	ParentID    int64 // 0: no parent
	QuoteItemID int64
	ProductID   int64
	SKU         string
	Stock       string `json:",omitempty"` // the product's own SKU, where options add theirs
	Name        string
	Type        string
	Price       decimal.Decimal
	Original    decimal.Decimal
	Weight      decimal.Decimal
	Options     []chosen `json:",omitempty"`
	Choice      choice   `json:",omitzero"`
	Line        int      // of Totals.Lines; -1 for a child
	Ordered     decimal.Decimal
	Invoiced    decimal.Decimal
	Shipped     decimal.Decimal
	Canceled    decimal.Decimal
	Refunded    decimal.Decimal
	Free        string `json:",omitempty"` // additional_data, which whoever writes an order may fill
}

func (i *orderItem) toInvoice() decimal.Decimal { return i.Ordered.Sub(i.Invoiced).Sub(i.Canceled) }

func (i *orderItem) toShip() decimal.Decimal {
	if intangible(i.Type) || i.ParentID != 0 {
		return decimal.Zero
	}
	return i.Ordered.Sub(i.Shipped).Sub(i.Canceled)
}

type invoice struct {
	ID          int64
	IncrementID string
	CreatedAt   string
	Subtotal    decimal.Decimal
	Shipping    decimal.Decimal
	Tax         decimal.Decimal
	Discount    decimal.Decimal // positive
	Lines       []documentLine
	Comments    []comment `json:",omitempty"`
}

func (v *invoice) inclTax() decimal.Decimal    { return v.Subtotal.Add(v.Tax) }
func (v *invoice) grandTotal() decimal.Decimal { return v.inclTax().Add(v.Shipping).Sub(v.Discount) }

type shipment struct {
	ID          int64
	IncrementID string
	CreatedAt   string
	Source      string
	Lines       []documentLine
	Tracks      []track `json:",omitempty"`
}

type documentLine struct {
	ID     int64
	ItemID int64
	Qty    decimal.Decimal
	Tax    decimal.Decimal
	// Discount is positive.
	Discount decimal.Decimal
}

type track struct {
	ID                     int64
	Number, Title, Carrier string
}

type comment struct {
	ID        int64
	Text      string
	CreatedAt string
	Status    string
	Notified  int
	Visible   int
}

// orderIndex finds orders without looking at all of them.
type orderIndex struct {
	byID        map[int64]*order
	byQuote     map[int64][]int64
	byIncrement map[string][]int64 // a number is unique in its store
	byInvoice   map[int64]int64
	byShipment  map[int64]int64
}

func newOrderIndex() orderIndex {
	return orderIndex{map[int64]*order{}, map[int64][]int64{}, map[string][]int64{}, map[int64]int64{}, map[int64]int64{}}
}

// putOrder adds an order or replaces the one with its id. Ids ascend.
func (s *shop) putOrder(o *order) {
	x := s.orderIndex
	if old, ok := x.byID[o.ID]; ok {
		*old = *o
		o = old
	} else {
		s.orders = append(s.orders, o)
		x.byID[o.ID] = o
		x.byQuote[o.QuoteID] = append(x.byQuote[o.QuoteID], o.ID)
		x.byIncrement[o.IncrementID] = append(x.byIncrement[o.IncrementID], o.ID)
	}
	for _, v := range o.Invoices {
		x.byInvoice[v.ID] = o.ID
	}
	for _, v := range o.Shipments {
		x.byShipment[v.ID] = o.ID
	}
}

// order finds an order by entity id. Errors: Magento's 404.
func (s *shop) order(id string) (*order, error) {
	if o, ok := s.orderIndex.byID[text(id).int64()]; ok {
		return o, nil
	}
	return nil, noEntity()
}

// saveOrder notes that an order changed.
func (s *shop) saveOrder(c *changes, o *order) {
	o.UpdatedAt = s.stamp()
	s.putOrder(o)
	id := strconv.FormatInt(o.ID, 10)
	c.saved("order", id, o)
	c.touched("order.updated", "order", id)
}

func (o *order) store() int64 { return max(o.StoreID, 1) }

func (o *order) item(id int64) *orderItem {
	for _, i := range o.Items {
		if i.ID == id {
			return i
		}
	}
	return nil
}

// children are the rows of what a line is made of: the variant of a configurable product, the parts of a bundle.
func (o *order) children(id int64) []*orderItem {
	var rows []*orderItem
	for _, i := range o.Items {
		if i.ParentID == id {
			rows = append(rows, i)
		}
	}
	return rows
}

// goods are the SKUs that stock is taken of, each with its quantity for a piece of the line.
func (o *order) goods(i *orderItem) []goods {
	if i.Type != "bundle" {
		return []goods{{orElse(i.Stock, i.SKU), decimal.NewFromInt(1)}}
	}
	var all []goods
	for _, part := range o.children(i.ID) {
		all = append(all, goods{part.SKU, part.Ordered.Div(i.Ordered)})
	}
	return all
}

func (o *order) canInvoice() bool {
	for _, i := range o.Items {
		if i.ParentID == 0 && i.toInvoice().IsPositive() {
			return o.movable()
		}
	}
	return false
}

func (o *order) canShip() bool {
	for _, i := range o.Items {
		if i.toShip().IsPositive() {
			return o.movable()
		}
	}
	return false
}

func (o *order) movable() bool {
	return o.State != "holded" && o.State != "canceled" && o.State != "complete" && o.State != "closed"
}

// advance sets the state that follows from what was invoiced and shipped.
func (o *order) advance() {
	switch {
	case !o.canInvoice() && !o.canShip():
		o.State, o.Status = "complete", "complete"
	default:
		o.State, o.Status = "processing", "processing"
	}
}

func (o *order) invoiced() decimal.Decimal {
	sum := decimal.Zero
	for _, v := range o.Invoices {
		sum = sum.Add(v.grandTotal())
	}
	return sum
}

func (o *order) qty() decimal.Decimal {
	sum := decimal.Zero
	for _, i := range o.Items {
		if i.ParentID == 0 {
			sum = sum.Add(i.Ordered)
		}
	}
	return sum
}

func (o *order) weight() decimal.Decimal {
	sum := decimal.Zero
	for _, i := range o.Items {
		if i.ParentID == 0 {
			sum = sum.Add(i.Weight.Mul(i.Ordered))
		}
	}
	return sum
}

// cancel cancels what is not invoiced yet and frees its stock. False: there is nothing to cancel.
func (s *shop) cancel(id string) (bool, error) {
	done := false
	err := s.update(func(c *changes) error {
		o, err := s.order(id)
		if err != nil {
			return err
		}
		if done = o.canInvoice(); !done {
			return nil
		}
		for _, i := range o.Items {
			rest := i.toInvoice()
			if i.ParentID != 0 || !rest.IsPositive() {
				continue
			}
			i.Canceled = i.Canceled.Add(rest)
			for _, child := range o.children(i.ID) {
				child.Canceled = child.Ordered.Mul(i.Canceled).Div(i.Ordered)
			}
			for _, g := range o.goods(i) {
				s.reserve(c, g.SKU, g.Qty.Mul(rest), "order_canceled", id, o.IncrementID)
			}
		}
		if len(o.Invoices) == 0 {
			o.State, o.Status = "canceled", "canceled"
		} else {
			o.advance()
		}
		s.saveOrder(c, o)
		return nil
	})
	return done, err
}

func (s *shop) hold(id string) error {
	return s.update(func(c *changes) error {
		o, err := s.order(id)
		if err != nil {
			return err
		}
		if !o.movable() {
			return refuse(400, "A hold action is not available.")
		}
		o.HoldState, o.HoldStatus = o.State, o.Status
		o.State, o.Status = "holded", "holded"
		s.saveOrder(c, o)
		return nil
	})
}

func (s *shop) unhold(id string) error {
	return s.update(func(c *changes) error {
		o, err := s.order(id)
		if err != nil {
			return err
		}
		if o.State != "holded" {
			return refuse(400, "You cannot remove the hold.")
		}
		o.State, o.Status = o.HoldState, o.HoldStatus
		o.HoldState, o.HoldStatus = "", ""
		s.saveOrder(c, o)
		return nil
	})
}

func (s *shop) comment(id string, in comment) error {
	return s.update(func(c *changes) error {
		o, err := s.order(id)
		if err != nil {
			return err
		}
		in.ID, in.CreatedAt = take(&s.next.Comment), s.stamp()
		if in.Status == "" {
			in.Status = o.Status
		}
		o.Comments = append(o.Comments, in)
		s.saveOrder(c, o)
		return nil
	})
}

// documentErrors is how Magento words all reasons against an invoice or a shipment.
func documentErrors(document string, reasons ...string) error {
	return refuse(400, document+" Document Validation Error(s):\n"+strings.Join(reasons, "\n"))
}
