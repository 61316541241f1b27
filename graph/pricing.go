package graph

import (
	"context"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	calc "github.com/tillway/tillway/gateway/pos/totals"
	"github.com/tillway/tillway/graph/model"
)

// Explainer calculates an order's totals again and says how they come about: with a trace, where what was charged first differs from
// it (fromRules), and from what Magento expected (fromMagento). Errors: not_found; unauthorized; unavailable; invalid.
type Explainer interface {
	Explain(ctx context.Context, orderID string) (calc.Explanation, error)
}

func (r *resolver) explain(ctx context.Context, orderID string) (*model.TotalsExplanation, error) {
	if err := managerOnly(ctx); err != nil {
		return nil, err
	}
	if r.explainer == nil {
		return nil, pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "This gateway does not calculate totals")
	}
	e, err := r.explainer.Explain(ctx, orderID)
	if err != nil {
		return nil, err
	}
	out := &model.TotalsExplanation{
		OrderID: orderID, Current: e.Current, Steps: []model.TotalsStep{}, NeedsMagento: e.NeedsMagento,
		Nonsense: len(e.Result.Nonsense) > 0, FromRules: differenceOf(e.FromRules, "the rules of today"), FromMagento: differenceOf(e.FromMagento, "Magento"),
	}
	if out.NeedsMagento == nil {
		out.NeedsMagento = []string{}
	}
	if refused := e.Result.Refused; refused != nil {
		why := stepOf(*refused)
		out.Refused, out.Steps = &why.Text, append(out.Steps, why)
		return out, nil
	}
	out.Payable = &e.Result.Payable.Amount
	for _, s := range e.Result.Trace {
		out.Steps = append(out.Steps, stepOf(s))
	}
	return out, nil
}

func differenceOf(d *calc.Difference, other string) *model.TotalsDifference {
	if d == nil {
		return nil
	}
	return &model.TotalsDifference{Step: d.Step, Line: d.Line, Sku: d.SKU, Figure: d.Figure, Charged: decimalOf(d.Ours), Other: decimalOf(d.Theirs),
		Text: d.Words("the register", other)}
}

// decimalOf is a number of at most four places, as it is printed.
func decimalOf(n calc.Number) decimal.Decimal {
	d, err := decimal.NewFromString(n.String())
	if err != nil { // a number always prints as one
		return decimal.Zero
	}
	return d
}
