package pos_test

import (
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func TestPlacementSteps(t *testing.T) {
	t.Parallel()
	var p pos.Placement
	for _, want := range pos.Steps() {
		got, ok := p.NextStep()
		if !ok || got != want {
			t.Fatalf("NextStep() = %s %t, want %s", got, ok, want)
		}
		p.Step(got).DoneAt = sold()
	}
	if name, ok := p.NextStep(); ok {
		t.Errorf("NextStep() = %s after all were done", name)
	}
	if len(p.Steps) != len(pos.Steps()) {
		t.Errorf("the journal has %d steps, want one each", len(p.Steps))
	}
}
