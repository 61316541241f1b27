package app_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"
	"github.com/tillway/tillway/gateway/pos"
)

// onePixel is a picture of one pixel.
const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

// photoMugs is an order of two of the stand-in's mugs with a picture on them.
func (c *counter) photoMugs(name, content string) pos.OrderInput {
	in := c.two("PM-305", 2250) // 16.00, and 6.50 for the picture
	in.Lines[0].Choices = &pos.Choices{Custom: []pos.CustomChoice{
		{OptionID: 3, Value: name, File: &pos.ChosenFile{MediaType: "image/png", Content: content}}}}
	return in
}

// answersAtShop are the answers to customizable options on the only line of a Magento order.
func (c *counter) answersAtShop(id string) []string {
	c.t.Helper()
	req := httptest.NewRequestWithContext(c.t.Context(), http.MethodGet, "/rest/V1/orders/"+id, http.NoBody)
	req.Header.Set("Authorization", "Bearer "+testToken)
	answer := httptest.NewRecorder()
	c.shop.Handler().ServeHTTP(answer, req)
	var order struct {
		Items []struct {
			Option struct {
				Extension struct {
					Custom []struct {
						Value string `json:"option_value"`
					} `json:"custom_options"`
				} `json:"extension_attributes"`
			} `json:"product_option"`
		}
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &order); err != nil || len(order.Items) != 1 {
		c.t.Fatalf("%v: %s", err, answer.Body)
	}
	var values []string
	for _, answer := range order.Items[0].Option.Extension.Custom {
		values = append(values, answer.Value)
	}
	return values
}

func TestPicturesReachMagento(t *testing.T) {
	t.Parallel()
	content, err := base64.StdEncoding.DecodeString(onePixel)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	digest := hex.EncodeToString(sum[:])[:20]
	for name, strategy := range map[string]pos.Strategy{"by its cart": pos.StrategyCart, "as they were charged": pos.StrategyImport} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, strategy, nil)
			o := c.wait(c.accept(c.photoMugs("us.png", onePixel)))
			c.want(o, pos.StateSettled, "")
			if o.Placement.Strategy != strategy || pos.ToMinor(c.shop.Orders()[0].GrandTotal, "USD") != o.Charged.Total {
				t.Errorf("placed by %s, the shop's order is %+v", o.Placement.Strategy, c.shop.Orders()[0])
			}
			got := c.answersAtShop(o.Placement.OrderID)
			if len(got) != 1 || !strings.HasPrefix(got[0], "image/png,us.png,") || !strings.HasSuffix(got[0], ",1,1,"+digest) {
				t.Errorf("the shop has the answers %q, want the picture with digest %s", got, digest)
			}
			if comments := strings.Join(c.shop.Orders()[0].Comments, "|"); !strings.Contains(comments, "PM-305, option 3: us.png") || strings.Contains(comments, onePixel[:20]) {
				t.Errorf("comments %q", comments)
			}
		})
	}
	t.Run("once, however often the answer to a call is lost", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyCart, nil)
		for _, path := range []string{"guest-carts/*/items", "guest-carts/*/payment-information"} {
			c.shop.Faults().Add(sandbox.CutAfter().On("POST", path).Times(1))
		}
		o := c.wait(c.accept(c.photoMugs("us.png", onePixel)))
		c.want(o, pos.StateSettled, "")
		if orders := c.shop.Orders(); len(orders) != 1 || len(orders[0].Items) != 1 || !orders[0].Items[0].Ordered.Equal(decimal.NewFromInt(2)) {
			t.Errorf("the shop has %+v", orders)
		}
	})
	t.Run("or are held with what Magento has against them", func(t *testing.T) {
		t.Parallel()
		c := newCounter(t, pos.StrategyAuto, nil)
		const begins = "iVBORw0KGgoAAAAN" // of a picture, and no more
		o := c.wait(c.accept(c.photoMugs("us.png", begins)))
		c.want(o, pos.StateHeld, pos.HeldRefusedByShop)
		if !strings.Contains(o.Held.Detail.Text, "must be valid base64") {
			t.Errorf("held with %q", o.Held.Detail.Text)
		}
	})
}
