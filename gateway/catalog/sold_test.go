package catalog_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/pos"
)

// counter is what was sold and Magento has not reserved, by SKU in lower case.
type counter struct {
	mu     sync.Mutex
	pieces map[string]int64
	asked  int
}

func (c *counter) Unreserved(_ context.Context, _ pos.Store, skus []string) (map[string]decimal.Decimal, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	found := map[string]decimal.Decimal{}
	for sku, n := range c.pieces {
		found[sku] = decimal.NewFromInt(n)
	}
	if skus != nil {
		some := map[string]decimal.Decimal{}
		for _, sku := range skus {
			if n, ok := found[sku]; ok {
				some[sku] = n
			}
		}
		found = some
	}
	return found, nil
}

func (c *counter) sell(sku string, n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pieces[sku] = n
}

// selling is a rig with a catalog that is loaded, of a shop that also sells here.
type selling struct {
	*rig
	counter   *counter
	refresher *catalog.Refresher
	tally     *catalog.Tally
}

const bag = "24-MB01"

func newSelling(t *testing.T) *selling {
	t.Helper()
	s := &selling{rig: setup(t), counter: &counter{pieces: map[string]int64{"24-mb01": 3}}}
	s.importer = catalog.NewImporter(catalog.ImporterConfig{Source: s.shop, Sales: s.counter, Shelf: s.cache, Log: s.cache, Now: clock})
	s.refresher = catalog.NewRefresher(catalog.RefresherConfig{Catalog: s.catalog, Source: s.shop, Sales: s.counter, Log: s.cache, Now: clock})
	s.tally = catalog.NewTally(s.refresher)
	s.load(t)
	s.sync(t)
	return s
}

// restock sets Magento's number of the bag.
func (s *selling) restock(n int64) {
	s.shop.mu.Lock()
	defer s.shop.mu.Unlock()
	salable := decimal.NewFromInt(n)
	s.shop.stock[bag] = pos.StockLevel{SKU: bag, Salable: &salable, InStock: true}
}

func (s *selling) fail(err error) {
	s.shop.mu.Lock()
	defer s.shop.mu.Unlock()
	s.shop.fail = err
}

func (s *selling) want(t *testing.T, when, level string) {
	t.Helper()
	s.sync(t)
	l, _ := s.catalog.Level(t.Context(), storeCode, bag)
	if got := fmt.Sprintf("%v less %s", l.Salable, l.Sold); got != level {
		t.Errorf("%s: %s, want %s", when, got, level)
	}
}

// run runs a part until the returned function is called.
func run(t *testing.T, part func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- part(ctx) }()
	return func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestWhatWasSoldIsReadWithTheStock(t *testing.T) {
	t.Parallel()
	s := newSelling(t)
	s.want(t, "imported", "100 less 3")
	s.counter.sell("24-mb01", 1)
	s.restock(98)
	if err := s.refresher.Refresh(t.Context(), hint(pos.HintStock, bag)); err != nil {
		t.Fatal(err)
	}
	s.want(t, "hinted at", "98 less 1")
	s.counter.sell("24-mb01", 0)
	s.load(t)
	s.want(t, "imported again", "98 less 0")
}

func TestWhatIsSoldIsWrittenWhileMagentoIsDown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSelling(t)
		defer run(t, s.tally.Run)()
		s.fail(errDown)
		asked := s.counter.asked
		s.counter.sell("24-mb01", 5)
		for range 100 {
			s.tally.Sold(bag, "24-UG06", "no such SKU")
		}
		synctest.Wait()
		s.want(t, "sold", "100 less 5")
		if n := s.counter.asked - asked; n > 50 { // as many as came while it was being asked
			t.Errorf("the ledger was asked %d times for what was sold at once", n)
		}
		s.counter.sell("24-mb01", 4)
		s.tally.Sold(bag)
		synctest.Wait()
		s.want(t, "cancelled", "100 less 4")

		s.counter.sell("24-mb01", 0)
		s.tally.Reserved(bag)
		synctest.Wait()
		s.want(t, "reserved, and Magento's number not read", "100 less 4")
		s.restock(96)
		s.fail(nil)
		time.Sleep(time.Minute)
		synctest.Wait()
		s.want(t, "reserved", "96 less 0")
	})
}

// TestWhatNobodyToldOfIsFound is a gateway that was killed before it wrote what it was told.
func TestWhatNobodyToldOfIsFound(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSelling(t)
		poller := catalog.NewPoller(catalog.PollerConfig{
			Importer: s.importer, Refresher: s.refresher, Shelf: s.cache, Locker: s.cache, Now: time.Now,
			Every: catalog.Schedule{Prices: -1, Stock: -1, Pricing: -1, Sweep: -1, Import: -1},
		})
		s.fail(errDown)
		s.counter.sell("24-mb01", 7)
		defer run(t, poller.Run)()
		synctest.Wait()
		s.want(t, "at the start", "100 less 7")
		s.counter.sell("24-mb01", 2)
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		s.want(t, "reserved while Magento is down", "100 less 7")
		s.restock(95)
		s.fail(nil)
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		s.want(t, "reserved", "95 less 2")
	})
}

func TestASaleDuringAnImportKeepsMagentosNumber(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSelling(t)
		defer run(t, s.tally.Run)()
		s.restock(90)
		s.shop.onPage = func(after int64) {
			if after == 0 {
				s.counter.sell("24-mb01", 4)
				s.tally.Sold(bag)
				synctest.Wait()
				s.want(t, "during the import", "100 less 4")
			}
		}
		s.load(t)
		s.want(t, "imported", "90 less 4")
	})
}
