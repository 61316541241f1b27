package app

import "testing"

func TestASmallHeapIsCollectedRarelyAndALargeOneAsGoDoes(t *testing.T) {
	t.Parallel()
	for live, want := range map[uint64]int{0: plainGC, 1 << 20: largestGC, 64 << 20: 300, 192 << 20: plainGC, 4 << 30: plainGC} {
		if got := gcPercent(live); got != want {
			t.Errorf("with %d bytes alive the percentage is %d, not %d", live, got, want)
		}
	}
}

func TestFewProcessorsRunManyThreadsUnlessTheGatewayMayUseFewerStill(t *testing.T) {
	t.Parallel()
	for _, of := range []struct{ usual, processors, want int }{{1, 1, leastThreads}, {2, 2, leastThreads}, {leastThreads, 2, leastThreads}, {16, 16, 16}, {2, 4, 2}} {
		if got := threads(of.usual, of.processors); got != of.want {
			t.Errorf("%d usual threads on %d processors become %d, not %d", of.usual, of.processors, got, of.want)
		}
	}
}
