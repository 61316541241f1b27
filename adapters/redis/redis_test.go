package redis_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/redis"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/catalog/catalogtest"
	"github.com/tillway/tillway/gateway/feed/feedtest"
	"github.com/tillway/tillway/gateway/pos"
)

func open(t *testing.T, url, prefix string, options ...redis.Option) *redis.Redis {
	t.Helper()
	r, err := redis.Open(t.Context(), url, prefix, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func TestShelf(t *testing.T) {
	t.Parallel()
	catalogtest.Shelf(t, func(t *testing.T, grace time.Duration) catalogtest.ChunkShelf {
		t.Helper()
		url, prefix := testserver.Redis(t)
		return open(t, url, prefix, redis.WithGrace(grace))
	})
}

func TestLog(t *testing.T) {
	t.Parallel()
	feedtest.Log(t, func(t *testing.T, size int) feedtest.FeedLog {
		t.Helper()
		url, prefix := testserver.Redis(t)
		return open(t, url, prefix, redis.WithLogSize(size))
	})
}

func TestFanout(t *testing.T) {
	t.Parallel()
	feedtest.Fanout(t, func(t *testing.T) (here, there feedtest.Messenger) {
		t.Helper()
		url, prefix := testserver.Redis(t)
		return open(t, url, prefix), open(t, url, prefix)
	})
}

func TestLimiter(t *testing.T) {
	t.Parallel()
	feedtest.Limiter(t, func(t *testing.T) feedtest.AttemptLimiter {
		t.Helper()
		url, prefix := testserver.Redis(t)
		return open(t, url, prefix)
	})
}

func TestARedisThatDoesNotAnswerIsUnavailable(t *testing.T) {
	t.Parallel()
	port, err := testserver.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	_, err = redis.Open(t.Context(), "redis://127.0.0.1:"+strconv.Itoa(port), "x:")
	if pos.KindOf(err) != pos.KindUnavailable {
		t.Errorf("error is %v (%s)", err, pos.KindOf(err))
	}
}

func TestABadAddressIsNotRepeated(t *testing.T) {
	t.Parallel()
	_, err := redis.Open(t.Context(), "http://user:s3cret@cache:6379", "x:")
	if pos.KindOf(err) != pos.KindInvalid || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("error is %v (%s)", err, pos.KindOf(err))
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	catalogtest.Lock(t, func(t *testing.T) (here, there catalogtest.Locker) {
		t.Helper()
		url, prefix := testserver.Redis(t)
		return open(t, url, prefix), open(t, url, prefix)
	})
}
