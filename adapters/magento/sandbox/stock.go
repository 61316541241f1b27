package sandbox

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// The stocks of the shop: every source but "default" belongs to the one that the website sells from, as in the recorded
// shop.
const (
	defaultStock = 1
	retailStock  = 2
)

// stock is what Magento's multi source inventory keeps: pieces in sources, and reservations against a stock.
type stock struct {
	items        []*sourceItem
	bySKU        map[string][]*sourceItem
	reservations []reservation
	reserved     map[string]decimal.Decimal // sum of the reservations against the retail stock
	gone         []int64                    // ids of products that were deleted
}

type sourceItem struct {
	ID       int64
	SKU      string
	Source   string
	Quantity decimal.Decimal
	Status   int // 1 in stock, 0 out of stock
}

func (i sourceItem) key() string { return i.SKU + "@" + i.Source }

// reservation is a row of inventory_reservation: minus when sold, plus when shipped or cancelled.
type reservation struct {
	ID       int64
	SKU      string
	Quantity decimal.Decimal
	Metadata string
}

// put adds a source item or replaces the one of the same SKU and source.
func (s *stock) put(i sourceItem) {
	if old := s.item(i.SKU, i.Source); old != nil {
		*old = i
		return
	}
	item := &i
	if item.ID == 0 {
		item.ID = 1
		if n := len(s.items); n > 0 {
			item.ID = s.items[n-1].ID + 1
		}
	}
	s.items = append(s.items, item)
	key := strings.ToLower(i.SKU)
	s.bySKU[key] = append(s.bySKU[key], item)
}

// item returns the pieces of a SKU in a source, nil when the SKU is not assigned to it.
func (s *stock) item(sku, source string) *sourceItem {
	for _, i := range s.bySKU[strings.ToLower(sku)] {
		if i.Source == source {
			return i
		}
	}
	return nil
}

func (s *stock) drop(sku string) {
	delete(s.bySKU, strings.ToLower(sku))
	kept := s.items[:0]
	for _, i := range s.items {
		if !strings.EqualFold(i.SKU, sku) {
			kept = append(kept, i)
		}
	}
	s.items = kept
}

func (s *stock) reserve(r reservation) {
	s.reservations = append(s.reservations, r)
	key := strings.ToLower(r.SKU)
	s.reserved[key] = s.reserved[key].Add(r.Quantity)
}

// assigned reports whether a SKU has an item in a source of the stock.
func (s *stock) assigned(sku string, stockID int64) bool {
	for _, i := range s.bySKU[strings.ToLower(sku)] {
		if (i.Source == "default") == (stockID == defaultStock) {
			return true
		}
	}
	return false
}

// indexed is the quantity in the stock index: the sources of the stock that are in stock, without reservations.
func (s *stock) indexed(sku string, stockID int64) decimal.Decimal {
	sum := decimal.Zero
	for _, i := range s.bySKU[strings.ToLower(sku)] {
		if (i.Source == "default") == (stockID == defaultStock) && i.Status == 1 {
			sum = sum.Add(i.Quantity)
		}
	}
	return sum
}

// salable is the quantity that can still be sold: the index plus the reservations.
func (s *stock) salable(sku string, stockID int64) decimal.Decimal {
	sum := s.indexed(sku, stockID)
	if stockID == retailStock {
		sum = sum.Add(s.reserved[strings.ToLower(sku)])
	}
	return sum
}

// take writes off pieces of a source. False: the source does not hold them, and nothing changed.
func (s *stock) take(c *changes, sku, source string, qty decimal.Decimal) bool {
	i := s.item(sku, source)
	if i == nil || i.Status != 1 || i.Quantity.LessThan(qty) {
		return false
	}
	i.Quantity = i.Quantity.Sub(qty)
	if i.Quantity.IsZero() {
		i.Status = 0
	}
	c.saved("source_item", i.key(), i)
	c.touched("stock.updated", "stock", i.SKU)
	return true
}

// append adds a reservation row as Magento writes it: objectID is empty when the order has no id yet.
func (s *shop) reserve(c *changes, sku string, qty decimal.Decimal, event, objectID, increment string) {
	r := reservation{ID: take(&s.next.Reservation), SKU: sku, Quantity: qty, Metadata: fmt.Sprintf(
		`{"event_type":%q,"object_type":"order","object_id":%q,"object_increment_id":%q}`, event, objectID, increment)}
	s.stock.reserve(r)
	c.saved("reservation", fmt.Sprint(r.ID), r)
	c.touched("stock.updated", "stock", sku)
}

// isSalable reports whether any piece can be sold: of the product itself, or of a variant.
func (s *shop) isSalable(p *product, stockID int64) bool {
	if p.Status != 1 {
		return false
	}
	if composite(p.Type) {
		return s.compositeSalable(p, stockID)
	}
	return s.stock.salable(p.SKU, stockID).IsPositive()
}
