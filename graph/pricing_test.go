package graph_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	calc "github.com/tillway/tillway/gateway/pos/totals"
	"github.com/tillway/tillway/graph"
)

// refusing explains every order by why it is not calculated.
type refusing struct{ why calc.Step }

func (r refusing) Explain(context.Context, string) (calc.Explanation, error) {
	return calc.Explanation{Result: calc.Result{Refused: &r.why}}, nil
}

func TestWhyAnOrderIsNotCalculatedIsItsOnlyStep(t *testing.T) {
	t.Parallel()
	for text, why := range map[string]calc.Step{
		"price below zero":                                {Code: calc.BadPrice, Line: 2, SKU: "WS-12"},
		"the price of shipping method ups_ground":         {Code: calc.UnknownCarrier, Name: "ups_ground"},
		"carriers/flatrate/price is no number":            {Code: calc.NoNumber, Name: "carriers/flatrate/price"},
		"refused.tomorrow":                                {Code: "refused.tomorrow"},
		"staff discount below zero, or above 100 percent": {Code: calc.BadStaffDiscount},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			w := setup(t, func(cfg *graph.Config) { cfg.Explainer = refusing{why} })
			a := w.ask(t, `{explainTotals(orderId:"o1"){payable refused steps{code stage line sku text}}}`, nil, "manager")
			want := map[string]any{"payable": nil, "refused": text, "steps": []any{
				map[string]any{"code": string(why.Code), "stage": "refused", "line": float64(why.Line), "sku": why.SKU, "text": text},
			}}
			if diff := cmp.Diff(want, a.at("explainTotals")); diff != "" {
				t.Errorf("%s (-want +got)\n%s", a.Raw, diff)
			}
		})
	}
}
