package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

var _ placement.Imports = (*rest.Client)(nil)

const sentPicture = `{"custom_options":[{"option_id":"2","option_value":"file","extension_attributes":{"file_info":` +
	`{"base64_encoded_data":"R0lGODlhAQAB","type":"image/gif","name":"logo.gif"}}}]}`

func picture() *pos.Choices {
	return &pos.Choices{Custom: []pos.CustomChoice{
		{OptionID: 2, Value: "logo.gif", File: &pos.ChosenFile{MediaType: "image/gif", Content: "R0lGODlhAQAB"}}}}
}

func TestPicturesGoIntoTheCart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answered string
		want     pos.Code
	}{
		"and are kept": {`{"item_id":6,"product_type":"simple","product_option":{"extension_attributes":{"custom_options":[` +
			`{"option_id":2,"option_value":"image/gif,logo.gif,/srv/pub/media/custom_options/quote/l/o/logo.gif"}]}}}`, ""},
		"or are dropped without a word":    {`{"item_id":6,"product_type":"simple","product_option":{"extension_attributes":[]}}`, pos.CodeRejectedByShop},
		"or are dropped beside other ones": {`{"item_id":6,"product_option":{"extension_attributes":{"custom_options":[{"option_id":"1","option_value":"2"}]}}}`, pos.CodeRejectedByShop},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch {
				case strings.HasSuffix(r.URL.Path, "/items") && r.Method == http.MethodPost:
					jsonAnswer(200, c.answered).ServeHTTP(w, r)
				case strings.HasSuffix(r.URL.Path, "/items"):
					jsonAnswer(200, "[]").ServeHTTP(w, r)
				default:
					jsonAnswer(200, `{"totals":{"grand_total":9,"quote_currency_code":"USD","items":[{"item_id":6}]}}`).ServeHTTP(w, r)
				}
			}))
			o := order("MUG")
			o.Lines[0].Choices = picture()
			if _, err := client.FillCart(t.Context(), cart14, o, nyc()); pos.CodeOf(err) != c.want {
				t.Errorf("%v, want %q", err, c.want)
			}
			for _, call := range calls.all() {
				if len(call.body) > 0 && strings.HasSuffix(call.path, "/items") {
					sameJSON(t, call.body, `{"cartItem":{"quote_id":"`+masked+`","sku":"MUG","qty":1,"product_option":{"extension_attributes":`+sentPicture+`}}}`)
				}
			}
		})
	}
}
