package db_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
)

// What both sources read was recorded from one shop in one state: REST from its server, SQL from its dump.

// object is one thing of a recorded list, its fields as they came.
type object map[string]json.RawMessage

func (o object) id(t *testing.T) int64 {
	t.Helper()
	id, err := strconv.ParseInt(string(o["id"]), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// server answers REST calls from recordings.
type server struct {
	products, children, prices, categories map[int64]object
	composites, names, definitions         []object
	salable, stockItems, types             []object
	single                                 map[string]json.RawMessage // by the path's end
}

func body(t *testing.T, path string, into any) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var exchange struct {
		Response struct{ Body json.RawMessage }
	}
	if err := json.Unmarshal(raw, &exchange); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(exchange.Response.Body, into); err != nil {
		t.Fatal(err)
	}
}

// effectiveItems are stock items as Magento tells them over REST: the configuration's amounts where the product has none
// (CatalogInventory's Stock\Item). The list tells none without a quantity.
const effectiveItems = `SELECT CONCAT('{"sku":"', sku, '","listed":', qty IS NOT NULL, ',"product_id":', product_id, ',"is_qty_decimal":', is_qty_decimal, ',"use_config_min_qty":', use_config_min_qty,
	',"min_qty":', IF(use_config_backorders OR backorders = 0, GREATEST(min_qty, 0), LEAST(min_qty, 0)), ',"use_config_manage_stock":', use_config_manage_stock, ',"manage_stock":', IF(use_config_manage_stock, 1, manage_stock),
	',"use_config_backorders":', use_config_backorders, ',"backorders":', IF(use_config_backorders, 0, backorders),
	',"min_sale_qty":', IF(use_config_min_sale_qty, 2, min_sale_qty), ',"max_sale_qty":', IF(use_config_max_sale_qty, 10000, max_sale_qty),
	',"qty_increments":', IF(use_config_enable_qty_inc OR NOT enable_qty_increments, 0, IF(use_config_qty_increments, 1, qty_increments)), '}')
	FROM cataloginventory_stock_item JOIN catalog_product_entity ON entity_id = product_id`

const restData = "../rest/testdata/"

func newServer(t *testing.T, s shop) *server {
	t.Helper()
	type list struct{ Items []object }
	srv := &server{products: map[int64]object{}, children: map[int64]object{}, prices: map[int64]object{}, categories: map[int64]object{},
		single: map[string]json.RawMessage{}}
	for _, file := range []string{"031-product-simple", "032-product-configurable", "033-product-configurable-child",
		"034-product-bundle", "035-product-grouped", "036-product-virtual", "037-product-downloadable"} {
		var o object
		body(t, restData+file+".json", &o)
		srv.products[o.id(t)] = o
	}
	var products, prices, categories, salable list
	body(t, "testdata/043-products-full-page.json", &products)
	body(t, restData+"056-products-render-info.json", &prices)
	body(t, restData+"073-categories-list.json", &categories)
	body(t, restData+"108-inv-export-salable.json", &salable)
	var children []object
	body(t, restData+"077-configurable-children.json", &children)
	for into, from := range map[*map[int64]object][]object{&srv.products: products.Items, &srv.prices: prices.Items,
		&srv.categories: categories.Items, &srv.children: children} {
		for _, o := range from {
			(*into)[o.id(t)] = o
		}
	}
	var quantity json.RawMessage
	body(t, "testdata/100-inv-salable-quantity.json", &quantity)
	srv.salable = append(salable.Items, object{"sku": json.RawMessage(`"24-MB04"`), "qty": quantity, "is_salable": json.RawMessage("true")})
	for end, file := range map[string]string{
		"/products/attributes": "065-attributes-list", "/products/attributes/color": "061-attribute-color",
		"/products/attributes/size": "062-attribute-size", "/store/storeConfigs": "001-store-configs",
		"/store/storeViews": "002-store-views", "/store/websites": "003-websites", "/store/storeGroups": "004-store-groups",
		"/inventory/stock-resolver/website/base": "095-inv-stock-resolver", "/taxRates/search": "141-tax-rates",
		"/taxRules/search": "142-tax-rules", "/directory/currency": "007-currency", "/customerGroups/search": "128-customer-groups",
		"/inventory/in-store-pickup/pickup-locations/": "113-inv-pickup-locations",
	} {
		var one json.RawMessage
		body(t, restData+file+".json", &one)
		srv.single[end] = one
	}
	for _, file := range []string{"061-attribute-color", "062-attribute-size"} {
		var o object
		body(t, restData+file+".json", &o)
		srv.definitions = append(srv.definitions, o)
	}
	var country json.RawMessage
	body(t, restData+"006-country-us.json", &country)
	srv.single["/directory/countries"] = json.RawMessage("[" + string(country) + "]")
	for _, name := range s.names(t, "SELECT CONCAT(entity_id, ' ', sku) FROM catalog_product_entity") {
		id, sku, _ := strings.Cut(name, " ")
		raw, err := json.Marshal(sku)
		if err != nil {
			t.Fatal(err)
		}
		srv.names = append(srv.names, object{"id": json.RawMessage(id), "sku": raw})
	}
	var index json.RawMessage
	body(t, "testdata/107-inv-dump-stock-index.json", &index)
	srv.single["/inventory/dump-stock-index-data/website/base"] = index
	for _, row := range s.names(t, effectiveItems) {
		var item object
		if err := json.Unmarshal([]byte(row), &item); err != nil {
			t.Fatal(err)
		}
		if string(item["listed"]) == "1" {
			srv.stockItems = append(srv.stockItems, item)
		}
		srv.single["/stockItems/"+strings.Trim(string(item["sku"]), `"`)] = json.RawMessage(row)
	}
	for _, row := range s.names(t, "SELECT CONCAT(entity_id, ' ', type_id, ' ', sku) FROM catalog_product_entity ORDER BY entity_id") {
		cells := strings.SplitN(row, " ", 3)
		srv.types = append(srv.types, object{"id": json.RawMessage(cells[0]), "type_id": json.RawMessage(strconv.Quote(cells[1])), "sku": json.RawMessage(strconv.Quote(cells[2]))})
	}
	for _, p := range s.all(t, 1000) {
		if p.Type == pos.TypeConfigurable || p.Type == pos.TypeBundle || p.Type == pos.TypeGrouped {
			raw, err := json.Marshal(map[string]any{"id": p.ID, "sku": p.SKU, "type_id": p.Type})
			if err != nil {
				t.Fatal(err)
			}
			var o object
			if err := json.Unmarshal(raw, &o); err != nil {
				t.Fatal(err)
			}
			srv.composites = append(srv.composites, o)
		}
	}
	return srv
}

func (srv *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, end, _ := strings.Cut(r.URL.Path, "/V1")
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	var answer any
	switch q := r.URL.Query(); {
	case end == "/products" && q.Get("fields") == "items[id,sku,type_id],total_count" && !q.Has("searchCriteria[filterGroups][1][filters][0][field]"):
		answer = page(q.Get("searchCriteria[filterGroups][0][filters][0][value]"), "gt", srv.types)
	case end == "/products" && q.Get("searchCriteria[filterGroups][1][filters][0][field]") == "type_id":
		answer = page(q.Get("searchCriteria[filterGroups][0][filters][0][value]"), "gt", srv.composites)
	case end == "/products" && q.Get("fields") == "items[id,sku],total_count":
		answer = srv.named(strings.Split(q.Get("searchCriteria[filterGroups][0][filters][0][value]"), ","))
	case end == "/products/attributes" && strings.Contains(q.Get("fields"), "frontend_labels"):
		answer = map[string]any{"items": srv.definitions, "total_count": len(srv.definitions)}
	case end == "/products" && !strings.Contains(q.Get("fields"), "name"):
		answer = srv.matching(q, srv.children)
	case end == "/products":
		answer = srv.matching(q, srv.products)
	case end == "/products-render-info":
		answer = srv.matching(q, srv.prices)
	case end == "/categories/list":
		answer = srv.matching(q, srv.categories)
	case end == "/stockItems/lowStock/":
		answer = map[string]any{"items": srv.stockItems, "total_count": len(srv.stockItems)}
	case strings.HasPrefix(end, "/inventory/export-stock-salable-qty/"):
		answer = map[string]any{"items": srv.salable}
	case srv.single[end] != nil:
		answer = srv.single[end]
	default:
		w.WriteHeader(http.StatusNotFound)
		answer = map[string]string{"message": "not recorded: " + end}
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// named are products by SKU.
func (srv *server) named(skus []string) any {
	items := []object{}
	for _, o := range srv.names {
		if slices.Contains(skus, strings.Trim(string(o["sku"]), `"`)) {
			items = append(items, o)
		}
	}
	return map[string]any{"items": items, "total_count": len(items)}
}

func (srv *server) matching(q map[string][]string, among map[int64]object) any {
	at := "searchCriteria[filterGroups][0][filters][0]"
	list := make([]object, 0, len(among))
	for _, o := range among {
		list = append(list, o)
	}
	return page(q[at+"[value]"][0], q[at+"[conditionType]"][0], list)
}

// page returns the things whose id a condition of a search holds for, by ascending id.
func page(value, condition string, among []object) any {
	number := func(o object) int64 { n, _ := strconv.ParseInt(string(o["id"]), 10, 64); return n }
	items := []object{}
	for _, o := range among {
		bound, _ := strconv.ParseInt(value, 10, 64)
		if (condition == "gt" && number(o) > bound) || (condition == "in" && slices.Contains(strings.Split(value, ","), string(o["id"]))) {
			items = append(items, o)
		}
	}
	slices.SortFunc(items, func(a, b object) int { return int(number(a) - number(b)) })
	return map[string]any{"items": items, "total_count": len(items)}
}

func TestBothSourcesGiveEqualDocuments(t *testing.T) {
	t.Parallel()
	const item = `UPDATE cataloginventory_stock_item SET `
	s := excerpt(t, `INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'cataloginventory/item_options/min_sale_qty', '{"32000":5,"0":"2"}')`,
		item+`use_config_min_sale_qty = 0, min_sale_qty = 3, use_config_max_sale_qty = 0, max_sale_qty = 12.5, use_config_backorders = 0, backorders = 2 WHERE product_id = 1`,
		item+`use_config_min_qty = 0, min_qty = 7, use_config_backorders = 0, backorders = 1 WHERE product_id = 4`,
		item+`is_qty_decimal = 1, use_config_enable_qty_inc = 0, enable_qty_increments = 1, use_config_qty_increments = 0, qty_increments = 0.25 WHERE product_id = 3`,
		item+`use_config_manage_stock = 0, manage_stock = 1, use_config_min_sale_qty = 0, min_sale_qty = 4 WHERE product_id IN (SELECT entity_id FROM catalog_product_entity WHERE type_id = 'bundle')`)
	recorded := newServer(t, s)
	web := httptest.NewServer(recorded)
	t.Cleanup(web.Close)
	client, err := rest.New(rest.Config{BaseURL: web.URL, Token: "TOKEN"})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("the store", func(t *testing.T) {
		got, err := client.Store(t.Context(), "default")
		if err != nil {
			t.Fatal(err)
		}
		same(t, commonStore(s.store, got), got)
	})
	t.Run("every recorded product", func(t *testing.T) {
		products, err := client.Products(t.Context(), s.store, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(products) != len(recorded.products) {
			t.Fatalf("REST gave %d products, want %d", len(products), len(recorded.products))
		}
		for _, p := range products {
			same(t, common(s.product(t, p.ID), p), p)
		}
	})
	t.Run("every recorded attribute", func(t *testing.T) {
		attributes, err := client.Attributes(t.Context(), s.store)
		if err != nil || len(attributes) != 2 {
			t.Fatalf("REST gave %d attributes, %v", len(attributes), err)
		}
		all, err := s.Attributes(t.Context(), s.store)
		if err != nil || len(all) != 81 {
			t.Fatalf("SQL gave %d attributes, %v", len(all), err)
		}
		for _, a := range attributes {
			same(t, commonAttribute(all[slices.IndexFunc(all, func(x pos.Attribute) bool { return x.Code == a.Code })]), a)
		}
	})
	t.Run("every recorded category", func(t *testing.T) {
		categories, err := client.Categories(t.Context(), s.store)
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.Categories(t.Context(), s.store)
		if err != nil {
			t.Fatal(err)
		}
		if len(categories) != len(recorded.categories) {
			t.Fatalf("REST gave %d categories, want %d", len(categories), len(recorded.categories))
		}
		for _, c := range categories {
			same(t, all[slices.IndexFunc(all, func(x pos.Category) bool { return x.ID == c.ID })], c)
		}
	})
	t.Run("every stock level whose reservations were recorded", func(t *testing.T) {
		levels, err := client.Stock(t.Context(), s.store)
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.Stock(t.Context(), s.store)
		if err != nil {
			t.Fatal(err)
		}
		reserved := map[string]bool{}
		for _, sku := range s.names(t, "SELECT sku FROM inventory_reservation WHERE stock_id = 2 GROUP BY sku HAVING SUM(quantity) <> 0") {
			reserved[sku] = true
		}
		for _, o := range recorded.salable {
			delete(reserved, strings.Trim(string(o["sku"]), `"`))
		}
		compared, whole, bound := 0, 0, 0
		for _, l := range all {
			i := slices.IndexFunc(levels, func(x pos.StockLevel) bool { return x.SKU == l.SKU })
			if i < 0 {
				t.Errorf("REST knows no stock of %s", l.SKU)
			} else if !reserved[l.SKU] {
				same(t, l, levels[i])
				compared++
				if l.Whole {
					whole++
				}
				if l.Rules != nil {
					bound++
				}
			}
		}
		if compared < 30 {
			t.Errorf("only %d levels were compared", compared)
		}
		if bound < 20 || bound == compared {
			t.Errorf("%d of %d have rules, want most and not all", bound, compared)
		}
		if whole < 20 || whole == compared {
			t.Errorf("%d of %d are sold in whole pieces only, want most and not all", whole, compared)
		}
	})
}

// common leaves in a document read by SQL what REST can tell: the groups that it told prices for, and no swatches.
func common(p, overREST pos.Product) pos.Product {
	var prices []pos.GroupPrice
	for _, price := range p.Prices {
		if slices.ContainsFunc(overREST.Prices, func(x pos.GroupPrice) bool { return x.Group == price.Group }) {
			prices = append(prices, price)
		}
	}
	p.Prices, p.URLs, p.Rating, p.IdlePrice = prices, nil, nil, nil
	for i := range p.Options {
		for j := range p.Options[i].Values {
			p.Options[i].Values[j].Swatch, p.Options[i].Values[j].SwatchType = "", nil
		}
	}
	return p
}

// commonAttribute leaves in an attribute read by SQL what REST can tell.
func commonAttribute(a pos.Attribute) pos.Attribute {
	a.Swatch, a.UpdatesPreview, a.UsesImage, a.PriceRules, a.SearchWeight = "", false, false, false, 1
	for i := range a.Options {
		a.Options[i].Swatch, a.Options[i].SwatchType = "", nil
	}
	return a
}

// commonStore leaves in a store read by SQL what was recorded over REST: countries one by one, and no settings.
func commonStore(s, overREST pos.Store) pos.Store {
	s.Settings, s.SortOrder = nil, 0
	s.Websites = slices.Clone(s.Websites)
	for i := range s.Websites {
		s.Websites[i].SortOrder, s.Websites[i].Default = nil, nil
	}
	s.Countries = slices.DeleteFunc(slices.Clone(s.Countries), func(c pos.Country) bool {
		return !slices.ContainsFunc(overREST.Countries, func(x pos.Country) bool { return x.ID == c.ID })
	})
	return s
}

// same compares the bytes of two documents.
func same(t *testing.T, overSQL, overREST any) {
	t.Helper()
	want, err := json.Marshal(overSQL)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(overREST)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		equal := cmp.Comparer(func(a, b decimal.Decimal) bool { return a.String() == b.String() })
		t.Errorf("documents differ (-SQL +REST):\n%s", cmp.Diff(overSQL, overREST, equal))
	}
}
