package app

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// parseProxies reads addresses and networks, such as 10.0.0.0/8. Errors: invalid.
func parseProxies(list []string) ([]netip.Prefix, error) {
	var prefixes []netip.Prefix
	for _, text := range list {
		text = strings.TrimSpace(text)
		if prefix, err := netip.ParsePrefix(text); err == nil {
			prefixes = append(prefixes, prefix)
			continue
		}
		addr, err := netip.ParseAddr(text)
		if err != nil {
			return nil, pos.Invalid("TILLWAY_TRUSTED_PROXIES: %.60q is no address and no network such as 10.0.0.0/8", text)
		}
		prefixes = append(prefixes, netip.PrefixFrom(addr, addr.BitLen()))
	}
	return prefixes, nil
}

// callerAddress returns the address that a request came from: the peer's, or, when the peer is a trusted proxy, the last
// address in X-Forwarded-For that is no trusted proxy. What a caller wrote there itself stands before that and is ignored.
func callerAddress(trusted []netip.Prefix) func(*http.Request) string {
	isTrusted := func(text string) bool {
		addr, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil {
			return false
		}
		for _, prefix := range trusted {
			if prefix.Contains(addr.Unmap()) {
				return true
			}
		}
		return false
	}
	return func(r *http.Request) string {
		caller, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			caller = r.RemoteAddr
		}
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(hops) - 1; i >= 0 && isTrusted(caller); i-- {
			if hop := strings.TrimSpace(hops[i]); hop != "" {
				caller = hop
			}
		}
		return caller
	}
}
