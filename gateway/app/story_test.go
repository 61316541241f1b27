package app_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"
	"github.com/tillway/tillway/adapters/testserver"
)

// startShop starts a stand-in for Magento that ends with the test.
func startShop(t testing.TB) *sandbox.Sandbox {
	t.Helper()
	shop, err := sandbox.New(sandbox.Config{Token: testToken})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- shop.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("stop the shop: %v", err)
		}
	})
	return shop
}

func TestOneOrderEndToEnd(t *testing.T) {
	t.Parallel()
	for name, env := range map[string]func(t *testing.T) []string{
		"embedded":           func(*testing.T) []string { return nil },
		"MariaDB with Redis": serverEnv,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop := startShop(t)
			p := startProcess(t, shop.URL(), env(t)...)
			if err := shop.SetWebhook(p.url+"/webhooks/magento", testSecret); err != nil {
				t.Fatal(err)
			}
			token, bought := p.enrol("R1"), p.articles(2)
			before := shop.SourceQuantity(bought[0].sku, "store_nyc")
			input := sale(1, bought...)
			p.submitUntilReceived(t, token, input)

			again, err := p.submit(t.Context(), token, input)
			if err != nil || !again.SubmitOrder.Duplicate {
				t.Errorf("the same order again: %+v, %v; want the stored one", again, err)
			}
			p.waitSettled(t, token, 1, 30*time.Second)
			if got := shop.SourceQuantity(bought[0].sku, "store_nyc"); !got.Equal(before.Sub(decimal.NewFromInt(1))) {
				t.Errorf("source store_nyc holds %s, want one less than %s", got, before)
			}
			eventually(t, "the shop's word of the order came back", 20*time.Second, func() error {
				shown, err := p.orders(t.Context(), token)
				if err == nil && shown[0].MagentoStatus != "complete" {
					err = fmt.Errorf("Magento's status is %q", shown[0].MagentoStatus)
				}
				return err
			})

			if err := shop.SetPrice(bought[1].sku, decimal.RequireFromString("123.45")); err != nil {
				t.Fatal(err)
			}
			eventually(t, "the new price is answered", 20*time.Second, func() error {
				if price := p.price(t, bought[1].sku); price != 123.45 {
					return fmt.Errorf("the price is %v", price)
				}
				return nil
			})
		})
	}
}

func TestChangeWithoutAHintArrives(t *testing.T) {
	t.Parallel()
	shop := startShop(t)
	p := startProcess(t, shop.URL())
	changed := p.articles(1)[0]
	if err := shop.SetPrice(changed.sku, decimal.RequireFromString("123.45")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the new price is answered though no webhook told of it", time.Minute, func() error {
		if price := p.price(t, changed.sku); price != 123.45 {
			return fmt.Errorf("the price is %v", price)
		}
		return nil
	})
}

// serverEnv are the settings of a gateway with a real database and a real Redis. Both are its own: what a gateway keeps in
// Redis is the catalog of one shop.
func serverEnv(t *testing.T) []string {
	t.Helper()
	return []string{"TILLWAY_DATABASE_URL=" + testserver.MariaDB(t), "TILLWAY_REDIS_URL=redis://" + testserver.StartRedis(t).Addr()}
}

func (p *process) price(t testing.TB, sku string) float64 {
	t.Helper()
	var out struct {
		Products struct {
			Items []struct {
				PriceRange struct {
					MinimumPrice struct {
						FinalPrice struct{ Value float64 } `json:"final_price"`
					} `json:"minimum_price"`
				} `json:"price_range"`
			}
		}
	}
	if err := p.query(t.Context(), "", `query($s:String!){products(filter:{sku:{eq:$s}}){items{price_range{minimum_price{final_price{value}}}}}}`,
		map[string]any{"s": sku}, &out); err != nil || len(out.Products.Items) != 1 {
		t.Fatalf("price of %s: %v, %d found", sku, err, len(out.Products.Items))
	}
	return out.Products.Items[0].PriceRange.MinimumPrice.FinalPrice.Value
}

func TestWarmRedisServesWithoutMagento(t *testing.T) {
	t.Parallel()
	env := serverEnv(t)
	shop := startShop(t)
	first := startProcess(t, shop.URL(), env...)
	sold := first.articles(1)[0]
	first.kill()

	var asked atomic.Int64
	dead := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		http.Error(w, "<html>down</html>", http.StatusServiceUnavailable)
	}))
	t.Cleanup(dead.Close)
	second := startProcess(t, dead.URL+"/", env...)
	if cents := int64(second.price(t, sold.sku)*100 + 0.5); cents != sold.cents {
		t.Errorf("the price is %d cents, want %d", cents, sold.cents)
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("Magento was asked %d times, want none", n)
	}
}

func TestMagentoAnswersHTML(t *testing.T) {
	t.Parallel()
	shop := startShop(t)
	var broken atomic.Bool
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if broken.Load() {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(w, "<html><body>Bad gateway</body></html>")
			return
		}
		r.Host = strings.TrimPrefix(shop.URL(), "http://")
		shop.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	p := startProcess(t, front.URL+"/")
	token, articles := p.enrol("R1"), p.articles(1)
	broken.Store(true)
	p.submitUntilReceived(t, token, sale(1, articles...))
	eventually(t, "the failing calls are counted", 20*time.Second, func() error {
		if m := p.get(t, "/metrics"); !strings.Contains(m, `tillway_placement_step_seconds_count{outcome="retry",step="order"}`) {
			return errNotYet
		}
		return nil
	})
	broken.Store(false)
	p.waitSettled(t, token, 1, time.Minute)
}

func (p *process) get(t *testing.T, path string) string {
	t.Helper()
	resp, err := http.Get(p.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestRefusals sends what no register should: each gets a code of the closed list, and the order before it stays.
func TestRefusals(t *testing.T) {
	t.Parallel()
	shop := startShop(t)
	p := startProcess(t, shop.URL())
	token, articles := p.enrol("R1"), p.articles(2)
	accepted := sale(1, articles...)
	p.submitUntilReceived(t, token, accepted)

	change := func(edit func(map[string]any)) map[string]any {
		input := sale(2, articles...)
		edit(input)
		return input
	}
	line := func(input map[string]any) map[string]any { return input["lines"].([]map[string]any)[0] }
	for name, tt := range map[string]struct {
		input map[string]any
		code  string
	}{
		"a negative quantity":        {change(func(in map[string]any) { line(in)["quantity"] = "-1" }), "BAD_QUANTITY"},
		"an absurd quantity":         {change(func(in map[string]any) { line(in)["quantity"] = "99999999" }), "BAD_QUANTITY"},
		"totals that do not add up":  {change(func(in map[string]any) { in["charged"].(map[string]any)["total"] = 1 }), "TOTALS_MISMATCH"},
		"a tender below the total":   {change(func(in map[string]any) { in["tenders"] = []map[string]any{{"kind": "CASH", "amount": 101}} }), "TENDER_TOO_SMALL"},
		"an id that is not UUIDv7":   {change(func(in map[string]any) { in["id"] = "42" }), "BAD_INPUT"},
		"the same id, another body":  {change(func(in map[string]any) { in["id"], in["counter"] = accepted["id"], 1 }), "CONFLICT"},
		"a counter that is taken":    {change(func(in map[string]any) { in["counter"] = 1 }), "CONFLICT"},
		"an order without any lines": {change(func(in map[string]any) { in["lines"] = []map[string]any{} }), "BAD_INPUT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := p.submit(t.Context(), token, tt.input)
			got := out.SubmitOrder.Code
			if out.SubmitOrder.Typename == "OrderConflict" {
				got = "CONFLICT"
			}
			if err != nil || got != tt.code || out.SubmitOrder.Message == "" {
				t.Errorf("answered %+v, %v; want code %s with a message", out, err, tt.code)
			}
		})
	}
	t.Run("an unknown SKU is kept and held with a reason", func(t *testing.T) {
		t.Parallel()
		p.submitUntilReceived(t, p.enrol("R2"), sale(1, article{"NO-SUCH-SKU", 500}))
		eventually(t, "the order is held", 20*time.Second, func() error {
			shown, err := p.orders(t.Context(), token)
			for _, o := range shown {
				if o.ReceiptNumber == "R2-1" && o.Held != nil && o.Held.Reason == "PRODUCT_GONE" && o.Held.Message != "" {
					return nil
				}
			}
			return fmt.Errorf("%+v, %w", shown, err)
		})
	})
	for name, tt := range map[string]struct {
		token, query string
		variables    map[string]any
		code         string
	}{
		"a forged token":      {"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", `{workplace{lastCounter}}`, nil, "UNAUTHENTICATED"},
		"no token":            {"", `{orders{next}}`, nil, "UNAUTHENTICATED"},
		"a wrong PIN":         {token, `mutation{signIn(staffId:"kim",pin:"0000"){token}}`, nil, "WRONG_PIN"},
		"a wrong code":        {"", `mutation{enrolDevice(code:"AAAA-AAAA",label:"x"){token}}`, nil, ""},
		"a cashier's retry":   {token, `mutation($i:ID!){retryOrder(id:$i){id}}`, map[string]any{"i": accepted["id"]}, "FORBIDDEN"},
		"a page past the end": {"", `{products(filter:{price:{from:"0"}},currentPage:9999){items{sku}}}`, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := p.query(t.Context(), tt.token, tt.query, tt.variables, &struct{}{})
			if err == nil || !strings.HasPrefix(err.Error(), tt.code) {
				t.Errorf("answered %v, want code %q", err, tt.code)
			}
		})
	}
	for name, body := range map[string]string{"malformed JSON": `{"query": `, "a body that is too large": `{"query":"` + strings.Repeat("a", 2<<20) + `"}`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp, err := http.Post(p.url+"/graphql", "application/json", strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = resp.Body.Close() }()
			var answer struct{ Errors []graphQLError }
			if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || len(answer.Errors) != 1 || answer.Errors[0].Extensions["code"] == nil {
				t.Errorf("status %d, %+v, %v; want one error with a code", resp.StatusCode, answer, err)
			}
		})
	}
	for name, tt := range map[string]struct {
		secret string
		age    time.Duration
		status int
	}{
		"a webhook signed with another key": {"whsec_" + base64.StdEncoding.EncodeToString([]byte("another key, 24 bytes long")), 0, http.StatusUnauthorized},
		"a webhook replayed after an hour":  {testSecret, time.Hour, http.StatusUnauthorized},
		"a webhook that is right":           {testSecret, 0, http.StatusAccepted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if status := p.webhook(t, name, tt.secret, time.Now().Add(-tt.age)); status != tt.status {
				t.Errorf("answered %d, want %d", status, tt.status)
			}
		})
	}
}

// webhook delivers a signed webhook about a product and returns the status.
func (p *process) webhook(t *testing.T, id, secret string, at time.Time) int {
	t.Helper()
	return p.deliver(t, id, secret, at, `{"type":"product.updated","timestamp":"2026-01-02T03:04:05Z","data":{"entity":"product","id":"1","store":"default"}}`)
}

// deliver delivers a signed webhook and returns the status.
func (p *process) deliver(t *testing.T, id, secret string, at time.Time, body string) int {
	t.Helper()
	id = strings.ReplaceAll(id, " ", "-")
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(mac, "%s.%d.%s", id, at.Unix(), body)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url+"/webhooks/magento", bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Webhook-Id", id)
	req.Header.Set("Webhook-Timestamp", fmt.Sprint(at.Unix()))
	req.Header.Set("Webhook-Signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	return resp.StatusCode
}
