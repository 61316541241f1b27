package memory

import (
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// feedLog is the changes pruned+1 … pruned+len(entries) of an epoch.
type feedLog struct {
	epoch   string
	pruned  int64
	entries []pos.Change
	// before is the log of the epoch before this one, for those who have not read it to its end.
	before *feedLog
}

func (l *feedLog) head() pos.Cursor {
	return pos.Cursor{Epoch: l.epoch, Seq: l.pruned + int64(len(l.entries))}
}

// Begin starts a store's log anew. Those who read the log before it may read it to its end.
func (m *Memory) Begin(_ context.Context, store string) (pos.Cursor, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := &feedLog{epoch: newEpoch()}
	if before, ok := m.logs[store]; ok {
		l.before = before
		before.before = nil
	}
	m.logs[store] = l
	return l.head(), nil
}

// Append adds changes and drops the oldest beyond the log's size. Errors: not_found, before Begin.
func (m *Memory) Append(_ context.Context, store string, changes []pos.Change) (pos.Cursor, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l, ok := m.logs[store]
	if !ok {
		return pos.Cursor{}, noLog(store)
	}
	for _, c := range changes {
		c.Seq = l.head().Seq + 1
		c.Body = slices.Clone(c.Body)
		l.entries = append(l.entries, c)
	}
	if over := len(l.entries) - m.logSize; over > 0 {
		l.pruned += int64(over)
		clear(l.entries[:over])
		// append moves what is left to a new array once in a while, so the front does not pile up.
		l.entries = l.entries[over:]
	}
	return l.head(), nil
}

// Head returns the cursor of the newest change. Errors: not_found, before Begin.
func (m *Memory) Head(_ context.Context, store string) (pos.Cursor, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	l, ok := m.logs[store]
	if !ok {
		return pos.Cursor{}, noLog(store)
	}
	return l.head(), nil
}

// After returns up to limit changes after a cursor. Errors: conflict with CodeResyncFirst; not_found, before Begin.
func (m *Memory) After(_ context.Context, store string, after pos.Cursor, limit int) (pos.Changes, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	l, ok := m.logs[store]
	if !ok {
		return pos.Changes{}, noLog(store)
	}
	ended := false
	if l.before != nil && after.Epoch == l.before.epoch && after.Seq < l.before.head().Seq {
		l, ended = l.before, true
	}
	if after.Epoch != l.epoch || after.Seq < l.pruned || after.Seq > l.head().Seq {
		return pos.Changes{}, pos.NewError(pos.KindConflict, pos.CodeResyncFirst,
			"The feed of store view %s does not reach back to cursor %s; take the manifest again", store, after)
	}
	from := int(after.Seq - l.pruned)
	to := min(from+max(limit, 1), len(l.entries))
	return pos.Changes{
		Entries: slices.Clone(l.entries[from:to]),
		Next:    pos.Cursor{Epoch: l.epoch, Seq: l.pruned + int64(to)},
		More:    ended || to < len(l.entries),
	}, nil
}

func noLog(store string) error {
	return pos.NotFound("The feed of store view %.40q was not begun yet", store)
}
