package rest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
)

// pieces is a shop of four single products, of which the first is sold in parts of a piece and the last has no quantity, and
// of a composite. Refuses, if set, is its answer to whoever asks for stock items; listing, if set, is called before they are listed.
type pieces struct {
	refuses int
	listing func()

	mu    sync.Mutex
	calls map[string]int
	parts map[string]bool // what else is sold in parts of a piece, by SKU
	added string          // what the list of stock items and of products has besides
}

// item is a stock item's flag.
func (p *pieces) item(sku string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return fmt.Sprintf(`"is_qty_decimal":%t`, p.parts[sku])
}

func (p *pieces) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, end, _ := strings.Cut(r.URL.Path, "/V1")
	p.mu.Lock()
	p.calls[end]++
	p.mu.Unlock()
	q := r.URL.Query()
	switch {
	case strings.HasPrefix(end, "/stockItems/") && p.refuses != 0:
		jsonAnswer(p.refuses, `{"message":"No."}`).ServeHTTP(w, r)
	case end == "/stockItems/lowStock/":
		if q.Get("scopeId") != "0" || q.Get("currentPage") != "1" {
			http.Error(w, "asked for "+q.Encode(), http.StatusBadRequest)
			return
		}
		if p.listing != nil {
			p.listing()
		}
		jsonAnswer(200, `{"items":[{"product_id":1,"is_qty_decimal":true},{"product_id":2,`+p.item("b")+`},{"product_id":3,`+p.item("C")+`},{"product_id":9,"is_qty_decimal":false}`+p.added+`],"total_count":4}`).ServeHTTP(w, r)
	case end == "/stockItems/D" || end == "/stockItems/C":
		jsonAnswer(200, `{`+p.item(end[len("/stockItems/"):])+`}`).ServeHTTP(w, r)
	case strings.HasPrefix(end, "/stockItems/"):
		jsonAnswer(404, `{"message":"The product that was requested doesn't exist."}`).ServeHTTP(w, r)
	case strings.HasPrefix(end, "/inventory/dump"):
		jsonAnswer(200, `[{"sku":"A","qty":1,"is_salable":true},{"sku":"b","qty":1,"is_salable":true},{"sku":"C","qty":1,"is_salable":true},{"sku":"D","qty":0,"is_salable":true},{"sku":"SET","qty":0,"is_salable":true}]`).ServeHTTP(w, r)
	case strings.HasPrefix(end, "/inventory/export"):
		var items []string
		for sku := range strings.SplitSeq(q.Get("searchCriteria[filterGroups][0][filters][0][value]"), ",") {
			items = append(items, fmt.Sprintf(`{"sku":%q,"qty":1,"is_salable":true}`, sku))
		}
		jsonAnswer(200, `{"items":[`+strings.Join(items, ",")+`]}`).ServeHTTP(w, r)
	case q.Get("searchCriteria[filterGroups][0][filters][0][conditionType]") == "gt" && !q.Has("searchCriteria[filterGroups][1][filters][0][field]"):
		p.mu.Lock()
		p.calls["names"]++
		p.mu.Unlock()
		jsonAnswer(200, `{"items":[{"id":1,"sku":"A"},{"id":2,"sku":"B"},{"id":3,"sku":"C"},{"id":4,"sku":"D"},{"id":9,"sku":"SET","type_id":"bundle"}],"total_count":5}`).ServeHTTP(w, r)
	case q.Get("searchCriteria[filterGroups][1][filters][0][field]") == "entity_id" && q.Get("searchCriteria[filterGroups][1][filters][0][value]") == "10":
		p.mu.Lock()
		p.calls["new names"]++
		p.mu.Unlock()
		jsonAnswer(200, `{"items":[{"id":10,"sku":"E"}],"total_count":1}`).ServeHTTP(w, r)
	case strings.Contains(q.Encode(), "SET") || q.Get("searchCriteria[filterGroups][1][filters][0][conditionType]") == "in":
		jsonAnswer(200, `{"items":[{"id":9,"sku":"SET"}],"total_count":1}`).ServeHTTP(w, r)
	default:
		jsonAnswer(200, `{"items":[],"total_count":0}`).ServeHTTP(w, r)
	}
}

func wholeOf(t *testing.T, levels []pos.StockLevel, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var whole []string
	for _, l := range levels {
		if l.Whole {
			whole = append(whole, l.SKU)
		}
	}
	return strings.Join(whole, " ")
}

func TestWhatIsSoldInWholePiecesOnlyIsListedWithAllLevelsAndNamesOnceInAWhile(t *testing.T) {
	t.Parallel()
	p := &pieces{calls: map[string]int{}}
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	c, _ := shop(t, p, func(cfg *rest.Config) { cfg.Now = func() time.Time { return now } })
	for range 2 {
		levels, err := c.Stock(t.Context(), store1)
		if got := wholeOf(t, levels, err); got != "C D b" {
			t.Errorf("%q are sold in whole pieces only, want C, D and b", got)
		}
		levels, err = c.StockBySKU(t.Context(), store1, []string{"A", "C", "SET"})
		if got := wholeOf(t, levels, err); got != "C" {
			t.Errorf("%q of A, C and SET are sold in whole pieces only, want C", got)
		}
	}
	if p.calls["/stockItems/lowStock/"] != 2 || p.calls["names"] != 1 || p.calls["/stockItems/C"] != 0 || p.calls["/stockItems/SET"] != 0 {
		t.Errorf("calls %v: stock items are listed with all levels, the products' names are remembered", p.calls)
	}
	now = now.Add(11 * time.Minute)
	levels, err := c.Stock(t.Context(), store1)
	if got := wholeOf(t, levels, err); got != "C D b" || p.calls["names"] != 2 {
		t.Errorf("%q, %v: the names were not read again", got, p.calls)
	}
}

func TestRegression_WhatIsSoldInPartsFromNowOnWasToldTenMinutesLater(t *testing.T) {
	t.Parallel()
	p := &pieces{calls: map[string]int{}, parts: map[string]bool{}}
	c, _ := shop(t, p)
	levels, err := c.Stock(t.Context(), store1)
	if got := wholeOf(t, levels, err); got != "C D b" {
		t.Fatalf("%q are sold in whole pieces only, want C, D and b", got)
	}
	p.parts["C"], p.parts["D"] = true, true
	p.added = `,{"product_id":10,"is_qty_decimal":false}`
	for range 2 {
		levels, err = c.Stock(t.Context(), store1)
		if got := wholeOf(t, levels, err); got != "b" {
			t.Errorf("%q are sold in whole pieces only, want b: C is listed, D has no quantity", got)
		}
	}
	levels, err = c.StockBySKU(t.Context(), store1, []string{"C", "D", "E"})
	if got := wholeOf(t, levels, err); got != "E" || p.calls["new names"] != 1 || p.calls["names"] != 1 {
		t.Errorf("%q are sold in whole pieces only, want the new E, named once: calls %v", got, p.calls)
	}
}

// Each reading of the names forgot all goods without a quantity but the first thousand: they were told to be sold in fractions until
// their turn came again.
func TestRegression_GoodsWithoutAQuantityWereForgottenWithTheNames(t *testing.T) {
	t.Parallel()
	const count = 1150
	var products, levels []string
	for id := 1; id <= count; id++ {
		products = append(products, fmt.Sprintf(`{"id":%d,"sku":"N%04d"}`, id, id))
		levels = append(levels, fmt.Sprintf(`{"sku":"N%04d","qty":0,"is_salable":true}`, id))
	}
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, end, _ := strings.Cut(r.URL.Path, "/V1")
		switch q := r.URL.Query(); {
		case end == "/stockItems/lowStock/":
			jsonAnswer(200, `{"items":[],"total_count":0}`).ServeHTTP(w, r)
		case strings.HasPrefix(end, "/stockItems/"):
			jsonAnswer(200, `{"is_qty_decimal":false}`).ServeHTTP(w, r)
		case strings.HasPrefix(end, "/inventory/dump"):
			jsonAnswer(200, "["+strings.Join(levels, ",")+"]").ServeHTTP(w, r)
		case end == "/products" && !q.Has("searchCriteria[filterGroups][1][filters][0][field]"):
			after, _ := strconv.Atoi(q.Get("searchCriteria[filterGroups][0][filters][0][value]"))
			size, _ := strconv.Atoi(q.Get("searchCriteria[pageSize]"))
			page := products[after:min(after+size, count)]
			jsonAnswer(200, fmt.Sprintf(`{"items":[%s],"total_count":%d}`, strings.Join(page, ","), count-after)).ServeHTTP(w, r)
		default:
			jsonAnswer(200, `{"items":[],"total_count":0}`).ServeHTTP(w, r)
		}
	}), func(cfg *rest.Config) { cfg.Now = func() time.Time { return now } })
	for minute, want := range []int{1000, 1100, count, count} { // 100 a minute besides the first thousand
		if minute == 3 {
			now = now.Add(9 * time.Minute) // the names are read again
		}
		all, err := c.Stock(t.Context(), store1)
		if got := len(strings.Fields(wholeOf(t, all, err))); got != want {
			t.Errorf("at reading %d %d are sold in whole pieces only, want %d", minute+1, got, want)
		}
		now = now.Add(time.Minute)
	}
}

// Magento lists no product without a status or visibility, but its stock item.
func TestRegression_ManyStockItemsOfProductsThatAreNotListedHadAllNamesReadEveryMinute(t *testing.T) {
	t.Parallel()
	p := &pieces{calls: map[string]int{}}
	for id := 100; id <= 1200; id++ {
		p.added += fmt.Sprintf(`,{"product_id":%d,"is_qty_decimal":false}`, id)
	}
	c, _ := shop(t, p)
	for range 3 {
		levels, err := c.Stock(t.Context(), store1)
		if got := wholeOf(t, levels, err); got != "C D b" {
			t.Errorf("%q are sold in whole pieces only, want C, D and b", got)
		}
	}
	if p.calls["names"] != 1 {
		t.Errorf("all names were read %d times, want once", p.calls["names"])
	}
}

func TestRegression_WhoWaitedForAnotherToReadStockItemsWaitedBeyondItsDeadline(t *testing.T) {
	t.Parallel()
	begun, goOn := make(chan struct{}, 3), make(chan struct{})
	p := &pieces{calls: map[string]int{}, listing: func() { begun <- struct{}{}; <-goOn }}
	c, _ := shop(t, p)
	var reader sync.WaitGroup
	reader.Go(func() {
		if levels, err := c.Stock(t.Context(), store1); err != nil || len(levels) != 5 {
			t.Errorf("%d levels, %v", len(levels), err)
		}
	})
	<-begun
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	gaveUp := make(chan error, 1)
	go func() { _, err := c.Stock(ctx, store1); gaveUp <- err }()
	select {
	case err := <-gaveUp:
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, want the deadline", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("its deadline passed and it waits still")
	}
	close(goOn)
	reader.Wait()
	if n := p.calls["/stockItems/lowStock/"]; n != 1 {
		t.Errorf("stock items were listed %d times", n)
	}
}

// What a hint told to be sold in whole pieces was told to be sold in parts by the next reading of all, which knew no name of it yet.
func TestRegression_GoodsThatAHintToldChangedWithTheNextReadingOfAll(t *testing.T) {
	t.Parallel()
	p := &pieces{calls: map[string]int{}}
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	made := false
	shopWithNew := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case made && strings.HasSuffix(r.URL.Path, "/stockItems/NEW"):
			jsonAnswer(200, `{"is_qty_decimal":false}`).ServeHTTP(w, r)
		case made && strings.Contains(r.URL.Path, "/inventory/dump"):
			jsonAnswer(200, `[{"sku":"A","qty":1,"is_salable":true},{"sku":"NEW","qty":0,"is_salable":true}]`).ServeHTTP(w, r)
		default:
			p.ServeHTTP(w, r)
		}
	})
	c, _ := shop(t, shopWithNew, func(cfg *rest.Config) { cfg.Now = func() time.Time { return now } })
	if _, err := c.Stock(t.Context(), store1); err != nil {
		t.Fatal(err)
	}
	made = true
	levels, err := c.StockBySKU(t.Context(), store1, []string{"NEW"})
	if got := wholeOf(t, levels, err); got != "NEW" {
		t.Fatalf("a hint tells of %q", got)
	}
	for range 3 {
		now = now.Add(time.Minute)
		levels, err = c.Stock(t.Context(), store1)
		if got := wholeOf(t, levels, err); got != "NEW" {
			t.Errorf("all tell of %q, a hint of NEW", got)
		}
	}
}

func TestAFewSKUsAreAskedForSinglyBeforeAllWereRead(t *testing.T) {
	t.Parallel()
	p := &pieces{calls: map[string]int{}}
	c, _ := shop(t, p)
	levels, err := c.StockBySKU(t.Context(), store1, []string{"C", "GONE", "SET"})
	if got := wholeOf(t, levels, err); got != "C" {
		t.Errorf("%q are sold in whole pieces only, want C", got)
	}
	if p.calls["/stockItems/C"] != 1 || p.calls["/stockItems/lowStock/"] != 0 {
		t.Errorf("calls %v", p.calls)
	}
}

func TestRulesAreThoseOfTheStockItem(t *testing.T) {
	t.Parallel()
	const item = `"is_qty_decimal":false,"use_config_min_qty":true,"min_qty":0,"use_config_min_sale_qty":1,"min_sale_qty":1,"use_config_max_sale_qty":true,` +
		`"max_sale_qty":10000,"use_config_backorders":true,"backorders":0,"qty_increments":0,"use_config_manage_stock":true,"manage_stock":true`
	for name, tt := range map[string]struct {
		sku, with, want string
	}{
		"none by default":            {"C", "", `null`},
		"quantities that are told":   {"C", `,"min_sale_qty":3,"max_sale_qty":12.5,"qty_increments":4`, `{"minSale":"3","maxSale":"12.5","increments":"4"}`},
		"the product's own settings": {"C", `,"use_config_min_qty":false,"min_qty":-2,"use_config_backorders":false,"backorders":2,"use_config_manage_stock":false,"manage_stock":false`, `{"manage":false,"backorders":2,"minimum":"-2"}`},
		"not a composite's":          {"SET", `,"min_sale_qty":3,"use_config_manage_stock":false,"manage_stock":true`, `{"manage":true}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &pieces{calls: map[string]int{}}
			c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/stockItems/"+tt.sku) {
					jsonAnswer(200, `{`+item+tt.with+`}`).ServeHTTP(w, r)
					return
				}
				p.ServeHTTP(w, r)
			}))
			levels, err := c.StockBySKU(t.Context(), store1, []string{tt.sku})
			if err != nil || len(levels) != 1 {
				t.Fatalf("%v, %v", levels, err)
			}
			got, err := json.Marshal(levels[0].Rules)
			if err != nil {
				t.Fatal(err)
			}
			sameJSON(t, got, tt.want)
		})
	}
}

func TestRegression_OneStockItemThatMagentoFailedOnHadEverythingSoldInFractions(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 500} {
		p := &pieces{calls: map[string]int{}}
		c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/stockItems/D") {
				jsonAnswer(status, `{"message":"No."}`).ServeHTTP(w, r)
				return
			}
			p.ServeHTTP(w, r)
		}))
		for range 2 {
			levels, err := c.Stock(t.Context(), store1)
			if got := wholeOf(t, levels, err); got != "C b" {
				t.Errorf("%d: %q are sold in whole pieces only, want C and b", status, got)
			}
		}
	}
}

func TestWithoutTheRightToReadStockItemsNothingIsKnownToBeWhole(t *testing.T) {
	t.Parallel()
	for _, status := range []int{401, 403, 404, 418} {
		p := &pieces{calls: map[string]int{}, refuses: status}
		c, _ := shop(t, p)
		levels, err := c.Stock(t.Context(), store1)
		if got := wholeOf(t, levels, err); got != "" || len(levels) != 5 {
			t.Errorf("%d: %q of %d", status, got, len(levels))
		}
		levels, err = c.StockBySKU(t.Context(), store1, []string{"A", "C"})
		if got := wholeOf(t, levels, err); got != "" || len(levels) != 2 {
			t.Errorf("%d, by SKU: %q of %d", status, got, len(levels))
		}
	}
}
