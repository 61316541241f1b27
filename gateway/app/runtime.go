package app

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// leastThreads run the gateway's code at once, also where there are fewer processors. Requests wait in the queue of a thread,
	// and with it where another program has taken its processor, until the system's next tick: 4 ms with many kernels. With
	// one thread for each of two processors that is half of what waits; with more, another thread goes on with most of it.
	leastThreads = 8
	// spareBytes of garbage may lie around before it is collected, also where little is alive. Answering from a small catalog
	// would otherwise be interrupted several times a second, which is where the slowest answers come from.
	spareBytes = 192 << 20
	// plainGC is Go's own setting: as much garbage as there is alive.
	plainGC   = 100
	largestGC = 1000
	// tuneEvery is short, since a catalog that is being read makes a small heap a large one within a second.
	tuneEvery = 100 * time.Millisecond
	// tuneStep is by how much it must differ to be set: setting it stops the process for a moment.
	tuneStep  = 10
	liveBytes = "/gc/heap/live:bytes"
)

// tuneRuntime fits Go's runtime to the gateway's work until ctx ends.
func tuneRuntime(ctx context.Context) error {
	tuneThreads()
	return tuneGarbage(ctx)
}

// tuneThreads has as many as serve requests best, unless whoever runs the process has set GOMAXPROCS.
func tuneThreads() {
	if _, theirs := os.LookupEnv("GOMAXPROCS"); !theirs {
		runtime.GOMAXPROCS(threads(runtime.GOMAXPROCS(0), runtime.NumCPU()))
	}
}

// threads is how many are to run at once where Go would run usual ones, on a machine with so many processors. Where it may not
// use them all, more threads would only use up its share of a moment at once, and all stand still for the rest of it.
func threads(usual, processors int) int {
	if usual < processors {
		return usual
	}
	return max(usual, leastThreads)
}

// gcPercent is how much garbage may lie around, in percent of what is alive: 0 is not known yet.
func gcPercent(live uint64) int {
	if live == 0 {
		return plainGC
	}
	return int(min(max(spareBytes*100/live, plainGC), largestGC)) //nolint:gosec // between the bounds
}

// tuneGarbage follows the size of the heap until ctx ends, unless whoever runs the process has set GOGC.
func tuneGarbage(ctx context.Context) error {
	tick := time.NewTicker(tuneEvery)
	defer tick.Stop()
	_, theirs := os.LookupEnv("GOGC")
	sample := []metrics.Sample{{Name: liveBytes}}
	for last := plainGC; ; {
		if metrics.Read(sample); !theirs && sample[0].Value.Kind() == metrics.KindUint64 {
			if next := gcPercent(sample[0].Value.Uint64()); max(next-last, last-next) >= tuneStep {
				debug.SetGCPercent(next)
				last = next
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
