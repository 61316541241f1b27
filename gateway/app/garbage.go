package app

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// spareBytes of garbage may lie around before it is collected, also where little is alive. Answering from a small catalog
	// would otherwise be interrupted several times a second, which is where the slowest answers come from.
	spareBytes = 192 << 20
	// plainGC is Go's own setting: as much garbage as there is alive.
	plainGC   = 100
	largestGC = 1000
	tuneEvery = 5 * time.Second
	liveBytes = "/gc/heap/live:bytes"
)

// gcPercent is how much garbage may lie around, in percent of what is alive.
func gcPercent(live uint64) int {
	return int(min(max(spareBytes*100/max(live, 1), plainGC), largestGC)) //nolint:gosec // between the bounds
}

// tuneGarbage follows the size of the heap until ctx ends, unless whoever runs the process has set GOGC.
func tuneGarbage(ctx context.Context) error {
	tick := time.NewTicker(tuneEvery)
	defer tick.Stop()
	_, theirs := os.LookupEnv("GOGC")
	sample := []metrics.Sample{{Name: liveBytes}}
	for last := 0; ; {
		if metrics.Read(sample); !theirs && sample[0].Value.Kind() == metrics.KindUint64 {
			if next := gcPercent(sample[0].Value.Uint64()); next != last {
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
