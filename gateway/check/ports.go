package check

import (
	"context"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// Ledger is the durable record of orders, as far as checking needs it.
type Ledger interface {
	// Orders returns a page, newest received first; after is the Next of the page before, or empty.
	Orders(ctx context.Context, filter pos.OrderFilter, after string, first int) (pos.OrderPage, error)
	// Update loads an order, lets decide change it, and saves it with the events it returned, in one transaction.
	Update(ctx context.Context, id string, decide func(*pos.Order) ([]pos.Event, error)) error
	// ArchivedReceipts counts the archived orders of a register whose counters are in a range, both ends included.
	ArchivedReceipts(ctx context.Context, registerID string, from, to int64) (int, error)
}

// Shop finds orders in Magento.
type Shop interface {
	// ShopOrders returns the orders whose key has one of the values, in no order. Errors: unavailable.
	ShopOrders(ctx context.Context, key pos.ShopOrderKey, values []string) ([]pos.ShopOrder, error)
}

// Reservations adds up Magento's stock reservations.
type Reservations interface {
	// Unsettled returns what the reservations of an order leave for each SKU, by increment id, where it is not zero.
	Unsettled(ctx context.Context) (map[string]map[string]decimal.Decimal, error)
	// Reserve writes the reservations of an order that has none; rows that are there stay as they are.
	Reserve(ctx context.Context, claim pos.StockClaim) error
}

// Locations knows where orders are sold. Errors: not_found.
type Locations interface {
	Location(ctx context.Context, id string) (pos.Location, error)
}
