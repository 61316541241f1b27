package db_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

func TestAttributesOfCategoriesAndCustomers(t *testing.T) {
	t.Parallel()
	s := recorded(t, "dump.sql.gz")
	s.change(t,
		"UPDATE customer_eav_attribute_website SET is_required = 1, multiline_count = 3 WHERE attribute_id = 27 AND website_id = 1",
		"INSERT INTO eav_attribute_label (attribute_id, store_id, value) VALUES (27, 1, 'Firm')",
		"UPDATE customer_eav_attribute SET validate_rules = '[]' WHERE attribute_id = 29",
	)
	of := func(entity, code string) pos.EntityAttribute {
		t.Helper()
		all, err := s.EntityAttributes(t.Context(), s.store, entity)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSortedFunc(all, func(a, b pos.EntityAttribute) int { return int(a.ID - b.ID) }) {
			t.Errorf("attributes of %s are not in the order of their ids", entity)
		}
		i := slices.IndexFunc(all, func(a pos.EntityAttribute) bool { return a.Code == code })
		if i < 0 {
			t.Fatalf("%s has no %s", entity, code)
		}
		return all[i]
	}
	company := of("customer_address", "company")
	want := pos.EntityAttribute{
		Attribute: pos.Attribute{ID: 27, Code: "company", Label: "Firm", Input: "text", Backend: "static", Required: true}, Lines: 3, SortOrder: 60,
		Rules: []pos.ValidationRule{{Name: "max_text_length", Value: "255"}, {Name: "min_text_length", Value: "1"}},
		Forms: []string{"adminhtml_customer_address", "customer_address_edit", "customer_register_address"},
	}
	if diff := cmp.Diff(want, company); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if city := of("customer_address", "city"); city.Rules != nil {
		t.Errorf("an empty list is no rules: %+v", city.Rules)
	}
	if gender := of("customer", "gender"); !gender.Hidden || len(gender.Options) != 3 || gender.Options[0].Label != "Male" {
		t.Errorf("%+v", gender)
	}
	if group := of("customer", "group_id"); len(group.Options) != 3 || group.Options[0].Label != "General" {
		t.Errorf("%+v", group.Options)
	}
	if sorts := of("catalog_category", "default_sort_by").Options; len(sorts) != 3 || sorts[0].Value != "position" || sorts[2].Value != "price" {
		t.Errorf("%+v", sorts)
	}
	if blocks := of("catalog_category", "landing_page").Options; len(blocks) != 18 || blocks[0].Value != "" || blocks[1].Label != "Footer Links Block" {
		t.Errorf("%+v", blocks)
	}
	if none, err := s.EntityAttributes(t.Context(), s.store, "nope"); err != nil || len(none) != 0 {
		t.Errorf("%v, %v", none, err)
	}
}

func TestSourcesThatHaveProducts(t *testing.T) {
	t.Parallel()
	s := recorded(t, "dump.sql.gz")
	for _, tt := range []struct {
		skus []string
		want []string
	}{
		{[]string{"24-MB01"}, []string{"default", "store_la", "store_nyc", "warehouse"}},
		{[]string{"24-MB01", "VIRT-GIFTWRAP"}, []string{"default", "warehouse"}},
		{[]string{"no-such"}, []string{}},
	} {
		got, err := s.SourcesOf(t.Context(), tt.skus)
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q, %v", tt.skus, got, tt.want, err)
		}
	}
	s.change(t, "DROP TABLE inventory_source_item")
	if got, err := s.SourcesOf(t.Context(), []string{"24-MB01"}); err != nil || len(got) != 0 {
		t.Errorf("without MSI: %q, %v", got, err)
	}
}
