package pos_test

import (
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

func TestPlacementSteps(t *testing.T) {
	t.Parallel()
	p := pos.Placement{Strategy: pos.StrategyImport}
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
	placed := pos.Placement{Strategy: pos.StrategyCart}
	placed.Step(pos.StepOrder).DoneAt = sold()
	if got, _ := placed.NextStep(); got != pos.StepInvoice {
		t.Errorf("after the order of a cart comes %s, want the invoice: Magento has reserved the stock", got)
	}
}
