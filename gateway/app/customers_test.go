package app_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/redis"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/app"
	"github.com/tillway/tillway/gateway/pos"
)

func TestForgetCustomer(t *testing.T) {
	t.Parallel()
	url := "redis://" + testserver.StartRedis(t).Addr()
	kept, err := redis.Open(t.Context(), url, "tillway:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	if err := kept.PutCustomers(t.Context(), map[string][]byte{"987654": {1}, "987655": {1}}, time.Minute); err != nil {
		t.Fatal(err)
	}
	cfg := app.DefaultConfig()
	cfg.RedisURL = app.Secret(url)
	var out bytes.Buffer
	if err := app.ForgetCustomer(t.Context(), cfg, "987654", &out); err != nil {
		t.Fatal(err)
	}
	left, err := kept.Customers(t.Context(), []string{"987654", "987655"})
	if err != nil || len(left) != 1 || left["987655"] == nil {
		t.Errorf("left are %v, %v", left, err)
	}
	for _, told := range []string{"987654", "Magento's own record", "ledger"} {
		if !strings.Contains(out.String(), told) {
			t.Errorf("it does not tell of %q: %s", told, out.String())
		}
	}
	t.Run("needs a number and a cache", func(t *testing.T) {
		t.Parallel()
		for id, c := range map[string]app.Config{"ana@example.com": cfg, "0": cfg, "7": app.DefaultConfig()} {
			if err := app.ForgetCustomer(t.Context(), c, id, &bytes.Buffer{}); pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("%s: error %v", id, err)
			}
		}
	})
}

func TestAHintHasACustomerReadAgain(t *testing.T) {
	t.Parallel()
	shop := startShop(t)
	var asked atomic.Int32
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/V1/customers/1") {
			asked.Add(1)
		}
		shop.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	p := startProcess(t, front.URL+"/")
	token := p.enrol("R1")
	read := func() {
		t.Helper()
		var out struct{ RegisterCustomer struct{ Email string } }
		if err := p.query(t.Context(), token, `{registerCustomer(id:1){email}}`, nil, &out); err != nil || out.RegisterCustomer.Email != "ada.holm@example.com" {
			t.Fatalf("%+v, %v", out, err)
		}
	}
	read()
	read()
	if n := asked.Load(); n != 1 {
		t.Fatalf("Magento was asked %d times for two readings", n)
	}
	if status := p.deliver(t, "m1", testSecret, time.Now(), `{"type":"customer.updated","data":{"entity":"customer","id":"1"}}`); status != http.StatusAccepted {
		t.Fatalf("status %d", status)
	}
	tries := 0
	eventually(t, "the customer is read again", 20*time.Second, func() error {
		if tries++; tries%10 == 0 { // a device may not read all the time
			read()
		}
		if asked.Load() < 2 {
			return errNotYet
		}
		return nil
	})
}
