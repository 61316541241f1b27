package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"

	"github.com/tillway/tillway/gateway/pos"
)

// level is what a register that downloads everything now is told of a SKU.
func (p *process) level(t *testing.T, token, sku string) (found pos.StockLevel) {
	t.Helper()
	var m struct {
		CatalogManifest struct {
			Cursor string
			Chunks []struct{ Kind, URL string }
		}
	}
	if err := p.query(t.Context(), token, `{catalogManifest(store:"default"){cursor chunks{kind url}}}`, nil, &m); err != nil {
		t.Fatal(err)
	}
	read := func(body string) {
		var l pos.StockLevel
		if json.Unmarshal([]byte(body), &l) == nil && l.SKU == sku {
			found = l
		}
	}
	for _, c := range m.CatalogManifest.Chunks {
		if c.Kind == "STOCK" {
			for line := range strings.Lines(p.get(t, c.URL)) {
				read(line)
			}
		}
	}
	for after, more := m.CatalogManifest.Cursor, true; more; {
		var c struct {
			CatalogChanges struct {
				Next    string
				More    bool
				Entries []struct {
					Kind     string
					Document json.RawMessage
				}
			}
		}
		err := p.query(t.Context(), token, `query($a:String!){catalogChanges(store:"default",after:$a){next more entries{kind document}}}`, map[string]any{"a": after}, &c)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range c.CatalogChanges.Entries {
			if e.Kind == "STOCK" {
				read(string(e.Document))
			}
		}
		after, more = c.CatalogChanges.Next, c.CatalogChanges.More
	}
	return found
}

// waitLevel waits until so many pieces of a SKU are told to be salable and to be sold.
func (p *process) waitLevel(t *testing.T, token, sku string, salable decimal.Decimal, sold int64) {
	t.Helper()
	eventually(t, fmt.Sprintf("%s are salable and %d sold", salable, sold), 20*time.Second, func() error {
		l := p.level(t, token, sku)
		if l.Salable == nil || !l.Salable.Equal(salable) || !l.Sold.Equal(decimal.NewFromInt(sold)) {
			return fmt.Errorf("%v are salable, %s sold", l.Salable, l.Sold)
		}
		return nil
	})
}

// before stands before a shop, and is away for some requests. It returns its root URL.
func before(t *testing.T, shop *sandbox.Sandbox, away func(*http.Request) bool) string {
	t.Helper()
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if away(r) {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		r.Host = strings.TrimPrefix(shop.URL(), "http://")
		shop.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	return front.URL + "/"
}

// TestStockShownIsLessWhatWasSold sells while Magento cannot be reached, kills the gateway, and has Magento come back.
func TestStockShownIsLessWhatWasSold(t *testing.T) {
	t.Parallel()
	shop := startShop(t)
	var down, broken atomic.Bool
	p := startProcess(t, before(t, shop, func(r *http.Request) bool { return down.Load() || broken.Load() && r.Method != http.MethodGet }))
	token, article := p.enrol("R1"), p.articles(1)[0]
	salable := *p.level(t, token, article.sku).Salable

	down.Store(true)
	p.submitUntilReceived(t, token, sale(1, article))
	p.submitUntilReceived(t, token, sale(2, article))
	p.waitLevel(t, token, article.sku, salable, 2)

	p.kill()
	down.Store(false)
	broken.Store(true) // the catalog can be read, orders cannot be placed
	p.start()
	p.waitLevel(t, token, article.sku, salable, 2)

	broken.Store(false)
	p.waitSettled(t, token, 2, time.Minute)
	p.waitLevel(t, token, article.sku, salable.Sub(decimal.NewFromInt(2)), 0)
}

// TestPartsOfBundlesAreSoldWithThem sells sets while Magento cannot be reached, kills the gateway, and has Magento come back.
func TestPartsOfBundlesAreSoldWithThem(t *testing.T) {
	t.Parallel()
	shop := startShop(t)
	var down, broken atomic.Bool
	p := startProcess(t, before(t, shop, func(r *http.Request) bool { return down.Load() || broken.Load() && r.Method != http.MethodGet }))
	token := p.enrol("R1")
	salable := map[string]decimal.Decimal{}
	for sku := range parts() {
		salable[sku] = *p.level(t, token, sku).Salable
	}
	sold := func(sets int64) {
		t.Helper()
		for sku, each := range parts() {
			p.waitLevel(t, token, sku, salable[sku], sets*each)
		}
	}

	down.Store(true)
	p.submitUntilReceived(t, token, sets(1, 2))
	sold(2)

	p.kill()
	down.Store(false)
	broken.Store(true)
	p.start()
	sold(2)

	broken.Store(false)
	p.waitSettled(t, token, 1, time.Minute)
	for sku, each := range parts() {
		p.waitLevel(t, token, sku, salable[sku].Sub(decimal.NewFromInt(2*each)), 0)
	}
}

// sets is a sale of some of the stand-in's cook sets, as bundle_test.go has them, at what their parts cost: 64.00 + 34.50 + 3 × 8.90.
func sets(counter int, n int64) map[string]any {
	const each = 12_520
	in := sale(counter, article{"BN-301", n * each})
	line := in["lines"].([]map[string]any)[0]
	line["quantity"], line["unitPrice"] = strconv.FormatInt(n, 10), each
	line["choices"] = map[string]any{"bundle": []map[string]any{
		{"optionId": 1, "selections": []int{1}, "quantity": "1"}, {"optionId": 2, "selections": []int{3}, "quantity": "1"},
		{"optionId": 3, "selections": []int{4}, "quantity": "3"},
	}}
	return in
}
