package rest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/tillway/tillway/adapters/magento/rest"
)

// BenchmarkProducts makes documents of pages of 100 recorded products, without a network: what the client itself costs. A
// real Magento takes some 430 ms for such a page.
func BenchmarkProducts(b *testing.B) {
	var items [][]byte
	for i := range 100 {
		raw, err := json.Marshal(benchProduct(b, i+1))
		if err != nil {
			b.Fatal(err)
		}
		items = append(items, raw)
	}
	page := append(append([]byte(`{"items":[`), bytes.Join(items, []byte(","))...), `],"total_count":100}`...)
	empty := []byte(`{"items":[]}`)
	c, err := rest.New(rest.Config{BaseURL: "http://shop.example", Token: "T", Client: &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		body := empty
		if strings.HasSuffix(r.URL.Path, "/V1/products") {
			body = page
		}
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(body))}, nil
	})}})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		products, err := c.Products(b.Context(), store1, 0, 100)
		if err != nil || len(products) != 100 {
			b.Fatal(len(products), err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/100, "µs/product")
}

func benchProduct(b *testing.B, id int) map[string]any {
	b.Helper()
	raw := `{"sku":"24-MB01","name":"Joust Duffle Bag","attribute_set_id":15,"price":34,"status":1,"visibility":4,"type_id":"simple",
		"created_at":"2026-11-21 03:54:55","updated_at":"2026-11-21 04:08:45","weight":1,
		"extension_attributes":{"website_ids":[1],"category_links":[{"position":0,"category_id":"3"},{"position":0,"category_id":"4"}]},
		"media_gallery_entries":[{"id":1,"media_type":"image","label":"Image","position":1,"disabled":false,"types":["image"],"file":"/m/b/mb01-blue-0.jpg"}],
		"custom_attributes":[{"attribute_code":"image","value":"/m/b/mb01-blue-0.jpg"},{"attribute_code":"url_key","value":"joust-duffle-bag"},
		{"attribute_code":"tax_class_id","value":"2"},{"attribute_code":"category_ids","value":["3","4"]},{"attribute_code":"color","value":"49"},
		{"attribute_code":"description","value":"The sporty Joust Duffle Bag can't be beat - not in the gym, not on the luggage carousel, not anywhere."}]}`
	var p map[string]any
	if err := json.Unmarshal([]byte(raw), &p); err != nil {
		b.Fatal(err)
	}
	p["id"] = id
	return p
}
