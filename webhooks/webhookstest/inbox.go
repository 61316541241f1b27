// Package webhookstest holds the suite that every webhooks.Inbox must pass.
package webhookstest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/webhooks"
)

// Inbox runs the suite. newInbox returns an empty inbox that lives as long as its test.
func Inbox(t *testing.T, newInbox func(t *testing.T) webhooks.Inbox) {
	t.Helper()
	t0 := time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)
	body := []byte(`{"type":"order.updated"}`)

	t.Run("a kept hint waits with all of its fields", func(t *testing.T) {
		t.Parallel()
		in := newInbox(t)
		want := pos.Hint{ID: "m1", Sender: "magento", Entity: pos.HintStock, EntityID: "24-MB01 \"Ü/+%", ReceivedAt: t0}
		keep(t, in, want, body, true)
		got := waiting(t, in, t0, 10)
		if len(got) != 1 || got[0].ID != want.ID || got[0].Sender != want.Sender || got[0].Entity != want.Entity ||
			got[0].EntityID != want.EntityID || !got[0].ReceivedAt.Equal(want.ReceivedAt) {
			t.Errorf("Waiting = %+v, want %+v", got, want)
		}
	})
	t.Run("an id is kept once for each sender, also after it was done", func(t *testing.T) {
		t.Parallel()
		in := newInbox(t)
		h := hint(1, t0)
		keep(t, in, h, body, true)
		keep(t, in, h, body, false)
		done(t, in, h)
		keep(t, in, h, body, false)
		if got := waiting(t, in, t0.Add(time.Hour), 10); len(got) != 0 {
			t.Errorf("a repeated delivery waits again: %+v", got)
		}
		other := h
		other.Sender = "other"
		keep(t, in, other, body, true)
	})
	t.Run("hints wait oldest first and no more than asked for", func(t *testing.T) {
		t.Parallel()
		in := newInbox(t)
		for _, n := range []int{3, 1, 2} {
			keep(t, in, hint(n, t0.Add(time.Duration(n)*time.Second)), body, true)
		}
		if got := ids(waiting(t, in, t0.Add(time.Minute), 2)); !slices.Equal(got, []string{"m1", "m2"}) {
			t.Errorf("Waiting = %v, want m1 m2", got)
		}
	})
	t.Run("a done hint no longer waits, the others do", func(t *testing.T) {
		t.Parallel()
		in := newInbox(t)
		keep(t, in, hint(1, t0), body, true)
		keep(t, in, hint(2, t0), body, true)
		done(t, in, hint(1, t0))
		if got := ids(waiting(t, in, t0.Add(time.Hour), 10)); !slices.Equal(got, []string{"m2"}) {
			t.Errorf("Waiting = %v, want m2", got)
		}
	})
	t.Run("many hints of several senders are done or put off at once", func(t *testing.T) {
		t.Parallel()
		in := newInbox(t)
		var all []pos.Hint
		for n := range 1201 {
			h := hint(n, t0)
			if n%3 == 0 {
				h.Sender = "other"
			}
			all = append(all, h)
			keep(t, in, h, body, true)
		}
		if err := in.Retry(t.Context(), all[1:], t0.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if got := ids(waiting(t, in, t0, 10)); !slices.Equal(got, []string{"m0"}) {
			t.Errorf("Waiting = %v, want m0", got)
		}
		if err := in.Done(t.Context(), all[2:]); err != nil {
			t.Fatal(err)
		}
		if got := ids(waiting(t, in, t0.Add(time.Hour), 10)); !slices.Equal(got, []string{"m0", "m1"}) {
			t.Errorf("Waiting = %v, want m0 m1", got)
		}
	})
	t.Run("a hint that was put off waits again when its time has come", func(t *testing.T) {
		t.Parallel()
		in := newInbox(t)
		keep(t, in, hint(1, t0), body, true)
		at := t0.Add(time.Minute)
		if err := in.Retry(t.Context(), []pos.Hint{hint(1, t0)}, at); err != nil {
			t.Fatal(err)
		}
		if got := waiting(t, in, at.Add(-time.Second), 10); len(got) != 0 {
			t.Errorf("it waits a second too early: %+v", got)
		}
		if got := waiting(t, in, at, 10); len(got) != 1 {
			t.Errorf("it does not wait when due: %+v", got)
		}
	})
	t.Run("prune forgets old hints that are done and nothing else", func(t *testing.T) {
		t.Parallel()
		in := newInbox(t)
		oldDone, oldWaiting, newDone := hint(1, t0), hint(2, t0), hint(3, t0.Add(time.Hour))
		for _, h := range []pos.Hint{oldDone, oldWaiting, newDone} {
			keep(t, in, h, body, true)
		}
		done(t, in, oldDone)
		done(t, in, newDone)
		n, err := in.Prune(t.Context(), t0.Add(time.Minute))
		if err != nil || n != 1 {
			t.Errorf("Prune = %d, %v, want 1", n, err)
		}
		keep(t, in, oldDone, body, true)
		keep(t, in, oldWaiting, body, false)
		keep(t, in, newDone, body, false)
	})
	t.Run("of many deliveries of one id at once exactly one is fresh", func(t *testing.T) {
		t.Parallel()
		in := newInbox(t)
		var wg sync.WaitGroup
		var fresh atomic.Int32
		for range 16 {
			wg.Go(func() {
				ok, err := in.Keep(t.Context(), hint(1, t0), body)
				if err != nil {
					t.Errorf("Keep: %v", err)
				}
				if ok {
					fresh.Add(1)
				}
			})
		}
		wg.Wait()
		if fresh.Load() != 1 {
			t.Errorf("%d deliveries were called fresh, want 1", fresh.Load())
		}
	})
}

func hint(n int, at time.Time) pos.Hint {
	return pos.Hint{ID: fmt.Sprintf("m%d", n), Sender: "magento", Entity: pos.HintOrder, EntityID: fmt.Sprint(n), ReceivedAt: at}
}

func keep(t *testing.T, in webhooks.Inbox, h pos.Hint, body []byte, wantFresh bool) {
	t.Helper()
	fresh, err := in.Keep(t.Context(), h, body)
	if err != nil || fresh != wantFresh {
		t.Errorf("Keep(%s of %s) = %v, %v, want %v", h.ID, h.Sender, fresh, err, wantFresh)
	}
}

func done(t *testing.T, in webhooks.Inbox, h pos.Hint) {
	t.Helper()
	if err := in.Done(t.Context(), []pos.Hint{h}); err != nil {
		t.Fatal(err)
	}
}

func waiting(t *testing.T, in webhooks.Inbox, now time.Time, limit int) []pos.Hint {
	t.Helper()
	hints, err := in.Waiting(t.Context(), now, limit)
	if err != nil {
		t.Fatal(err)
	}
	return hints
}

func ids(hints []pos.Hint) []string {
	out := make([]string, len(hints))
	for i, h := range hints {
		out[i] = h.ID
	}
	return out
}
