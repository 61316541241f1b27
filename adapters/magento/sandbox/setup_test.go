package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

const (
	tee       = "RT01"        // configurable in colour and size
	teeMoss   = "RT01-S-Moss" // a variant of it
	tent      = "CT-101"
	tentPrice = "249"
	repair    = "SV-291" // virtual
)

// shop is a running sandbox and a client of it.
type shop struct {
	*sandbox.Sandbox
	t      testing.TB
	client *http.Client
}

func start(t *testing.T, cfg sandbox.Config) *shop {
	t.Helper()
	s, stop := startUntil(t, cfg)
	t.Cleanup(stop)
	return s
}

// startUntil starts a sandbox that the test stops itself.
func startUntil(t testing.TB, cfg sandbox.Config) (*shop, func()) {
	t.Helper()
	if cfg.Token == "" {
		cfg.Token = "token"
	}
	if cfg.Latency == 0 {
		cfg.Latency = -1
	}
	s, err := sandbox.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- s.Run(ctx) }()
	transport := &http.Transport{MaxIdleConnsPerHost: 100}
	stopped := false
	return &shop{s, t, &http.Client{Transport: transport, Timeout: 20 * time.Second}}, func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		transport.CloseIdleConnections()
		if err := <-ran; err != nil {
			t.Errorf("run: %v", err)
		}
	}
}

// call makes a request with the token and returns status and body. The path is below the base URL.
func (s *shop) call(method, path, body string) (int, []byte, error) {
	return s.callAs("Bearer token", method, path, body)
}

func (s *shop) callAs(authorization, method, path, body string) (int, []byte, error) {
	req, err := http.NewRequest(method, s.URL()+strings.TrimPrefix(path, "/"), bytes.NewReader([]byte(body)))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	res, err := s.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, text, err
}

// get is a call of the web API that must answer 200; into receives the decoded body.
func (s *shop) must(method, path, body string, into any) {
	s.t.Helper()
	status, text, err := s.call(method, "rest/V1/"+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	if status != http.StatusOK {
		s.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			s.t.Fatalf("%s %s: %v in %s", method, path, err, text)
		}
	}
}

// refused is a call of the web API that must answer a status; it returns the message.
func (s *shop) refused(want int, method, path, body string) string {
	s.t.Helper()
	status, text, err := s.call(method, "rest/V1/"+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	if status != want {
		s.t.Fatalf("%s %s: %d, want %d: %s", method, path, status, want, text)
	}
	var answer struct{ Message string }
	if err := json.Unmarshal(text, &answer); err != nil {
		return string(text)
	}
	return answer.Message
}

const address = `{"region":"New York","region_id":43,"region_code":"NY","country_id":"US","street":["350 5th Ave"],` +
	`"postcode":"10001","city":"New York","firstname":"Pat","lastname":"Doe","email":"pat@example.com","telephone":"5551234"}`

const paymentBody = `{"email":"pat@example.com","paymentMethod":{"method":"checkmo"},"billingAddress":` + address + `}`

func shippingBody(carrier string) string {
	return fmt.Sprintf(`{"addressInformation":{"shipping_address":%[1]s,"billing_address":%[1]s,"shipping_carrier_code":%[2]q,`+
		`"shipping_method_code":%[2]q}}`, address, carrier)
}

func itemBody(sku string, qty int) string {
	return fmt.Sprintf(`{"cartItem":{"sku":%q,"qty":%d}}`, sku, qty)
}

// mossTee is a configurable line by its options.
const mossTee = `{"cartItem":{"sku":"RT01","qty":1,"product_option":{"extension_attributes":{"configurable_item_options":[` +
	`{"option_id":"93","option_value":49},{"option_id":"144","option_value":"167"}]}}}}`

// cart makes a cart that only has to be placed.
func (s *shop) cart(items ...string) string {
	s.t.Helper()
	var id string
	s.must("POST", "guest-carts", "", &id)
	for _, item := range items {
		s.must("POST", "guest-carts/"+id+"/items", item, nil)
	}
	s.must("POST", "guest-carts/"+id+"/shipping-information", shippingBody("freeshipping"), nil)
	return id
}

// place places a cart and returns the order's entity id.
func (s *shop) place(cart string) string {
	s.t.Helper()
	var id string
	s.must("POST", "guest-carts/"+cart+"/payment-information", paymentBody, &id)
	return id
}

// sell places an order of the items.
func (s *shop) sell(items ...string) string {
	s.t.Helper()
	return s.place(s.cart(items...))
}

// theOrder is the sandbox's own view of the order with an entity id.
func (s *shop) theOrder(id string) sandbox.Order {
	s.t.Helper()
	for _, o := range s.Orders() {
		if fmt.Sprint(o.ID) == id {
			return o
		}
	}
	s.t.Fatalf("no order %s", id)
	return sandbox.Order{}
}

func shipBody(source string) string {
	return fmt.Sprintf(`{"arguments":{"extension_attributes":{"source_code":%q}}}`, source)
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func equal(t *testing.T, what string, got decimal.Decimal, want string) {
	t.Helper()
	if !got.Equal(dec(want)) {
		t.Errorf("%s is %s, want %s", what, got, want)
	}
}

// eventually waits until a condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.NewTimer(10 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-deadline.C:
			t.Fatalf("never: %s", what)
		case <-tick.C:
		}
	}
}

func text(id int64) string { return fmt.Sprint(id) }
