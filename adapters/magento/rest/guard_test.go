package rest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
)

// transport is a shop without a network, for tests in synctest's time.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	return f(r)
}

func (f transport) config(cfg *rest.Config) {
	cfg.Client = &http.Client{Transport: f}
	cfg.Timeout = 0 // the default, 15 s
}

func jsonResponse(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

// never answers until the caller gives up.
func never(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestASlowShop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		c := client(t, "http://shop.example/", transport(func(r *http.Request) (*http.Response, error) { sent++; return never(r) }).config)
		start := time.Now()
		_, err := c.PlaceCart(t.Context(), cart14, order("A"), nyc())
		if pos.CodeOf(err) != pos.CodeOutcomeUnknown || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 15*time.Second {
			t.Errorf("place: %v after %s", err, time.Since(start))
		}
		start = time.Now()
		_, err = c.ShopOrder(t.Context(), "1")
		if pos.CodeOf(err) != pos.CodeUnavailable || time.Since(start) != 15*time.Second || sent != 2 {
			t.Errorf("a slow read must not be repeated: %v after %s, %d sent", err, time.Since(start), sent)
		}
	})
}

func TestAPlacementWhoseCallerLeftIsUnknown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := client(t, "http://shop.example/", transport(never).config)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.PlaceCart(ctx, cart14, order("A"), nyc())
		if pos.CodeOf(err) != pos.CodeOutcomeUnknown {
			t.Errorf("deadline: %v", err)
		}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err = c.PlaceCart(ctx, cart14, order("A"), nyc())
		if pos.CodeOf(err) != pos.CodeOutcomeUnknown || !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	})
}

func TestAFailingShopIsLeftAloneForAWhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sent, broken := 0, true
		c := client(t, "http://shop.example/", transport(func(*http.Request) (*http.Response, error) {
			sent++
			if broken {
				return jsonResponse(500, `{"message":"Internal Error"}`), nil
			}
			return jsonResponse(200, `"11"`), nil
		}).config)
		place := func() error {
			_, err := c.PlaceCart(t.Context(), cart14, order("A"), nyc())
			return err
		}
		for range 10 {
			if err := place(); pos.CodeOf(err) != pos.CodeOutcomeUnknown {
				t.Fatalf("%v", err)
			}
		}
		// Now the breaker is open: nothing is sent, so nothing was done.
		if err := place(); pos.CodeOf(err) != pos.CodeUnavailable || sent != 10 {
			t.Fatalf("%v, %d sent", err, sent)
		}
		time.Sleep(7 * time.Second)
		broken = false
		for range 3 {
			if err := place(); err != nil {
				t.Errorf("after the pause: %v", err)
			}
		}
		if sent != 13 {
			t.Errorf("%d sent", sent)
		}
	})
}

func TestACatalogThatCannotBeReadDoesNotKeepOrdersFromBeingPlaced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := client(t, "http://shop.example/", transport(func(r *http.Request) (*http.Response, error) {
			if strings.Contains(r.URL.Path, "/products") {
				return jsonResponse(500, `{"message":"Internal Error"}`), nil
			}
			return jsonResponse(200, `"11"`), nil
		}).config)
		for range 20 {
			_, _ = c.CountProducts(t.Context(), store1)
		}
		if _, err := c.CountProducts(t.Context(), store1); err == nil || !strings.Contains(err.Error(), "paused") {
			t.Errorf("the catalog's breaker is closed: %v", err)
		}
		if _, err := c.PlaceCart(t.Context(), cart14, order("A"), nyc()); err != nil {
			t.Errorf("place: %v", err)
		}
	})
}

func TestRefusalsDoNotOpenTheBreaker(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		c := client(t, "http://shop.example/", transport(func(*http.Request) (*http.Response, error) {
			sent++
			return jsonResponse(400, `{"message":"No."}`), nil
		}).config)
		for range 50 {
			_, _ = c.PlaceCart(t.Context(), cart14, order("A"), nyc())
		}
		if sent != 50 {
			t.Errorf("%d sent", sent)
		}
	})
}

func TestWritesAtOnceAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var now, most, done atomic.Int32
		c := client(t, "http://shop.example/", transport(func(*http.Request) (*http.Response, error) {
			n := now.Add(1)
			for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
			}
			time.Sleep(time.Second)
			now.Add(-1)
			return jsonResponse(200, `"11"`), nil
		}).config, func(cfg *rest.Config) { cfg.Concurrency = 2 })
		for range 10 {
			go func() {
				if _, err := c.Invoice(t.Context(), "1", ""); err == nil {
					done.Add(1)
				}
			}()
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if most.Load() != 2 || done.Load() != 10 {
			t.Errorf("%d at once, %d done", most.Load(), done.Load())
		}
	})
}

func TestAWriteThatFindsNoRoomIsUnavailable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int32
		c := client(t, "http://shop.example/", transport(func(*http.Request) (*http.Response, error) {
			sent.Add(1)
			time.Sleep(14 * time.Second)
			return jsonResponse(200, `"11"`), nil
		}).config, func(cfg *rest.Config) { cfg.Concurrency = 1 })
		var refused atomic.Int32
		for range 3 {
			go func() {
				if _, err := c.Invoice(t.Context(), "1", ""); pos.CodeOf(err) == pos.CodeUnavailable {
					refused.Add(1)
				}
			}()
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if sent.Load() != 2 || refused.Load() != 1 {
			t.Errorf("%d sent, %d refused", sent.Load(), refused.Load())
		}
	})
}
