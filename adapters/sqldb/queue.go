package sqldb

import (
	"context"
	"runtime"
	"sync"
)

// queue lets calls that arrive while the database is busy share its next transaction: whoever gets a turn serves all that
// wait by then. Nobody waits for others to arrive.
type queue[T any] struct {
	turns chan struct{} // as many transactions at once as it has room for
	// fits says whether next may go into one transaction with batch, which is never empty.
	fits func(batch []*T, next *T) bool
	// serve carries a batch out and writes each item's outcome into it. It belongs to many callers, so its context does not
	// end when one of them leaves; serve bounds it.
	serve func(ctx context.Context, batch []*T)

	mu      sync.Mutex
	waiting []*entry[T]
}

type entry[T any] struct {
	item  *T
	taken bool          // somebody serves the item; guarded by the queue's mu
	done  chan struct{} // closed when the item was served
}

func newQueue[T any](turns int, fits func(batch []*T, next *T) bool, serve func(ctx context.Context, batch []*T)) *queue[T] {
	return &queue[T]{turns: make(chan struct{}, turns), fits: fits, serve: serve}
}

// do returns when the item was served. When the caller gives up before anybody began to, it returns why; after that the
// outcome is waited for.
func (q *queue[T]) do(ctx context.Context, item *T) error {
	e := &entry[T]{item: item, done: make(chan struct{})}
	q.mu.Lock()
	q.waiting = append(q.waiting, e)
	q.mu.Unlock()
	for {
		select {
		case <-e.done:
			return nil
		case q.turns <- struct{}{}:
			q.serveWaiting(ctx)
			<-q.turns
			if q.isTaken(e) { // by somebody else perhaps, who is at it: another turn would find nothing to do
				<-e.done
				return nil
			}
		case <-ctx.Done():
			if q.remove(e) {
				return context.Cause(ctx)
			}
			<-e.done
			return nil
		}
	}
}

func (q *queue[T]) serveWaiting(ctx context.Context) {
	runtime.Gosched() // those whom the transaction before has just answered may be about to ask again
	taken := q.take()
	if len(taken) == 0 {
		return
	}
	batch := make([]*T, len(taken))
	for i, e := range taken {
		batch[i] = e.item
	}
	q.serve(context.WithoutCancel(ctx), batch)
	for _, e := range taken {
		close(e.done)
	}
}

// take removes the entries that go into the next transaction. The oldest always does, so that none waits for ever.
func (q *queue[T]) take() []*entry[T] {
	q.mu.Lock()
	defer q.mu.Unlock()
	var taken, left []*entry[T]
	var batch []*T
	for _, e := range q.waiting {
		if len(taken) > 0 && !q.fits(batch, e.item) {
			left = append(left, e)
			continue
		}
		e.taken = true
		taken, batch = append(taken, e), append(batch, e.item)
	}
	q.waiting = left
	return taken
}

func (q *queue[T]) isTaken(e *entry[T]) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return e.taken
}

// remove takes an entry out; false when it is being served.
func (q *queue[T]) remove(e *entry[T]) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, w := range q.waiting {
		if w == e {
			q.waiting = append(q.waiting[:i], q.waiting[i+1:]...)
			return true
		}
	}
	return false
}
