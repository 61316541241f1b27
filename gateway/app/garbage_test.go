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
