package app_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/app"
)

// exchange is one recorded GraphQL request to a real Magento and its answer.
type exchange struct {
	Title   string
	Request struct {
		Method        string
		Path          string
		Headers       map[string]string
		Query         *string
		Variables     any
		OperationName *string
		Body          any
	}
	Response struct {
		Status int
		Body   any
	}
}

// passedThrough are the recorded exchanges that are for Magento itself: carts, orders, accounts and their tokens.
func passedThrough(name string) bool {
	return name >= "102" && name < "200"
}

// TestRecordedExchanges sends what was sent to a real Magento to a gateway that runs on the same database, and compares the
// answers. What differs must be explained in testdata/differences.json, and what is explained there must differ.
func TestRecordedExchanges(t *testing.T) {
	t.Parallel()
	dir := testserver.Recordings(t)
	explained := map[string]map[string]string{}
	content, err := os.ReadFile("testdata/differences.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &explained); err != nil {
		t.Fatal(err)
	}
	urls := map[string]string{}
	for _, dump := range []string{"dump.sql.gz", "dump-after.sql.gz"} {
		urls[dump] = gatewayOnDump(t, filepath.Join(dir, dump))
	}
	files, err := filepath.Glob(filepath.Join(dir, "graphql", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var report strings.Builder
	equal, total := 0, 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if passedThrough(name) {
			continue
		}
		root := urls["dump.sql.gz"]
		if strings.HasPrefix(name, "101") {
			root = urls["dump-after.sql.gz"]
		}
		total++
		found := replay(t, root, file)
		if len(found) == 0 {
			equal++
		}
		fmt.Fprintf(&report, "%-50s %s\n", name, verdict(found))
		for path, what := range found {
			if explained[name][path] == "" {
				t.Errorf("%s: %s: %s", name, path, what)
			}
		}
		for path := range explained[name] {
			if found[path] == "" {
				t.Errorf("%s: %s is explained but does not differ: take it out of testdata/differences.json", name, path)
			}
		}
	}
	t.Logf("%d of %d recorded exchanges answer equal\n%s", equal, total, report.String())
}

func verdict(found map[string]string) string {
	if len(found) == 0 {
		return "equal"
	}
	return "differs: " + strings.Join(slices.Sorted(maps.Keys(found)), ", ")
}

// gatewayOnDump runs a gateway that reads a dump of Magento's database, with what SQL changes of it, and returns its root URL.
func gatewayOnDump(t testing.TB, dump string, changes ...string) string {
	t.Helper()
	dsn := testserver.MariaDB(t)
	testserver.LoadDump(t, dsn, dump)
	db, err := sql.Open("mysql", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, change := range changes {
		if _, err := db.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	return gatewayOn(t, dsn)
}

// gatewayOn runs a gateway that reads Magento's database and returns its root URL.
func gatewayOn(t testing.TB, dsn string) string {
	t.Helper()
	port, err := testserver.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	cfg := app.DefaultConfig()
	cfg.Addr, cfg.DataDir = fmt.Sprintf("127.0.0.1:%d", port), t.TempDir()
	cfg.ShopsFile = writeShops(t, cfg.DataDir)
	// Of the web API only what Magento says to tokens that it did not give out, or no longer knows.
	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	t.Cleanup(stranger.Close)
	cfg.MagentoURL, cfg.MagentoToken, cfg.MagentoDBURL = stranger.URL, testToken, app.Secret(dsn)
	cfg.Introspection = true
	cfg.ImagePath = "catalog/product/cache/314331f24d060739764680d05f536f25"
	g, err := app.New(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- g.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("stop the gateway: %v", err)
		}
	})
	root := "http://" + cfg.Addr
	eventually(t, "the gateway is ready", 5*time.Minute, func() error {
		resp, err := http.Get(root + "/readyz")
		if err != nil {
			return err
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return errNotYet
		}
		return nil
	})
	return root
}

// replay sends a recorded request and returns what differs in the answer, by path.
func replay(t *testing.T, root, file string) map[string]string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var x exchange
	if err := json.Unmarshal(content, &x); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	resp, err := http.DefaultClient.Do(request(t, root, x))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	if resp.StatusCode != x.Response.Status {
		found["status"] = fmt.Sprintf("%d, recorded %d", resp.StatusCode, x.Response.Status)
	}
	var got any
	if err := json.Unmarshal(body, &got); err != nil {
		got = string(body)
	}
	compare("", got, x.Response.Body, found)
	return found
}

func request(t *testing.T, root string, x exchange) *http.Request {
	t.Helper()
	method, target, body := http.MethodPost, root+"/graphql", x.Request.Body
	if x.Request.Query != nil {
		fields := map[string]any{"query": *x.Request.Query}
		if x.Request.Variables != nil {
			fields["variables"] = x.Request.Variables
		}
		if x.Request.OperationName != nil {
			fields["operationName"] = *x.Request.OperationName
		}
		body = fields
	}
	encoded, raw := []byte(nil), false
	if text, ok := body.(string); ok {
		encoded, raw = []byte(text), true
	} else if body != nil {
		var err error
		if encoded, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	if x.Request.Method == http.MethodGet {
		method = http.MethodGet
		if fields, ok := body.(map[string]any); ok {
			query := url.Values{}
			for name, value := range fields {
				text, isText := value.(string)
				if !isText {
					b, err := json.Marshal(value)
					if err != nil {
						t.Fatal(err)
					}
					text = string(b)
				}
				query.Set(name, text)
			}
			target += "?" + query.Encode()
		}
		encoded = nil
	}
	req, err := http.NewRequestWithContext(t.Context(), method, target, bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost || raw {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range x.Request.Headers {
		req.Header.Set(name, value)
	}
	return req
}

// compare notes where two JSON values differ: the path of each difference, lists by index.
func compare(path string, got, want any, found map[string]string) {
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok {
			found[path] = short(got) + ", recorded an object"
			return
		}
		for _, key := range slices.Sorted(maps.Keys(want)) {
			value, present := got[key]
			if !present {
				found[join(path, key)] = "is missing, recorded " + short(want[key])
				continue
			}
			compare(join(path, key), value, want[key], found)
		}
		for key := range got {
			if _, recorded := want[key]; !recorded {
				found[join(path, key)] = short(got[key]) + ", not recorded"
			}
		}
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) != len(want) {
			found[path] = fmt.Sprintf("%s, recorded %s", short(got), short(want))
			return
		}
		for i := range want {
			compare(fmt.Sprintf("%s[%d]", path, i), got[i], want[i], found)
		}
	default:
		if !reflect.DeepEqual(got, want) {
			found[path] = fmt.Sprintf("%s, recorded %s", short(got), short(want))
		}
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func short(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	if len(b) > 160 {
		return string(b[:160]) + "…"
	}
	return string(b)
}
