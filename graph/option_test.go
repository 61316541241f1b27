package graph_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

// The expected answers follow from Magento's source: the classes that are named where the code does it.
func TestLabelsOfATranslatedStoreView(t *testing.T) {
	t.Parallel()
	w := setup(t)
	axes := w.catalog.product("WS12").Options
	color := &axes[slices.IndexFunc(axes, func(o pos.ConfigurableOption) bool { return o.Code == "color" })]
	color.Label = "Farbe von damals"
	color.Values = []pos.OptionValue{{ID: 50, Label: "Blau"}, {ID: 53, Label: "Grün"}, {ID: 56, Label: "Rot"}}
	w.catalog.product("WS12").Options = []pos.ConfigurableOption{*color}
	w.catalog.Known = []pos.Attribute{{ID: 93, Code: "color", Label: "Farbe", Options: []pos.AttributeOption{
		{Value: "50", Label: "Blau", DefaultLabel: "Blue"}, {Value: "53", Label: "Grün"}}}}
	a := w.ask(t, `{products(filter:{sku:{eq:"WS12"}}){items{... on ConfigurableProduct{
		configurable_options{label values{label default_label store_label}} configurable_product_options_selection{configurable_options{label values{label}}}}}}}`, nil, "")
	want := `{"data":{"products":{"items":[{"configurable_options":[{"label":"Farbe","values":[
		{"label":"Blau","default_label":"Blue","store_label":"Blue"},{"label":"Grün","default_label":"Grün","store_label":"Grün"},
		{"label":"Rot","default_label":"Rot","store_label":"Rot"}]}],
		"configurable_product_options_selection":{"configurable_options":[{"label":"Farbe von damals","values":[{"label":"Blau"},{"label":"Grün"},{"label":"Rot"}]}]}}]}}}`
	if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw)); diff != "" {
		t.Errorf("Magento's -, ours +\n%s", diff)
	}
}

// What a column of catalog_product_option holds is told as it is (Magento\CatalogGraphQl\Model\Resolver\Product\Options): nothing, or 0.
func TestCustomOptionsTellLimitsThatAreNotSetFromNone(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.catalog.product("24-MB01").CustomOptions = []pos.CustomOption{
		{ID: 1, Type: "field"}, {ID: 2, Type: "area", MaxCharacters: new(0)}, {ID: 3, Type: "file", ImageWidth: new(0)},
	}
	a := w.ask(t, `{products(filter:{sku:{eq:"24-MB01"}}){items{... on SimpleProduct{options{
		... on CustomizableFieldOption{value{max_characters}} ... on CustomizableAreaOption{note:value{max_characters}}
		... on CustomizableFileOption{file:value{image_size_x image_size_y}}}}}}}`, nil, "")
	want := `{"data":{"products":{"items":[{"options":[{"value":{"max_characters":null}},{"note":{"max_characters":0}},{"file":{"image_size_x":0,"image_size_y":null}}]}]}}}`
	if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw)); diff != "" {
		t.Errorf("Magento's -, ours +\n%s", diff)
	}
}
