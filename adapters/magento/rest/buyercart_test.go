package rest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

func TestACustomersCartAsRecorded(t *testing.T) {
	t.Parallel()
	recordings := replay(t, "276", "278", "279", "280")
	again := false
	c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/carts/17/items"):
			jsonAnswer(200, "[]").ServeHTTP(w, r)
		case again && r.Method == http.MethodPut:
			recorded(t, "281").write(w)
		default:
			recordings.ServeHTTP(w, r)
		}
	}))
	at, o := nyc(), order("24-MB04")
	o.Placement.Contact = &pos.Contact{Email: "ana@example.com", FirstName: "Ana", LastName: "Poole"}
	cart, err := c.OpenCustomerCart(t.Context(), "default", 103, pos.CartRef{})
	if err != nil || cart != (pos.CartRef{QuoteID: "17"}) {
		t.Fatalf("%+v, %v", cart, err)
	}
	quote, err := c.FillCart(t.Context(), cart, o, at)
	if want := (pos.Totals{Subtotal: 3200, Shipping: 500, Tax: 268, Total: 3968}); err != nil || quote.Totals != want {
		t.Errorf("%+v, %v", quote, err)
	}
	if id, err := c.PlaceCart(t.Context(), cart, o, at); err != nil || id != "13" {
		t.Errorf("%q, %v", id, err)
	}
	again = true
	if _, err := c.PlaceCart(t.Context(), cart, o, at); pos.CodeOf(err) != pos.CodeOutcomeUnknown {
		t.Errorf("placing it again must lead to a look-up: %v", err)
	}
	all := calls.all()
	sameJSON(t, all[2].body, `{"cartItem":{"quote_id":"17","sku":"24-MB04","qty":1}}`)
	sameJSON(t, all[4].body, `{"paymentMethod":{"method":"checkmo"}}`)
	if body := string(all[3].body); !strings.Contains(body, `"firstname":"Ana"`) || !strings.Contains(body, `"email":"ana@example.com"`) {
		t.Errorf("%s", body)
	}
}

func TestACustomersOwnGoodsAreLeftAlone(t *testing.T) {
	t.Parallel()
	theirs := `[{"item_id":5,"sku":"THEIRS","qty":1}]`
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodGet:
			jsonAnswer(200, theirs).ServeHTTP(w, r)
		case strings.HasSuffix(r.URL.Path, "/customers/103/carts"):
			jsonAnswer(200, "17").ServeHTTP(w, r)
		case strings.HasSuffix(r.URL.Path, "/items"):
			jsonAnswer(200, `{"item_id":6,"sku":"OURS","product_type":"simple"}`).ServeHTTP(w, r)
		case strings.HasSuffix(r.URL.Path, "/shipping-information"):
			jsonAnswer(200, `{"totals":{"grand_total":9,"quote_currency_code":"USD","items":[{"item_id":5},{"item_id":6}]}}`).ServeHTTP(w, r)
		default:
			jsonAnswer(200, "true").ServeHTTP(w, r)
		}
	})
	c, calls := shop(t, handler)
	if _, err := c.OpenCustomerCart(t.Context(), "default", 103, pos.CartRef{}); pos.CodeOf(err) != pos.CodeCartInUse {
		t.Errorf("a cart with goods of theirs: %v", err)
	}
	ours := pos.CartRef{QuoteID: "17"}
	if cart, err := c.OpenCustomerCart(t.Context(), "default", 103, ours); err != nil || cart != ours {
		t.Errorf("the cart that we were at: %v", err)
	}
	theirs = "[]" // they add something while we fill it
	if _, err := c.FillCart(t.Context(), ours, order("OURS"), nyc()); pos.CodeOf(err) != pos.CodeCartInUse {
		t.Errorf("%v", err)
	}
	var deleted []string
	for _, r := range calls.all() {
		if strings.HasPrefix(r.key, "DELETE") {
			deleted = append(deleted, r.path)
		}
	}
	if len(deleted) != 1 || !strings.HasSuffix(deleted[0], "/carts/17/items/6") {
		t.Errorf("deleted %v, want our line only", deleted)
	}
}

func TestACustomerWhoWasDeleted(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, answering(t, "127"))
	if _, err := c.OpenCustomerCart(t.Context(), "default", 103, pos.CartRef{}); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("%v", err)
	}
	if _, err := c.Buyer(t.Context(), 103); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("%v", err)
	}
}

func TestACouponAsRecorded(t *testing.T) {
	t.Parallel()
	for recording, want := range map[string]pos.Code{"234": "", "233": pos.CodeCouponRefused} {
		coupon, calls := recorded(t, recording), 0
		c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.Method == http.MethodPut:
				calls++
				coupon.write(w)
			case r.Method == http.MethodGet:
				jsonAnswer(200, "[]").ServeHTTP(w, r)
			case strings.HasSuffix(r.URL.Path, "/items"):
				recorded(t, "222").write(w)
			default:
				recorded(t, "238").write(w)
			}
		}))
		o := order("24-MB02")
		o.Coupon = "H/20"
		if _, err := c.FillCart(t.Context(), cart14, o, nyc()); pos.CodeOf(err) != want || calls != 1 {
			t.Errorf("%s: %v after %d calls", recording, err, calls)
		}
	}
}

func TestWhatWasChosenGoesIntoTheCartAsRecorded(t *testing.T) {
	t.Parallel()
	n := decimal.NewFromInt
	for number, choices := range map[string]pos.Choices{
		"252": {Bundle: []pos.BundleChoice{{OptionID: 1, Selections: []int64{2}, Quantity: n(1)}, {OptionID: 2, Selections: []int64{4}, Quantity: n(1)},
			{OptionID: 3, Selections: []int64{5}, Quantity: n(1)}, {OptionID: 4, Selections: []int64{8}, Quantity: n(1)}}},
		"253": {Custom: []pos.CustomChoice{{OptionID: 1, Value: "2"}, {OptionID: 2, Value: "For Ana"}}},
		"254": {Links: []int64{1}},
	} {
		e := recorded(t, number)
		var want struct {
			CartItem struct {
				SKU    string          `json:"sku"`
				Option json.RawMessage `json:"product_option"`
			} `json:"cartItem"`
		}
		if err := json.Unmarshal(e.Request.Body, &want); err != nil {
			t.Fatal(err)
		}
		c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/items") && r.Method == http.MethodPost:
				e.write(w)
			case r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/items"):
				jsonAnswer(200, "[]").ServeHTTP(w, r)
			default:
				jsonAnswer(200, `{"totals":{"grand_total":1,"quote_currency_code":"USD"},"quote_currency_code":"USD"}`).ServeHTTP(w, r)
			}
		}))
		o := order(want.CartItem.SKU)
		o.Lines[0].Choices = &choices
		if _, err := c.FillCart(t.Context(), cart14, o, nyc()); err != nil {
			t.Errorf("%s: %v", number, err)
		}
		var sent struct {
			CartItem struct {
				Option json.RawMessage `json:"product_option"`
			} `json:"cartItem"`
		}
		if err := json.Unmarshal(calls.all()[1].body, &sent); err != nil {
			t.Fatal(err)
		}
		sameJSON(t, sent.CartItem.Option, string(want.CartItem.Option))
	}
}

func TestHowGoodsReachTheCustomer(t *testing.T) {
	t.Parallel()
	sent := func(o pos.Order, at pos.Location) map[string]any {
		c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.Method == http.MethodGet:
				jsonAnswer(200, "[]").ServeHTTP(w, r)
			case strings.HasSuffix(r.URL.Path, "/items"):
				recorded(t, "222").write(w)
			default:
				recorded(t, "288").write(w)
			}
		}))
		if _, err := c.FillCart(t.Context(), cart14, o, at); err != nil {
			t.Fatal(err)
		}
		var body struct {
			Information map[string]any `json:"addressInformation"`
		}
		list := calls.all()
		if err := json.Unmarshal(list[len(list)-1].body, &body); err != nil {
			t.Fatal(err)
		}
		return body.Information
	}
	street := func(information map[string]any, which string) string {
		lines, _ := json.Marshal(information[which].(map[string]any)["street"])
		return string(lines)
	}

	o := order("24-MB01")
	o.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "nyc"}
	got := sent(o, nyc())
	if got["shipping_carrier_code"] != "instore" || got["shipping_method_code"] != "pickup" {
		t.Errorf("%v", got)
	}
	if code := got["shipping_address"].(map[string]any)["extension_attributes"].(map[string]any)["pickup_location_code"]; code != "store_nyc" {
		t.Errorf("pickup location %v", code)
	}
	if street(got, "shipping_address") == street(got, "billing_address") {
		t.Error("Magento refuses a pickup whose two addresses are equal in every field")
	}

	o.Fulfilment = &pos.Fulfilment{Kind: pos.FulfilShip, FirstName: "Ana", LastName: "Poole", Method: "flatrate_flatrate",
		Address: &pos.Address{Street: []string{"9 Home St"}, City: "Newark", Postcode: "07102", Country: "US", RegionID: 41, Telephone: "1"}}
	got = sent(o, nyc())
	if got["shipping_carrier_code"] != "flatrate" || street(got, "shipping_address") != `["9 Home St"]` || got["shipping_address"].(map[string]any)["firstname"] != "Ana" {
		t.Errorf("%v", got)
	}
}
