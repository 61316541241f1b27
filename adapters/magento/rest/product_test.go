package rest_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func TestOptionsAreInTheOrderOfTheAttributeNotOfTheirIDs(t *testing.T) {
	t.Parallel()
	shopCatalog := newCatalog(t)
	// In Magento's list of sizes XS (166) stands before 65 cm (92); 9999 was deleted.
	for id, size := range map[int64]string{1548: "92", 1549: "9999"} {
		shopCatalog.children[id]["custom_attributes"] = json.RawMessage(`[{"attribute_code":"size","value":"` + size + `"},{"attribute_code":"color","value":"50"}]`)
	}
	c, _ := shop(t, shopCatalog)
	products, err := c.ProductsByID(t.Context(), store1, []int64{1562})
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, v := range products[0].Options[0].Values {
		got = append(got, v.ID)
	}
	if want := []int64{166, 92, 167, 168, 169, 170, 9999}; !slices.Equal(got, want) {
		t.Errorf("sizes %v, want %v", got, want)
	}
}

func TestAShortPageIsNotTheEndWhileMagentoCountsMore(t *testing.T) {
	t.Parallel()
	// A plug-in of the shop took a product out of the first page.
	c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		after := r.URL.Query().Get("searchCriteria[filterGroups][0][filters][0][value]")
		switch {
		case !strings.HasSuffix(r.URL.Path, "/V1/products"):
			jsonAnswer(200, `{"items":[]}`).ServeHTTP(w, r)
		case after == "0":
			jsonAnswer(200, `{"items":[{"id":1,"sku":"A","type_id":"simple"}],"total_count":3}`).ServeHTTP(w, r)
		case after == "1":
			jsonAnswer(200, `{"items":[{"id":3,"sku":"C","type_id":"simple","extension_attributes":[]}],"total_count":1}`).ServeHTTP(w, r)
		default:
			t.Errorf("asked for what comes after %s", after)
		}
	}))
	products, err := c.Products(t.Context(), store1, 0, 10)
	if err != nil || len(products) != 2 || products[1].SKU != "C" {
		t.Errorf("%+v, %v", products, err)
	}
}

func TestAProductThatIsNotRenderedHasNoPrices(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, newCatalog(t))
	products, err := c.ProductsByID(t.Context(), store1, []int64{1, 47})
	if err != nil {
		t.Fatal(err)
	}
	if len(products[0].Prices) != 1 || products[0].Prices[0].Group != 0 || products[1].Prices != nil {
		t.Errorf("%v, %v", products[0].Prices, products[1].Prices)
	}
}

func TestPricesOfCompositesAreThoseOfTheirParts(t *testing.T) {
	t.Parallel()
	for kind, want := range map[pos.ProductType]string{
		pos.TypeSimple:       `{"group":0,"regular":"39","final":"32","min":"31.2","max":"40"}`,
		pos.TypeConfigurable: `{"group":0,"regular":"39","final":"31.2","min":"31.2","max":"40"}`,
		pos.TypeBundle:       `{"group":0,"regular":"31.2","final":"31.2","min":"31.2","max":"40"}`,
		pos.TypeGrouped:      `{"group":0,"regular":"31.2","final":"31.2","min":"31.2","max":"40"}`,
	} {
		c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/products-render-info"):
				if q := r.URL.Query(); q.Get("storeId") != "1" || q.Get("currencyCode") != "USD" {
					t.Errorf("rendered for %v", q)
				}
				jsonAnswer(200, `{"items":[{"id":1,"price_info":{"final_price":32,"regular_price":"39.0000","minimal_price":31.2,"max_price":40}}]}`).ServeHTTP(w, r)
			case strings.HasSuffix(r.URL.Path, "/V1/products"):
				jsonAnswer(200, `{"items":[{"id":1,"sku":"A","type_id":"`+string(kind)+`","price":39}],"total_count":1}`).ServeHTTP(w, r)
			default:
				jsonAnswer(200, `{"items":[]}`).ServeHTTP(w, r)
			}
		}))
		products, err := c.ProductsByID(t.Context(), store1, []int64{1})
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(products[0].Prices[0])
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, got, want)
		if own := products[0].Price != nil; own != (kind == pos.TypeSimple) {
			t.Errorf("%s: own price %v", kind, own)
		}
	}
}

func TestMediaAreToldWithTheirLabelsAndVideos(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/V1/products") {
			jsonAnswer(200, `{"items":[]}`).ServeHTTP(w, r)
			return
		}
		jsonAnswer(200, `{"items":[{"id":1,"sku":"A","type_id":"simple","media_gallery_entries":[
			{"id":1,"media_type":"image","label":null,"position":1,"disabled":false,"file":"/a.jpg"},
			{"id":2,"media_type":"image","label":"","position":2,"disabled":false,"file":"/b.jpg","extension_attributes":[]},
			{"id":3,"media_type":"external-video","label":"Seen","position":3,"disabled":false,"file":"/c.jpg","extension_attributes":{"video_content":{
				"media_type":"external-video","video_provider":"","video_url":"https://youtu.be/3","video_title":"A","video_description":null}}}]}],"total_count":1}`).ServeHTTP(w, r)
	}))
	products, err := c.ProductsByID(t.Context(), store1, []int64{1})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(products[0].Gallery)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, got, `[{"id":1,"type":"image","file":"/a.jpg","position":1},{"id":2,"type":"image","file":"/b.jpg","label":"","position":2},
		{"id":3,"type":"external-video","file":"/c.jpg","label":"Seen","position":3,"video":{"provider":"","url":"https://youtu.be/3","title":"A"}}]`)
}

// Magento leaves out what nobody has set (Magento\Framework\Webapi\ServiceOutputProcessor), and tells 0 where that is stored.
func TestLimitsOfCustomOptionsThatAreNotSetAreNotTold(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/V1/products") {
			jsonAnswer(200, `{"items":[]}`).ServeHTTP(w, r)
			return
		}
		jsonAnswer(200, `{"items":[{"id":1,"sku":"A","type_id":"simple","options":[{"option_id":1,"type":"field","sort_order":1},
			{"option_id":2,"type":"field","sort_order":2,"max_characters":0,"image_size_x":0}]}],"total_count":1}`).ServeHTTP(w, r)
	}))
	products, err := c.ProductsByID(t.Context(), store1, []int64{1})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(products[0].CustomOptions)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, got, `[{"id":1,"title":"","type":"field","sortOrder":1,"price":{"amount":"0"}},
		{"id":2,"title":"","type":"field","sortOrder":2,"price":{"amount":"0"},"maxCharacters":0,"imageWidth":0}]`)
}
