package redis

import (
	"context"
	"crypto/rand"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// releaseScript gives a lock back if it is still the holder's. KEYS: lock. ARGV: holder.
const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

// TryLock takes the lock of a name for at most ttl; false when somebody has it. Release gives it back, unless it has run out
// and somebody else has it by then. When Redis loses the key or does not answer to release, the lock ends with its ttl: it
// saves work, and nothing may depend on there being one holder only.
func (r *Redis) TryLock(ctx context.Context, name string, ttl time.Duration) (release func(), ok bool, err error) {
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	key, holder := r.prefix+"lock:"+name, rand.Text()
	taken, err := r.client.SetNX(call, key, holder, ttl).Result()
	if err != nil {
		return nil, false, unavailable(err)
	}
	if !taken {
		return nil, false, nil
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
		defer cancel()
		_ = goredis.NewScript(releaseScript).Run(ctx, r.client, []string{key}, holder).Err() // its time runs out anyway
	}, true, nil
}
