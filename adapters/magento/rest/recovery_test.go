package rest_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// A store is read by several calls at once, of which a breaker that is half open lets two through. The others fail, which
// cancels these two: that must not open the breaker again, or it stays open for ever.
func TestRegression_ABreakerOpenedAgainByItsOwnRefusals(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		broken := true
		c := client(t, "http://shop.example/", transport(func(r *http.Request) (*http.Response, error) {
			if broken {
				return jsonResponse(500, `{"message":"Internal Error"}`), nil
			}
			select {
			case <-time.After(50 * time.Millisecond):
				if strings.HasSuffix(r.URL.Path, "/search") {
					return jsonResponse(200, `{"items":[]}`), nil
				}
				return jsonResponse(200, `[]`), nil
			case <-r.Context().Done():
				return nil, context.Cause(r.Context()) // as net/http does
			}
		}).config)
		read := func() error {
			_, err := c.Store(t.Context(), "default")
			return err
		}
		for range 10 {
			if err := read(); pos.KindOf(err) != pos.KindUnavailable {
				t.Fatalf("a broken shop: %v", err)
			}
		}
		broken = false
		var err error
		for range 3 {
			time.Sleep(7 * time.Second)
			err = read()
		}
		if pos.KindOf(err) != pos.KindNotFound { // the shop answers, though it has no store at all
			t.Errorf("the shop has been well for 20 seconds: %v", err)
		}
	})
}
