package sandbox

import (
	"slices"

	"github.com/shopspring/decimal"
)

// orderColumn is a searchable column of an order; ok is false when there is none of that name.
func orderColumn(o *order, field string) (v any, ok bool) {
	switch field {
	case "entity_id":
		return o.ID, true
	case "increment_id":
		return o.IncrementID, true
	case "quote_id":
		return o.QuoteID, true
	case "state":
		return o.State, true
	case "status":
		return o.Status, true
	case "created_at":
		return o.CreatedAt, true
	case "updated_at":
		return o.UpdatedAt, true
	case "customer_email":
		return o.Email, true
	case "grand_total", "base_grand_total":
		return o.Totals.GrandTotal, true
	case "store_id":
		return o.store(), true
	case "ext_order_id":
		if o.External == "" {
			return nil, true
		}
		return o.External, true
	case "customer_id", "coupon_code":
		return nil, true
	default:
		return nil, false
	}
}

func orderTable(kept fieldTree) table[*order] {
	return table[*order]{
		column: func(o *order, field string) []any { v, _ := orderColumn(o, field); return []any{v} },
		known:  func(field string) bool { _, ok := orderColumn(&order{}, field); return ok },
		// An order search by an unknown field is a 500 with a report number, not a refusal.
		unknown: unknownColumn,
		render:  func(o *order) any { return o.json(kept) },
	}
}

// candidates narrows the orders that a search looks at by its indexed fields.
func (s *shop) candidates(c criteria) []*order {
	var ids []int64
	if v, ok := c.only("quote_id"); ok {
		ids = s.orderIndex.byQuote[text(v).int64()]
	} else if v, ok := c.only("increment_id"); ok {
		ids = s.orderIndex.byIncrement[v]
	} else if v, ok := c.only("entity_id"); ok {
		ids = []int64{text(v).int64()}
	} else {
		return s.orders
	}
	var found []*order
	for _, id := range ids {
		if o := s.orderIndex.byID[id]; o != nil {
			found = append(found, o)
		}
	}
	return found
}

func (s *Sandbox) searchOrders(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	c, err := parseCriteria(r.query)
	if err != nil {
		return nil, err
	}
	return orderTable(r.fields["items"]).search(s.shop.candidates(c), r)
}

func (s *Sandbox) searchOrderItems(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	c, err := parseCriteria(r.query)
	if err != nil {
		return nil, err
	}
	orders := s.shop.orders
	if v, ok := c.only("order_id"); ok {
		orders = nil
		if o := s.shop.orderIndex.byID[text(v).int64()]; o != nil {
			orders = []*order{o}
		}
	}
	var rows []object
	for _, o := range orders {
		for _, i := range o.Items {
			rows = append(rows, o.itemJSON(i))
		}
	}
	return objects(nil, unknownColumn, "item_id", "order_id", "parent_item_id", "sku", "product_id", "quote_item_id",
		"product_type", "created_at", "updated_at").search(rows, r)
}

// withOrder answers with what fn makes of the order in the path.
func (s *Sandbox) withOrder(r *request, fn func(*order) any) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	o, err := s.shop.order(r.vars[0])
	if err != nil {
		return nil, err
	}
	return fn(o), nil
}

func (s *Sandbox) getOrder(r *request) (any, error) {
	return s.withOrder(r, func(o *order) any { return o.json(r.fields) })
}

func (s *Sandbox) orderStatus(r *request) (any, error) {
	return s.withOrder(r, func(o *order) any { return o.Status })
}

func (s *Sandbox) orderComments(r *request) (any, error) {
	return s.withOrder(r, func(o *order) any {
		c := criteria{groups: [][]filter{{{field: "parent_id", value: r.vars[0], condition: "eq"}}}}
		return pairs("items", o.commentsJSON(), "search_criteria", c.echo(), "total_count", len(o.Comments))
	})
}

func (s *Sandbox) addComment(r *request) (any, error) {
	var in struct {
		StatusHistory struct {
			Comment  string `json:"comment"`
			Status   string `json:"status"`
			Notified text   `json:"is_customer_notified"`
			Visible  text   `json:"is_visible_on_front"`
		} `json:"statusHistory"`
	}
	if err := r.decode(&in, "statusHistory"); err != nil {
		return nil, err
	}
	h := in.StatusHistory
	return true, s.shop.comment(r.vars[0], comment{Text: h.Comment, Status: h.Status,
		Notified: int(h.Notified.int64()), Visible: int(h.Visible.int64())})
}

func (s *Sandbox) cancelOrder(r *request) (any, error) { return s.shop.cancel(r.vars[0]) }

func (s *Sandbox) holdOrder(r *request) (any, error) { return true, s.shop.hold(r.vars[0]) }

func (s *Sandbox) unholdOrder(r *request) (any, error) { return true, s.shop.unhold(r.vars[0]) }

func (s *Sandbox) invoiceOrder(r *request) (any, error) {
	var in struct {
		Items   []itemInput `json:"items"`
		Comment struct {
			Comment string `json:"comment"`
			Visible text   `json:"is_visible_on_front"`
		} `json:"comment"`
	}
	if err := r.decode(&in, ""); err != nil {
		return nil, err
	}
	return s.shop.invoice(r.vars[0], in.Items, comment{Text: in.Comment.Comment, Visible: int(in.Comment.Visible.int64())})
}

func (s *Sandbox) shipOrder(r *request) (any, error) {
	var in struct {
		Items  []itemInput `json:"items"`
		Tracks []struct {
			Number  text   `json:"track_number"`
			Title   string `json:"title"`
			Carrier string `json:"carrier_code"`
		} `json:"tracks"`
		Arguments struct {
			ExtensionAttributes struct {
				SourceCode string `json:"source_code"`
			} `json:"extension_attributes"`
		} `json:"arguments"`
	}
	if err := r.decode(&in, ""); err != nil {
		return nil, err
	}
	var tracks []track
	for _, t := range in.Tracks {
		tracks = append(tracks, track{Number: string(t.Number), Title: t.Title, Carrier: t.Carrier})
	}
	return s.shop.ship(r.vars[0], in.Arguments.ExtensionAttributes.SourceCode, in.Items, tracks)
}

// document is an invoice or a shipment in a search.
type document struct {
	id, orderID int64
	increment   string
	createdAt   string
	total       decimal.Decimal
	json        func() object
}

func documentTable() table[document] {
	columns := []string{"entity_id", "order_id", "increment_id", "created_at", "updated_at", "grand_total", "store_id", "state"}
	return table[document]{
		column: func(d document, field string) []any {
			return []any{[]any{d.id, d.orderID, d.increment, d.createdAt, d.createdAt, d.total, 1, 2}[slices.Index(columns, field)]}
		},
		known: func(field string) bool { return slices.Contains(columns, field) }, unknown: unknownColumn,
		render: func(d document) any { return d.json() },
	}
}

// searchDocuments searches the documents of one order, or of all.
func (s *Sandbox) searchDocuments(r *request, of func(*order) []document) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	c, err := parseCriteria(r.query)
	if err != nil {
		return nil, err
	}
	orders := s.shop.orders
	if v, ok := c.only("order_id"); ok {
		orders = nil
		if o := s.shop.orderIndex.byID[text(v).int64()]; o != nil {
			orders = []*order{o}
		}
	}
	var rows []document
	for _, o := range orders {
		rows = append(rows, of(o)...)
	}
	slices.SortFunc(rows, func(a, b document) int { return int(a.id - b.id) })
	return documentTable().search(rows, r)
}

func (o *order) invoiceDocuments() []document {
	var docs []document
	for _, v := range o.Invoices {
		docs = append(docs, document{v.ID, o.ID, v.IncrementID, v.CreatedAt, v.grandTotal(), func() object { return o.invoiceJSON(v) }})
	}
	return docs
}

func (o *order) shipmentDocuments() []document {
	var docs []document
	for _, v := range o.Shipments {
		docs = append(docs, document{v.ID, o.ID, v.IncrementID, v.CreatedAt, decimal.Zero, func() object { return o.shipmentJSON(v) }})
	}
	return docs
}

func (s *Sandbox) searchInvoices(r *request) (any, error) {
	return s.searchDocuments(r, (*order).invoiceDocuments)
}

func (s *Sandbox) searchShipments(r *request) (any, error) {
	return s.searchDocuments(r, (*order).shipmentDocuments)
}

func (s *Sandbox) getInvoice(r *request) (any, error) {
	return s.getDocument(r, s.shop.orderIndex.byInvoice, (*order).invoiceDocuments)
}

func (s *Sandbox) getShipment(r *request) (any, error) {
	return s.getDocument(r, s.shop.orderIndex.byShipment, (*order).shipmentDocuments)
}

func (s *Sandbox) getDocument(r *request, orders map[int64]int64, of func(*order) []document) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	id := text(r.vars[0]).int64()
	if o := s.shop.orderIndex.byID[orders[id]]; o != nil {
		for _, d := range of(o) {
			if d.id == id {
				return d.json(), nil
			}
		}
	}
	return nil, noEntity()
}
