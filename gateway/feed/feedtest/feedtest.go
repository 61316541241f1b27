// Package feedtest is what every feed log, fan-out and attempt limiter must pass, whichever technology it stands on.
package feedtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// patience bounds every wait for something that should happen at once.
const patience = 10 * time.Second

// FeedLog is a log with both of its ends, the writer's and the readers'.
type FeedLog interface {
	Begin(ctx context.Context, store string) (pos.Cursor, error)
	Append(ctx context.Context, store string, changes []pos.Change) (pos.Cursor, error)
	Head(ctx context.Context, store string) (pos.Cursor, error)
	After(ctx context.Context, store string, after pos.Cursor, limit int) (pos.Changes, error)
}

// Log checks a feed log. open returns an empty one that keeps the last size changes of a store.
func Log(t *testing.T, open func(t *testing.T, size int) FeedLog) {
	t.Helper()
	t.Run("the log before can be read to its end, and there a reader must begin anew", func(t *testing.T) {
		t.Parallel()
		l := open(t, 100)
		at := begin(t, l, "s")
		push(t, l, "s", product(1, 3))
		begin(t, l, "s")
		push(t, l, "s", product(4, 1))
		page, err := l.After(t.Context(), "s", at, 2)
		if err != nil || len(page.Entries) != 2 || !page.More {
			t.Fatalf("page %+v, %v", page, err)
		}
		if page, err = l.After(t.Context(), "s", page.Next, 2); err != nil || len(page.Entries) != 1 || !page.More || page.Next.Epoch != at.Epoch {
			t.Fatalf("page %+v, %v", page, err)
		}
		_, err = l.After(t.Context(), "s", page.Next, 2)
		want(t, err, pos.KindConflict, pos.CodeResyncFirst)
		begin(t, l, "s")
		_, err = l.After(t.Context(), "s", at, 2)
		want(t, err, pos.KindConflict, pos.CodeResyncFirst)
	})
	t.Run("knows nothing before it was begun", func(t *testing.T) {
		t.Parallel()
		l := open(t, 100)
		_, err := l.Head(t.Context(), "s")
		want(t, err, pos.KindNotFound, pos.CodeNotFound)
		_, err = l.Append(t.Context(), "s", product(1, 1))
		want(t, err, pos.KindNotFound, pos.CodeNotFound)
		_, err = l.After(t.Context(), "s", pos.Cursor{Epoch: "x"}, 10)
		want(t, err, pos.KindNotFound, pos.CodeNotFound)
	})
	t.Run("begins empty", func(t *testing.T) {
		t.Parallel()
		l := open(t, 100)
		at := begin(t, l, "s")
		if head := head(t, l, "s"); head != at || at.Seq != 0 || at.Epoch == "" {
			t.Fatalf("begun at %v, head %v", at, head)
		}
		if page := after(t, l, "s", at, 10); len(page.Entries) != 0 || page.More || page.Next != at {
			t.Fatalf("an empty log gave %+v", page)
		}
	})
	t.Run("gives changes back as they were, numbered in order, page by page", func(t *testing.T) {
		t.Parallel()
		l := open(t, 100)
		at := begin(t, l, "s")
		sent := []pos.Change{
			{Kind: pos.DocProduct, Key: "7", Body: []byte(`{"id":7,"name":"Ünï \u0000"}`)},
			{Kind: pos.DocStock, Key: "a b/c", Deleted: true},
			{Kind: pos.DocCategory, Key: "3", Body: []byte(`{"id":3}`)},
		}
		end := push(t, l, "s", sent)
		if end != (pos.Cursor{Epoch: at.Epoch, Seq: 3}) {
			t.Fatalf("three changes end at %v", end)
		}
		first := after(t, l, "s", at, 2)
		rest := after(t, l, "s", first.Next, 2)
		if len(first.Entries) != 2 || !first.More || len(rest.Entries) != 1 || rest.More || rest.Next != end {
			t.Fatalf("pages %+v, %+v", first, rest)
		}
		for i, got := range append(first.Entries, rest.Entries...) {
			sent[i].Seq = int64(i + 1)
			if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", sent[i]) {
				t.Errorf("entry %d is %+v, want %+v", i, got, sent[i])
			}
		}
	})
	t.Run("appending nothing changes nothing", func(t *testing.T) {
		t.Parallel()
		l := open(t, 100)
		begin(t, l, "s")
		end := push(t, l, "s", product(1, 1))
		if got := push(t, l, "s", nil); got != end {
			t.Fatalf("head moved from %v to %v", end, got)
		}
	})
	t.Run("a log begun anew has another epoch, and readers at the end of the old one must resync", func(t *testing.T) {
		t.Parallel()
		l := open(t, 100)
		old := begin(t, l, "s")
		end := push(t, l, "s", product(1, 3))
		fresh := begin(t, l, "s")
		if fresh.Epoch == old.Epoch || fresh.Seq != 0 {
			t.Fatalf("begun at %v after %v", fresh, old)
		}
		_, err := l.After(t.Context(), "s", end, 10)
		want(t, err, pos.KindConflict, pos.CodeResyncFirst)
		push(t, l, "s", product(9, 1))
		if page := after(t, l, "s", fresh, 10); len(page.Entries) != 1 || page.Entries[0].Key != "9" || page.Entries[0].Seq != 1 {
			t.Fatalf("the new epoch holds %+v", page)
		}
	})
	t.Run("a reader behind what is kept, or ahead of the head, must resync", func(t *testing.T) {
		t.Parallel()
		l := open(t, 10)
		at := begin(t, l, "s")
		push(t, l, "s", product(1, 8))
		end := push(t, l, "s", product(9, 7)) // 15 in all, 10 kept: 6 … 15
		_, err := l.After(t.Context(), "s", pos.Cursor{Epoch: at.Epoch, Seq: 4}, 100)
		want(t, err, pos.KindConflict, pos.CodeResyncFirst)
		page := after(t, l, "s", pos.Cursor{Epoch: at.Epoch, Seq: 5}, 100)
		if len(page.Entries) != 10 || page.Entries[0].Seq != 6 || page.Next != end {
			t.Fatalf("after 5: %d entries to %v", len(page.Entries), page.Next)
		}
		_, err = l.After(t.Context(), "s", pos.Cursor{Epoch: at.Epoch, Seq: 16}, 100)
		want(t, err, pos.KindConflict, pos.CodeResyncFirst)
	})
	t.Run("stores do not mix", func(t *testing.T) {
		t.Parallel()
		l := open(t, 100)
		begin(t, l, "a")
		at := begin(t, l, "b")
		push(t, l, "a", product(1, 2))
		if page := after(t, l, "b", at, 10); len(page.Entries) != 0 {
			t.Fatalf("store b got %+v", page.Entries)
		}
	})
	t.Run("writers at once lose and double no number", func(t *testing.T) {
		t.Parallel()
		l := open(t, 1000)
		at := begin(t, l, "s")
		const writers, each = 4, 20
		failed := make(chan error, writers)
		for w := range writers {
			go func() {
				var err error
				for i := 0; i < each && err == nil; i++ {
					_, err = l.Append(t.Context(), "s", product(int64(1000*w+2*i), 2))
				}
				failed <- err
			}()
		}
		for range writers {
			if err := <-failed; err != nil {
				t.Fatal(err)
			}
		}
		page := after(t, l, "s", at, 1000)
		seen := map[string]bool{}
		for i, c := range page.Entries {
			if c.Seq != int64(i+1) {
				t.Fatalf("entry %d has number %d", i, c.Seq)
			}
			seen[c.Key] = true
		}
		if len(seen) != writers*each*2 {
			t.Fatalf("%d changes of %d", len(seen), writers*each*2)
		}
	})
}

func product(from int64, n int) []pos.Change {
	out := make([]pos.Change, n)
	for i := range out {
		key := fmt.Sprint(from + int64(i))
		out[i] = pos.Change{Kind: pos.DocProduct, Key: key, Body: []byte(`{"id":` + key + `}`)}
	}
	return out
}

func begin(t *testing.T, l FeedLog, store string) pos.Cursor {
	t.Helper()
	c, err := l.Begin(t.Context(), store)
	if err != nil {
		t.Fatalf("begin: %v", err)
	}
	return c
}

func push(t *testing.T, l FeedLog, store string, changes []pos.Change) pos.Cursor {
	t.Helper()
	c, err := l.Append(t.Context(), store, changes)
	if err != nil {
		t.Fatalf("append: %v", err)
	}
	return c
}

func head(t *testing.T, l FeedLog, store string) pos.Cursor {
	t.Helper()
	c, err := l.Head(t.Context(), store)
	if err != nil {
		t.Fatalf("head: %v", err)
	}
	return c
}

func after(t *testing.T, l FeedLog, store string, from pos.Cursor, limit int) pos.Changes {
	t.Helper()
	page, err := l.After(t.Context(), store, from, limit)
	if err != nil {
		t.Fatalf("after %v: %v", from, err)
	}
	return page
}

func want(t *testing.T, err error, kind pos.Kind, code pos.Code) {
	t.Helper()
	if pos.KindOf(err) != kind || pos.CodeOf(err) != code {
		t.Errorf("error is %v (%s, %s), want %s, %s", err, pos.KindOf(err), pos.CodeOf(err), kind, code)
	}
}
