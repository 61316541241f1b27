package db_test

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

func (s shop) pricing(t *testing.T) totals.Pricing {
	t.Helper()
	p, err := s.Pricing(t.Context(), s.store)
	if err != nil {
		t.Fatal(err)
	}
	p.Complete("2026-11-19")
	return p
}

// ruleOf returns a rule by id, nil when the document has none.
func ruleOf(p totals.Pricing, id int64) *totals.Rule {
	for i := range p.Rules {
		if p.Rules[i].ID == id {
			return &p.Rules[i]
		}
	}
	return nil
}

func TestPricingIsWhatMagentoHolds(t *testing.T) {
	t.Parallel()
	golden(t, "pricing", excerpt(t).pricing(t))
}

func TestBothSourcesGiveEqualPricing(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	recorded := newServer(t, s)
	for end, file := range map[string]string{"/salesRules/search": "144-sales-rules", "/coupons/search": "145-coupons"} {
		var one json.RawMessage
		body(t, restData+file+".json", &one)
		recorded.single[end] = one
	}
	recorded.single["/products/attributes"] = json.RawMessage(`{"items":[{"attribute_code":"sale","frontend_input":"boolean","backend_type":"int"}]}`)
	web := httptest.NewServer(recorded)
	t.Cleanup(web.Close)
	client, err := rest.New(rest.Config{BaseURL: web.URL, Token: "TOKEN"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := client.Pricing(t.Context(), s.store)
	if err != nil {
		t.Fatal(err)
	}
	got.Complete("2026-11-19")
	if len(got.Rules) != 4 || len(got.Tax.Rates) != 3 || len(got.Tax.Rules) != 1 {
		t.Fatalf("REST gave %d rules, %d rates and %d tax rules", len(got.Rules), len(got.Tax.Rates), len(got.Tax.Rules))
	}
	if diff := cmp.Diff(indented(t, s.pricing(t)), indented(t, got)); diff != "" {
		t.Errorf("documents differ (-SQL +REST):\n%s", diff)
	}
}

func indented(t *testing.T, p totals.Pricing) string {
	t.Helper()
	text, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestPricingOfEveryKindOfRule(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const products = `{"type":"Magento\\SalesRule\\Model\\Rule\\Condition\\Product\\Combine","aggregator":"all","value":"1"}`
	leaf := func(class, rest string) string {
		return `{"type":"Magento\\SalesRule\\Model\\Rule\\Condition\\Combine","aggregator":"any","value":"0","conditions":[{"type":"Magento\\SalesRule\\Model\\Rule\\Condition\\` +
			class + `",` + rest + `}]}`
	}
	rule := func(columns, values string, conditions string) string {
		return "INSERT INTO salesrule (rule_id, name, is_active, simple_action, discount_amount, conditions_serialized, actions_serialized" + columns + ") VALUES (50, 'New', 1, 'by_percent', 12.5, '" +
			strings.ReplaceAll(conditions, `\`, `\\`) + "', '" + strings.ReplaceAll(products, `\`, `\\`) + "'" + values + ")"
	}
	const website = "INSERT INTO salesrule_website (rule_id, website_id) VALUES (50, 1)"
	const groups = "INSERT INTO salesrule_customer_group (rule_id, customer_group_id) VALUES (50, 0), (50, 2)"
	plain := []string{rule("", "", leaf("Address", `"attribute":"base_subtotal","operator":">=","value":"50"`)), website, groups}
	for what, c := range map[string]struct {
		changes []string
		check   func(*testing.T, totals.Pricing)
	}{
		"conditions and their negation": {plain, func(t *testing.T, p totals.Pricing) {
			t.Helper()
			want := `{"type":"combine","aggregator":"any","expect":false,"conditions":[{"type":"address","attribute":"base_subtotal","operator":"\u003e=","value":"50"}]}`
			if r := ruleOf(p, 50); string(r.Conditions) != want || r.DiscountAmount.String() != "12.5" || !slices.Equal(r.CustomerGroups, []int64{0, 2}) {
				t.Errorf("%+v: %s", r, r.Conditions)
			}
		}},
		"a subselection": {[]string{rule("", "", leaf(`Product\\Subselect`, `"attribute":"qty","operator":">=","value":"3","aggregator":"all","conditions":[{"type":"Magento\\SalesRule\\Model\\Rule\\Condition\\Product","attribute":"material","attribute_scope":"children","operator":"()","value":["31","37"]}]`)),
			website, groups}, func(t *testing.T, p totals.Pricing) {
			t.Helper()
			if r := ruleOf(p, 50); !strings.Contains(string(r.Conditions), `{"type":"subselect","aggregator":"all","attribute":"qty","operator":"\u003e=","value":"3","conditions":[{"type":"product","attribute":"material","attribute_scope":"children","operator":"()","value":"31,37"}]}`) {
				t.Errorf("conditions %s", r.Conditions)
			}
			if !slices.Contains(p.Attributes, "material") || !slices.Contains(p.Multiselect, "material") {
				t.Errorf("attributes %v, of them lists %v", p.Attributes, p.Multiselect)
			}
		}},
		"a condition that nobody knows":    {[]string{rule("", "", leaf("Weather", `"value":"rain"`)), website, groups}, needsMagento},
		"a condition on a date":            {[]string{rule("", "", leaf(`Product\\Found`, `"aggregator":"all","value":"1","conditions":[{"type":"Magento\\SalesRule\\Model\\Rule\\Condition\\Product","attribute":"news_from_date","operator":"==","value":"2026-11-01"}]`)), website, groups}, needsMagento},
		"a condition on what is not told":  {[]string{rule("", "", leaf(`Product\\Found`, `"aggregator":"all","value":"1","conditions":[{"type":"Magento\\SalesRule\\Model\\Rule\\Condition\\Product","attribute":"quantity_and_stock_status","operator":"==","value":"1"}]`)), website, groups}, needsMagento},
		"a broken tree":                    {[]string{rule("", "", `{"type":`), website, groups}, needsMagento},
		"no tree at all":                   {append(plain, "UPDATE salesrule SET conditions_serialized = NULL, actions_serialized = '' WHERE rule_id = 50"), always},
		"one of another website":           {append(plain, "UPDATE salesrule_website SET website_id = 9 WHERE rule_id = 50"), absent},
		"one that is switched off":         {append(plain, "UPDATE salesrule SET is_active = 0 WHERE rule_id = 50"), absent},
		"one that ended":                   {append(plain, "UPDATE salesrule SET to_date = '2026-11-18' WHERE rule_id = 50"), absent},
		"one that asks for a code it lost": {append(plain, "UPDATE salesrule SET coupon_type = 2 WHERE rule_id = 50"), absent},
		"one that has its own label": {append(plain, "INSERT INTO salesrule_label (rule_id, store_id, label) VALUES (50, 0, 'Everywhere'), (50, 1, 'Here'), (50, 2, 'There')"), func(t *testing.T, p totals.Pricing) {
			t.Helper()
			if r := ruleOf(p, 50); r.Label != "Here" {
				t.Errorf("label %q", r.Label)
			}
		}},
		"a group that the website is closed to": {append(plain, "INSERT INTO customer_group_excluded_website (customer_group_id, website_id) VALUES (2, 1), (0, 9)"), func(t *testing.T, p totals.Pricing) {
			t.Helper()
			if r := ruleOf(p, 50); !slices.Equal(r.CustomerGroups, []int64{0}) {
				t.Errorf("groups %v", r.CustomerGroups)
			}
		}},
		"one code among others": {append(plain, "UPDATE salesrule SET coupon_type = 2 WHERE rule_id = 50",
			"INSERT INTO salesrule_coupon (rule_id, code, usage_limit, times_used, is_primary, type) VALUES (50, 'SPRING', 3, 2, 1, 0), (50, 'GENERATED', 0, 0, NULL, 1)"), func(t *testing.T, p totals.Pricing) {
			t.Helper()
			if r := ruleOf(p, 50); r.Coupon != "SPRING" || r.UsesPerCoupon != 3 || r.TimesUsed != 2 || len(r.Coupons) != 0 || r.MoreCoupons {
				t.Errorf("%+v", r)
			}
		}},
		"generated codes": {append(plain, "UPDATE salesrule SET coupon_type = 3 WHERE rule_id = 50",
			"INSERT INTO salesrule_coupon (rule_id, code, usage_limit, times_used, is_primary, type) VALUES (50, 'G1', 1, 1, NULL, 1), (50, 'G2', 0, 7, NULL, 1), (50, 'BY-HAND', 0, 0, 1, 0)"), func(t *testing.T, p totals.Pricing) {
			t.Helper()
			if r := ruleOf(p, 50); r.Coupon != "G1" || r.TimesUsed != 1 || !slices.Equal(r.Coupons, []totals.Coupon{{Code: "G2"}}) || r.MoreCoupons {
				t.Errorf("%+v", r)
			}
		}},
		"more codes than a document holds": {append(plain, "UPDATE salesrule SET coupon_type = 2, use_auto_generation = 1 WHERE rule_id = 50",
			"INSERT INTO salesrule_coupon (rule_id, code, type) SELECT 50, CONCAT('G', a.region_id, '-', b.region_id), 1 FROM directory_country_region a JOIN directory_country_region b ON b.region_id < 40 WHERE a.region_id < 60"), func(t *testing.T, p totals.Pricing) {
			t.Helper()
			if r := ruleOf(p, 50); len(r.Coupons) != totals.MaxCoupons-2 || !r.MoreCoupons {
				t.Errorf("%d codes besides the first, more: %v", len(r.Coupons), r.MoreCoupons)
			}
			if r := ruleOf(p, 4); r.Coupon != "H20" || r.MoreCoupons {
				t.Errorf("another rule's code is %q, more: %v", r.Coupon, r.MoreCoupons)
			}
		}},
		"settings of the store view before the website's": {[]string{"INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'tax/calculation/algorithm', 'ROW_BASE_CALCULATION')," +
			" ('websites', 1, 'tax/calculation/algorithm', 'UNIT_BASE_CALCULATION'), ('stores', 1, 'tax/calculation/price_includes_tax', '1'), ('stores', 2, 'tax/calculation/discount_tax', '1')," +
			" ('default', 0, 'tax/classes/default_customer_tax_class', '8'), ('websites', 1, 'customer/create_account/default_group', '2')",
			"INSERT INTO tax_class (class_id, class_name, class_type) VALUES (9, 'Reseller', 'CUSTOMER')", "UPDATE customer_group SET tax_class_id = 9 WHERE customer_group_id = 2"}, func(t *testing.T, p totals.Pricing) {
			t.Helper()
			want := totals.ConfigPaths()
			want["tax/calculation/algorithm"], want["tax/calculation/price_includes_tax"] = "UNIT_BASE_CALCULATION", "1"
			if diff := cmp.Diff(want, p.Config); diff != "" || p.Tax.DefaultCustomerClass != 9 {
				t.Errorf("default class %d, settings (-want +got)\n%s", p.Tax.DefaultCustomerClass, diff)
			}
		}},
		"a range of postcodes": {[]string{"UPDATE tax_calculation_rate SET zip_is_range = 1, zip_from = 10000, zip_to = 10099, tax_postcode = '10000-10099' WHERE tax_calculation_rate_id = 2"}, func(t *testing.T, p totals.Pricing) {
			t.Helper()
			if r := p.Tax.Rates[1]; r.ZipFrom != "10000" || r.ZipTo != "10099" {
				t.Errorf("%+v", r)
			}
		}},
	} {
		t.Run(what, func(t *testing.T) { c.check(t, l.with(t, db.Config{}, c.changes...).pricing(t)) })
	}
}

func absent(t *testing.T, p totals.Pricing) {
	t.Helper()
	if r := ruleOf(p, 50); r != nil || len(p.Rules) != 4 {
		t.Errorf("%d rules, among them %+v", len(p.Rules), r)
	}
}

// needsMagento wants the engine to leave the rule to Magento.
func needsMagento(t *testing.T, p totals.Pricing) {
	t.Helper()
	if r := judged(t, p); !slices.Equal(r.NeedsMagento, []int64{50}) {
		t.Errorf("the engine leaves %v to Magento", r.NeedsMagento)
	}
}

func always(t *testing.T, p totals.Pricing) {
	t.Helper()
	if r := judged(t, p); len(r.NeedsMagento) > 0 || !slices.Contains(r.Rules, int64(50)) {
		t.Errorf("rules %v, left to Magento %v", r.Rules, r.NeedsMagento)
	}
}

// judged is what one product of 10.00 comes to.
func judged(t *testing.T, p totals.Pricing) totals.Result {
	t.Helper()
	engine, err := totals.New(&p.Snapshot)
	if err != nil {
		t.Fatal(err)
	}
	return engine.Calculate(&totals.Basket{Date: "2026-11-21", Config: p.Config, CustomerTaxClass: p.Class(0), Website: 1, Currency: p.Currency,
		Items: []totals.Item{{SKU: "A", Qty: totals.Int(1), Type: "simple", Price: totals.Int(10), TaxClass: 2}}})
}

func TestChangesTellOfPricing(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for what, c := range map[string]struct {
		change string
		want   bool
	}{
		"nothing":                           {"UPDATE salesrule SET is_active = 1 WHERE rule_id = 1", false},
		"a rule switched off":               {"UPDATE salesrule SET is_active = 0 WHERE rule_id = 1", true},
		"a condition":                       {"UPDATE salesrule SET conditions_serialized = '{}' WHERE rule_id = 1", true},
		"a website of a rule":               {"DELETE FROM salesrule_website WHERE rule_id = 2", true},
		"a group of a rule":                 {"DELETE FROM salesrule_customer_group WHERE rule_id = 2 AND customer_group_id = 3", true},
		"a label":                           {"INSERT INTO salesrule_label (rule_id, store_id, label) VALUES (1, 0, 'Tees')", true},
		"a label of another store":          {"INSERT INTO salesrule_label (rule_id, store_id, label) VALUES (1, 9, 'Tees')", false},
		"a new code":                        {"INSERT INTO salesrule_coupon (rule_id, code, type) VALUES (4, 'H30', 0)", true},
		"a use of a code that has no limit": {"UPDATE salesrule_coupon SET times_used = times_used + 1 WHERE code = 'H20'", false},
		"a tax rate":                        {"UPDATE tax_calculation_rate SET rate = 8.5 WHERE tax_calculation_rate_id = 2", true},
		"a priority of a tax rule":          {"UPDATE tax_calculation_rule SET priority = 1 WHERE tax_calculation_rule_id = 1", true},
		"a class of a group":                {"UPDATE customer_group SET tax_class_id = 2 WHERE customer_group_id = 2", true},
		"a setting of totals":               {"INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'tax/calculation/discount_tax', '1')", true},
		"another setting":                   {"INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'design/header/welcome', 'Hi')", false},
	} {
		t.Run(what, func(t *testing.T) {
			s := l.with(t, db.Config{})
			mark := s.changes(t, pos.SourceMark{})
			if mark.Pricing {
				t.Error("the first reading tells of a change")
			}
			s.change(t, c.change)
			if told := s.changes(t, mark.Next); told.Pricing != c.want {
				t.Errorf("told %v, want %v", told.Pricing, c.want)
			}
		})
	}
}

func TestARecordedCartComesFromDocuments(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	p := s.pricing(t)
	docs := totals.Documents{Products: map[int64]pos.RegisterProduct{}, Categories: map[int64]pos.Category{}, Root: s.store.RootCategoryID}
	for _, product := range s.all(t, 1000) {
		docs.Products[product.ID] = registerProduct(t, product, p.Attributes)
	}
	categories, err := s.Categories(t.Context(), s.store)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range categories {
		docs.Categories[c.ID] = c
	}
	// What the recorded carts say of these products (category_ids of shared golden vectors).
	for id, want := range map[int64][]int64{1: {2, 3, 4}, 6: {2, 3, 4}, 47: {2, 9, 10}} {
		b, err := p.Basket(totals.Cart{Date: "2026-11-21", Lines: []totals.CartLine{{Product: id, Quantity: totals.Int(2)}}}, docs)
		if err != nil {
			t.Fatal(err)
		}
		if it := b.Items[0]; !slices.Equal(it.Categories, want) || it.TaxClass != 2 {
			t.Errorf("%s is in %v with tax class %d, want %v and 2", it.SKU, it.Categories, it.TaxClass, want)
		}
	}
	engine, err := totals.New(&p.Snapshot)
	if err != nil {
		t.Fatal(err)
	}
	b, err := p.Basket(totals.Cart{Date: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC).Format(time.DateOnly),
		Address: totals.Address{Country: "US", RegionCode: "NY", Postcode: "10001"},
		Lines:   []totals.CartLine{{Product: 1, Quantity: totals.Int(2)}, {Product: 6, Quantity: totals.Int(3)}}}, docs)
	if err != nil {
		t.Fatal(err)
	}
	// 2 x 34.00 and 3 x 59.00: above 200.00 the third rule of the shop takes 20 %; New York takes 8.375 %.
	if r := engine.Calculate(b); r.DiscountAmount.String() != "-49" || r.GrandTotal.String() != "212.42" || r.Payable.Amount != 21242 {
		t.Errorf("discount %s, grand total %s, rules %v", r.DiscountAmount, r.GrandTotal, r.Rules)
	}
}

func registerProduct(t *testing.T, p pos.Product, attributes []string) (out pos.RegisterProduct) {
	t.Helper()
	whole, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	cut, err := pos.RegisterDocument(whole, attributes)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(cut, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
