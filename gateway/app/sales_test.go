package app

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tillway/tillway/adapters/memory"
)

// backlog is a ledger with orders that are not counted yet; each batch takes a second.
type backlog struct {
	left  int
	asked []time.Duration // when, since it was made
	begun time.Time
	fail  error
}

func (b *backlog) CountSales(_ context.Context, limit int) (int, error) {
	b.asked = append(b.asked, time.Since(b.begun))
	if b.fail != nil {
		return 0, b.fail
	}
	<-time.After(time.Second)
	n := min(limit, b.left)
	b.left -= n
	return n, nil
}

func counting(t *testing.T, b *backlog, lock locker, log *slog.Logger, while func()) {
	t.Helper()
	b.begun = time.Now()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- (&sales{ledger: b, lock: lock, now: time.Now, log: log}).run(ctx) }()
	while()
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestSalesAreCounted(t *testing.T) {
	t.Parallel()
	silent := slog.New(slog.DiscardHandler)
	t.Run("batch after batch while there are more, then every two seconds", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			b := &backlog{left: 2*salesBatch + 1}
			counting(t, b, memory.New(), silent, func() { <-time.After(7 * time.Second) })
			want := []time.Duration{0, time.Second, 2 * time.Second, 3 * time.Second, 4 * time.Second, 6 * time.Second}
			if b.left != 0 || !slices.Equal(b.asked, want) {
				t.Errorf("%d are left, asked at %v", b.left, b.asked)
			}
		})
	})
	t.Run("by one replica at a time", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			lock := memory.New()
			release, ok, err := lock.TryLock(t.Context(), salesLock, time.Hour)
			if !ok || err != nil {
				t.Fatal(ok, err)
			}
			b := &backlog{left: 1}
			counting(t, b, lock, silent, func() {
				<-time.After(9 * time.Second)
				if len(b.asked) > 0 {
					t.Errorf("counted beside another, at %v", b.asked)
				}
				release()
				<-time.After(4 * time.Second)
			})
			if b.left != 0 {
				t.Error("did not count when the other had ended")
			}
		})
	})
	t.Run("beyond the time that it may hold the lock, by taking it again", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			lock := memory.New()
			b := &backlog{left: 1000 * salesBatch}
			counting(t, b, lock, silent, func() {
				<-time.After(2*salesTurn + salesTurn/2)
				if _, ok, err := lock.TryLock(t.Context(), salesLock, time.Second); ok || err != nil {
					t.Error("it counts without the lock", err)
				}
			})
			if done := 1000 - b.left/salesBatch; done < 2*int(salesTurn.Seconds()) {
				t.Errorf("%d batches", done)
			}
		})
	})
	t.Run("without a lock where nobody gives one, and a failure is told and tried again", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			var log bytes.Buffer
			b := &backlog{fail: errors.New("the disk is full")}
			counting(t, b, brokenLock{}, slog.New(slog.NewTextHandler(&log, nil)), func() { <-time.After(3 * time.Second) })
			if len(b.asked) != 2 || strings.Count(log.String(), "the disk is full") != 2 {
				t.Errorf("asked at %v, logged %s", b.asked, log.String())
			}
		})
	})
}

type brokenLock struct{}

func (brokenLock) TryLock(context.Context, string, time.Duration) (release func(), ok bool, err error) {
	return nil, false, errors.New("Redis does not answer")
}
