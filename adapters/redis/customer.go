package redis

import (
	"context"
	"errors"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/tillway/tillway/gateway/pos"
)

// Customers are sealed by whoever keeps them here: neither keys nor values hold anything of a person. All results of searches
// are fields of one key, so that one deletion takes them all and one expiry ends them. A name that is shut holds no bytes.

// maxCustomerSearches bounds the results that are kept at the same time.
const maxCustomerSearches = 1000

// putCustomerScript keeps a record, unless its name is shut. KEYS: record. ARGV: body, milliseconds.
const putCustomerScript = `
if redis.call('GET', KEYS[1]) ~= '' then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return 1`

// putSearchScript keeps a result. When there are too many it begins anew. KEYS: results. ARGV: name, body, milliseconds,
// limit.
const putSearchScript = `
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return 1`

func (r *Redis) customerKey(name string) string { return r.prefix + "customer:{" + name + "}" }

func (r *Redis) customerSearchesKey() string { return r.prefix + "customer-searches" }

// PutCustomers keeps records under their names, unless they are shut.
func (r *Redis) PutCustomers(ctx context.Context, sealed map[string][]byte, keep time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := r.client.Pipelined(ctx, func(p goredis.Pipeliner) error {
		for name, body := range sealed {
			p.Eval(ctx, putCustomerScript, []string{r.customerKey(name)}, body, max(keep.Milliseconds(), 1))
		}
		return nil
	})
	if err != nil {
		return unavailable(err)
	}
	return nil
}

// Customers returns those of the named records that are kept.
func (r *Redis) Customers(ctx context.Context, names []string) (map[string][]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	answers := make(map[string]*goredis.StringCmd, len(names))
	_, err := r.client.Pipelined(ctx, func(p goredis.Pipeliner) error {
		for _, name := range names {
			answers[name] = p.Get(ctx, r.customerKey(name))
		}
		return nil
	})
	if err != nil && !errors.Is(err, goredis.Nil) {
		return nil, unavailable(err)
	}
	found := make(map[string][]byte, len(names))
	for name, answer := range answers {
		switch body, err := answer.Bytes(); {
		case err == nil && len(body) > 0:
			found[name] = body
		case err != nil && !errors.Is(err, goredis.Nil):
			return nil, unavailable(err)
		}
	}
	return found, nil
}

// PutCustomerSearch keeps the result of a search until all results go, keep after the first of them.
func (r *Redis) PutCustomerSearch(ctx context.Context, name string, sealed []byte, keep time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := goredis.NewScript(putSearchScript).Run(ctx, r.client, []string{r.customerSearchesKey()},
		name, sealed, max(keep.Milliseconds(), 1), maxCustomerSearches).Err()
	if err != nil {
		return unavailable(err)
	}
	return nil
}

// CustomerSearch returns the result of a search. Errors: not_found.
func (r *Redis) CustomerSearch(ctx context.Context, name string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	body, err := r.client.HGet(ctx, r.customerSearchesKey(), name).Bytes()
	if errors.Is(err, goredis.Nil) {
		return nil, pos.NotFound("The result of this search is not kept")
	}
	if err != nil {
		return nil, unavailable(err)
	}
	return body, nil
}

// DropCustomers deletes the named records and the results of all searches, and shuts the names for a time.
func (r *Redis) DropCustomers(ctx context.Context, names []string, shut time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := r.client.Pipelined(ctx, func(p goredis.Pipeliner) error {
		p.Del(ctx, r.customerSearchesKey())
		for _, name := range names {
			p.Set(ctx, r.customerKey(name), "", max(shut, time.Millisecond))
		}
		return nil
	})
	if err != nil {
		return unavailable(err)
	}
	return nil
}
