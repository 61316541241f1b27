package rest_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/placement"
)

var (
	_ catalog.Source   = (*rest.Client)(nil)
	_ placement.Carts  = (*rest.Client)(nil)
	_ placement.Orders = (*rest.Client)(nil)
)

// exchange is one recorded call and its answer.
type exchange struct {
	Request struct {
		Method string          `json:"method"`
		Path   string          `json:"path"`
		Body   json.RawMessage `json:"body"`
	} `json:"request"`
	Response struct {
		Status  int               `json:"status"`
		Headers map[string]string `json:"headers"`
		Body    json.RawMessage   `json:"body"`
	} `json:"response"`
}

// recorded reads an exchange of testdata by its number.
func recorded(t *testing.T, number string) exchange {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", number+"-*.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("recording %s: %v %v", number, files, err)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	var e exchange
	if err := json.Unmarshal(raw, &e); err != nil {
		t.Fatalf("%s: %v", files[0], err)
	}
	return e
}

func (e exchange) write(w http.ResponseWriter) {
	for name, value := range e.Response.Headers {
		w.Header().Set(name, value)
	}
	w.WriteHeader(e.Response.Status)
	body := []byte(e.Response.Body)
	if !strings.HasPrefix(e.Response.Headers["Content-Type"], "application/json") {
		var text string
		if json.Unmarshal(body, &text) == nil {
			body = []byte(text)
		}
	}
	_, _ = w.Write(body)
}

var scope = regexp.MustCompile(`^/rest/[^/]+/V1/`)

// key is what tells calls apart: method, path without the store view, and the filters; not which fields or how many rows.
func key(method, target string) string {
	u, err := url.Parse(strings.ReplaceAll(target, " ", "%20"))
	if err != nil {
		return method + " " + target
	}
	path := u.EscapedPath()
	if !strings.HasPrefix(path, "/rest/V1/") {
		path = scope.ReplaceAllString(path, "/rest/V1/")
	}
	filters := url.Values{}
	for name, values := range u.Query() {
		if strings.Contains(name, "[filters]") {
			filters[name] = values
		}
	}
	for name := range filters {
		prefix := name[:strings.LastIndex(name, "[")]
		filters.Set(prefix+"[conditionType]", cmp.Or(filters.Get(prefix+"[conditionType]"), "eq"))
	}
	return method + " " + path + "?" + filters.Encode()
}

// request is a call as the server saw it.
type request struct {
	key    string
	path   string
	query  url.Values
	header http.Header
	body   []byte
}

// seen keeps the calls that a server got.
type seen struct {
	mu   sync.Mutex
	list []request
}

func (s *seen) add(r request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, r)
}

func (s *seen) all() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.list...)
}

// replay answers with recorded exchanges; the same call gets them in the order given, and the last again and again.
func replay(t *testing.T, numbers ...string) http.Handler {
	t.Helper()
	byKey := map[string][]exchange{}
	for _, n := range numbers {
		e := recorded(t, n)
		k := key(e.Request.Method, e.Request.Path)
		byKey[k] = append(byKey[k], e)
	}
	var mu sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		k := key(r.Method, r.URL.RequestURI())
		list := byKey[k]
		if len(list) == 0 {
			t.Errorf("no recording for %s", k)
			w.WriteHeader(http.StatusTeapot)
			return
		}
		if len(list) > 1 {
			byKey[k] = list[1:]
		}
		list[0].write(w)
	})
}

// shop starts a server and a client of it.
func shop(t *testing.T, handler http.Handler, change ...func(*rest.Config)) (*rest.Client, *seen) {
	t.Helper()
	calls := &seen{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		calls.add(request{key: key(r.Method, r.URL.RequestURI()), path: r.URL.EscapedPath(), query: r.URL.Query(), header: r.Header.Clone(), body: body})
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return client(t, server.URL, change...), calls
}

func client(t *testing.T, base string, change ...func(*rest.Config)) *rest.Client {
	t.Helper()
	cfg := rest.Config{BaseURL: base, Token: "TOKEN", Timeout: 10 * time.Second}
	for _, c := range change {
		c(&cfg)
	}
	c, err := rest.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// answering is a server that gives everyone the same recorded answer.
func answering(t *testing.T, number string) http.Handler {
	t.Helper()
	e := recorded(t, number)
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { e.write(w) })
}

func jsonAnswer(status int, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

func sameJSON(t *testing.T, got []byte, want string) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal(got, &g); err != nil {
		t.Fatalf("%s: %v", got, err)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatalf("%s: %v", want, err)
	}
	gb, _ := json.Marshal(g)
	wb, _ := json.Marshal(w)
	if !bytes.Equal(gb, wb) {
		t.Errorf("got  %s\nwant %s", gb, wb)
	}
}
