package graph_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

const categoryPage = `query($c:String!,$n:Int!,$p:Int!){categories(filters:{category_uid:{in:[$c]}}){items{uid name meta_title url_path}}
	products(filter:{category_uid:{eq:$c}},sort:{position:ASC},pageSize:$n,currentPage:$p){total_count page_info{current_page total_pages}
	items{id uid name sku url_key stock_status small_image{url} price_range{maximum_price{final_price{currency value}
	regular_price{currency value} discount{amount_off}}}}}}`

// BenchmarkProductBySKU and BenchmarkCategoryPage measure repeated catalog queries over loopback HTTP, in rounds that take
// turns with a handler that writes the same bytes and nothing else. xbare is the share of its speed that is left.
func BenchmarkProductBySKU(b *testing.B) {
	againstBare(b, body(b, `query($s:String!){products(filter:{sku:{eq:$s}}){items{id uid sku name url_key stock_status description{html}
		price_range{minimum_price{regular_price{value currency} final_price{value currency}}} small_image{url label}}}}`, map[string]any{"s": "24-MB01"}))
}

func BenchmarkCategoryPage(b *testing.B) {
	againstBare(b, body(b, categoryPage, map[string]any{"c": "NA==", "n": 20, "p": 1}))
}

// BenchmarkCategoryPageAnew is what a page costs when no answer is kept.
func BenchmarkCategoryPageAnew(b *testing.B) {
	w := setup(b, unchanging)
	fill(w.catalog)
	question := body(b, categoryPage, map[string]any{"c": "NA==", "n": 20, "p": 1})
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		post(b, w.Client(), w.URL, anew(question, n))
	}
}

// BenchmarkCompositePage is what a page of twenty products with twenty variants each costs when no answer is kept, shown without and
// with tax.
func BenchmarkCompositePage(b *testing.B) {
	for name, settings := range map[string]map[string]string{"without tax": {"tax/display/type": "1"}, "with tax": {"tax/display/type": "2"}} {
		b.Run(name, func(b *testing.B) {
			w := taxedShop(b, settings, unchanging)
			fillComposites(w.catalog)
			question := body(b, categoryPage, map[string]any{"c": "NA==", "n": 20, "p": 1})
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				post(b, w.Client(), w.URL, anew(question, n))
			}
		})
	}
}

// BenchmarkCategoryPageElsewhere is what a kept page costs when the catalog has changed, but nothing that is on it.
func BenchmarkCategoryPageElsewhere(b *testing.B) {
	w := setup(b, unchanging)
	fill(w.catalog)
	question := body(b, categoryPage, map[string]any{"c": "NA==", "n": 20, "p": 1})
	b.ReportAllocs()
	for b.Loop() {
		w.catalog.version.Add(1)
		post(b, w.Client(), w.URL, question)
	}
}

// steady is a catalog whose documents never change, so that they need not be looked at for it.
type steady struct{ *catalog }

func (steady) Revision(string, pos.DocumentKind, int64) uint64 { return 1 }

func unchanging(c *graph.Config) {
	if known, ok := c.Catalog.(*catalog); ok {
		c.Catalog = steady{known}
	}
}

// anew is a question that was not asked before: only the blanks behind it are others.
func anew(question []byte, n int) []byte {
	blanks := strings.NewReplacer("0", " ", "1", "\n").Replace(strconv.FormatInt(int64(n), 2))
	return append(question[:len(question):len(question)], blanks...)
}

// BenchmarkColdProductBySKU leaves HTTP and the kept answers out.
func BenchmarkColdProductBySKU(b *testing.B) {
	c := loadCatalog(b)
	h := graph.NewHandler(graph.Config{Catalog: steady{c}, Orders: &orders{}, Registers: &registers{}, Feed: newFeed(), DefaultStore: "default", Log: slog.New(slog.DiscardHandler)})
	question := body(b, `{products(filter:{sku:{eq:"24-MB01"}}){items{sku name price_range{minimum_price{final_price{value}}}}}}`, nil)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/graphql", bytes.NewReader(anew(question, n)))
		r.Header.Set("Content-Type", "application/json")
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
}

func body(b *testing.B, query string, variables map[string]any) []byte {
	b.Helper()
	question, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		b.Fatal(err)
	}
	return question
}

// fill gives category 4 twenty products more, so that a page of 20 is full.
func fill(c *catalog) {
	for i := range int64(20) {
		p := c.Everything[0]
		p.ID, p.SKU, p.Name = 9100+i, "fill-"+strconv.FormatInt(i, 10), "Filler bag"
		price := decimal.New(3395, -2)
		p.Prices = []pos.GroupPrice{{Regular: price, Final: price, Min: price, Max: price}}
		c.Everything = append(c.Everything, p)
	}
}

// fillComposites makes configurable products of all that fill adds.
func fillComposites(c *catalog) {
	fill(c)
	for i := range c.Everything {
		if !strings.HasPrefix(c.Everything[i].SKU, "fill-") {
			continue
		}
		c.Everything[i].Type = pos.TypeConfigurable
		for v := range int64(20) {
			c.Everything[i].Variants = append(c.Everything[i].Variants, pos.Variant{ID: 9001 + v%3})
		}
	}
}

func againstBare(b *testing.B, question []byte) {
	b.Helper()
	w := setup(b)
	fill(w.catalog)
	want := post(b, w.Client(), w.URL, question)
	if bytes.Contains(want, []byte(`"errors"`)) {
		b.Fatalf("%s", want)
	}
	bare := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		rw.Header().Set("Content-Type", "application/json")
		rw.Header().Set("Content-Length", strconv.Itoa(len(want)))
		_, _ = rw.Write(want)
	}))
	b.Cleanup(bare.Close)
	const round = 50
	var ours, theirs time.Duration
	for b.Loop() {
		ours += timed(round, func() { post(b, w.Client(), w.URL, question) })
		theirs += timed(round, func() { post(b, bare.Client(), bare.URL, question) })
	}
	perRequest := ours / time.Duration(b.N*round)
	b.ReportMetric(float64(theirs)/float64(ours), "xbare")
	b.ReportMetric(float64(perRequest.Microseconds()), "µs/request")
	b.ReportMetric(float64(len(want)), "bytes")
	b.ReportMetric(0, "ns/op") // a round of both
	if n := w.catalog.searches.Load(); n != 1 {
		b.Fatalf("%d searches: the answer was not kept", n)
	}
}

func timed(n int, f func()) time.Duration {
	start := time.Now()
	for range n {
		f()
	}
	return time.Since(start)
}

func post(b *testing.B, c *http.Client, url string, question []byte) []byte {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, url+"/graphql", bytes.NewReader(question))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := c.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // nothing is lost
	got, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatalf("%d %v", response.StatusCode, err)
	}
	return got
}
