package sandbox_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

// served answers a request by the handler itself, without a network, as a synctest bubble needs.
func served(s *sandbox.Sandbox, method, path, body string) (int, string) {
	req, err := http.NewRequest(method, "http://shop/rest/V1/"+path, strings.NewReader(body))
	if err != nil {
		return 0, err.Error()
	}
	req.Header.Set("Authorization", "Bearer "+s.Token())
	w := &answerWriter{header: http.Header{}, status: http.StatusOK}
	s.Handler().ServeHTTP(w, req)
	return w.status, w.body.String()
}

type answerWriter struct {
	header http.Header
	status int
	body   strings.Builder
}

func (w *answerWriter) Header() http.Header         { return w.header }
func (w *answerWriter) Write(b []byte) (int, error) { return w.body.Write(b) }
func (w *answerWriter) WriteHeader(status int)      { w.status = status }

func TestACartPlacedAgainInTheWindowMakesTwoOrders(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		gap    time.Duration
		second int // status
		orders int
	}{
		{"two orders while the first is still running", 80 * time.Millisecond, 200, 2},
		{"not found once the first is done", 160 * time.Millisecond, 404, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { placeTwice(t, c.gap, c.second, c.orders) })
		})
	}
}

func placeTwice(t *testing.T, gap time.Duration, second, orders int) {
	t.Helper()
	s, err := sandbox.New(sandbox.Config{Latency: 150 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	_, masked := served(s, "POST", "guest-carts", "")
	cart := "guest-carts/" + strings.Trim(masked, `"`)
	served(s, "POST", cart+"/items", itemBody(tent, 1))
	served(s, "POST", cart+"/shipping-information", shippingBody("freeshipping"))
	var first int
	var calls sync.WaitGroup
	calls.Go(func() { first, _ = served(s, "POST", cart+"/payment-information", paymentBody) })
	wait := time.NewTimer(gap)
	<-wait.C
	status, text := served(s, "POST", cart+"/payment-information", paymentBody)
	calls.Wait()
	if first != 200 || status != second {
		t.Errorf("first answered %d, second %d %s, want 200 and %d", first, status, text, second)
	}
	if got := len(s.Orders()); got != orders {
		t.Errorf("%d orders, want %d", got, orders)
	}
	if got := len(s.Reservations(tent)); got != orders {
		t.Errorf("%d reservations, want %d", got, orders)
	}
}

func TestFaultsHappenAsScripted(t *testing.T) {
	t.Parallel()
	placing := "guest-carts/*/payment-information"
	const json, html = "application/json; charset=utf-8", "text/html; charset=UTF-8"
	cases := []struct {
		name   string
		fault  sandbox.Fault
		status int // 0: the connection was cut
		orders int
		kind   string // content type
		retry  string
		body   string // its beginning
	}{
		{"cut before the work", sandbox.CutBefore(), 0, 0, "", "", ""},
		{"cut after the work", sandbox.CutAfter(), 0, 1, "", "", ""},
		{"error after the work", sandbox.ErrorAfter(), 400, 1, json, "", `{"message":"A server error stopped your order`},
		{"500 as JSON", sandbox.Status(500), 500, 0, json, "", `{"message":"Internal Error.`},
		{"503 as HTML", sandbox.HTML(503), 503, 0, html, "", "<!doctype html>"},
		{"429 with Retry-After", sandbox.RateLimit(3 * time.Second), 429, 0, json, "3", `{"message":`},
		{"slow, yet done", sandbox.Slow(time.Millisecond), 200, 1, json, "", `"1001"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sandbox.Config{})
			cart := s.cart(itemBody(tent, 1))
			id := s.Faults().Add(c.fault.On("POST", placing).Times(1))
			status, header, body, err := s.post("guest-carts/"+cart+"/payment-information", paymentBody)
			if (err != nil) != (c.status == 0) || status != c.status || header.Get("Content-Type") != c.kind ||
				header.Get("Retry-After") != c.retry || !strings.HasPrefix(body, c.body) {
				t.Errorf("answered %d %v %s %v", status, header, body, err)
			}
			if got := len(s.Orders()); got != c.orders || s.Faults().Happened(id) != 1 {
				t.Errorf("%d orders, want %d", got, c.orders)
			}
			if c.orders == 0 {
				s.place(cart) // the fault is over
			}
		})
	}
}

// post is a POST of which the test looks at everything.
func (s *shop) post(path, body string) (int, http.Header, string, error) {
	res, err := s.client.Post(s.URL()+"rest/V1/"+path, "application/json", strings.NewReader(body))
	if err != nil {
		return 0, nil, "", err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, res.Header, string(text), err
}

func TestFaultsCountRequests(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	id := s.Faults().Add(sandbox.Status(500).On("GET", "products/*").After(1).Times(2))
	var got []int
	for range 5 {
		status, _, err := s.call("GET", "rest/V1/products/CT-101", "")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, status)
	}
	if fmt.Sprint(got) != "[200 500 500 200 200]" || s.Faults().Happened(id) != 2 {
		t.Errorf("answers %v", got)
	}
	s.Faults().Add(sandbox.Status(503))
	s.refused(503, "GET", "store/websites", "")
	s.Faults().Clear()
	s.must("GET", "store/websites", "", nil)
}

func TestFaultsAreScriptedOverHTTP(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	expect := func(want int, authorization, method, path, body string) string {
		t.Helper()
		status, text, err := s.callAs(authorization, method, path, body)
		if err != nil || status != want {
			t.Fatalf("%s %s: %d %s %v, want %d", method, path, status, text, err, want)
		}
		return string(text)
	}
	const token = "Bearer token"
	expect(401, "", "POST", "sandbox/faults", `{"kind":"html","status":503}`)
	expect(401, "Bearer other", "GET", "sandbox/orders", "")
	expect(400, token, "POST", "sandbox/faults", `{"kind":"nosuch"}`)
	expect(400, token, "POST", "sandbox/faults", `{"kind":"slow","delay":"long"}`)
	expect(201, token, "POST", "sandbox/faults", `{"path":"store/*","kind":"rate_limit","delay":"2s"}`)
	s.refused(429, "GET", "store/websites", "")
	if list := expect(200, token, "GET", "sandbox/faults", ""); !strings.Contains(list, `"happened":1`) {
		t.Errorf("faults %s", list)
	}
	expect(204, token, "DELETE", "sandbox/faults/1", "")
	s.must("GET", "store/websites", "", nil)
	s.sell(itemBody(tent, 1))
	if orders := expect(200, token, "GET", "sandbox/orders", ""); !strings.Contains(orders, `"increment_id":"000000001"`) {
		t.Errorf("orders %s", orders)
	}
	expect(204, token, "PATCH", "sandbox/products/CT-101", `{"price":"12.50","name":"Tent"}`)
	expect(204, token, "PUT", "sandbox/stock", `{"sku":"CT-101","source":"store_nyc","quantity":3}`)
	equal(t, "quantity", s.SourceQuantity(tent, "store_nyc"), "3")
}

func TestAHundredPlacementsAtOnce(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Latency: 20 * time.Millisecond})
	before := s.Salable("CT-102")
	carts := make([]string, 100)
	for i := range carts {
		carts[i] = s.cart(itemBody("CT-102", 1))
	}
	failed := make(chan error, len(carts))
	var calls sync.WaitGroup
	for _, cart := range carts {
		calls.Go(func() {
			status, text, err := s.call("POST", "rest/V1/guest-carts/"+cart+"/payment-information", paymentBody)
			if err != nil || status != 200 {
				failed <- errors.Join(err, fmt.Errorf("%d %s", status, text))
			}
		})
	}
	calls.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	increments := map[string]bool{}
	for _, o := range s.Orders() {
		increments[o.IncrementID] = true
	}
	if len(increments) != 100 {
		t.Errorf("%d increment ids", len(increments))
	}
	equal(t, "salable", s.Salable("CT-102"), before.Sub(dec("100")).String())
}

func TestTheLastPieceIsSoldOnce(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	for _, source := range []string{"warehouse", "store_la", "store_nyc"} {
		if err := s.SetSource(tent, source, dec("0")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SetSource(tent, "store_nyc", dec("1")); err != nil {
		t.Fatal(err)
	}
	first, second := s.cart(itemBody(tent, 1)), s.cart(itemBody(tent, 1))
	s.place(first)
	if message := s.refused(400, "POST", "guest-carts/"+second+"/payment-information", paymentBody); message != "The requested qty is not available" {
		t.Errorf("refused with %q", message)
	}
}

func TestASlowRequestDoesNotHoldUpTheStop(t *testing.T) {
	t.Parallel()
	s, stop := startUntil(t, sandbox.Config{})
	id := s.Faults().Add(sandbox.Slow(time.Hour))
	asked := make(chan error, 1)
	go func() {
		_, _, err := s.call("GET", "rest/V1/store/websites", "")
		asked <- err
	}()
	eventually(t, "the request is being worked on", func() bool { return s.Faults().Happened(id) == 1 })
	begin := time.Now()
	stop()
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("stopping took %s", took)
	}
	if err := <-asked; err == nil {
		t.Error("the request was answered")
	}
}
