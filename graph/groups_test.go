package graph_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// shoppers knows one wholesaler.
type shoppers struct {
	asked atomic.Int64
	down  atomic.Bool
}

func (c *shoppers) CustomerGroup(_ context.Context, token string) (int64, error) {
	c.asked.Add(1)
	switch {
	case c.down.Load():
		return 0, pos.Unavailable(errors.New("refused"), "Magento did not answer.")
	case token == "wholesaler":
		return 2, nil
	default:
		return 0, pos.NewError(pos.KindUnauthorized, pos.CodeUnauthenticated, "No customer's.")
	}
}

func TestPricesOfTheCustomersGroup(t *testing.T) {
	t.Parallel()
	const query = `{products(filter:{sku:{eq:"24-MB01"}}){items{price_range{minimum_price{final_price{value}}} price_tiers{quantity final_price{value}}}}}`
	ten, five := decimal.New(10, 0), decimal.New(5, 0)
	shop := func(t *testing.T) (*world, *shoppers) {
		t.Helper()
		known := &shoppers{}
		w := setup(t, func(c *graph.Config) { c.Groups = known })
		p := w.catalog.product("24-MB01")
		p.Prices = append(p.Prices, pos.GroupPrice{Group: 2, Regular: p.Prices[0].Regular, Final: ten, Min: ten, Max: ten})
		p.Tiers = []pos.TierPrice{{Group: 2, Quantity: five, Price: five}}
		return w, known
	}
	price := func(t *testing.T, w *world, token string) string {
		t.Helper()
		return string(w.ask(t, query, nil, token).Raw)
	}
	t.Run("are told to whoever bears a customer's token, and kept for that group only", func(t *testing.T) {
		t.Parallel()
		w, known := shop(t)
		for range 2 {
			if got := price(t, w, ""); !strings.Contains(got, `"value":34`) || !strings.Contains(got, `"price_tiers":[]`) {
				t.Errorf("a guest is told %s", got)
			}
			if got := price(t, w, "wholesaler"); !strings.Contains(got, `{"value":10}`) || !strings.Contains(got, `"final_price":{"value":25}`) {
				t.Errorf("a wholesaler is told %s", got)
			}
		}
		if known.asked.Load() != 1 || w.catalog.searches.Load() != 2 {
			t.Errorf("Magento was asked %d times, the catalog %d times", known.asked.Load(), w.catalog.searches.Load())
		}
		if group := w.catalog.group.Load(); group != 2 {
			t.Errorf("the catalog was asked for group %d last", group)
		}
	})
	t.Run("are those of guests for a token that nobody knows, and for a device's", func(t *testing.T) {
		t.Parallel()
		w, known := shop(t)
		for _, token := range []string{"stranger", "device", "stranger"} {
			if got := price(t, w, token); !strings.Contains(got, `"value":34`) {
				t.Errorf("%s is told %s", token, got)
			}
		}
		if known.asked.Load() != 1 {
			t.Errorf("Magento was asked %d times", known.asked.Load())
		}
	})
	t.Run("are not guessed while Magento does not say who it is", func(t *testing.T) {
		t.Parallel()
		w, known := shop(t)
		known.down.Store(true)
		if a := w.ask(t, query, nil, "wholesaler"); a.code() != "UNAVAILABLE" {
			t.Errorf("%s", a.Raw)
		}
		known.down.Store(false)
		if got := price(t, w, "wholesaler"); !strings.Contains(got, `{"value":10}`) {
			t.Errorf("later: %s", got)
		}
	})
}
