package app

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func postVitals(t *testing.T, h http.Handler, body string) int {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/vitals", strings.NewReader(body)))
	return w.Code
}

func TestVitals(t *testing.T) {
	t.Parallel()
	const scan = `{"phase":"response","interaction":"scan","seconds":0.043}`
	report := func(readings ...string) string { return `{"readings":[` + strings.Join(readings, ",") + `]}` }
	repeat := func(n int) []string { return strings.Split(strings.TrimSuffix(strings.Repeat(scan+"|", n), "|"), "|") }
	for name, tc := range map[string]struct {
		body string
		code int
		want map[string]time.Duration
	}{
		"a report counts": {
			report(scan, `{"phase":"load","interaction":"first","seconds":4.9}`), http.StatusNoContent,
			map[string]time.Duration{"response scan": 43 * time.Millisecond, "load first": 4900 * time.Millisecond},
		},
		"two hundred readings are the most":                    {report(repeat(200)...), http.StatusNoContent, map[string]time.Duration{"response scan": 43 * time.Millisecond}},
		"one reading more is refused":                          {report(repeat(201)...), http.StatusBadRequest, nil},
		"an empty report is refused":                           {`{"readings":[]}`, http.StatusBadRequest, nil},
		"a phase that is not on the list spoils the report":    {report(scan, `{"phase":"x","interaction":"scan","seconds":1}`), http.StatusBadRequest, nil},
		"an interaction belongs to its phase":                  {report(`{"phase":"idle","interaction":"scan","seconds":1}`), http.StatusBadRequest, nil},
		"time does not run backwards":                          {report(`{"phase":"response","interaction":"scan","seconds":-1}`), http.StatusBadRequest, nil},
		"eleven minutes are no measurement":                    {report(`{"phase":"response","interaction":"scan","seconds":660}`), http.StatusBadRequest, nil},
		"a number too large for a number is refused":           {report(`{"phase":"response","interaction":"scan","seconds":1e999}`), http.StatusBadRequest, nil},
		"a reading without a value is refused":                 {report(`{"phase":"response","interaction":"scan"}`), http.StatusBadRequest, nil},
		"a field that nobody knows is refused":                 {report(`{"phase":"response","interaction":"scan","seconds":1,"user":"x"}`), http.StatusBadRequest, nil},
		"a second document is refused":                         {report(scan) + report(scan), http.StatusBadRequest, nil},
		"an endless body is refused without being read to end": {report(scan) + strings.Repeat(" ", 65<<10), http.StatusRequestEntityTooLarge, nil},
		"no JSON is refused":                                   {"hello", http.StatusBadRequest, nil},
		"nothing is refused":                                   {"", http.StatusBadRequest, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got map[string]time.Duration
			h := vitals(func(phase, interaction string, d time.Duration) {
				if got == nil {
					got = map[string]time.Duration{}
				}
				got[phase+" "+interaction] = d
			})
			if code := postVitals(t, h, tc.body); code != tc.code || !maps.Equal(got, tc.want) {
				t.Errorf("status %d, observed %v; want %d, %v", code, got, tc.code, tc.want)
			}
		})
	}
	t.Run("too many reports are refused until time has passed", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			h := vitals(func(string, string, time.Duration) {})
			for i := range vitalsBurst {
				if code := postVitals(t, h, report(scan)); code != http.StatusNoContent {
					t.Fatalf("report %d: status %d", i, code)
				}
			}
			if code := postVitals(t, h, report(scan)); code != http.StatusTooManyRequests {
				t.Fatalf("status %d", code)
			}
			<-time.After(time.Second)
			if code := postVitals(t, h, report(scan)); code != http.StatusNoContent {
				t.Errorf("after a second: status %d", code)
			}
		})
	})
}

func FuzzVitals(f *testing.F) {
	f.Add(`{"readings":[{"phase":"response","interaction":"scan","seconds":0.04}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		h := vitals(func(phase, interaction string, d time.Duration) {
			if d < 0 || d > maxVitalsSeconds*time.Second || railInteractions()[phase] == nil {
				t.Error(fmt.Sprint(phase, interaction, d))
			}
		})
		postVitals(t, h, body)
	})
}
