package sandbox

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Order is an order of the shop as it is now.
type Order struct {
	ID          int64
	IncrementID string
	ExternalID  string
	QuoteID     int64
	State       string
	Status      string
	Email       string
	CustomerID  int64 // 0: a guest
	Payment     string
	Subtotal    decimal.Decimal
	Shipping    decimal.Decimal
	Tax         decimal.Decimal
	GrandTotal  decimal.Decimal
	Items       []OrderItem
	Invoices    []Invoice
	Shipments   []Shipment
	Comments    []string
	CreatedAt   string
}

// OrderItem is a line of an order; the variant's own row of a configurable line is left out.
type OrderItem struct {
	ID                                   int64
	SKU, Type                            string
	Price                                decimal.Decimal
	Ordered, Invoiced, Shipped, Canceled decimal.Decimal
}

// Invoice is an invoice of an order.
type Invoice struct {
	ID         int64
	GrandTotal decimal.Decimal
}

// Shipment is a shipment of an order from a source, with the pieces by SKU.
type Shipment struct {
	ID     int64
	Source string
	Pieces map[string]decimal.Decimal
}

// Reservation is a row of the reservations of a SKU.
type Reservation struct {
	Quantity decimal.Decimal
	Metadata string
}

// Orders returns a copy of all orders by ascending id.
func (s *Sandbox) Orders() []Order {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	orders := make([]Order, 0, len(s.shop.orders))
	for _, o := range s.shop.orders {
		orders = append(orders, snapshotOrder(o))
	}
	return orders
}

func snapshotOrder(o *order) Order {
	t := o.Totals
	out := Order{ID: o.ID, IncrementID: o.IncrementID, ExternalID: o.External, QuoteID: o.QuoteID, State: o.State, Status: o.Status, Email: o.Email, CustomerID: o.CustomerID,
		Payment: o.Payment, Subtotal: t.Subtotal, Shipping: t.Shipping, Tax: t.Tax, GrandTotal: t.GrandTotal,
		CreatedAt: o.CreatedAt}
	for _, i := range o.Items {
		if i.ParentID == 0 {
			out.Items = append(out.Items, OrderItem{ID: i.ID, SKU: i.SKU, Type: i.Type, Price: i.Price, Ordered: i.Ordered,
				Invoiced: i.Invoiced, Shipped: i.Shipped, Canceled: i.Canceled})
		}
	}
	for _, v := range o.Invoices {
		out.Invoices = append(out.Invoices, Invoice{ID: v.ID, GrandTotal: v.grandTotal()})
	}
	for _, v := range o.Shipments {
		pieces := map[string]decimal.Decimal{}
		for _, line := range v.Lines {
			sku := o.item(line.ItemID).SKU
			pieces[sku] = pieces[sku].Add(line.Qty)
		}
		out.Shipments = append(out.Shipments, Shipment{ID: v.ID, Source: v.Source, Pieces: pieces})
	}
	for _, v := range o.Invoices {
		for _, c := range v.Comments {
			out.Comments = append(out.Comments, c.Text)
		}
	}
	for _, c := range o.Comments {
		out.Comments = append(out.Comments, c.Text)
	}
	return out
}

// SetPrice changes a product's price, as saving it in Magento's admin does: updated_at moves and a webhook is sent.
// Errors: there is no such SKU, or it is a composite product, which has no price of its own.
func (s *Sandbox) SetPrice(sku string, price decimal.Decimal) error {
	return s.changeProduct(sku, func(p *product) error {
		if composite(p.Type) || price.IsNegative() {
			return refuse(400, "The price of this product cannot be set.")
		}
		p.Price = price
		return nil
	})
}

// SetName changes a product's name, as SetPrice does. Errors: there is no such SKU.
func (s *Sandbox) SetName(sku, name string) error {
	return s.changeProduct(sku, func(p *product) error { p.Name = name; return nil })
}

func (s *Sandbox) changeProduct(sku string, change func(*product) error) error {
	return s.shop.update(func(c *changes) error {
		old, err := s.shop.product(sku)
		if err != nil {
			return err
		}
		p := *old
		if err := change(&p); err != nil {
			return err
		}
		p.UpdatedAt = s.shop.stamp()
		s.shop.putProduct(&p)
		id := strconv.FormatInt(p.ID, 10)
		c.saved("product", id, &p)
		c.touched("product.updated", "product", id)
		return nil
	})
}

// DeleteProduct deletes a product and its source items; a configurable's variants stay. Errors: there is no such SKU.
func (s *Sandbox) DeleteProduct(sku string) error {
	return s.shop.update(func(c *changes) error {
		p, err := s.shop.product(sku)
		if err != nil {
			return err
		}
		id := strconv.FormatInt(p.ID, 10)
		if parent := s.shop.parents[p.ID]; parent != nil {
			copied := *parent
			copied.Children = slices.DeleteFunc(slices.Clone(parent.Children), func(child int64) bool { return child == p.ID })
			copied.UpdatedAt = s.shop.stamp()
			s.shop.putProduct(&copied)
			parentID := strconv.FormatInt(parent.ID, 10)
			c.saved("product", parentID, &copied)
			c.touched("product.updated", "product", parentID)
		}
		s.shop.dropProduct(p.ID)
		c.removed("product", id)
		c.touched("product.deleted", "product", id)
		return nil
	})
}

// SetCategoryName renames a category. Errors: there is no category with this id.
func (s *Sandbox) SetCategoryName(id int64, name string) error {
	return s.shop.update(func(c *changes) error {
		i := slices.IndexFunc(s.shop.categories, func(c *category) bool { return c.ID == id })
		if i < 0 {
			return noSuchEntity("id", id)
		}
		renamed := *s.shop.categories[i]
		renamed.Name, renamed.UpdatedAt = name, s.shop.stamp()
		s.shop.categories[i] = &renamed
		key := strconv.FormatInt(id, 10)
		c.saved("category", key, &renamed)
		c.touched("category.updated", "category", key)
		return nil
	})
}

// SetSource sets how many pieces of a SKU a source holds; with none it is out of stock there. Errors: there is no such
// SKU or source.
func (s *Sandbox) SetSource(sku, source string, qty decimal.Decimal) error {
	return s.shop.putSourceItems([]sourceItem{{SKU: sku, Source: source, Quantity: qty, Status: number(qty.IsPositive())}})
}

func (s *shop) putSourceItems(items []sourceItem) error {
	return s.update(func(c *changes) error {
		for _, i := range items {
			p, err := s.product(i.SKU)
			if _, ok := source(i.Source); !ok || err != nil || composite(p.Type) {
				return refuse(400, "Could not save Source Item")
			}
		}
		for _, i := range items {
			p, _ := s.product(i.SKU)
			i.SKU = p.SKU
			if old := s.stock.item(i.SKU, i.Source); old != nil {
				i.ID = old.ID
			}
			s.stock.put(i)
			c.saved("source_item", i.key(), s.stock.item(i.SKU, i.Source))
			c.touched("stock.updated", "stock", i.SKU)
		}
		return nil
	})
}

// Salable returns how many pieces of a SKU the website can still sell, 0 for an unknown SKU.
func (s *Sandbox) Salable(sku string) decimal.Decimal {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	return s.shop.stock.salable(sku, retailStock)
}

// SourceQuantity returns how many pieces of a SKU a source holds.
func (s *Sandbox) SourceQuantity(sku, source string) decimal.Decimal {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	if i := s.shop.stock.item(sku, source); i != nil {
		return i.Quantity
	}
	return decimal.Zero
}

// Reservations returns the reservations of a SKU in the order in which they were written.
func (s *Sandbox) Reservations(sku string) []Reservation {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	var rows []Reservation
	for _, r := range s.shop.stock.reservations {
		if strings.EqualFold(r.SKU, sku) {
			rows = append(rows, Reservation{r.Quantity, r.Metadata})
		}
	}
	return rows
}
