package graph_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

// exchange is a query to a real Magento 2.4.7, cut down to the fields that we have, with its answer cut down likewise.
type exchange struct {
	Request struct {
		Method    string            `json:"method"`
		Query     string            `json:"query"`
		Variables map[string]any    `json:"variables"`
		Headers   map[string]string `json:"headers"`
	} `json:"request"`
	Response struct {
		Status int            `json:"status"`
		Body   map[string]any `json:"body"`
	} `json:"response"`
}

func TestAnswersEqualMagentos(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/recorded/*.json")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d recordings, %v", len(files), err)
	}
	w := setup(t)
	w.catalog.Known = []pos.Attribute{{ID: 93, Code: "color", Label: "Color", Input: "select", Backend: "int", UserDefined: true, Comparable: true}}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			var e exchange
			read(t, file, &e)
			got := w.exchange(t, e)
			if got.Status != e.Response.Status {
				t.Errorf("status %d, Magento's %d", got.Status, e.Response.Status)
			}
			if diff := cmp.Diff(common(e.Response.Body), common(parse(t, got.Raw))); diff != "" {
				t.Errorf("Magento's answer -, ours +\n%s", diff)
			}
		})
	}
}

func (w *world) exchange(t *testing.T, e exchange) answer {
	t.Helper()
	var header []string
	for k, v := range e.Request.Headers {
		header = append(header, k, v)
	}
	if e.Request.Method != http.MethodGet {
		return w.ask(t, e.Request.Query, e.Request.Variables, "", header...)
	}
	variables, err := json.Marshal(e.Request.Variables)
	if err != nil {
		t.Fatal(err)
	}
	query := url.Values{"query": {e.Request.Query}, "variables": {string(variables)}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URL+"/graphql?"+query.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range e.Request.Headers {
		r.Header.Set(k, v)
	}
	return w.do(t, r)
}

// common leaves out what is ours on purpose: an error's place in the text that was cut down, our code beside
// Magento's category, and data beside errors of whole requests.
func common(body map[string]any) map[string]any {
	errors, _ := body["errors"].([]any)
	for _, e := range errors {
		e := e.(map[string]any)
		delete(e, "locations")
		if extensions, ok := e["extensions"].(map[string]any); ok {
			delete(extensions, "code")
		}
	}
	if body["data"] == nil {
		delete(body, "data")
	}
	return body
}

func parse(t *testing.T, b []byte) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
