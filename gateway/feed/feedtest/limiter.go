package feedtest

import (
	"context"
	"testing"
	"time"
)

// AttemptLimiter is register.Limiter.
type AttemptLimiter interface {
	Allow(ctx context.Context, key string, limit int, window time.Duration) (ok bool, wait time.Duration, err error)
	Reset(ctx context.Context, key string) error
}

// Limiter checks an attempt limiter. open returns one in which nothing was tried yet.
func Limiter(t *testing.T, open func(t *testing.T) AttemptLimiter) {
	t.Helper()
	t.Run("refuses what is over the limit and says how long to wait", func(t *testing.T) {
		t.Parallel()
		l := open(t)
		for range 3 {
			allow(t, l, "a", 3, time.Hour, true)
		}
		wait := allow(t, l, "a", 3, time.Hour, false)
		if wait <= 0 || wait > time.Hour {
			t.Errorf("wait %v", wait)
		}
	})
	t.Run("a refused attempt does not put the end of the window off", func(t *testing.T) {
		t.Parallel()
		l := open(t)
		allow(t, l, "a", 1, time.Hour, true)
		before := allow(t, l, "a", 1, time.Hour, false)
		if later := allow(t, l, "a", 1, time.Hour, false); later > before {
			t.Errorf("the wait grew from %v to %v", before, later)
		}
	})
	t.Run("keys have budgets of their own", func(t *testing.T) {
		t.Parallel()
		l := open(t)
		allow(t, l, "a", 1, time.Hour, true)
		allow(t, l, "b", 1, time.Hour, true)
		allow(t, l, "a", 1, time.Hour, false)
	})
	t.Run("a reset gives the whole budget back", func(t *testing.T) {
		t.Parallel()
		l := open(t)
		allow(t, l, "a", 1, time.Hour, true)
		if err := l.Reset(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		allow(t, l, "a", 1, time.Hour, true)
		allow(t, l, "a", 1, time.Hour, false)
	})
	t.Run("a new window begins when the old one is over", func(t *testing.T) {
		t.Parallel()
		l := open(t)
		const window = 50 * time.Millisecond
		deadline := time.Now().Add(patience)
		// The first attempt's window may be over before the second on a slow machine, so look for one refusal, then for
		// an attempt that is allowed again.
		for refused := false; ; {
			ok, _, err := l.Allow(t.Context(), "a", 1, window)
			if err != nil {
				t.Fatal(err)
			}
			if ok && refused {
				return
			}
			refused = refused || !ok
			if time.Now().After(deadline) {
				t.Fatalf("refused %v and never allowed again", refused)
			}
		}
	})
	t.Run("attempts at once share one budget", func(t *testing.T) {
		t.Parallel()
		l := open(t)
		answers := make(chan bool, 20)
		for range cap(answers) {
			go func() {
				ok, _, err := l.Allow(t.Context(), "a", 5, time.Hour)
				answers <- ok && err == nil
			}()
		}
		allowed := 0
		for range cap(answers) {
			if <-answers {
				allowed++
			}
		}
		if allowed != 5 {
			t.Errorf("%d of 20 attempts were allowed, want 5", allowed)
		}
	})
}

func allow(t *testing.T, l AttemptLimiter, key string, limit int, window time.Duration, want bool) time.Duration {
	t.Helper()
	ok, wait, err := l.Allow(t.Context(), key, limit, window)
	if err != nil {
		t.Fatalf("allow %s: %v", key, err)
	}
	if ok != want {
		t.Fatalf("attempt of %s allowed: %v, want %v", key, ok, want)
	}
	return wait
}
