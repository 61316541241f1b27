package redis

import (
	"context"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// allowScript counts an attempt in a window that begins with the first. KEYS: counter. ARGV: limit, window in ms.
// Returns -1 when the attempt is allowed, else the milliseconds to wait.
const allowScript = `
local used = tonumber(redis.call('GET', KEYS[1]) or '0')
if used >= tonumber(ARGV[1]) then
  local left = redis.call('PTTL', KEYS[1])
  if left > 0 then return left end
end
if used == 0 or redis.call('PTTL', KEYS[1]) < 0 then
  redis.call('SET', KEYS[1], 1, 'PX', ARGV[2])
else
  redis.call('INCR', KEYS[1])
end
return -1`

// Allow takes one attempt from key's budget of limit per window. The window begins with the first attempt.
func (r *Redis) Allow(ctx context.Context, key string, limit int, window time.Duration) (bool, time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	left, err := goredis.NewScript(allowScript).Run(ctx, r.client, []string{r.budgetKey(key)}, limit, max(window.Milliseconds(), 1)).Int64()
	if err != nil {
		return false, 0, unavailable(err)
	}
	if left < 0 {
		return true, 0, nil
	}
	return false, time.Duration(left) * time.Millisecond, nil
}

// Reset gives key its whole budget back.
func (r *Redis) Reset(ctx context.Context, key string) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := r.client.Del(ctx, r.budgetKey(key)).Err(); err != nil {
		return unavailable(err)
	}
	return nil
}

func (r *Redis) budgetKey(key string) string { return r.prefix + "budget:" + key }
