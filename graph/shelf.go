package graph

import (
	"context"
	"strconv"
	"sync"

	"github.com/tillway/tillway/gateway/pos"
	calc "github.com/tillway/tillway/gateway/pos/totals"
)

// shelves remembers what adds tax to the prices of each store view and customer group: where there are many rates, to find those
// that hold takes longer than to answer a query.
type shelves struct {
	mu   sync.Mutex
	held map[shelfKey]heldShelf
}

type shelfKey struct {
	store string
	group int64
}

// heldShelf is a shelf with what it was made from.
type heldShelf struct {
	shelf   *calc.Shelf
	pricing *calc.Pricing
	display calc.Display
}

// of returns what adds tax to prices, nil where they are told as they are entered. Errors: as Catalog.Pricing.
func (s *shelves) of(ctx context.Context, catalog Catalog, store pos.Store, group int64) (*calc.Shelf, error) {
	display := displayOf(store.Settings)
	if display.Catalog == calc.DisplayWithoutTax && store.Settings["tax/calculation/price_includes_tax"] != "1" {
		return nil, nil //nolint:nilnil // as nearly everywhere
	}
	pricing, err := catalog.Pricing(ctx, store.Code)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := shelfKey{store.Code, group}
	held, ok := s.held[key]
	if !ok || held.pricing != pricing || held.display != display {
		held = heldShelf{pricing.Shelf(group, display), pricing, display}
		if s.held == nil {
			s.held = map[shelfKey]heldShelf{}
		}
		s.held[key] = held
	}
	return held.shelf, nil
}

// displayOf reads how prices are shown. What has no row has Magento's own value.
func displayOf(settings map[string]string) calc.Display {
	number := func(path string) int64 {
		text, ok := settings[path]
		if !ok {
			return calc.DisplayWithoutTax
		}
		n, _ := strconv.ParseInt(text, 10, 64) // what is no number is 0 in PHP
		return n
	}
	return calc.Display{
		Catalog: number("tax/display/type"), Cart: number("tax/cart_display/price"), Shipping: number("tax/cart_display/shipping"),
	}
}
