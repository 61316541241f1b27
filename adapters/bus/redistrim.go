package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

const trimEvery = time.Minute

// Run trims the streams: Redis keeps what was acknowledged for ever otherwise.
func (r *RedisStream) Run(ctx context.Context) error {
	timer := time.NewTimer(rand.N(trimEvery)) //nolint:gosec // keeps replicas apart, guards nothing
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
			if err := r.Trim(ctx); err != nil {
				r.c.Log.LogAttrs(ctx, slog.LevelDebug, "the streams could not be trimmed; it is tried again", slog.Any("error", err))
			}
			timer.Reset(trimEvery)
		}
	}
}

// Trim deletes what nobody needs from the streams that were subscribed to here. Redis does it by the node of about a hundred
// messages, so a few stay. Errors: unavailable.
func (r *RedisStream) Trim(ctx context.Context) error {
	trimmed := map[string]bool{}
	return r.consumers.each(func(_, topic string) error {
		if trimmed[topic] {
			return nil
		}
		trimmed[topic] = true
		call, cancel := context.WithTimeout(ctx, redisCallTimeout)
		defer cancel()
		first, err := r.firstNeeded(call, topic)
		if err != nil {
			return unavailable(err)
		}
		for {
			// Redis deletes ten thousand at most at once.
			n, err := r.client.XTrimMinIDApprox(call, topic, first.String(), 0).Result()
			if err != nil {
				return unavailable(err)
			}
			if n == 0 {
				return nil
			}
		}
	})
}

// firstNeeded is the oldest message that some group has not done with, and not older than is kept.
func (r *RedisStream) firstNeeded(ctx context.Context, topic string) (entryID, error) {
	oldest := entryID{ms: uint64(max(0, r.c.Now().Add(-r.c.Keep).UnixMilli()))} //nolint:gosec // not negative
	groups, err := streamGroups(ctx, r.client, topic)
	if err != nil || len(groups) == 0 {
		return oldest, err
	}
	var needed entryID
	for i, g := range groups {
		id, err := parseEntryID(g.LastDeliveredID)
		if err != nil {
			return entryID{}, err
		}
		if g.Pending > 0 {
			pending, err := r.client.XPending(ctx, topic, g.Name).Result()
			if err != nil {
				return entryID{}, err
			}
			if pending.Count > 0 { // acknowledged meanwhile otherwise
				if id, err = parseEntryID(pending.Lower); err != nil {
					return entryID{}, err
				}
			}
		}
		if i == 0 || id.before(needed) {
			needed = id
		}
	}
	if needed.before(oldest) {
		return oldest, nil
	}
	return needed, nil
}

// entryID is the id of a stream's entry: milliseconds and a sequence.
type entryID struct{ ms, seq uint64 }

func parseEntryID(s string) (entryID, error) {
	ms, seq, _ := strings.Cut(s, "-")
	var id entryID
	var err, err2 error
	id.ms, err = strconv.ParseUint(ms, 10, 64)
	id.seq, err2 = strconv.ParseUint(cmp.Or(seq, "0"), 10, 64)
	return id, errors.Join(err, err2)
}

func (e entryID) before(o entryID) bool { return e.ms < o.ms || e.ms == o.ms && e.seq < o.seq }

func (e entryID) String() string { return fmt.Sprintf("%d-%d", e.ms, e.seq) }
