package app_test

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/tillway/tillway/adapters/testserver"
)

// TestPricesWithTaxFromMagentosSettings shows the recorded shop's prices with New York's tax of 8.375 %. The amounts are worked out
// by hand from Magento's source: a millionth is added to every tax.
func TestPricesWithTaxFromMagentosSettings(t *testing.T) {
	t.Parallel()
	root := gatewayOnDump(t, filepath.Join(testserver.Recordings(t), "dump.sql.gz"), `REPLACE INTO core_config_data (scope, scope_id, path, value) VALUES
		('default', 0, 'tax/display/type', '2'), ('default', 0, 'tax/defaults/country', 'US'), ('default', 0, 'tax/defaults/region', '43'),
		('default', 0, 'tax/defaults/postcode', '*')`)
	for sku, want := range map[string]struct{ least, most, tax float64 }{
		"24-MB01":  {36.847501, 36.847501, 2.847501}, // 34
		"MH01":     {56.355001, 56.355001, 4.355001}, // 52, of the variants
		"24-WG080": {66.108754, 83.448754, 5.108754}, // 61 to 77, of four parts
		"240-LV04": {6.502501, 6.502501, 0.502501},   // 6, a download
	} {
		body, err := json.Marshal(map[string]any{"query": `{products(filter:{sku:{eq:"` + sku + `"}}){items{price_range{minimum_price{final_price{value}} maximum_price{final_price{value}}}
			price{minimalPrice{adjustments{amount{value}}}}}}}`})
		if err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, root+"/graphql", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		type price struct {
			Final struct{ Value float64 } `json:"final_price"`
		}
		var got struct {
			Data struct {
				Products struct {
					Items []struct {
						Range struct {
							Least price `json:"minimum_price"`
							Most  price `json:"maximum_price"`
						} `json:"price_range"`
						Price struct {
							Least struct {
								Adjustments []struct{ Amount struct{ Value float64 } }
							} `json:"minimalPrice"`
						}
					}
				}
			}
		}
		err = json.NewDecoder(resp.Body).Decode(&got)
		_ = resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		items := got.Data.Products.Items
		if len(items) != 1 || len(items[0].Price.Least.Adjustments) != 1 {
			t.Errorf("%s: %+v", sku, got)
			continue
		}
		least, most, tax := items[0].Range.Least.Final.Value, items[0].Range.Most.Final.Value, items[0].Price.Least.Adjustments[0].Amount.Value
		if math.Abs(least-want.least) > 1e-9 || math.Abs(most-want.most) > 1e-9 || math.Abs(tax-want.tax) > 1e-9 {
			t.Errorf("%s costs %v to %v with %v of tax, want %v to %v with %v", sku, least, most, tax, want.least, want.most, want.tax)
		}
	}
}
