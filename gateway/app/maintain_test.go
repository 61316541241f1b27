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
)

// tidied is told until when what was tidied up.
type tidied struct {
	done []string
	fail error
	left int // orders to look through
}

func (k *tidied) NoteReturned(_ context.Context, _ time.Time, limit int) (int, error) {
	n := min(k.left, limit)
	k.left -= n
	return n, k.fail
}

func (k *tidied) PruneOutbox(_ context.Context, before time.Time) (int, error) {
	k.done = append(k.done, "events "+time.Since(before).String())
	return 0, k.fail
}

func (k *tidied) Archive(_ context.Context, before time.Time) (int, error) {
	k.done = append(k.done, "orders "+time.Since(before).String())
	return 3, nil
}

func TestMaintenance(t *testing.T) {
	t.Parallel()
	t.Run("tidies up within the first hour, and every hour then, until it is told to stop", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			k := &tidied{left: 100_000}
			cfg := DefaultConfig()
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error)
			go func() { ended <- newMaintenance(k, cfg, time.Now, slog.New(slog.DiscardHandler)).run(ctx) }()
			synctest.Wait()
			if k.left != 0 || len(k.done) > 0 {
				t.Errorf("at once %d orders were left to look through, and %v was done", k.left, k.done)
			}
			<-time.After(3*time.Hour + time.Minute)
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			want := []string{"events " + cfg.KeepEvents.String(), "orders " + cfg.KeepOrders.String()}
			if len(k.done) < 6 || len(k.done) > 8 || !slices.Equal(k.done[:2], want) {
				t.Errorf("done %v, want %v three or four times", k.done, want)
			}
		})
	})
	t.Run("says what failed and does the rest", func(t *testing.T) {
		t.Parallel()
		var log bytes.Buffer
		k := &tidied{fail: errors.New("the disk is full")}
		newMaintenance(k, DefaultConfig(), time.Now, slog.New(slog.NewTextHandler(&log, nil))).once(t.Context())
		if !strings.Contains(log.String(), "the disk is full") || !strings.Contains(log.String(), "rows=3") || len(k.done) != 2 {
			t.Errorf("done %v, logged %s", k.done, log.String())
		}
	})
}
