//nolint:bodyclose // what Forward returns is in memory and need not be closed
package rest_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/pos"
)

const cartMutation = `{"query":"mutation{createEmptyCart}"}`

// forward sends a request on to a shop that answers as handle does.
func forward(t *testing.T, handle http.HandlerFunc, change func(*http.Request)) (*http.Response, string, error) {
	t.Helper()
	return forwardWithin(t, 20*time.Second, handle, change)
}

func forwardWithin(t *testing.T, timeout time.Duration, handle http.HandlerFunc, change func(*http.Request)) (*http.Response, string, error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body) // what was not read keeps the server from noticing that the caller left
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		handle(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := rest.New(rest.Config{BaseURL: server.URL + "/shop/", Token: "the integration's", Timeout: timeout})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(cartMutation))
	if change != nil {
		change(r)
	}
	answer, err := client.Forward(t.Context(), r, []byte(cartMutation))
	if err != nil {
		return nil, "", err
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body), nil
}

func TestForwardSendsWhatTheClientSent(t *testing.T) {
	t.Parallel()
	var got *http.Request
	var body string
	answer, text, err := forward(t, func(w http.ResponseWriter, r *http.Request) {
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got, body = r, string(sent)
		w.Header().Set("X-Magento-Cache-Id", "abc")
		_, _ = io.WriteString(w, `{"data":{"createEmptyCart":"x"}}`)
	}, func(r *http.Request) {
		r.URL.RawQuery = "hash=1&variables=%7B%7D"
		for name, value := range map[string]string{"Authorization": "Bearer customer-token", "Store": "german", "Content-Currency": "EUR",
			"Content-Type": "application/json", "X-Magento-Cache-Id": "zzz", "X-Recaptcha": "solved", "Cookie": "PHPSESSID=1", "X-Forwarded-For": "1.2.3.4"} {
			r.Header.Set(name, value)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.Method != http.MethodPost || got.URL.Path != "/shop/graphql" || got.URL.RawQuery != "hash=1&variables=%7B%7D" || body != cartMutation {
		t.Errorf("Magento got %s %s with %s", got.Method, got.URL, body)
	}
	for name, want := range map[string]string{"Authorization": "Bearer customer-token", "Store": "german", "Content-Currency": "EUR",
		"Content-Type": "application/json", "X-Magento-Cache-Id": "zzz", "X-Recaptcha": "solved", "Cookie": "", "X-Forwarded-For": ""} {
		if have := got.Header.Get(name); have != want {
			t.Errorf("header %s is %q, want %q", name, have, want)
		}
	}
	if answer.StatusCode != http.StatusOK || text != `{"data":{"createEmptyCart":"x"}}` || answer.ContentLength != int64(len(text)) || answer.Header.Get("X-Magento-Cache-Id") != "abc" {
		t.Errorf("answered %d %s %v", answer.StatusCode, text, answer.Header)
	}
}

func TestForwardNeverLendsTheIntegrationsToken(t *testing.T) {
	t.Parallel()
	if _, _, err := forward(t, func(_ http.ResponseWriter, r *http.Request) {
		if have := r.Header.Get("Authorization"); have != "" {
			t.Errorf("a guest's request carries %q", have)
		}
	}, nil); err != nil {
		t.Fatal(err)
	}
}

func TestForwardKeepsMagentosAnswer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status int
		handle http.HandlerFunc
		want   string
	}{
		"an error of Magento's": {http.StatusInternalServerError, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, `{"errors":[{"message":"Syntax Error"}]}`)
		}, `{"errors":[{"message":"Syntax Error"}]}`},
		"a redirect, which is not followed": {http.StatusFound, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		}, ""},
		"a compressed answer, unpacked": {http.StatusOK, func(w http.ResponseWriter, r *http.Request) {
			if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
				t.Error("nothing compressed is asked for")
			}
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.WriteString(z, `{"data":{}}`)
			_ = z.Close()
		}, `{"data":{}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer, text, err := forward(t, tt.handle, nil)
			if err != nil || answer.StatusCode != tt.status || text != tt.want || answer.Header.Get("Content-Encoding") != "" {
				t.Errorf("%v: %+v %s", err, answer, text)
			}
		})
	}
}

func TestForwardThatGetsNoWholeAnswer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		handle  http.HandlerFunc
		code    pos.Code
		timeout time.Duration
	}{
		"in time": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, pos.CodeOutcomeUnknown, 300 * time.Millisecond},
		"that goes on": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"data":`)
			w.(http.Flusher).Flush() //nolint:forcetypeassert // net/http's are
			<-r.Context().Done()
		}, pos.CodeOutcomeUnknown, 300 * time.Millisecond},
		"that ends": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"data":`)
		}, pos.CodeOutcomeUnknown, 20 * time.Second},
		"of a size that can be held": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, strings.Repeat("x", 17<<20))
		}, pos.CodeTooLarge, 20 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := forwardWithin(t, tt.timeout, tt.handle, nil)
			if pos.KindOf(err) != pos.KindUnavailable || pos.CodeOf(err) != tt.code {
				t.Errorf("%v, want %s", err, tt.code)
			}
		})
	}
	t.Run("since nobody listens", func(t *testing.T) {
		t.Parallel()
		client, err := rest.New(rest.Config{BaseURL: "http://127.0.0.1:1/", Token: "t"})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", http.NoBody)
		_, err = client.Forward(t.Context(), r, nil)
		if e, ok := errors.AsType[*pos.Error](err); !ok || e.Kind != pos.KindUnavailable {
			t.Errorf("%v", err)
		}
	})
}
