package rest_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
)

const masked = "IcPXooSwHDqtjsa7jH4uRd7XZEqzAyH3"

var cart14 = pos.CartRef{MaskedID: masked, QuoteID: "14"}

func nyc() pos.Location {
	return pos.Location{
		ID: "nyc", Name: "Store NYC", Store: "default", Source: "store_nyc", ShippingMethod: "flatrate_flatrate", PaymentMethod: "checkmo",
		GuestEmail: "guest@example.com",
		Address: pos.Address{
			Street: []string{"350 5th Ave"}, City: "New York", Postcode: "10001", Country: "US", Region: "New York", RegionCode: "NY", RegionID: 43,
			Telephone: "5551234",
		},
	}
}

func order(skus ...string) pos.Order {
	o := pos.Order{OrderInput: pos.OrderInput{ID: "o1", RegisterID: "R1", Counter: 7, Currency: "USD"}}
	for i, sku := range skus {
		o.Lines = append(o.Lines, pos.Line{SKU: sku, Quantity: decimal.NewFromInt(int64(len(skus) - i))})
	}
	return o
}

func TestAnOrderGoesThroughTheShopAsRecorded(t *testing.T) {
	t.Parallel()
	// The recorded story: a guest cart of three lines, placed, looked up, invoiced, shipped.
	c, calls := shop(t, replay(t, "221", "242", "222", "223", "224", "238", "244", "246", "247", "248", "311", "312", "314", "320", "321", "330", "328"))
	ctx, at, o := t.Context(), nyc(), order("24-MB02", "WS12-XS-Blue", "24-UG06")
	o.Email = "pat@example.com"

	cart, err := c.OpenCart(ctx, "default")
	if err != nil || cart != (pos.CartRef{MaskedID: masked}) {
		t.Fatalf("open: %v, %v", cart, err)
	}
	quote, err := c.FillCart(ctx, cart, o, at)
	if want := (pos.Totals{Subtotal: 20600, Tax: 1347, Total: 19935, Discount: 4512, Shipping: 2500}); err != nil || quote.Totals != want {
		t.Fatalf("fill: %+v, %v", quote, err)
	}
	id, err := c.PlaceCart(ctx, cart, o, at)
	if err != nil || id != "11" {
		t.Fatalf("place: %q, %v", id, err)
	}
	if _, err := c.PlaceCart(ctx, cart, o, at); pos.CodeOf(err) != pos.CodeOutcomeUnknown {
		t.Errorf("placing the same cart again must lead to a look-up: %v", err)
	}
	found, err := c.OrderByCart(ctx, cart14)
	if err != nil || found.ID != "11" || found.IncrementID != "000000015" || found.QuoteID != "14" || found.State != "new" {
		t.Errorf("look up: %+v, %v", found, err)
	}
	placed, err := c.ShopOrder(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	number := decimal.NewFromInt
	want := pos.ShopOrder{
		ID: "11", IncrementID: "000000015", QuoteID: "14", State: "new", Status: "pending",
		Totals: pos.Totals{Subtotal: 20600, Tax: 1347, Total: 19935, Discount: 4512, Shipping: 2500},
		Items: []pos.ShopOrderItem{ // the child of the configurable line, item 14, is left out
			{ID: "12", SKU: "24-MB02", Ordered: number(3), Paid: 15346},
			{ID: "13", SKU: "WS12-XS-Blue", Ordered: number(1), Paid: 1907},
			{ID: "15", SKU: "24-UG06", Ordered: number(1), Paid: 182},
		},
	}
	if d := cmp.Diff(want, placed); d != "" {
		t.Errorf("order (-want +got):\n%s", d)
	}
	if id, err := c.Invoice(ctx, "11", ""); err != nil || id != "6" {
		t.Errorf("invoice: %q, %v", id, err)
	}
	if _, err := c.Invoice(ctx, "11", ""); pos.CodeOf(err) != pos.CodeRejectedByShop {
		t.Errorf("invoice again: %v", err)
	}
	if id, err := c.Ship(ctx, placed, "store_nyc"); err != nil || id != "8" {
		t.Errorf("ship: %q, %v", id, err)
	}
	if _, err := c.Ship(ctx, placed, "store_nyc"); pos.CodeOf(err) != pos.CodeRejectedByShop || !strings.Contains(err.Error(), "does not allow a shipment") {
		t.Errorf("ship again: %v", err)
	}
	if ids, err := c.Shipments(ctx, "11"); err != nil || !slices.Equal(ids, []string{"8", "12", "13"}) {
		t.Errorf("shipments: %v, %v", ids, err)
	}
	if err := c.Comment(ctx, "11", "Till note"); err != nil {
		t.Errorf("comment: %v", err)
	}
	checkStoryBodies(t, calls.all())
}

// checkStoryBodies compares what was sent with what the recorded calls sent, as far as they are the same calls.
func checkStoryBodies(t *testing.T, calls []request) {
	t.Helper()
	body := func(suffix string) []byte {
		i := slices.IndexFunc(calls, func(r request) bool { return strings.HasSuffix(r.path, suffix) && len(r.body) > 0 })
		if i < 0 {
			t.Fatalf("nothing was posted to %s", suffix)
		}
		return calls[i].body
	}
	address := `{"region":"New York","region_id":43,"region_code":"NY","country_id":"US","street":["350 5th Ave"],"postcode":"10001",
		"city":"New York","firstname":"Walk-in","lastname":"Customer","email":"pat@example.com","telephone":"5551234"}`
	sameJSON(t, body("/items"), `{"cartItem":{"quote_id":"`+masked+`","sku":"24-MB02","qty":3}}`)
	sameJSON(t, body("/shipping-information"), `{"addressInformation":{"shipping_address":`+address+`,"billing_address":`+address+`,
		"shipping_carrier_code":"flatrate","shipping_method_code":"flatrate"}}`)
	sameJSON(t, body("/payment-information"), `{"email":"pat@example.com","paymentMethod":{"method":"checkmo"},"billingAddress":`+address+`}`)
	sameJSON(t, body("/invoice"), `{"capture":true,"notify":false}`)
	sameJSON(t, body("/ship"), `{"items":[{"order_item_id":12,"qty":3},{"order_item_id":13,"qty":1},{"order_item_id":15,"qty":1}],
		"notify":false,"arguments":{"extension_attributes":{"source_code":"store_nyc"}}}`)
	sameJSON(t, body("/comments"), `{"statusHistory":{"comment":"Till note","is_customer_notified":0,"is_visible_on_front":0,"status":"complete","parent_id":11}}`)
	for _, r := range calls {
		if strings.Contains(r.path, "guest-carts") && !strings.HasPrefix(r.path, "/rest/default/V1/") {
			t.Errorf("%s is not in the location's store view", r.path)
		}
	}
}

func TestWhatTheShopRefusesWhileACartIsFilled(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		recording string
		want      pos.Code
	}{
		"an unknown SKU":                            {"228", pos.CodeUnknownSKU},
		"more pieces than there are":                {"227", pos.CodeOutOfStock},
		"more pieces than a cart may hold":          {"226", pos.CodeRejectedByShop},
		"a fraction of what is sold whole":          {"229", pos.CodeRejectedByShop},
		"a configurable product without its choice": {"225", pos.CodeRejectedByShop},
		"a shipping method that is not offered":     {"239", pos.CodeMethodNotOffered},
		"a cart that is closed":                     {"246", pos.CodeOutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refusal := recorded(t, test.recording)
			c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.Method == http.MethodGet:
					jsonAnswer(200, "[]").ServeHTTP(w, r)
				case strings.HasSuffix(r.URL.Path, "/items") && test.recording == "239":
					recorded(t, "222").write(w)
				default:
					refusal.write(w)
				}
			}))
			_, err := c.FillCart(t.Context(), cart14, order("24-MB02"), nyc())
			if pos.CodeOf(err) != test.want {
				t.Errorf("got %v (%s), want %s", err, pos.CodeOf(err), test.want)
			}
			if strings.Contains(pos.MessageOf(err), "%1") || strings.Contains(pos.MessageOf(err), "%fieldName") {
				t.Errorf("placeholders are not filled: %s", pos.MessageOf(err))
			}
		})
	}
}

func TestWhatTheShopRefusesWhenACartIsPlaced(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		handler http.Handler
		want    pos.Code
	}{
		"an unknown payment method":               {answering(t, "243"), pos.CodeMethodNotOffered},
		"the loser of two placements at once":     {answering(t, "404"), pos.CodeOutcomeUnknown},
		"a cart that was placed already":          {answering(t, "246"), pos.CodeOutcomeUnknown},
		"a server error with JSON":                {answering(t, "148"), pos.CodeOutcomeUnknown},
		"a server error with a page":              {answering(t, "025"), pos.CodeOutcomeUnknown},
		"a server error in plain text":            {answering(t, "103"), pos.CodeOutcomeUnknown},
		"an answer that is no id":                 {jsonAnswer(200, `{"a":1}`), pos.CodeOutcomeUnknown},
		"an answer cut in the middle of the JSON": {jsonAnswer(200, `"1`), pos.CodeOutcomeUnknown},
		"sold out meanwhile":                      {jsonAnswer(400, `{"message":"Some of the products are out of stock."}`), pos.CodeOutOfStock},
		"anything else":                           {jsonAnswer(400, `{"message":"No."}`), pos.CodeRejectedByShop},
		"too many calls":                          {jsonAnswer(429, `{"message":"slow down"}`), pos.CodeRateLimited},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, calls := shop(t, test.handler)
			_, err := c.PlaceCart(t.Context(), cart14, order("24-MB02"), nyc())
			if pos.CodeOf(err) != test.want {
				t.Errorf("got %v (%s), want %s", err, pos.CodeOf(err), test.want)
			}
			if n := len(calls.all()); n != 1 {
				t.Errorf("placing was sent %d times", n)
			}
		})
	}
}

func TestACartThatMagentoCouldNotSaveIsWorthAnotherTry(t *testing.T) {
	t.Parallel()
	for path, text := range map[string]string{
		"/items":                "The quote couldn't be saved.",
		"/shipping-information": "The shipping information was unable to be saved. Verify the input data and try again.",
	} {
		c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.Method == http.MethodGet:
				jsonAnswer(200, "[]").ServeHTTP(w, r)
			case strings.HasSuffix(r.URL.Path, path):
				jsonAnswer(400, `{"message":"`+text+`"}`).ServeHTTP(w, r)
			default:
				recorded(t, "222").write(w)
			}
		}))
		if _, err := c.FillCart(t.Context(), cart14, order("24-MB02"), nyc()); pos.CodeOf(err) != pos.CodeUnavailable {
			t.Errorf("%s: %v", path, err)
		}
	}
	c, _ := shop(t, jsonAnswer(400, `{"message":"SQLSTATE[40001]: Serialization failure: 1213 Deadlock found when trying to get lock"}`))
	if _, err := c.PlaceCart(t.Context(), cart14, order("A"), nyc()); pos.CodeOf(err) != pos.CodeOutcomeUnknown {
		t.Errorf("place: %v", err)
	}
}

func TestAnOrderIsFoundByTheMaskedIdOfItsCart(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, replay(t, "245", "247"))
	if found, err := c.OrderByCart(t.Context(), pos.CartRef{MaskedID: masked}); err != nil || found.ID != "11" || found.QuoteID != "14" {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := c.OrderByCart(t.Context(), pos.CartRef{}); pos.KindOf(err) != pos.KindInvalid {
		t.Errorf("no cart: %v", err)
	}
}

func TestACartThatMayHoldLinesAlreadyIsEmptiedFirst(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodGet:
			jsonAnswer(200, `[{"item_id":18,"sku":"24-MB02","qty":2},{"item_id":19,"sku":"X","qty":1}]`).ServeHTTP(w, r)
		case r.Method == http.MethodDelete:
			jsonAnswer(200, "true").ServeHTTP(w, r)
		case strings.HasSuffix(r.URL.Path, "/items"):
			recorded(t, "222").write(w)
		default:
			recorded(t, "238").write(w)
		}
	}))
	if _, err := c.FillCart(t.Context(), cart14, order("24-MB02"), nyc()); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range calls.all() {
		got = append(got, r.key)
	}
	prefix := " /rest/V1/guest-carts/" + masked
	want := []string{"GET" + prefix + "/items?", "DELETE" + prefix + "/items/18?", "DELETE" + prefix + "/items/19?", "POST" + prefix + "/items?", "POST" + prefix + "/shipping-information?"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("calls (-want +got):\n%s", d)
	}
}

func TestACartOfVirtualGoodsSkipsTheShippingStep(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/totals"):
			jsonAnswer(200, `{"subtotal":4.5,"tax_amount":0.38,"grand_total":4.88,"quote_currency_code":"USD"}`).ServeHTTP(w, r)
		case r.Method == http.MethodGet:
			jsonAnswer(200, "[]").ServeHTTP(w, r)
		case strings.HasSuffix(r.URL.Path, "/items"):
			jsonAnswer(200, `{"item_id":1,"sku":"VIRT-GIFTWRAP","product_type":"virtual"}`).ServeHTTP(w, r)
		default:
			jsonAnswer(200, `77`).ServeHTTP(w, r)
		}
	}))
	quote, err := c.FillCart(t.Context(), cart14, order("VIRT-GIFTWRAP"), nyc())
	if want := (pos.Totals{Subtotal: 450, Tax: 38, Total: 488}); err != nil || quote.Totals != want {
		t.Errorf("%+v, %v", quote, err)
	}
	for _, r := range calls.all() {
		if strings.HasSuffix(r.path, "/shipping-information") {
			t.Error("Magento refuses a shipping step for virtual goods")
		}
	}
}

func TestAStoreViewOfAnotherCurrencyIsRefused(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, replay(t, "221", "242", "222", "238"))
	cart, err := c.OpenCart(t.Context(), "default")
	if err != nil {
		t.Fatal(err)
	}
	o := order("24-MB02")
	o.Currency = "EUR"
	_, err = c.FillCart(t.Context(), cart, o, nyc())
	want := pos.Figures{"currency": "USD", "store": nyc().Store, "sold_in": "EUR"}
	if detail := pos.DetailOf(err); pos.CodeOf(err) != pos.CodeRejectedByShop || detail.Code != pos.MetShopCurrency || !maps.Equal(detail.Figures, want) {
		t.Errorf("%v, %+v", err, detail)
	}
}

func TestTheReceiptNumberIsThePurchaseOrderNumberWhereMagentoKeepsOne(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, answering(t, "244"))
	at := nyc()
	at.PaymentMethod = "purchaseorder"
	if _, err := c.PlaceCart(t.Context(), cart14, order("24-MB02"), at); err != nil {
		t.Fatal(err)
	}
	if body := string(calls.all()[0].body); !strings.Contains(body, `"po_number":"R1-7"`) || !strings.Contains(body, `"email":"guest@example.com"`) {
		t.Errorf("%s", body)
	}
}

func TestOneCartThatBecameTwoOrdersIsTheFirst(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	c, _ := shop(t, answering(t, "403"), func(cfg *rest.Config) { cfg.Log = textLog(&log) })
	found, err := c.OrderByCart(t.Context(), pos.CartRef{MaskedID: "m", QuoteID: "49"})
	if err != nil || found.ID != "63" {
		t.Errorf("%+v, %v", found, err)
	}
	if !strings.Contains(log.String(), "several orders") {
		t.Errorf("nobody was told: %q", log.String())
	}
	// The same answer for another cart is no order of it.
	if _, err := c.OrderByCart(t.Context(), cart14); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("an order of cart 49 was taken for one of cart 14: %v", err)
	}
}
