package rest_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
)

// pieces is a shop of four single products, of which the first is sold in parts of a piece and the last has no quantity, and
// of a composite. Refuses, if set, is its answer to whoever asks for stock items.
type pieces struct {
	refuses int

	mu    sync.Mutex
	calls map[string]int
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
		jsonAnswer(200, `{"items":[{"product_id":1,"is_qty_decimal":true},{"product_id":2,"is_qty_decimal":false},{"product_id":3,"is_qty_decimal":false},{"product_id":9,"is_qty_decimal":false}],"total_count":4}`).ServeHTTP(w, r)
	case end == "/stockItems/D" || end == "/stockItems/C":
		jsonAnswer(200, `{"is_qty_decimal":false}`).ServeHTTP(w, r)
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
	case q.Get("searchCriteria[filterGroups][1][filters][0][conditionType]") == "nin":
		jsonAnswer(200, `{"items":[{"id":1,"sku":"A"},{"id":2,"sku":"B"},{"id":3,"sku":"C"},{"id":4,"sku":"D"}],"total_count":4}`).ServeHTTP(w, r)
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

func TestWhatIsSoldInWholePiecesOnlyIsReadOnceInAWhile(t *testing.T) {
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
	if n := p.calls["/stockItems/lowStock/"]; n != 1 || p.calls["/stockItems/C"] != 0 {
		t.Errorf("%v: stock items were read %d times", p.calls, n)
	}
	now = now.Add(11 * time.Minute)
	levels, err := c.Stock(t.Context(), store1)
	if got := wholeOf(t, levels, err); got != "C D b" || p.calls["/stockItems/lowStock/"] != 2 {
		t.Errorf("%q, %v: they were not read again", got, p.calls)
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
	if p.calls["/stockItems/C"] != 1 || p.calls["/stockItems/SET"] != 0 || p.calls["/stockItems/lowStock/"] != 0 {
		t.Errorf("calls %v", p.calls)
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
