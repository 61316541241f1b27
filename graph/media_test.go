package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

// The expected answers follow from Magento's source: the classes that are named where the code does it.
func TestWhatMagentoTellsOfMedia(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.catalog.product("24-MB01").Gallery = []pos.Media{
		{ID: 1, Type: "image", File: "/a.jpg", Position: 1},
		{ID: 2, Type: "image", File: "/b.jpg", Label: new(""), Position: 2},
		{ID: 3, Type: "external-video", File: "/c.jpg", Label: new("Seen"), Position: 3, Video: &pos.Video{Provider: new(""), URL: new("https://youtu.be/3"), Title: new("A bag")}},
	}
	w.catalog.product("WS12-XS-Blue").Gallery = []pos.Media{{ID: 1, Type: "image", File: "/a.jpg", Position: 1}, {ID: 2, Type: "image", File: "/b.jpg", Label: new(""), Position: 1}}
	const (
		video    = `video_content{media_type video_provider video_url video_title video_description video_metadata}`
		told     = `{"media_type":"external-video","video_provider":"","video_url":"https://youtu.be/3","video_title":"A bag","video_description":null,"video_metadata":null}`
		selected = `{products(filter:{sku:{eq:"WS12"}}){items{... on ConfigurableProduct{configurable_product_options_selection(configurableOptionValueUids:[` +
			`"Y29uZmlndXJhYmxlLzkzLzUw","Y29uZmlndXJhYmxlLzE0NC8xNjY="]){media_gallery{label}}}}}}`
	)
	for name, c := range map[string]struct{ query, data string }{
		"an image without a label bears the product's name": {
			`{products(filter:{sku:{eq:"24-MB01"}}){items{media_gallery{label}}}}`,
			`{"products":{"items":[{"media_gallery":[{"label":"Joust Duffle Bag"},{"label":""},{"label":"Seen"}]}]}}`,
		},
		"but not in the gallery's older form": {
			`{products(filter:{sku:{eq:"24-MB01"}}){items{media_gallery_entries{label}}}}`,
			`{"products":{"items":[{"media_gallery_entries":[{"label":null},{"label":""},{"label":"Seen"}]}]}}`,
		},
		"nor in that of a selection": {
			selected, `{"products":{"items":[{"configurable_product_options_selection":{"media_gallery":[{"label":null},{"label":""}]}}]}}`,
		},
		"a video tells where it is": {
			`{products(filter:{sku:{eq:"24-MB01"}}){items{media_gallery{__typename ... on ProductVideo{` + video + `}}}}}`,
			`{"products":{"items":[{"media_gallery":[{"__typename":"ProductImage"},{"__typename":"ProductImage"},{"__typename":"ProductVideo","video_content":` + told + `}]}]}}`,
		},
		"in the gallery's older form too": {
			`{products(filter:{sku:{eq:"24-MB01"}}){items{media_gallery_entries{` + video + `}}}}`,
			`{"products":{"items":[{"media_gallery_entries":[{"video_content":null},{"video_content":null},{"video_content":` + told + `}]}]}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := w.ask(t, c.query, nil, "")
			if diff := cmp.Diff(parse(t, []byte(`{"data":`+c.data+`}`)), parse(t, a.Raw)); diff != "" {
				t.Errorf("Magento's -, ours +\n%s", diff)
			}
		})
	}
}
