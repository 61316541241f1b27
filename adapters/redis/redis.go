// Package redis is the cache that replicas share: the catalog's shelf and feed log, the fan-out and the attempt limits, in
// Redis 6.2 or newer, alone or as a cluster.
//
// Nothing here is the only copy of anything: the next import makes the shelf and the log again. The server should not
// evict keys by itself (maxmemory-policy noeviction or volatile-*).
package redis

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	dialTimeout = 2 * time.Second
	callTimeout = 5 * time.Second
	// chunkGrace is how long a chunk stays that no manifest names: an import may be about to name it, a reader may be
	// fetching it.
	chunkGrace     = 24 * time.Hour
	defaultLogSize = 100_000
)

// Redis fits catalog.Shelf, catalog.Log, catalog.Locker, feed.Log, feed.Shelf, feed.Fanout and register.Limiter. Safe for concurrent use.
// Errors of every method: unavailable, when Redis does not answer.
type Redis struct {
	client  goredis.UniversalClient
	prefix  string
	logSize int
	grace   time.Duration
}

// Option changes what Open makes.
type Option func(*Redis)

// WithLogSize sets how many changes a store's log keeps; 100,000 otherwise.
func WithLogSize(n int) Option { return func(r *Redis) { r.logSize = max(1, n) } }

// WithGrace sets how long a chunk stays that no manifest names, 24 h otherwise. An import must not take longer.
func WithGrace(d time.Duration) Option { return func(r *Redis) { r.grace = d } }

// Open connects to redis://, rediss:// or unix:// addresses; with addr parameters (redis://a:6379?addr=b:6379) it takes them
// for nodes of a cluster. All keys begin with prefix. Errors: invalid, for an address it cannot read; unavailable.
func Open(ctx context.Context, address, prefix string, options ...Option) (*Redis, error) {
	client, err := dial(address)
	if err != nil {
		return nil, err
	}
	r := &Redis{client: client, prefix: prefix, logSize: defaultLogSize, grace: chunkGrace}
	for _, o := range options {
		o(r)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := client.Ping(ctx).Err(); err != nil {
		_ = client.Close()
		return nil, unavailable(err)
	}
	return r, nil
}

func dial(address string) (goredis.UniversalClient, error) {
	u, err := url.Parse(address)
	if err != nil {
		// The address may hold a password, so neither it nor the cause is repeated.
		return nil, pos.Invalid("the Redis address is not a URL")
	}
	if u.Query().Has("addr") {
		o, err := goredis.ParseClusterURL(address)
		if err != nil {
			return nil, pos.Invalid("the Redis cluster address at %s is not usable", u.Host)
		}
		o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.ContextTimeoutEnabled = dialTimeout, callTimeout, callTimeout, true
		return goredis.NewClusterClient(o), nil
	}
	o, err := goredis.ParseURL(address)
	if err != nil {
		return nil, pos.Invalid("the Redis address at %s is not usable", u.Host)
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.ContextTimeoutEnabled = dialTimeout, callTimeout, callTimeout, true
	return goredis.NewClient(o), nil
}

// Ping says whether Redis answers.
func (r *Redis) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := r.client.Ping(ctx).Err(); err != nil {
		return unavailable(err)
	}
	return nil
}

// Close gives the connections back.
func (r *Redis) Close() error {
	if err := r.client.Close(); err != nil {
		return fmt.Errorf("close redis: %w", err)
	}
	return nil
}

// key names something of one store view; the braces keep a store's keys on one node of a cluster.
func (r *Redis) key(store, name string) string { return r.prefix + "{" + store + "}:" + name }

// unavailable translates a failure; errors that are ours already pass.
func unavailable(err error) error {
	if _, ok := errors.AsType[*pos.Error](err); ok {
		return err
	}
	return pos.Unavailable(err, "The shared cache (Redis) does not answer; try again in a moment")
}
