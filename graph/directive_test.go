package graph_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

func TestDirectivesOfDescriptionsAreRendered(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"a text without any":                  {"<b>plain</b> & {single}", "<b>plain</b> & {single}"},
		"media":                               {`<img src="{{media url="wysiwyg/a.jpg"}}">`, `<img src="http://shop/media/wysiwyg/a.jpg">`},
		"media whose quotes are escaped":      {`<img src="{{media url=&quot;wysiwyg/a.jpg&quot;}}">`, `<img src="http://shop/media/wysiwyg/a.jpg">`},
		"media without quotes":                {`{{media url=wysiwyg/a.jpg}} and {{MEDIA url='b.jpg'}}`, `http://shop/media/wysiwyg/a.jpg and http://shop/media/b.jpg`},
		"a store's path":                      {`<a href="{{store url='contact'}}">`, `<a href="http://shop/contact/">`},
		"a store's root":                      {`<a href="{{store url=""}}women/tops.html">`, `<a href="http://shop/women/tops.html">`},
		"a store's direct address":            {`{{store direct_url="tops.html" _query_p="2"}}`, `http://shop/tops.html?p=2`},
		"a store's path with parameters":      {`{{store url="review" id=5}}`, `http://shop/review/index/index/id/5/`},
		"a setting":                           {`{{config path="general/store_information/name"}} at {{config path="web/unsecure/base_url"}}`, `Luma at http://shop/`},
		"a country and a region":              {`{{config path="general/store_information/region_id"}}, {{config path="general/store_information/country_id"}}`, `New York, United States`},
		"a setting that no text may show":     {`[{{config path="tax/secret"}}]`, `[]`},
		"a variable of a template":            {`[{{media url=$secret}}]`, `[http://shop/media/]`},
		"what takes PHP to render":            {`a{{widget type="Magento\\Cms\\Block" id="1"}}b{{block id="x"}}c`, `abc`},
		"a condition, with what it surrounds": {`a{{if x}}b{{/IF}}c`, `ac`},
		"the first closing counts":            {`a{{if x}}b{{else}}c{{/if}}d{{/if}}e{{depend y}}f{{/depend}}{{if z}}g`, `ad{{/if}}eg`},
		"what is no directive":                {`{{ name }} {{handlebars}} {{ {{media`, `{{ name }} {{handlebars}} {{ {{media`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			w.catalog.Shop.BaseMediaURL, w.catalog.Shop.BaseLinkURL, w.catalog.Shop.BaseURL = "http://shop/media/", "http://shop/", "http://shop/"
			w.catalog.Shop.Countries = []pos.Country{{ID: "US", Name: "United States", Regions: []pos.Region{{ID: 43, Name: "New York"}}}}
			w.catalog.Shop.Settings = map[string]string{
				"general/store_information/name": "Luma", "general/store_information/country_id": "US", "general/store_information/region_id": "43", "tax/secret": "x",
			}
			w.catalog.product("24-MB01").Attributes = pos.NewAttributes(map[string]string{"description": c.text, "short_description": c.text})
			for i := range w.catalog.Tree {
				w.catalog.Tree[i].Attributes = map[string]string{"description": c.text}
			}
			a := w.ask(t, `{category(id:4){description} products(filter:{sku:{eq:"24-MB01"}}){items{description{html} short_description{html}}}}`, nil, "")
			told, err := json.Marshal(c.want)
			if err != nil {
				t.Fatal(err)
			}
			html := `{"html":` + string(told) + `}`
			want := `{"data":{"category":{"description":` + string(told) + `},"products":{"items":[{"description":` + html + `,"short_description":` + html + `}]}}}`
			if diff := cmp.Diff(parse(t, []byte(want)), parse(t, a.Raw)); diff != "" {
				t.Errorf("Magento's -, ours +\n%s", diff)
			}
		})
	}
}

// Each of a million directives had the rest of the text looked through for what closes it: 3,000,000,000,000 bytes, which no test waits
// for the end of.
func TestRegression_ManyDirectivesThatNothingClosesTookHours(t *testing.T) {
	t.Parallel()
	w := setup(t)
	for i := range w.catalog.Tree {
		w.catalog.Tree[i].Attributes = map[string]string{"description": strings.Repeat("{{if}}", 1<<20) + "{{/unless}}."}
	}
	a := w.ask(t, `{category(id:4){description}}`, nil, "")
	if want := `{"data":{"category":{"description":"{{/unless}}."}}}`; string(a.Raw) != want {
		t.Errorf("got %.200s, want %s", a.Raw, want)
	}
}

func TestDescriptionsThatAreNoHTMLAreEscaped(t *testing.T) {
	t.Parallel()
	const text = "a <b> & &amp; \"c\"\n{{media url=d}} 'e'"
	for name, c := range map[string]struct {
		attribute pos.Attribute
		want      string
	}{
		"a text":         {pos.Attribute{Code: "description", Input: "text"}, "a &lt;b&gt; &amp; &amp; &quot;c&quot;\n{{media url=d}} &#039;e&#039;"},
		"an area":        {pos.Attribute{Code: "description", Input: "textarea"}, "a &lt;b&gt; &amp; &amp; &quot;c&quot;<br />\n{{media url=d}} &#039;e&#039;"},
		"but HTML stays": {pos.Attribute{Code: "description", Input: "textarea", HTML: true}, text},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			w.catalog.Known = []pos.Attribute{c.attribute}
			w.catalog.product("24-MB01").Attributes = pos.NewAttributes(map[string]string{"description": text})
			a := w.ask(t, `{products(filter:{sku:{eq:"24-MB01"}}){items{description{html}}}}`, nil, "")
			told, err := json.Marshal(c.want)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(parse(t, []byte(`{"data":{"products":{"items":[{"description":{"html":`+string(told)+`}}]}}}`)), parse(t, a.Raw)); diff != "" {
				t.Errorf("Magento's -, ours +\n%s", diff)
			}
		})
	}
}
