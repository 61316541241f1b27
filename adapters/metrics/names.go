package metrics

import (
	"sync"
	"unicode/utf8"
)

// maxNameLength keeps a label readable and its cost bounded.
const maxNameLength = 100

// names admits the first distinct names that it sees, up to a limit, and calls the others "other": a client that invents
// names must not be able to fill the memory of the gateway and of Prometheus.
type names struct {
	limit int

	mu    sync.RWMutex
	known map[string]struct{}
}

func newNames(limit int) *names { return &names{limit: limit, known: map[string]struct{}{}} }

func (n *names) bound(name string) string {
	n.mu.RLock()
	_, ok := n.known[name]
	n.mu.RUnlock()
	if ok {
		return name
	}
	if len(name) > maxNameLength || !utf8.ValidString(name) {
		return "other"
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, ok := n.known[name]; ok {
		return name
	}
	if len(n.known) >= n.limit {
		return "other"
	}
	n.known[name] = struct{}{}
	return name
}
