// Package memory is the shared cache for a gateway that runs alone: the catalog's shelf and feed log, the fan-out and the
// attempt limits, in process. It keeps nothing over a restart: the next import fills it again.
package memory

import (
	"crypto/rand"
	"sync"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	defaultLogSize = 100_000
	defaultGrace   = time.Hour
)

// Memory fits catalog.Shelf, catalog.Log, catalog.Locker, feed.Log, feed.Shelf, feed.Fanout and register.Limiter. Safe for concurrent use.
type Memory struct {
	now     func() time.Time
	logSize int
	grace   time.Duration

	mu        sync.RWMutex
	chunks    map[string]*chunk
	manifests map[string]pos.Manifest
	logs      map[string]*feedLog
	listeners map[string]map[*listener]struct{} // by topic
	budgets   map[string]*budget
	locks     map[string]lock
	swept     time.Time
}

// Option changes what New makes.
type Option func(*Memory)

// WithClock sets the clock; time.Now otherwise.
func WithClock(now func() time.Time) Option { return func(m *Memory) { m.now = now } }

// WithLogSize sets how many changes a store's log keeps; 100,000 otherwise.
func WithLogSize(n int) Option { return func(m *Memory) { m.logSize = max(1, n) } }

// WithGrace sets how long a chunk stays that no manifest names: readers may still be fetching it. An hour otherwise.
func WithGrace(d time.Duration) Option { return func(m *Memory) { m.grace = d } }

// New returns an empty cache.
func New(options ...Option) *Memory {
	m := &Memory{
		now: time.Now, logSize: defaultLogSize, grace: defaultGrace,
		chunks: map[string]*chunk{}, manifests: map[string]pos.Manifest{}, logs: map[string]*feedLog{},
		listeners: map[string]map[*listener]struct{}{}, budgets: map[string]*budget{}, locks: map[string]lock{},
	}
	for _, o := range options {
		o(m)
	}
	return m
}

// newEpoch returns a name that no earlier log had.
func newEpoch() string { return rand.Text() }
