package rest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
)

func TestNumbersComeAsNumbersAndAsStrings(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]int64{
		`36.39`: 3639, `"36.3900"`: 3639, `36`: 3600, `"36"`: 3600, `null`: 0, `""`: 0, `-45.12`: -4512, `0.005`: 1, `"1e2"`: 10000, `true`: 100,
	} {
		c, _ := shop(t, jsonAnswer(200, `{"entity_id":"5","order_currency_code":"USD","subtotal":`+raw+`}`))
		o, err := c.ShopOrder(t.Context(), "5")
		if err != nil || o.Totals.Subtotal != want || o.ID != "5" {
			t.Errorf("%s: %+v, %v", raw, o, err)
		}
	}
	for _, raw := range []string{`"abc"`, `"1e999999999"`, `1e99999999`, `"NaN"`, `"0x10"`, `"12345678901234567890123456789012345678901234567890123456789012345"`} {
		c, _ := shop(t, jsonAnswer(200, `{"entity_id":5,"order_currency_code":"USD","subtotal":`+raw+`}`))
		if _, err := c.ShopOrder(t.Context(), "5"); pos.KindOf(err) != pos.KindUnavailable {
			t.Errorf("%s: %v", raw, err)
		}
	}
}

// FuzzAnswers feeds an order's number fields with anything: the client must refuse or read it, quickly, and never panic.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{`1`, `"1.50"`, `null`, `""`, `[1,"2"]`, `{"a":1}`, `"1e400"`, `-0`, `true`, `"0000000012"`, `1E+5`, `"\u0031"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		body := `{"entity_id":` + raw + `,"subtotal":` + raw + `,"order_currency_code":"USD","items":[{"item_id":1,"qty_ordered":` + raw + `,"is_virtual":` + raw + `}]}`
		c, err := rest.New(rest.Config{BaseURL: "http://shop.example", Token: "T", Client: &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
			return jsonResponse(200, body), nil
		})}})
		if err != nil {
			t.Fatal(err)
		}
		o, err := c.ShopOrder(context.Background(), "1")
		var plain float64
		if json.Unmarshal([]byte(raw), &plain) != nil || err != nil || len(raw) > 12 {
			return
		}
		want, err := decimal.NewFromString(raw)
		if err == nil && o.Totals.Subtotal != pos.ToMinor(want, "USD") {
			t.Errorf("%s became %d", raw, o.Totals.Subtotal)
		}
	})
}
