package db_test

import (
	"slices"
	"testing"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/gateway/pos"
)

func TestAttributes(t *testing.T) {
	t.Parallel()
	s := newLab(t).with(t, db.Config{}, optionLabel, colorLabel)
	all, err := s.Attributes(t.Context(), s.store)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(all, func(a, b pos.Attribute) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	}) {
		t.Error("attributes do not ascend by code")
	}
	one := func(code string) pos.Attribute {
		i := slices.IndexFunc(all, func(a pos.Attribute) bool { return a.Code == code })
		if i < 0 {
			t.Fatalf("no attribute %s", code)
		}
		return all[i]
	}
	color := one("color")
	if color.Label != "Shade" || color.Swatch != "visual" || color.Filterable != 1 || color.SearchWeight != 1 || len(color.ApplyTo) != 3 || !color.UpdatesPreview {
		t.Errorf("color is %+v", color)
	}
	azure := color.Options[slices.IndexFunc(color.Options, func(o pos.AttributeOption) bool { return o.Value == "50" })]
	if azure.Label != "Azure" || azure.DefaultLabel != "Blue" || azure.Swatch != "#1857f7" || *azure.SwatchType != 1 {
		t.Errorf("option 50 is %+v", azure)
	}
	if i := slices.IndexFunc(color.Options, func(o pos.AttributeOption) bool { return o.Default }); color.Options[i].Value != "49" {
		t.Errorf("%+v is the default colour, want 49", color.Options[i])
	}
	for code, want := range map[string]string{"eco_collection": "Yes", "status": "Enabled", "tax_class_id": "None", "visibility": "Not Visible Individually"} {
		if options := one(code).Options; len(options) == 0 || options[0].Label != want {
			t.Errorf("options of %s: %+v, want %s first", code, options, want)
		}
	}
	if weight := one("name").SearchWeight; weight != 5 {
		t.Errorf("the name's search weight is %d, want 5", weight)
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	s := newLab(t).with(t, db.Config{},
		"INSERT INTO url_rewrite (entity_type, entity_id, request_path, target_path, redirect_type, store_id) VALUES ('product', 1, 'old-bag.html', 'joust-duffle-bag.html', 301, 1), ('custom', 0, 'elsewhere', 'x', 302, 0)")
	routes, err := s.Routes(t.Context(), s.store)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(routes, pos.Route{Path: "no-route", Type: "cms-page", EntityID: 1, Target: "cms/page/view/page_id/1", Page: "no-route", Title: "404 Not Found"}) ||
		!slices.Contains(routes, pos.Route{Path: "old-bag.html", Type: "product", EntityID: 1, Target: "joust-duffle-bag.html", Redirect: 301}) {
		t.Errorf("routes %+v lack a page or a redirect", routes)
	}
	for _, r := range routes {
		if r.Path == "joust-duffle-bag.html" || r.Path == "elsewhere" {
			t.Errorf("%+v is of the product itself, or of another store view", r)
		}
	}
	if urls := s.product(t, 1).URLs; !slices.Contains(urls, "joust-duffle-bag.html") || slices.Contains(urls, "old-bag.html") {
		t.Errorf("urls %v", urls)
	}
}
