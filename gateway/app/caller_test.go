package app

import (
	"net/http"
	"testing"
)

func TestCallerAddress(t *testing.T) {
	t.Parallel()
	trusted, err := parseProxies([]string{"10.0.0.0/8", "192.168.1.1"})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		peer      string
		forwarded []string
		want      string
	}{
		"the peer without a proxy":                  {"203.0.113.5:1234", nil, "203.0.113.5"},
		"the peer when it is no trusted proxy":      {"203.0.113.5:1234", []string{"198.51.100.1"}, "203.0.113.5"},
		"what a trusted proxy wrote down":           {"10.1.2.3:1", []string{"198.51.100.1"}, "198.51.100.1"},
		"not what the caller made up":               {"10.1.2.3:1", []string{"1.1.1.1, 198.51.100.1"}, "198.51.100.1"},
		"the hop before two proxies":                {"10.1.2.3:1", []string{"198.51.100.1, 192.168.1.1"}, "198.51.100.1"},
		"headers of several lines as one":           {"10.1.2.3:1", []string{"1.1.1.1", "198.51.100.1"}, "198.51.100.1"},
		"the proxy itself when it wrote nothing":    {"10.1.2.3:1", nil, "10.1.2.3"},
		"an IPv4 peer in IPv6 form is still itself": {"[::ffff:10.1.2.3]:1", []string{"198.51.100.1"}, "198.51.100.1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &http.Request{RemoteAddr: tt.peer, Header: http.Header{"X-Forwarded-For": tt.forwarded}}
			if got := callerAddress(trusted)(r); got != tt.want {
				t.Errorf("callerAddress() = %q, want %q", got, tt.want)
			}
		})
	}
	if _, err := parseProxies([]string{"nonsense"}); err == nil {
		t.Error("nonsense was taken for a proxy")
	}
}
