package redis

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/tillway/tillway/gateway/pos"
)

// A store's log is a hash {epoch, seq} and a stream whose entry ids are <seq>-0. Both change together, in a script.

// appendScript numbers and adds changes, four arguments each, and trims the stream.
// KEYS: hash, stream. ARGV: log size, then kind, key, body, deleted for each change.
// Returns nil before Begin, else {epoch, seq}. Adding again after a lost answer repeats entries, which readers do not mind.
const appendScript = `
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return nil end
local seq = tonumber(redis.call('HGET', KEYS[1], 'seq'))
for i = 2, #ARGV, 4 do
  seq = seq + 1
  redis.call('XADD', KEYS[2], seq .. '-0', 'k', ARGV[i], 'i', ARGV[i+1], 'b', ARGV[i+2], 'd', ARGV[i+3])
end
redis.call('HSET', KEYS[1], 'seq', seq)
redis.call('XTRIM', KEYS[2], 'MAXLEN', '=', ARGV[1])
return {epoch, tostring(seq)}`

// appendBytes bounds the bodies that one script call carries, so that Redis is not held up for long.
const appendBytes = 4 << 20

func (r *Redis) logKeys(store string) (hash, stream string) {
	return r.key(store, "log"), r.key(store, "changes")
}

// beginScript begins a log anew and keeps the one before it for a while. KEYS: hash, stream, stream before. ARGV: epoch,
// milliseconds to keep the stream before.
const beginScript = `
local old = redis.call('HGET', KEYS[1], 'epoch')
redis.call('UNLINK', KEYS[3])
redis.call('HDEL', KEYS[1], 'before', 'beforeSeq')
if old and redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('HSET', KEYS[1], 'before', old, 'beforeSeq', redis.call('HGET', KEYS[1], 'seq'))
  redis.call('RENAME', KEYS[2], KEYS[3])
  redis.call('PEXPIRE', KEYS[3], ARGV[2])
end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'seq', 0)
return 1`

// beforeFor is how long a log that was begun anew can be read to its end.
const beforeFor = time.Hour

// Begin starts a store's log anew under a new epoch. Those who read the log before it may read it to its end, for an hour.
func (r *Redis) Begin(ctx context.Context, store string) (pos.Cursor, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	hash, stream := r.logKeys(store)
	epoch := rand.Text()
	keys := []string{hash, stream, stream + ":before"}
	if err := goredis.NewScript(beginScript).Run(ctx, r.client, keys, epoch, beforeFor.Milliseconds()).Err(); err != nil {
		return pos.Cursor{}, unavailable(err)
	}
	return pos.Cursor{Epoch: epoch}, nil
}

// Append adds changes in order, numbers them, and drops the oldest beyond the log's size. Errors: not_found, before Begin.
func (r *Redis) Append(ctx context.Context, store string, changes []pos.Change) (pos.Cursor, error) {
	if len(changes) == 0 {
		return r.Head(ctx, store)
	}
	hash, stream := r.logKeys(store)
	var head pos.Cursor
	for len(changes) > 0 {
		args, size := []any{r.logSize}, 0
		for len(changes) > 0 && (size == 0 || size+len(changes[0].Body) <= appendBytes) {
			c := changes[0]
			deleted := "0"
			if c.Deleted {
				deleted = "1"
			}
			args = append(args, string(c.Kind), c.Key, c.Body, deleted)
			size += len(c.Body) + 1
			changes = changes[1:]
		}
		var err error
		if head, err = r.append(ctx, store, []string{hash, stream}, args); err != nil {
			return pos.Cursor{}, err
		}
	}
	return head, nil
}

func (r *Redis) append(ctx context.Context, store string, keys []string, args []any) (pos.Cursor, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	answer, err := goredis.NewScript(appendScript).Run(ctx, r.client, keys, args...).StringSlice()
	if errors.Is(err, goredis.Nil) {
		return pos.Cursor{}, noLog(store)
	}
	if err != nil {
		return pos.Cursor{}, unavailable(err)
	}
	if len(answer) != 2 {
		return pos.Cursor{}, fmt.Errorf("append to the log of %s: %d values for 2", store, len(answer))
	}
	return cursorOf(store, answer[0], answer[1])
}

// Head returns the cursor of the newest change. Errors: not_found, before Begin.
func (r *Redis) Head(ctx context.Context, store string) (pos.Cursor, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	hash, _ := r.logKeys(store)
	values, err := r.client.HMGet(ctx, hash, "epoch", "seq").Result()
	if err != nil {
		return pos.Cursor{}, unavailable(err)
	}
	return headOf(store, values)
}

func headOf(store string, values []any) (pos.Cursor, error) {
	if len(values) != 2 {
		return pos.Cursor{}, noLog(store)
	}
	epoch, ok := values[0].(string)
	seq, ok2 := values[1].(string)
	if !ok || !ok2 {
		return pos.Cursor{}, noLog(store)
	}
	return cursorOf(store, epoch, seq)
}

func cursorOf(store, epoch, seq string) (pos.Cursor, error) {
	n, err := strconv.ParseInt(seq, 10, 64)
	if err != nil {
		return pos.Cursor{}, fmt.Errorf("log of %s: sequence %q: %w", store, seq, err)
	}
	return pos.Cursor{Epoch: epoch, Seq: n}, nil
}

// After returns up to limit changes after a cursor. Errors: conflict with CodeResyncFirst; not_found, before Begin.
func (r *Redis) After(ctx context.Context, store string, after pos.Cursor, limit int) (pos.Changes, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	hash, stream := r.logKeys(store)
	var state *goredis.SliceCmd
	var first, found *goredis.XMessageSliceCmd
	// A transaction, so that the head, the oldest entry and the page are of one moment.
	_, err := r.client.TxPipelined(ctx, func(p goredis.Pipeliner) error {
		state = p.HMGet(ctx, hash, "epoch", "seq", "before", "beforeSeq")
		first = p.XRangeN(ctx, stream, "-", "+", 1)
		found = p.XRangeN(ctx, stream, strconv.FormatInt(after.Seq+1, 10)+"-0", "+", int64(max(limit, 1)))
		return nil
	})
	if err != nil {
		return pos.Changes{}, unavailable(err)
	}
	head, err := headOf(store, state.Val()[:min(2, len(state.Val()))])
	if err != nil {
		return pos.Changes{}, err
	}
	if before, err := headOf(store, state.Val()[2:]); err == nil && before.Epoch == after.Epoch && after.Seq < before.Seq {
		return r.afterBefore(ctx, store, stream+":before", after, before, limit)
	}
	pruned := head.Seq
	if oldest := first.Val(); len(oldest) > 0 {
		seq, err := seqOf(oldest[0].ID)
		if err != nil {
			return pos.Changes{}, err
		}
		pruned = seq - 1
	}
	if after.Epoch != head.Epoch || after.Seq < pruned || after.Seq > head.Seq {
		return pos.Changes{}, resync(store, after)
	}
	out := pos.Changes{Next: after}
	for _, m := range found.Val() {
		c, err := changeOf(m)
		if err != nil {
			return pos.Changes{}, fmt.Errorf("log of %s: %w", store, err)
		}
		out.Entries = append(out.Entries, c)
		out.Next.Seq = c.Seq
	}
	out.More = out.Next.Seq < head.Seq
	return out, nil
}

// afterBefore reads on in the log before the present one. There is always more: the present log, which a reader gets to by
// taking the manifest.
func (r *Redis) afterBefore(ctx context.Context, store, stream string, after, head pos.Cursor, limit int) (pos.Changes, error) {
	found, err := r.client.XRangeN(ctx, stream, strconv.FormatInt(after.Seq+1, 10)+"-0", "+", int64(max(limit, 1))).Result()
	if err != nil {
		return pos.Changes{}, unavailable(err)
	}
	out := pos.Changes{Next: after, More: true}
	for _, m := range found {
		c, err := changeOf(m)
		if err != nil {
			return pos.Changes{}, fmt.Errorf("log of %s: %w", store, err)
		}
		out.Entries = append(out.Entries, c)
		out.Next.Seq = c.Seq
	}
	if len(out.Entries) == 0 || out.Entries[0].Seq != after.Seq+1 || out.Next.Seq > head.Seq {
		return pos.Changes{}, resync(store, after)
	}
	return out, nil
}

func resync(store string, after pos.Cursor) error {
	return pos.NewError(pos.KindConflict, pos.CodeResyncFirst,
		"The feed of store view %s does not reach back to cursor %s; take the manifest again", store, after)
}

func changeOf(m goredis.XMessage) (pos.Change, error) {
	seq, err := seqOf(m.ID)
	if err != nil {
		return pos.Change{}, err
	}
	text := func(field string) string {
		s, _ := m.Values[field].(string)
		return s
	}
	c := pos.Change{Seq: seq, Kind: pos.DocumentKind(text("k")), Key: text("i"), Deleted: text("d") == "1"}
	if body := text("b"); body != "" {
		c.Body = []byte(body)
	}
	return c, nil
}

func seqOf(id string) (int64, error) {
	seq, _, _ := strings.Cut(id, "-")
	n, err := strconv.ParseInt(seq, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("entry id %q: %w", id, err)
	}
	return n, nil
}

func noLog(store string) error {
	return pos.NotFound("The feed of store view %.40q was not begun yet", store)
}
