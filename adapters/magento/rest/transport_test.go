package rest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
)

func TestConfigurationProblemsAreNamedAllAtOnce(t *testing.T) {
	t.Parallel()
	_, err := rest.New(rest.Config{BaseURL: "shop.example", Timeout: -1})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, part := range []string{"shop.example", "access token", "negative"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not speak of %s", err, part)
		}
	}
}

func TestRecordedErrorsBecomeKinds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		recording string
		kind      pos.Kind
		says      string
	}{
		"no token":                          {"014", pos.KindUnauthorized, "Magento_Catalog::products"},
		"an unknown token":                  {"015", pos.KindUnauthorized, "access token"},
		"a missing argument":                {"018", pos.KindInvalid, `"cartItem" is required`},
		"an unknown route":                  {"020", pos.KindInvalid, "module"},
		"an unknown product":                {"022", pos.KindNotFound, "doesn't exist"},
		"an unknown order":                  {"023", pos.KindNotFound, "doesn't exist"},
		"an unknown store view in the path": {"024", pos.KindInvalid, "Specified request cannot be processed."},
		"an error page":                     {"025", pos.KindUnavailable, "error page instead of JSON"},
		"a product search by a wrong field": {"052", pos.KindInvalid, "Magento refused"},
		"salable quantity of a composite":   {"102", pos.KindInvalid, "Source Items"},
		"a failure in plain text":           {"103", pos.KindUnavailable, "status 500"},
		"a failure with a report number":    {"148", pos.KindUnavailable, "status 500"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := shop(t, answering(t, test.recording))
			_, err := c.ShopOrder(t.Context(), "1")
			if pos.KindOf(err) != test.kind || !strings.Contains(pos.MessageOf(err), test.says) {
				t.Errorf("got %s %q, want %s with %q", pos.KindOf(err), pos.MessageOf(err), test.kind, test.says)
			}
			if strings.Contains(pos.MessageOf(err), "<") || strings.Contains(pos.MessageOf(err), "%") {
				t.Errorf("the message shows a page or an empty placeholder: %s", pos.MessageOf(err))
			}
		})
	}
}

func TestAPageInsteadOfJSONIsUnavailableAndItsBeginningIsForTheLogOnly(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 404, 403, 503} {
		c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=UTF-8")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "<html>maintenance"+strings.Repeat("x", 9000))
		}))
		_, err := c.ShopOrder(t.Context(), "1")
		if want := map[int]pos.Kind{403: pos.KindUnauthorized}[status]; want == "" && pos.KindOf(err) != pos.KindUnavailable || want != "" && pos.KindOf(err) != want {
			t.Errorf("%d: %v", status, err)
		}
		if strings.Contains(pos.MessageOf(err), "<html>") || !strings.Contains(err.Error(), "<html>maintenance") || len(err.Error()) > 1000 {
			t.Errorf("%d: message %q, error of %d bytes", status, pos.MessageOf(err), len(err.Error()))
		}
	}
}

func TestAnEMailAddressInARefusalIsNotShown(t *testing.T) {
	t.Parallel()
	c, _ := shop(t, jsonAnswer(400, `{"message":"%1 is already in use","parameters":["pat.doe@example.com"]}`))
	_, err := c.PlaceCart(t.Context(), cart14, order("A"), nyc())
	if strings.Contains(pos.MessageOf(err), "pat") {
		t.Errorf("%s", pos.MessageOf(err))
	}
}

func TestCookiesAreNotKept(t *testing.T) {
	t.Parallel()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c, calls := shop(t, answering(t, "026"), func(cfg *rest.Config) { cfg.Client = &http.Client{Jar: jar} })
	for range 2 {
		if _, err := c.ShopOrder(t.Context(), "1"); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range calls.all() {
		if r.header.Get("Cookie") != "" {
			t.Error("a session cookie makes calls wait for each other")
		}
		if r.header.Get("Accept") != "application/json" || r.header.Get("Authorization") != "Bearer TOKEN" {
			t.Errorf("headers %v", r.header)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, http.RedirectHandler("/elsewhere", http.StatusMovedPermanently))
	_, err := c.PlaceCart(t.Context(), cart14, order("A"), nyc())
	if pos.CodeOf(err) != pos.CodeUnavailable || len(calls.all()) != 1 {
		t.Errorf("%v after %d calls", err, len(calls.all()))
	}
}

func TestAnswersHaveALimit(t *testing.T) {
	t.Parallel()
	body := `{"entity_id":1,"pad":"` + strings.Repeat("x", 5000) + `"}`
	limit := func(n int64) func(*rest.Config) { return func(cfg *rest.Config) { cfg.MaxAnswer = n } }
	c, _ := shop(t, jsonAnswer(200, body), limit(4096))
	if _, err := c.ShopOrder(t.Context(), "1"); pos.CodeOf(err) != pos.CodeTooLarge {
		t.Errorf("read: %v", err)
	}
	if _, err := c.Invoice(t.Context(), "1", ""); pos.CodeOf(err) != pos.CodeOutcomeUnknown {
		t.Errorf("write: %v", err)
	}
	c, _ = shop(t, jsonAnswer(200, body), limit(int64(len(body))))
	if _, err := c.ShopOrder(t.Context(), "1"); err != nil {
		t.Errorf("an answer of just the limit: %v", err)
	}
}

// cut answers nothing, or half an answer, and breaks the connection.
func cut(half bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if half {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"entity`)
		}
		panic(http.ErrAbortHandler)
	})
}

func TestAfterACutConnectionAReadIsRepeatedAndAWriteIsUnknown(t *testing.T) {
	t.Parallel()
	for name, half := range map[string]bool{"before the answer": false, "within the answer": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, calls := shop(t, cut(half))
			if _, err := c.ShopOrder(t.Context(), "1"); pos.CodeOf(err) != pos.CodeUnavailable {
				t.Errorf("read: %v", err)
			}
			if n := len(calls.all()); n != 3 {
				t.Errorf("the read was sent %d times, want 3", n)
			}
			if _, err := c.PlaceCart(t.Context(), cart14, order("A"), nyc()); pos.CodeOf(err) != pos.CodeOutcomeUnknown {
				t.Errorf("place: %v", err)
			}
			if _, err := c.Ship(t.Context(), pos.ShopOrder{ID: "1", Items: []pos.ShopOrderItem{{ID: "1", Ordered: order("A").Lines[0].Quantity}}}, "s"); pos.CodeOf(err) != pos.CodeOutcomeUnknown {
				t.Errorf("ship: %v", err)
			}
			if _, err := c.OpenCart(t.Context(), "default"); pos.CodeOf(err) != pos.CodeUnavailable {
				t.Errorf("an empty cart harms nothing, opening may be repeated: %v", err)
			}
			if n := len(calls.all()); n != 6 {
				t.Errorf("a write was repeated: %d calls", n)
			}
		})
	}
}

func TestAReadThatSucceedsAtTheSecondTryIsASuccess(t *testing.T) {
	t.Parallel()
	first := true
	c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if first {
			first = false
			cut(false).ServeHTTP(w, r)
		}
		recorded(t, "248").write(w)
	}))
	if o, err := c.ShopOrder(t.Context(), "11"); err != nil || o.ID != "11" {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestNothingWasDoneWhenNoConnectionWasHad(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	base := server.URL
	server.Close()
	c := client(t, base)
	if _, err := c.PlaceCart(t.Context(), cart14, order("A"), nyc()); pos.CodeOf(err) != pos.CodeUnavailable {
		t.Errorf("connection refused: %v (%s)", err, pos.CodeOf(err))
	}
}

func TestRetryAfterIsHandedOn(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		status int
		header string
		after  time.Duration
		calls  int
	}{
		"seconds":             {503, "120", 2 * time.Minute, 1},
		"a date":              {429, "Sat, 21 Nov 2026 06:01:00 GMT", time.Minute, 1},
		"a date in the past":  {503, "Sat, 21 Nov 2026 05:01:00 GMT", 0, 3},
		"nonsense":            {503, "soon", 0, 3},
		"limited without one": {429, "", 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, calls := shop(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", test.header)
				w.WriteHeader(test.status)
			}), func(cfg *rest.Config) { cfg.Now = func() time.Time { return now } })
			_, err := c.ShopOrder(t.Context(), "1")
			if pos.KindOf(err) != pos.KindUnavailable {
				t.Errorf("%v", err)
			}
			var throttled *rest.Throttled
			if got := errors.As(err, &throttled); got != (test.after > 0) || got && throttled.After != test.after {
				t.Errorf("retry after: %v in %v", throttled, err)
			}
			if n := len(calls.all()); n != test.calls {
				t.Errorf("sent %d times, want %d", n, test.calls)
			}
		})
	}
}

func TestEveryAttemptIsObservedUnderItsRoute(t *testing.T) {
	t.Parallel()
	type attempt struct {
		endpoint string
		status   int
	}
	var got []attempt
	c, _ := shop(t, replay(t, "023", "228"), func(cfg *rest.Config) {
		cfg.Observe = func(endpoint string, status int, d time.Duration) {
			if d < 0 {
				t.Errorf("took %s", d)
			}
			got = append(got, attempt{endpoint, status})
		}
	})
	_, _ = c.ShopOrder(t.Context(), "999999")
	if want := (attempt{"GET /V1/orders/{id}", 404}); len(got) != 1 || got[0] != want {
		t.Errorf("%v", got)
	}
}

func TestACallThatIsGivenUpBeforeItIsMadeDidNothing(t *testing.T) {
	t.Parallel()
	c, calls := shop(t, answering(t, "244"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.PlaceCart(ctx, cart14, order("A"), nyc())
	if pos.CodeOf(err) != pos.CodeUnavailable || !errors.Is(err, context.Canceled) || len(calls.all()) != 0 {
		t.Errorf("%v (%s) after %d calls", err, pos.CodeOf(err), len(calls.all()))
	}
}
