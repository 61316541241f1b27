package sandbox_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

const hookKey = "0123456789abcdef0123456789abcdef"

func hookSecret() string { return "whsec_" + base64.StdEncoding.EncodeToString([]byte(hookKey)) }

// receiver takes webhooks, checks their signatures and refuses the first few.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	refuse int
	got    []string // type entity id
	bad    []string
}

func receive(t *testing.T, refuse int) *receiver {
	t.Helper()
	r := &receiver{refuse: refuse}
	r.Server = httptest.NewServer(http.HandlerFunc(r.take))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) take(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refuse > 0 {
		r.refuse--
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	mac := hmac.New(sha256.New, []byte(hookKey))
	mac.Write([]byte(req.Header.Get("webhook-id") + "." + req.Header.Get("webhook-timestamp") + "." + string(body)))
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); err != nil || req.Header.Get("webhook-signature") != want {
		r.bad = append(r.bad, req.Header.Get("webhook-signature"))
	}
	var m struct {
		Type, Timestamp string
		Data            struct{ Entity, ID, Store string }
	}
	if err := json.Unmarshal(body, &m); err != nil || m.Timestamp == "" || m.Data.Store != "default" {
		r.bad = append(r.bad, string(body))
	}
	r.got = append(r.got, m.Type+" "+m.Data.Entity+" "+m.Data.ID)
}

func (r *receiver) has(message string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Contains(r.got, message)
}

func TestChangesAreToldBySignedWebhooks(t *testing.T) {
	t.Parallel()
	r := receive(t, 0)
	s := start(t, sandbox.Config{Webhook: sandbox.Webhook{URL: r.URL, Secret: hookSecret()}})
	id := s.sell(itemBody(tent, 1))
	for _, err := range []error{s.SetPrice("CT-102", dec("5")), s.SetSource("CT-104", "store_la", dec("5")),
		s.DeleteProduct("CT-106"), s.SetCategoryName(4, "Canvas")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var product struct{ ID int64 }
	s.must("GET", "products/CT-102", "", &product)
	for _, want := range []string{"order.updated order " + id, "stock.updated stock CT-101", "stock.updated stock CT-104",
		"product.updated product " + text(product.ID), "product.deleted product " + text(product.ID+4), "category.updated category 4"} {
		eventually(t, want, func() bool { return r.has(want) })
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.bad) > 0 {
		t.Errorf("bad messages %q", r.bad)
	}
}

func TestWebhooksAreSentAgainUntilTaken(t *testing.T) {
	t.Parallel()
	r := receive(t, 2)
	s := start(t, sandbox.Config{})
	if err := s.SetWebhook(r.URL, hookSecret()); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSource(tent, "store_la", dec("5")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the hint arrives at the third try", func() bool { return r.has("stock.updated stock CT-101") })
}

func TestTheShopDoesNotWaitForItsWebhooks(t *testing.T) {
	t.Parallel()
	// Nobody listens here, and more hints come than the queue holds.
	s := start(t, sandbox.Config{Webhook: sandbox.Webhook{URL: "http://127.0.0.1:1/", Secret: hookSecret()}})
	for range 6000 {
		if err := s.SetSource(tent, "store_la", dec("5")); err != nil {
			t.Fatal(err)
		}
	}
	s.sell(itemBody(tent, 1))
}

func TestAMalformedSecretIsRefused(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"", "whsec_", "whsec_***", hookKey} {
		if s, err := sandbox.New(sandbox.Config{Webhook: sandbox.Webhook{URL: "http://127.0.0.1:1/", Secret: secret}}); err == nil {
			_ = s.Close()
			t.Errorf("%q was taken", secret)
		}
	}
}
