package sandbox_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

// picture is a PNG of some pixels, in base64.
func picture(t *testing.T, width, height int) string {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

// photoMug is a line of the mug that asks for a picture.
func photoMug(content, kind, name string) string {
	return fmt.Sprintf(`{"cartItem":{"sku":"PM-305","qty":1,"product_option":{"extension_attributes":{"custom_options":[{"option_id":"3","option_value":"file",`+
		`"extension_attributes":{"file_info":{"base64_encoded_data":%q,"type":%q,"name":%q}}}]}}}}`, content, kind, name)
}

type answered struct {
	ID     int64 `json:"item_id"`
	SKU    string
	Price  decimal.Decimal
	Qty    decimal.Decimal
	Option struct {
		Extension struct {
			Custom []struct {
				ID    string `json:"option_id"`
				Value string `json:"option_value"`
			} `json:"custom_options"`
		} `json:"extension_attributes"`
	} `json:"product_option"`
}

func TestPicturesAreSold(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	var cart string
	s.must("POST", "guest-carts", "", &cart)
	at := "guest-carts/" + cart
	var first, second answered
	s.must("POST", at+"/items", photoMug(picture(t, 30, 20), "image/png", "Größe 1.png"), &first)
	s.must("POST", at+"/items", photoMug(picture(t, 30, 20), "image/png", "Größe 1.png"), &second)
	if first.ID == second.ID || first.SKU != "PM-305-PHOTO" {
		t.Errorf("lines %+v and %+v: each picture is saved by itself, so they are two", first, second)
	}
	equal(t, "price", first.Price, "22.5")
	s.must("PUT", fmt.Sprintf("%s/items/%d", at, first.ID), `{"cartItem":{"qty":2}}`, &first)
	equal(t, "quantity", first.Qty, "2")
	equal(t, "price of two", first.Price, "22.5")
	var totals struct {
		Items []struct{ Options string }
	}
	s.must("GET", at+"/totals", "", &totals)
	if !strings.Contains(totals.Items[0].Options, "Größe 1.png") || !strings.Contains(totals.Items[0].Options, "30 x 20 px.") {
		t.Errorf("totals show %s", totals.Items[0].Options)
	}
	s.must("POST", at+"/shipping-information", shippingBody("freeshipping"), nil)
	var order struct{ Items []answered }
	s.must("GET", "orders/"+s.place(cart), "", &order)
	parts := strings.Split(order.Items[0].Option.Extension.Custom[0].Value, ",")
	if len(parts) != 9 || parts[0] != "image/png" || parts[1] != "Größe 1.png" || !strings.HasPrefix(parts[3], "custom_options/quote/g/r/gr_e_1_") || parts[6] != "30" {
		t.Errorf("the order has %q", parts)
	}
}

func TestWhatIsRefusedOfPictures(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	var cart string
	s.must("POST", "guest-carts", "", &cart)
	small, wide := picture(t, 3, 2), picture(t, 1601, 1601)
	tooWide := "The maximum allowed image size for 'Photo' is 1600x1600 px."
	for name, tt := range map[string]struct{ item, message string }{
		"none":                        {itemBody("PM-305", 1), "The product's required option(s) weren't entered. Make sure the options are entered and try again."},
		"broken base64":               {photoMug("%%%", "image/png", "a.png"), "The image content must be valid base64 encoded data."},
		"a text":                      {photoMug("dGV4dA==", "image/png", "a.png"), "The image content must be valid base64 encoded data."},
		"another type than it says":   {photoMug(small, "image/jpeg", "a.jpg"), "The image MIME type is not valid or not supported."},
		"a path for a name":           {photoMug(small, "image/png", "../a.png"), "Provided image name contains forbidden characters."},
		"an extension that is no one": {photoMug(small, "image/png", "a.gif"), "The file 'a.gif' for 'Photo' has an invalid extension."},
		"too wide and too high":       {photoMug(wide, "image/png", "a.png"), tooWide + "\n" + tooWide},
	} {
		if got := s.refused(400, "POST", "guest-carts/"+cart+"/items", tt.item); got != tt.message {
			t.Errorf("%s: %q, want %q", name, got, tt.message)
		}
	}
	var kept answered
	s.must("POST", "guest-carts/"+cart+"/items", strings.Replace(photoMug(small, "image/png", "a.png"), `"file_info"`, `"file"`, 1), &kept)
	if len(kept.Option.Extension.Custom) != 0 {
		t.Errorf("a picture that did not come is kept as %+v", kept.Option)
	}
}
