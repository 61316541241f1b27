package sqldb

import (
	"context"
	"testing"
	"testing/synctest"
)

// Whoever is served by another must sleep until then: with two turns it could take the free one again and again.
func TestWhoIsBeingServedSleeps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		served, begun, goOn := 0, 0, make(chan struct{})
		q := newQueue(2, func([]*int, *int) bool { return true }, func(_ context.Context, batch []*int) {
			begun++
			<-goOn
			served += len(batch)
		})
		q.turns <- struct{}{}
		q.turns <- struct{}{}
		done := make(chan error, 3)
		for n := range 3 {
			go func() { done <- q.do(t.Context(), &n) }()
		}
		synctest.Wait() // all wait for a turn
		<-q.turns
		<-q.turns
		synctest.Wait() // never returns while somebody runs in circles
		if begun != 1 || len(done) != 0 {
			t.Errorf("%d batches were begun and %d calls have returned, want one and none", begun, len(done))
		}
		close(goOn)
		for range 3 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if served != 3 {
			t.Errorf("%d were served, want 3", served)
		}
	})
}
