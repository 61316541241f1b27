package rest_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var store1 = pos.Store{ID: 1, Code: "default", WebsiteID: 1, WebsiteCode: "base", RootCategoryID: 2, StockID: 2, BaseCurrency: "USD"}

// recordedCatalog answers product calls from the products that were recorded one by one, evaluating filters, order and page
// size as Magento does, and everything else by replay.
type recordedCatalog struct {
	products map[int64]map[string]json.RawMessage
	prices   map[int64]json.RawMessage
	// children are known by what a configurable product needs of them only, so they are in no list of whole products.
	children map[int64]map[string]json.RawMessage
	replay   http.Handler
	// attributes is apart because the recording holds them all whatever the criteria.
	attributes exchange
}

func newCatalog(t *testing.T) *recordedCatalog {
	t.Helper()
	c := &recordedCatalog{products: map[int64]map[string]json.RawMessage{}, prices: map[int64]json.RawMessage{}, children: map[int64]map[string]json.RawMessage{}}
	for _, n := range []string{"031", "032", "033", "034", "035", "036", "037"} {
		var p map[string]json.RawMessage
		if err := json.Unmarshal(recorded(t, n).Response.Body, &p); err != nil {
			t.Fatal(err)
		}
		c.products[number(t, p["id"])] = p
	}
	var children []map[string]json.RawMessage
	if err := json.Unmarshal(recorded(t, "077").Response.Body, &children); err != nil {
		t.Fatal(err)
	}
	for _, p := range children {
		c.children[number(t, p["id"])] = p
	}
	var rendered struct{ Items []map[string]json.RawMessage }
	if err := json.Unmarshal(recorded(t, "056").Response.Body, &rendered); err != nil {
		t.Fatal(err)
	}
	for _, item := range rendered.Items {
		raw, err := json.Marshal(item)
		if err != nil {
			t.Fatal(err)
		}
		c.prices[number(t, item["id"])] = raw
	}
	c.attributes = recorded(t, "065")
	c.replay = replay(t, "061", "062", "107")
	return c
}

func number(t *testing.T, raw json.RawMessage) int64 {
	t.Helper()
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (c *recordedCatalog) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasSuffix(r.URL.Path, "/V1/products"):
		c.list(w, r)
	case strings.HasSuffix(r.URL.Path, "/V1/products-render-info"):
		items := []json.RawMessage{}
		for _, id := range matching(c.products, r) {
			if p, ok := c.prices[id]; ok {
				items = append(items, p)
			}
		}
		answerJSON(w, map[string]any{"items": items})
	case strings.HasSuffix(r.URL.Path, "/products/attributes"):
		c.attributes.write(w)
	case strings.Contains(r.URL.Path, "/stockItems/"):
		jsonAnswer(http.StatusForbidden, `{"message":"The consumer isn't authorized to access %resources."}`).ServeHTTP(w, r)
	case strings.Contains(r.URL.Path, "/export-stock-salable-qty/"):
		answerJSON(w, map[string]any{"items": c.salable(r.URL.Query().Get("searchCriteria[filterGroups][0][filters][0][value]"))})
	default:
		c.replay.ServeHTTP(w, r)
	}
}

// parts are the ids of products that others are made of.
var parts = map[string]int64{"24-WG081-blue": 26, "24-WG082-blue": 29, "24-WG083-blue": 32, "24-WG084": 21, "24-WG085": 33, "24-WG086": 34,
	"24-WG087": 35, "24-WG088": 22}

func (c *recordedCatalog) list(w http.ResponseWriter, r *http.Request) {
	products := c.products
	if r.URL.Query().Get("fields") == "items[id,sku],total_count" {
		items := []any{}
		for _, sku := range strings.Split(r.URL.Query().Get("searchCriteria[filterGroups][0][filters][0][value]"), ",") {
			if id, ok := parts[sku]; ok {
				items = append(items, map[string]any{"id": id, "sku": sku})
			}
		}
		answerJSON(w, map[string]any{"items": items})
		return
	}
	if r.URL.Query().Get("fields") == "items[id,sku,custom_attributes],total_count" {
		products = c.children
	}
	ids := matching(products, r)
	total := len(ids)
	if page, err := strconv.Atoi(r.URL.Query().Get("searchCriteria[currentPage]")); err == nil {
		ids = ids[page-1:] // of one product each
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("searchCriteria[pageSize]")); err == nil && n < len(ids) {
		ids = ids[:n]
	}
	var items []any // with fields= an empty list is null
	for _, id := range ids {
		items = append(items, products[id])
	}
	answerJSON(w, map[string]any{"items": items, "total_count": total})
}

func matching(products map[int64]map[string]json.RawMessage, r *http.Request) []int64 {
	var ids []int64
	q := r.URL.Query()
	for id, p := range products {
		all := true
		for g := 0; q.Has("searchCriteria[filterGroups][" + strconv.Itoa(g) + "][filters][0][field]"); g++ {
			at := "searchCriteria[filterGroups][" + strconv.Itoa(g) + "][filters][0]"
			all = all && holds(p, id, q.Get(at+"[field]"), q.Get(at+"[conditionType]"), q.Get(at+"[value]"))
		}
		if all {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	if q.Get("searchCriteria[sortOrders][0][direction]") == "DESC" {
		slices.Reverse(ids)
	}
	return ids
}

func holds(p map[string]json.RawMessage, id int64, field, condition, value string) bool {
	mine := strings.Trim(string(p[field]), `"`)
	if field == "entity_id" {
		mine = strconv.FormatInt(id, 10)
	}
	switch condition {
	case "gt", "lteq":
		n, _ := strconv.ParseInt(value, 10, 64)
		return id > n == (condition == "gt")
	case "lt":
		n, _ := strconv.ParseInt(value, 10, 64)
		return id < n
	case "gteq":
		return mine >= value
	case "neq":
		return !strings.EqualFold(value, mine)
	case "in":
		return slices.ContainsFunc(strings.Split(value, ","), func(v string) bool { return strings.EqualFold(v, mine) })
	default:
		return strings.EqualFold(value, mine)
	}
}

// salable are the recorded quantities with reservations (24-MB04: 100, the others from the database dump); composites have
// quantity 0 in this answer.
func (c *recordedCatalog) salable(skus string) []any {
	known := map[string]float64{"24-MB01": 100037, "24-MB02": 100039, "24-MB04": 100040, "24-MB05": 192, "24-MB06": 0, "VIRT-GIFTWRAP": 1000, "240-LV04": 0, "WS12": 0, "24-WG080": 0}
	items := []any{}
	for _, sku := range strings.Split(skus, ",") {
		for name, qty := range known {
			if strings.EqualFold(name, sku) {
				items = append(items, map[string]any{"sku": name, "qty": qty, "is_salable": name != "24-MB06"}) // sold out since the index was written
			}
		}
	}
	return items
}

func answerJSON(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(body)
}

func TestProductsComeInPagesOfAscendingID(t *testing.T) {
	t.Parallel()
	shopCatalog := newCatalog(t)
	for _, limit := range []int{1, 2, 3, 1000} {
		c, calls := shop(t, shopCatalog)
		var ids []int64
		for after := int64(0); ; {
			page, err := c.Products(t.Context(), store1, after, limit)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range page {
				ids = append(ids, p.ID)
				after = p.ID
			}
			if len(page) < limit {
				break
			}
		}
		if want := []int64{1, 45, 46, 47, 1547, 1562, 2047}; !slices.Equal(ids, want) {
			t.Errorf("limit %d: %v, want %v", limit, ids, want)
		}
		for _, r := range calls.all() {
			if r.query.Has("searchCriteria[currentPage]") {
				t.Error("offset paging loses rows")
			}
		}
	}
}

func TestProductDocuments(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, newCatalog(t))
	products, err := c.Products(t.Context(), store1, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range products {
		t.Run(p.SKU, func(t *testing.T) {
			t.Parallel()
			got, err := json.MarshalIndent(p, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", "golden", p.SKU+".json")
			if *update {
				if err := os.WriteFile(path, append(got, '\n'), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.TrimSpace(string(want)), string(got)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestVariantsAndOptionsOfAConfigurableProduct(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, newCatalog(t))
	products, err := c.ProductsByID(t.Context(), store1, []int64{1562, 999, 1562})
	if err != nil || len(products) != 1 {
		t.Fatalf("%d products, %v", len(products), err)
	}
	p := products[0]
	if len(p.Variants) != 15 {
		t.Errorf("%d variants", len(p.Variants))
	}
	if want := (pos.Variant{ID: 1547, SKU: "WS12-XS-Blue", Values: map[string]int64{"size": 166, "color": 50}}); cmp.Diff(want, p.Variants[0]) != "" {
		t.Errorf("first variant: %+v", p.Variants[0])
	}
	want := []pos.ConfigurableOption{
		{ID: 212, AttributeID: 144, Code: "size", Label: "Size", Position: 0, Values: []pos.OptionValue{
			{ID: 166, Label: "XS"}, {ID: 167, Label: "S"}, {ID: 168, Label: "M"}, {ID: 169, Label: "L"}, {ID: 170, Label: "XL"},
		}},
		{ID: 213, AttributeID: 93, Code: "color", Label: "Color", Position: 1, Values: []pos.OptionValue{
			{ID: 50, Label: "Blue"}, {ID: 56, Label: "Orange"}, {ID: 57, Label: "Purple"},
		}},
	}
	if d := cmp.Diff(want, p.Options); d != "" {
		t.Errorf("options (-want +got):\n%s", d)
	}
	if p.Price != nil {
		t.Errorf("the price attribute of a configurable product means nothing, got %s", p.Price)
	}
}

func TestBarcodesAreTheValuesOfTheConfiguredAttribute(t *testing.T) {
	t.Parallel()
	shopCatalog := newCatalog(t)
	custom := json.RawMessage(`[{"attribute_code":"ean","value":"4006381333931, 4006381333924\n4006381333931"},{"attribute_code":"msrp","value":"12.500000"},{"attribute_code":"meta_title","value":""},{"attribute_code":"image","value":"no_selection"},{"attribute_code":"special_from_date","value":"2026-01-01 00:00:00"}]`)
	shopCatalog.products[1]["custom_attributes"] = custom
	c, _ := shop(t, shopCatalog, func(cfg *rest.Config) { cfg.BarcodeAttribute = "ean" })
	products, err := c.ProductsByID(t.Context(), store1, []int64{1})
	if err != nil {
		t.Fatal(err)
	}
	p := products[0]
	if !slices.Equal(p.Barcodes, []string{"4006381333924", "4006381333931"}) {
		t.Errorf("barcodes %q", p.Barcodes)
	}
	if want := pos.NewAttributes(map[string]string{"ean": "4006381333931, 4006381333924\n4006381333931", "msrp": "12.5"}); cmp.Diff(want, p.Attributes) != "" {
		t.Errorf("attributes %v", p.Attributes)
	}
	if p.Image != "" || p.Special != nil {
		t.Errorf("image %q, special %v", p.Image, p.Special)
	}
}

func TestAttributesAreReadOnceAndAgainAfterSomeMinutes(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC)
	c, calls := shop(t, newCatalog(t), func(cfg *rest.Config) { cfg.Now = func() time.Time { return now } })
	reads := func() (n int) {
		for _, r := range calls.all() {
			if strings.HasSuffix(r.path, "/products/attributes") {
				n++
			}
		}
		return n
	}
	for range 3 {
		if _, err := c.ProductsByID(t.Context(), store1, []int64{1}); err != nil {
			t.Fatal(err)
		}
	}
	if n := reads(); n != 1 {
		t.Errorf("read %d times within minutes", n)
	}
	now = now.Add(6 * time.Minute)
	if _, err := c.ProductsByID(t.Context(), store1, []int64{1}); err != nil || reads() != 2 {
		t.Errorf("read %d times after six minutes, %v", reads(), err)
	}
}

func TestAListThatDoesNotAscendIsRefused(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, jsonAnswer(200, `{"items":[{"id":5,"sku":"A"},{"id":4,"sku":"B"}],"total_count":9}`))
	if _, err := c.Products(t.Context(), store1, 0, 10); err == nil || !strings.Contains(err.Error(), "out of order") {
		t.Errorf("%v", err)
	}
	if _, err := c.Categories(t.Context(), store1); err == nil || !strings.Contains(err.Error(), "out of order") {
		t.Errorf("%v", err)
	}
}

func TestCountingProducts(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, newCatalog(t))
	if n, err := c.CountProducts(t.Context(), store1); n != 7 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

func TestStoreAsRecorded(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, withDirectory(t, replay(t, "001", "002", "003", "004", "095", "141", "142")))
	got, err := c.Store(t.Context(), "default")
	if err != nil {
		t.Fatal(err)
	}
	checkDirectory(t, got)
	got.Countries, got.Currencies, got.Groups, got.Pickups = nil, nil, nil, nil
	body, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, body, `{"id":1,"code":"default","name":"Default Store View","groupId":1,"groupName":"Main Website Store",
		"groupCode":"main_website_store","groupDefault":true,"websiteId":1,
		"websiteCode":"base","websiteName":"Main Website","websites":[{"id":1,"code":"base","name":"Main Website","defaultGroup":1}],"default":true,"rootCategoryId":2,"stockId":2,"locale":"en_US",
		"timezone":"America/New_York","weightUnit":"lbs","baseCurrency":"USD","currency":"USD","baseUrl":"http://127.0.0.1:8380/",
		"baseLinkUrl":"http://127.0.0.1:8380/","baseStaticUrl":"http://127.0.0.1:8380/static/","baseMediaUrl":"http://127.0.0.1:8380/media/",
		"secureBaseUrl":"http://127.0.0.1:8380/","taxRates":[
		{"code":"US-CA-*-Rate 1","customerTaxClass":3,"productTaxClass":2,"country":"US","regionId":12,"postcode":"*","percent":"8.25","rule":1},
		{"code":"US-MI-*-Rate 1","customerTaxClass":3,"productTaxClass":2,"country":"US","regionId":33,"postcode":"*","percent":"8.25","rule":1},
		{"code":"US-NY-*-Rate 1","customerTaxClass":3,"productTaxClass":2,"country":"US","regionId":43,"postcode":"*","percent":"8.375","rule":1}]}`)
	for _, code := range []string{"admin", "nosuch"} {
		if _, err := c.Store(t.Context(), code); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("store view %s: %v", code, err)
		}
	}
}

func TestCategoriesOfTheStoresTreeOnly(t *testing.T) {
	t.Parallel()
	first := recorded(t, "073") // ids 3, 4, 5 of 38
	var pages int
	c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pages++
		switch r.URL.Query().Get("searchCriteria[filterGroups][0][filters][0][value]") {
		case "0":
			jsonAnswer(200, `{"items":[{"id":1,"parent_id":0,"name":"Root Catalog","path":"1","level":0},{"id":2,"parent_id":1,"name":"Default Category","is_active":true,"path":"1/2","level":1,"include_in_menu":true}],"total_count":40}`).ServeHTTP(w, r)
		case "2":
			first.write(w)
		default:
			jsonAnswer(200, `{"items":[{"id":60,"parent_id":50,"name":"Other tree","path":"1/50/60"},
				{"id":61,"parent_id":2,"name":"S","path":"1/2/61","available_sort_by":["name","price"],"custom_attributes":[{"attribute_code":"meta_title","value":"T"},{"attribute_code":"description","value":""}]}],"total_count":2}`).ServeHTTP(w, r)
		}
	}))
	categories, err := c.Categories(t.Context(), store1)
	if err != nil || pages != 3 {
		t.Fatalf("%d pages, %v", pages, err)
	}
	want := []pos.Category{
		{ID: 2, ParentID: 1, Path: "1/2", Level: 1, Name: "Default Category", Active: true, InMenu: true},
		{ID: 3, ParentID: 2, Path: "1/2/3", Level: 2, Position: 4, Name: "Gear", URLKey: "gear", URLPath: "gear", Active: true, InMenu: true, CreatedAt: "2026-11-21 03:54:54", UpdatedAt: "2026-11-21 03:54:55", Attributes: map[string]string{"display_mode": "PAGE"}},
		{ID: 4, ParentID: 3, Path: "1/2/3/4", Level: 3, Position: 1, Name: "Bags", URLKey: "bags", URLPath: "gear/bags", Active: true, InMenu: true, Anchor: true, CreatedAt: "2026-11-21 03:54:55", UpdatedAt: "2026-11-21 03:54:55"},
		{ID: 5, ParentID: 3, Path: "1/2/3/5", Level: 3, Position: 2, Name: "Fitness Equipment", URLKey: "fitness-equipment", URLPath: "gear/fitness-equipment", Active: true, InMenu: true, Anchor: true, CreatedAt: "2026-11-21 03:54:55", UpdatedAt: "2026-11-21 03:54:55"},
		{ID: 61, ParentID: 2, Path: "1/2/61", Name: "S", Attributes: map[string]string{"available_sort_by": "name,price", "meta_title": "T"}},
	}
	if d := cmp.Diff(want, categories); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestStockCountsReservationsAndGivesAQuantityOnlyToWhatIsCounted(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, newCatalog(t))
	levels, err := c.Stock(t.Context(), store1)
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(levels)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, body, `[{"sku":"24-MB01","salable":"100037","inStock":true},{"sku":"24-MB02","salable":"100039","inStock":true},
		{"sku":"24-MB04","salable":"100040","inStock":true},{"sku":"24-MB05","salable":"192","inStock":true},
		{"sku":"24-MB06","salable":"0","inStock":true},{"sku":"24-WG080","inStock":true},{"sku":"240-LV04","inStock":true},
		{"sku":"VIRT-GIFTWRAP","salable":"1000","inStock":true},{"sku":"WS12","inStock":true}]`)
	some, err := c.StockBySKU(t.Context(), store1, []string{"ws12", "24-mb04", "240-LV04", "NO-SUCH"})
	if err != nil {
		t.Fatal(err)
	}
	body, err = json.Marshal(some)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, body, `[{"sku":"24-MB04","salable":"100040","inStock":true},{"sku":"240-LV04","inStock":true},{"sku":"WS12","inStock":true}]`)
}

func TestManySKUsAreAskedInPortionsThatFitIntoAnAddress(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, jsonAnswer(200, `{"items":[],"total_count":0}`))
	skus := []string{"with,comma"}
	for i := range 500 {
		skus = append(skus, strings.Repeat("é ", 30)+strconv.Itoa(i))
	}
	if _, err := c.StockBySKU(t.Context(), store1, skus); err != nil {
		t.Fatal(err)
	}
	alone := false
	for _, r := range calls.all() {
		if n := len(r.query.Encode()) + len(r.path); n > 8000 {
			t.Errorf("an address of %d bytes", n)
		}
		at := "searchCriteria[filterGroups][0][filters][0]"
		if strings.Contains(r.query.Get(at+"[value]"), "with,comma") {
			alone = r.query.Get(at+"[conditionType]") == "eq" && r.query.Get(at+"[value]") == "with,comma"
		}
	}
	if !alone {
		t.Error("a SKU with a comma went into a list that is split at commas")
	}
}
