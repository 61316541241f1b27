package webhooks_test

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/webhooks"
	"github.com/tillway/tillway/webhooks/webhookstest"
)

// inbox is an Inbox in memory that can be told to fail.
type inbox struct {
	mu   sync.Mutex
	rows []row
	fail error // returned by every method while set
	// failDone is returned by Done alone.
	failDone error
	prune    []time.Time
}

type row struct {
	hint pos.Hint
	body string
	due  time.Time
	done bool
}

func (in *inbox) failWith(err error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.fail = err
}

func (in *inbox) find(h pos.Hint) int {
	return slices.IndexFunc(in.rows, func(r row) bool { return r.hint.ID == h.ID && r.hint.Sender == h.Sender })
}

func (in *inbox) Keep(ctx context.Context, hint pos.Hint, body []byte) (bool, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.fail != nil {
		return false, in.fail
	}
	if in.find(hint) >= 0 {
		return false, nil
	}
	in.rows = append(in.rows, row{hint: hint, body: string(body), due: hint.ReceivedAt})
	return true, ctx.Err()
}

func (in *inbox) Waiting(_ context.Context, now time.Time, limit int) ([]pos.Hint, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.fail != nil {
		return nil, in.fail
	}
	var out []pos.Hint
	for _, r := range in.rows {
		if !r.done && !r.due.After(now) {
			out = append(out, r.hint)
		}
	}
	slices.SortStableFunc(out, func(a, b pos.Hint) int { return a.ReceivedAt.Compare(b.ReceivedAt) })
	return out[:min(limit, len(out))], nil
}

func (in *inbox) Done(ctx context.Context, hints []pos.Hint) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	if err := cmp.Or(in.fail, in.failDone, ctx.Err()); err != nil {
		return err
	}
	for _, hint := range hints {
		in.rows[in.find(hint)].done = true
	}
	return nil
}

func (in *inbox) Retry(_ context.Context, hints []pos.Hint, at time.Time) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.fail != nil {
		return in.fail
	}
	for _, hint := range hints {
		in.rows[in.find(hint)].due = at
	}
	return nil
}

func (in *inbox) Prune(_ context.Context, before time.Time) (int, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.fail != nil {
		return 0, in.fail
	}
	in.prune = append(in.prune, before)
	n := len(in.rows)
	in.rows = slices.DeleteFunc(in.rows, func(r row) bool { return r.done && r.hint.ReceivedAt.Before(before) })
	return n - len(in.rows), nil
}

func (in *inbox) held() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(in.rows)
}

func (in *inbox) prunes() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(in.prune)
}

func (in *inbox) pending() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	n := 0
	for _, r := range in.rows {
		if !r.done {
			n++
		}
	}
	return n
}

func TestInboxInMemory(t *testing.T) {
	t.Parallel()
	webhookstest.Inbox(t, func(*testing.T) webhooks.Inbox { return &inbox{} })
}
