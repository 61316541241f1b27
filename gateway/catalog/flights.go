package catalog

import (
	"context"
	"errors"
	"sync"
)

// flights lets those who ask for the same work share one run, which begins only after the last of them asked: joining a run
// that has already read would miss what they were told about.
type flights struct {
	mu   sync.Mutex
	keys map[string]*lane
}

// lane is the run under way for a key and the one that waits for it.
type lane struct{ current, next *flight }

type flight struct {
	done chan struct{}
	err  error
}

func newFlights() *flights { return &flights{keys: map[string]*lane{}} }

// do runs work for key, or waits for a run that begins after this call. Errors: work's; ctx's.
func (f *flights) do(ctx context.Context, key string, work func(context.Context) error) error {
	for {
		mine, before, join := f.enter(key)
		if join != nil {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-join.done:
			}
			if isContext(join.err) && ctx.Err() == nil {
				continue // the one who ran it gave up, we did not
			}
			return join.err
		}
		if before != nil {
			select {
			case <-ctx.Done():
				f.leave(key, mine, ctx.Err())
				return ctx.Err()
			case <-before.done:
			}
			f.begin(key, mine)
		}
		err := work(ctx)
		f.leave(key, mine, err)
		return err
	}
}

// enter returns a flight to run (after before, if any), or one to join.
func (f *flights) enter(key string) (mine, before, join *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l, ok := f.keys[key]
	if !ok {
		l = &lane{}
		f.keys[key] = l
	}
	switch {
	case l.next != nil:
		return nil, nil, l.next
	case l.current != nil:
		l.next = &flight{done: make(chan struct{})}
		return l.next, l.current, nil
	}
	l.current = &flight{done: make(chan struct{})}
	return l.current, nil, nil
}

// begin makes the waiting flight the current one, so that whoever asks from now on waits for another.
func (f *flights) begin(key string, mine *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.keys[key]
	l.current, l.next = mine, nil
}

func (f *flights) leave(key string, mine *flight, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.keys[key]
	if l.current == mine {
		l.current = nil
	}
	if l.next == mine {
		l.next = nil
	}
	if l.current == nil && l.next == nil {
		delete(f.keys, key)
	}
	mine.err = err
	close(mine.done)
}

func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
