package catalog

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	// lockFor is how long a replica that died goes on being taken for the one that has a lock.
	lockFor = time.Minute
	// importWait is how often an import that waits for another looks whether that is done.
	importWait = time.Second
)

func importLock(store string) string { return "catalog import of " + store }

// alone waits until no other import of a store view runs, and returns what lets the next one begin.
func (im *Importer) alone(ctx context.Context, store string) (done func(), err error) {
	if im.cfg.Locker == nil {
		return func() {}, nil
	}
	name := importLock(store)
	for waited := false; ; waited = true {
		release, ok, err := im.cfg.Locker.TryLock(ctx, name, lockFor)
		if err != nil {
			return nil, err
		}
		if ok {
			ctx, cancel := context.WithCancel(ctx)
			var wg sync.WaitGroup
			wg.Go(func() { renew(ctx, im.cfg.Locker, name, release) })
			return func() { cancel(); wg.Wait() }, nil
		}
		if !waited {
			im.cfg.Logger.InfoContext(ctx, "another import is under way and waited for", slog.String("store", store))
		}
		if err := pause(ctx, importWait); err != nil {
			return nil, err
		}
	}
}

// renew makes a lock last until ctx ends or another has it, and then gives it back.
func renew(ctx context.Context, locker Locker, name string, release func()) {
	for pause(ctx, lockFor/3) == nil {
		// Giving it back and taking it again is how a lock is made to last.
		release()
		again, ok, err := locker.TryLock(ctx, name, lockFor)
		if err != nil || !ok {
			return
		}
		release = again
	}
	release()
}
