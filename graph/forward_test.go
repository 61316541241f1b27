package graph_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// shop is a Magento that remembers what it was sent.
type shop struct {
	mu     sync.Mutex
	bodies []string
	tokens []string
	answer string
	header http.Header
	fail   error
}

func (s *shop) Forward(_ context.Context, r *http.Request, body []byte) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies = append(s.bodies, string(body))
	s.tokens = append(s.tokens, r.Header.Get("Authorization"))
	if s.fail != nil {
		return nil, s.fail
	}
	header := s.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Content-Type", "application/json")
	return &http.Response{StatusCode: http.StatusOK, Header: header, Body: io.NopCloser(bytes.NewReader([]byte(s.answer)))}, nil
}

func (s *shop) sent() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.bodies)
}

func passing(tb testing.TB, change ...func(*graph.Config)) (*world, *shop) {
	tb.Helper()
	s := &shop{answer: `{"data":{"from":"magento"}}`}
	return setup(tb, append(change, func(c *graph.Config) { c.Forward = s })...), s
}

func TestPassThrough(t *testing.T) {
	t.Parallel()
	t.Run("what only Magento can answer is passed on as it came", func(t *testing.T) {
		t.Parallel()
		for _, query := range []string{
			`{cart(cart_id:\"x\"){id}}`, `mutation{createEmptyCart}`, `{customer{email orders{total_count}}}`, `{customer{email}}`, `{productReviewRatingsMetadata{items{id}}}`,
			`{storeConfig{code} cmsPage(identifier:\"home\"){title}}`, `{products(search:\"x\"){items{reviews{items{text}}}}}`,
			`query A{...f} fragment f on Query{wishlist{id}}`,
		} {
			w, s := passing(t)
			body := `{"query":"` + query + `","variables":{"odd":1.50}}`
			a := w.raw(t, body, "")
			if string(a.Raw) != s.answer || s.sent() != 1 || s.bodies[0] != body {
				t.Errorf("%s: %s, sent %q", query, a.Raw, s.bodies)
			}
			if w.observed[0] != "forwarded" {
				t.Errorf("observed %q", w.observed)
			}
		}
	})
	t.Run("what is ours stays here", func(t *testing.T) {
		t.Parallel()
		w, s := passing(t)
		for _, query := range []string{
			`{storeConfig{code}}`, `{storeConfig{nosuch}}`, `{`, ``, `{workplace{lastCounter} cart(cart_id:"x"){id}}`, `{workplace{lastCounter}}`,
			`{products(search:"x"){items{sku review_count}}}`, `{__type(name:"Query"){name}}`,
		} {
			w.ask(t, query, nil, "")
		}
		if s.sent() != 0 {
			t.Errorf("sent %q", s.bodies)
		}
	})
	t.Run("of a store view that is not served here all that Magento can answer is passed on", func(t *testing.T) {
		t.Parallel()
		for query, passed := range map[string]bool{
			`{storeConfig{code}}`: true, `{products(search:"x"){items{sku}}}`: true, `{storeConfig{nosuch}}`: true,
			`mutation{createEmptyCart}`: true, `{customer{email}}`: true,
			`{workplace{lastCounter}}`: false, `{workplace{lastCounter} storeConfig{code}}`: false, `{`: false,
		} {
			w, s := passing(t)
			a := w.ask(t, query, nil, "", "Store", "de")
			refused := a.Status == http.StatusInternalServerError && strings.Contains(string(a.Raw), "Requested store is not found (de)")
			if (s.sent() == 1) != passed || refused == passed || passed && string(a.Raw) != s.answer {
				t.Errorf("%s: sent %d, %d %s", query, s.sent(), a.Status, a.Raw)
			}
		}
	})
	t.Run("a customer's token goes along and a device's does not", func(t *testing.T) {
		t.Parallel()
		w, s := passing(t)
		w.ask(t, `{customer{email}}`, nil, "of-a-customer")
		w.ask(t, `{customer{email}}`, nil, "device")
		if strings.Join(s.tokens, ",") != "Bearer of-a-customer," {
			t.Errorf("tokens %q", s.tokens)
		}
	})
	t.Run("nothing is kept, and Magento says what others may keep", func(t *testing.T) {
		t.Parallel()
		w, s := passing(t)
		for _, c := range []struct{ theirs, ours string }{{"", "no-store"}, {"max-age=0, must-revalidate, no-cache, no-store", "no-store"}, {"max-age=86400, public, s-maxage=86400", "max-age=86400, public, s-maxage=86400"}} {
			s.header = http.Header{"Cache-Control": {c.theirs}, "Set-Cookie": {"PHPSESSID=x"}}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.URL+"/graphql", strings.NewReader(`{"query":"{cart(cart_id:\"x\"){id}}"}`))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			response, err := w.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if got := response.Header.Get("Cache-Control"); got != c.ours || response.Header.Get("Set-Cookie") != "" {
				t.Errorf("Magento's %q became %q, cookie %q", c.theirs, got, response.Header.Get("Set-Cookie"))
			}
		}
		if s.sent() != 3 {
			t.Errorf("sent %d times", s.sent())
		}
	})
	t.Run("the limits hold", func(t *testing.T) {
		t.Parallel()
		w, s := passing(t, func(c *graph.Config) { c.Limits = graph.Limits{Tokens: 500, BodyBytes: 10_000} })
		deep := `{cart(cart_id:"x"){` + strings.Repeat("a{", 25) + "b" + strings.Repeat("}", 25) + "}}"
		long := "{cart{" + strings.Repeat("a ", 600) + "}}"
		loop := "{cart{...f}} fragment f on Cart{a{...f}}"
		for _, query := range []string{deep, long, `{cart{` + strings.Repeat(" ", 12_000) + `id}}`} {
			if a := w.ask(t, query, nil, ""); len(a.Errors) == 0 || s.sent() != 0 {
				t.Errorf("%.30s… was passed on: %s", query, a.Raw)
			}
		}
		w.ask(t, loop, nil, "") // Magento's to refuse, but it must not hang here
	})
	t.Run("a Magento that does not answer is told", func(t *testing.T) {
		t.Parallel()
		w, s := passing(t)
		s.fail = pos.OutcomeUnknown(io.ErrUnexpectedEOF, "Magento did not answer.")
		a := w.ask(t, `mutation{placeOrder{order{number}}}`, nil, "")
		if a.Status != http.StatusBadGateway || a.code() != "OUTCOME_UNKNOWN" || strings.Contains(string(a.Raw), "EOF") {
			t.Errorf("%d %s", a.Status, a.Raw)
		}
	})
}
