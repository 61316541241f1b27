package catalogtest

import (
	"context"
	"testing"
	"time"
)

// Locker is catalog.Locker.
type Locker interface {
	TryLock(ctx context.Context, name string, ttl time.Duration) (release func(), ok bool, err error)
}

// Lock checks a locker. open returns two that share their locks; they may be the same.
func Lock(t *testing.T, open func(t *testing.T) (here, there Locker)) {
	t.Helper()
	t.Run("one at a time has a lock, until it gives it back", func(t *testing.T) {
		t.Parallel()
		here, there := open(t)
		release, ok := try(t, here, "a", time.Hour)
		if !ok {
			t.Fatal("a free lock was refused")
		}
		if _, ok := try(t, there, "a", time.Hour); ok {
			t.Error("a lock was given twice")
		}
		if _, ok := try(t, there, "b", time.Hour); !ok {
			t.Error("a lock of another name was refused")
		}
		release()
		if _, ok := try(t, there, "a", time.Hour); !ok {
			t.Error("a lock that was given back was refused")
		}
	})
	t.Run("a lock that has run out is another's, and late release does not take it away", func(t *testing.T) {
		t.Parallel()
		here, there := open(t)
		release, _ := try(t, here, "a", 30*time.Millisecond)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for taken := false; !taken; {
			select {
			case <-ctx.Done():
				t.Fatal("the lock did not run out")
			case <-tick.C:
				_, taken = try(t, there, "a", time.Hour)
			}
		}
		release()
		if _, ok := try(t, here, "a", time.Hour); ok {
			t.Error("a late release took the lock from its new holder")
		}
	})
}

func try(t *testing.T, l Locker, name string, ttl time.Duration) (func(), bool) {
	t.Helper()
	release, ok, err := l.TryLock(t.Context(), name, ttl)
	if err != nil {
		t.Fatal(err)
	}
	return release, ok
}
