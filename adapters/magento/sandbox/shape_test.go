package sandbox_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

// exchange is an answer of a real Magento 2.4.7, with long lists and texts cut.
type exchange struct {
	Status int
	Body   any
}

func recorded(t *testing.T) map[string]exchange {
	t.Helper()
	text, err := os.ReadFile("testdata/recorded.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]exchange
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// shapeCase asks the sandbox what the recorded call asked Magento. Without names members that the sandbox's shop cannot
// have: it has no promotions, for instance.
type shapeCase struct {
	name, method, path, body string
	without                  []string
}

const (
	keyset = "searchCriteria[filterGroups][0][filters][0][field]=entity_id&searchCriteria[filterGroups][0][filters][0][value]=%d" +
		"&searchCriteria[filterGroups][0][filters][0][conditionType]=gt&searchCriteria[sortOrders][0][field]=entity_id" +
		"&searchCriteria[sortOrders][0][direction]=ASC&searchCriteria[pageSize]=3"
	oneFilter = "searchCriteria[filterGroups][0][filters][0][field]=%s&searchCriteria[filterGroups][0][filters][0][value]=%s"
)

func readingCases() []shapeCase {
	links := []string{"product_links", "image_label", "small_image_label", "thumbnail_label"}
	get := func(name, path string, without ...string) shapeCase { return shapeCase{name, "GET", path, "", without} }
	return []shapeCase{
		get("001-store-configs", "store/storeConfigs"), get("002-store-views", "store/storeViews"),
		get("003-websites", "store/websites"), get("004-store-groups", "store/storeGroups"), get("007-currency", "directory/currency"),
		get("019-400-missing-search-criteria", "products"), get("020-404-unknown-route", "nosuch"),
		{name: "021-404-wrong-method", method: "POST", path: "products/CT-101", body: "{}"},
		get("022-404-unknown-sku", "products/NO-SUCH"), get("023-404-unknown-order", "orders/999999"),
		get("031-product-simple", "products/CT-101", append(links, "weight")...), get("032-product-configurable", "products/RT01", links...),
		get("033-product-configurable-child", "products/rt01-s-moss", links...),
		get("038-product-fields", "products/CT-101?fields=id,sku,name,price,status,type_id,nosuchfield,"+
			"extension_attributes[website_ids,category_links,stock_item[qty,is_in_stock]],custom_attributes"),
		get("042-products-keyset-end", "products?"+fmt.Sprintf(keyset, 99999)+"&fields=items[id,sku],total_count"),
		get("043-products-full-page", "products?"+strings.NewReplacer("filterGroups", "filter_groups", "conditionType",
			"condition_type", "sortOrders", "sort_orders", "pageSize", "page_size").Replace(fmt.Sprintf(keyset, 0)), "weight"),
		get("045-products-past-the-end", "products?searchCriteria[sortOrders][0][field]=entity_id&searchCriteria[pageSize]=500"+
			"&searchCriteria[currentPage]=99&fields=items[id,sku],search_criteria[current_page,page_size],total_count"),
		get("047-products-empty", "products?"+fmt.Sprintf(oneFilter, "sku", "NO-SUCH")),
		get("048-products-sku-in", "products?"+fmt.Sprintf(oneFilter, "sku", "CT-101,RT01")+
			"&searchCriteria[filterGroups][0][filters][0][conditionType]=in&fields=items[id,sku,type_id,price],total_count"),
		get("052-products-unknown-field", "products?"+fmt.Sprintf(oneFilter, "nosuch", "1")),
		get("053-products-bad-condition", "products?"+fmt.Sprintf(oneFilter, "sku", "1")+
			"&searchCriteria[filterGroups][0][filters][0][conditionType]=nosuch&fields=items[sku],total_count"),
		get("056-products-render-info", "products-render-info?"+fmt.Sprintf(oneFilter, "entity_id", "1,17")+
			"&searchCriteria[filterGroups][0][filters][0][conditionType]=in&storeId=1&currencyCode=USD"+
			"&fields=items[id,name,type,price_info,is_salable,currency_code]"),
		get("061-attribute-color", "products/attributes/color"), get("063-attribute-price", "products/attributes/price"),
		get("066-attribute-options", "products/attributes/color/options"),
		get("065-attributes-list", "products/attributes?searchCriteria[sortOrders][0][field]=attribute_id&fields=items["+
			"attribute_id,attribute_code,frontend_input,backend_type,scope,is_user_defined,is_required,default_frontend_label,"+
			"used_in_product_listing,is_filterable,is_searchable,is_unique,apply_to],total_count", "default_frontend_label"),
		get("071-categories-tree", "categories"), get("073-categories-list", "categories/list?"+fmt.Sprintf(keyset, 2)),
		get("074-category", "categories/4"), get("075-category-products", "categories/4/products"),
		get("076-category-404", "categories/99999"), get("077-configurable-children", "configurable-products/RT01/children", links...),
		get("078-configurable-options", "configurable-products/RT01/options/all"),
		get("079-configurable-children-404", "configurable-products/NO-SUCH/children"),
		get("080-configurable-children-of-simple", "configurable-products/CT-101/children"), get("085-media", "products/CT-101/media"),
		get("091-inv-sources", "inventory/sources?searchCriteria="), get("092-inv-source", "inventory/sources/store_nyc"),
		get("093-inv-stocks", "inventory/stocks?searchCriteria="),
		get("094-inv-stock-source-links", "inventory/stock-source-links?searchCriteria="),
		get("095-inv-stock-resolver", "inventory/stock-resolver/website/base"),
		get("096-inv-source-items-page-1", "inventory/source-items?"+strings.ReplaceAll(fmt.Sprintf(keyset, 0), "entity_id", "source_item_id")),
		get("097-inv-source-items-sku", "inventory/source-items?"+fmt.Sprintf(oneFilter, "sku", "CT-101")+"&fields=items,total_count"),
		get("099-inv-source-items-past-the-end", "inventory/source-items?"+fmt.Sprintf(oneFilter, "source_code", "store_nyc")+
			"&searchCriteria[pageSize]=100&searchCriteria[currentPage]=9&fields=items,total_count"),
		get("100-inv-salable-quantity", "inventory/get-product-salable-quantity/CT-101/2"),
		get("102-inv-salable-quantity-configurable", "inventory/get-product-salable-quantity/RT01/2"),
		get("104-inv-is-salable", "inventory/is-product-salable/CT-101/2"),
		get("105-inv-are-salable", "inventory/are-products-salable?skus[0]=CT-101&skus[1]=RT01&skus[2]=NO-SUCH&stockId=2"),
		get("106-inv-is-salable-for-qty", "inventory/is-product-salable-for-requested-qty/CT-101/2/999999"),
		get("107-inv-dump-stock-index", "inventory/dump-stock-index-data/website/base"),
		get("108-inv-export-salable", "inventory/export-stock-salable-qty/website/base?searchCriteria[pageSize]=3&searchCriteria[currentPage]=2"),
		get("109-inv-stock-item", "stockItems/CT-101"), get("110-inv-stock-status", "stockStatuses/CT-101"),
		get("111-inv-sources-of-stock", "inventory/get-sources-assigned-to-stock-ordered-by-priority/2?fields=source_code,name,enabled"),
		get("006-country-us", "directory/countries/US"),
		get("005-countries", "directory/countries?fields=id,two_letter_abbreviation,full_name_english"),
		get("113-inv-pickup-locations", "inventory/in-store-pickup/pickup-locations/?searchRequest[scopeCode]=base", "extension_attributes"),
		get("034-product-bundle", "products/BN-301", append(links, "image_label", "weight")...),
		get("035-product-grouped", "products/GR-302"),
		get("037-product-downloadable", "products/DL-303", append(links, "low_stock_date", "downloadable_product_samples", "qty", "weight")...),
		get("172-custom-options", "products/CO-304/options"),
		get("165-product-tier-prices", "products/CO-304?fields=sku,price,tier_prices", "percentage_value"),
		get("121-customers-by-email", "customers/search?"+fmt.Sprintf(oneFilter, "email", "ADA.HOLM@example.com"), "dob", "gender"),
		get("122-customers-by-phone", "customers/search?"+fmt.Sprintf(oneFilter, "billing_telephone", "(518)%20555-0110")+
			"&fields=items[id,email,firstname,lastname,addresses[id,telephone,default_billing]],total_count"),
		get("123-customers-by-wrong-field", "customers/search?"+fmt.Sprintf(oneFilter, "telephone", "5551234")),
		get("124-customers-by-name", "customers/search?"+fmt.Sprintf(oneFilter, "firstname", "ad%25")+
			"&searchCriteria[filterGroups][0][filters][0][conditionType]=like&fields=items[id,email,firstname,lastname],total_count"),
		get("126-customer", "customers/1", "dob", "gender"), get("127-customer-404", "customers/99999"),
		get("144-sales-rules", "salesRules/search?searchCriteria=", "conditions", "store_labels"), get("145-coupons", "coupons/search?searchCriteria="),
		{name: "129-customer-email-available", method: "POST", path: "customers/isEmailAvailable", body: `{"customerEmail":"ada.holm@example.com","websiteId":1}`},
		{name: "201-customer-create", method: "POST", path: "customers", body: newCustomer("ana@example.com")},
		{name: "202-customer-create-duplicate", method: "POST", path: "customers", body: newCustomer("Ada.Holm@example.com")},
		{name: "203-customer-create-invalid", method: "POST", path: "customers", body: `{"customer":{"email":"not-an-email","firstname":"Ana","website_id":1}}`},
		get("128-customer-groups", "customerGroups/search?searchCriteria="), get("141-tax-rates", "taxRates/search?searchCriteria="),
		get("142-tax-rules", "taxRules/search?searchCriteria="), get("143-tax-classes", "taxClasses/search?searchCriteria="),
		get("148-orders-unknown-field", "orders?"+fmt.Sprintf(oneFilter, "nosuch", "1")),
		{name: "017-400-bad-json", method: "POST", path: "guest-carts/x/items", body: `{"cartItem": {`},
		{name: "018-400-missing-argument", method: "POST", path: "guest-carts/x/items", body: `{"items":1}`},
		{name: "012-admin-token-wrong-password", method: "POST", path: "integration/admin/token", body: `{"username":"admin","password":"x"}`},
		{name: "011-admin-token-ok", method: "POST", path: "integration/admin/token", body: `{"username":"admin","password":"sandbox-admin-1"}`},
		{name: "174-inv-source-items-save", method: "POST", path: "inventory/source-items",
			body: `{"sourceItems":[{"sku":"CT-102","source_code":"store_nyc","quantity":5,"status":1}]}`},
		{name: "175-inv-source-items-save-unknown", method: "POST", path: "inventory/source-items",
			body: `{"sourceItems":[{"sku":"CT-102","source_code":"nowhere","quantity":5,"status":1}]}`},
	}
}

func newCustomer(email string) string {
	return fmt.Sprintf(`{"customer":{"email":%q,"firstname":"Ana","lastname":"Poole","website_id":1,"store_id":1,"addresses":[{"firstname":"Ana",`+
		`"lastname":"Poole","street":["12 Elm St","Apt 4"],"city":"New York","region":{"region_id":43},"region_id":43,"postcode":"10001",`+
		`"country_id":"US","telephone":"2125557788","default_shipping":true,"default_billing":true}]}}`, email)
}

func TestAnswersHaveTheShapeOfTheRecordings(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	all := recorded(t)
	for _, c := range readingCases() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			checkShape(t, s, all, c)
		})
	}
}

func checkShape(t *testing.T, s *shop, all map[string]exchange, c shapeCase) {
	t.Helper()
	want, ok := all[c.name]
	if !ok {
		t.Fatalf("no recording %s", c.name)
	}
	status, text, err := s.call(c.method, "rest/V1/"+c.path, c.body)
	if err != nil {
		t.Fatal(err)
	}
	if status != want.Status {
		t.Fatalf("status %d, recorded %d: %s", status, want.Status, text)
	}
	var got any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	if status != 200 {
		if !sameRefusal(got, want.Body) {
			t.Errorf("answer %s, recorded %v", text, want.Body)
		}
		return
	}
	for _, d := range differences("", got, want.Body, c.without) {
		t.Error(d)
	}
}

// sameRefusal compares message and the names of the parameters.
func sameRefusal(got, want any) bool {
	g, _ := got.(map[string]any)
	w, _ := want.(map[string]any)
	message, _ := w["message"].(string)
	if before, _, cut := strings.Cut(message, "webapi-"); cut {
		text, _ := g["message"].(string)
		return strings.HasPrefix(text, before+"webapi-")
	}
	return g["message"] == w["message"] && len(differences("", g["parameters"], w["parameters"], nil)) == 0
}

// differences lists where the shapes of two JSON values differ. Each element of a list must look like one of the recorded.
func differences(at string, got, want any, without []string) []string {
	switch want := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s is %T, recorded an object", at, got)}
		}
		var found []string
		for _, key := range keysOf(g, want) {
			if slices.Contains(without, key) {
				continue
			}
			a, inGot := g[key]
			b, inWant := want[key]
			switch {
			case !inGot:
				found = append(found, at+"."+key+" is missing")
			case !inWant:
				found = append(found, at+"."+key+" is not in the recording")
			default:
				found = append(found, differences(at+"."+key, a, b, without)...)
			}
		}
		return found
	case []any:
		g, ok := got.([]any)
		if !ok {
			return []string{fmt.Sprintf("%s is %T, recorded a list", at, got)}
		}
		if (len(g) == 0) != (len(want) == 0) {
			return []string{fmt.Sprintf("%s has %d elements, recorded %d", at, len(g), len(want))}
		}
		for i, e := range g {
			var closest []string
			for n, w := range want {
				d := differences(fmt.Sprintf("%s[%d]", at, i), e, w, without)
				if n == 0 || len(d) < len(closest) {
					closest = d
				}
			}
			if len(closest) > 0 {
				return closest
			}
		}
		return nil
	default:
		if fmt.Sprintf("%T", got) != fmt.Sprintf("%T", want) {
			return []string{fmt.Sprintf("%s is %T, recorded %T", at, got, want)}
		}
		return nil
	}
}

func keysOf(maps ...map[string]any) []string {
	var keys []string
	for _, m := range maps {
		for k := range m {
			if !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	sort.Strings(keys)
	return keys
}
