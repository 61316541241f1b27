package graph_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/graph"
)

func TestPlainBodiesAreReadWithoutADecoder(t *testing.T) {
	t.Parallel()
	query := "query {\n\tproducts(search:\"a\\\\b/<&>'\") { items { sku } }\r\n}"
	written, err := json.Marshal(map[string]any{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{
		string(written), ` { "query" : "{x}" } `, `{"query":"{x}","variables":{}}`, `{"variables": { } ,"query":"{x}"}`,
		`{"operationName":null,"variables":null,"query":"\/\u007e\u0022"}`,
	} {
		if graph.PlainBody([]byte(body)) == nil {
			t.Errorf("%s was not read", body)
		}
		sameBody(t, []byte(body))
	}
	if got := graph.PlainBody(written); got == nil || got.Query != query {
		t.Errorf("%q became %v", query, got)
	}
}

func TestAllOtherBodiesAreLeftToTheDecoder(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"", "[]", "{}", `{"query":"{x}"`, `{"query":"{x}"}}`, `{"query":"{x}"} x`, `{"query":"{x}",}`, `{"query":""}`, `{"query":null}`, `{"query":1}`, `{"Query":"{x}"}`,
		`{"query":"é"}`, `{"query":"\u00e9"}`, `{"query":"\ud83d\ude00"}`, `{"query":"\u000a"}`, `{"query":"\u00"}`, `{"query":"\x"}`, `{"query":"\"}`, `{"query":"a` + "\n" + `b"}`, "{\"query\":\"a\x7f\"}",
		`{"query":"{x}","query":"{y}"}`, `{"query":"{x}","variables":{"a":1}}`, `{"query":"{x}","variables":[]}`, `{"query":"{x}","operationName":"A"}`, `{"query":"{x}","extensions":{}}`,
	} {
		if got := graph.PlainBody([]byte(body)); got != nil {
			t.Errorf("%s was read: %v", body, got)
		}
	}
}

func FuzzBody(f *testing.F) {
	for _, body := range []string{`{"query":"{a\n\u003c}","variables":{},"operationName":null}`, ` { "variables" : null , "query" : "\\\"" } `} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) { sameBody(t, []byte(body)) })
}

// sameBody fails when a body that is read without a decoder means something else to it.
func sameBody(t *testing.T, body []byte) {
	t.Helper()
	got := graph.PlainBody(body)
	if got == nil {
		return
	}
	want, err := graph.AnyBody(body)
	if err != nil {
		t.Fatalf("%s was read, but is not right: %v", body, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s\n%s", strings.ToValidUTF8(string(body), "?"), diff)
	}
}
