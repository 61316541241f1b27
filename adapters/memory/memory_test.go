package memory_test

import (
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/catalog/catalogtest"
	"github.com/tillway/tillway/gateway/feed/feedtest"
)

func TestShelf(t *testing.T) {
	t.Parallel()
	catalogtest.Shelf(t, func(_ *testing.T, grace time.Duration) catalogtest.ChunkShelf {
		return memory.New(memory.WithGrace(grace))
	})
}

func TestLog(t *testing.T) {
	t.Parallel()
	feedtest.Log(t, func(_ *testing.T, size int) feedtest.FeedLog { return memory.New(memory.WithLogSize(size)) })
}

func TestFanout(t *testing.T) {
	t.Parallel()
	feedtest.Fanout(t, func(*testing.T) (here, there feedtest.Messenger) {
		m := memory.New()
		return m, m
	})
}

func TestLimiter(t *testing.T) {
	t.Parallel()
	feedtest.Limiter(t, func(*testing.T) feedtest.AttemptLimiter { return memory.New() })
}

func TestLimiterWindowEndsByTheClock(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	m := memory.New(memory.WithClock(func() time.Time { return now }))
	if ok, _, _ := m.Allow(t.Context(), "a", 1, time.Minute); !ok {
		t.Fatal("the first attempt was refused")
	}
	now = now.Add(59 * time.Second)
	if ok, wait, _ := m.Allow(t.Context(), "a", 1, time.Minute); ok || wait != time.Second {
		t.Fatalf("after 59 s: allowed %v, wait %v", ok, wait)
	}
	now = now.Add(time.Second)
	if ok, _, _ := m.Allow(t.Context(), "a", 1, time.Minute); !ok {
		t.Fatal("refused in the next window")
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	catalogtest.Lock(t, func(*testing.T) (here, there catalogtest.Locker) {
		m := memory.New()
		return m, m
	})
}
