package catalog

import (
	"runtime"

	"golang.org/x/sync/errgroup"
)

// spreadLeast is how few calls are not worth another goroutine.
const spreadLeast = 64

// processors is how many there are to work on at once. Go may run more threads than that, which serves requests that wait for
// each other, but only costs memory where work is divided.
func processors() int { return min(runtime.GOMAXPROCS(0), runtime.NumCPU()) }

// spread calls of with each of the given, on all processors at once, and returns what it returned in their order.
func spread[T, R any](given []T, of func(T) (R, error)) ([]R, error) {
	out := make([]R, len(given))
	return out, spreadRuns(len(given), func(from, to int) (err error) {
		for i := from; i < to && err == nil; i++ {
			out[i], err = of(given[i])
		}
		return err
	})
}

// spreadRuns calls of with runs that together go from 0 to below a count, on all processors at once.
func spreadRuns(count int, of func(from, to int) error) error {
	size := max(spreadLeast, count/processors()+1)
	var group errgroup.Group
	for from := 0; from < count; from += size {
		group.Go(func() error { return of(from, min(from+size, count)) })
	}
	return group.Wait()
}
