package graph

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// orderInput reads an order as its device sent it. Where it was sold is what the device is enrolled to.
func orderInput(ctx context.Context, in model.SubmitOrderInput) (pos.OrderInput, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.OrderInput{}, err
	}
	o := pos.OrderInput{
		ID: in.ID, LocationID: p.LocationID, RegisterID: p.RegisterID, Counter: int64(in.Counter), StaffID: in.StaffID,
		Currency: in.Currency, SoldAt: in.SoldAt, Change: in.Change, Email: text(in.Email), Note: text(in.Note),
		Charged: totalsInput(in.Charged),
	}
	saleInput(in, &o)
	for _, l := range in.Lines {
		o.Lines = append(o.Lines, lineInput(l))
	}
	for _, t := range in.Tenders {
		o.Tenders = append(o.Tenders, pos.Tender{Kind: pos.TenderKind(strings.ToLower(string(t.Kind))), Amount: t.Amount, Reference: text(t.Reference)})
	}
	return o, nil
}

// submitAnswer makes a member of the union of what a register must expect, and leaves the rest an error.
func submitAnswer(o pos.Order, duplicate bool, err error) (model.SubmitOrderResult, error) {
	switch pos.KindOf(err) {
	case "":
		return model.OrderReceived{Order: orderAnswer(o), Duplicate: duplicate}, nil
	case pos.KindConflict:
		return model.OrderConflict{Message: pos.MessageOf(err)}, nil
	case pos.KindInvalid:
		return model.OrderRefused{Code: refusalCode(err), Message: pos.MessageOf(err)}, nil
	default:
		return nil, err
	}
}

func refusalCode(err error) model.OrderRefusal {
	if code := model.OrderRefusal(pos.CodeOf(err)); code.IsValid() {
		return code
	}
	return model.OrderRefusalBadInput
}

// managerOnly refuses callers without somebody signed in who may act for head office.
func managerOnly(ctx context.Context) error {
	p, err := pos.PrincipalFrom(ctx)
	if err == nil && !p.May(pos.PermitHeadOffice) {
		return pos.NewError(pos.KindUnauthorized, pos.CodeForbidden, "This needs somebody who may act for head office. Have them sign in.")
	}
	return err
}

func orderFilter(ctx context.Context, in *model.OrderFilter) pos.OrderFilter {
	var f pos.OrderFilter
	if p, err := pos.PrincipalFrom(ctx); err == nil {
		f.LocationID = p.LocationID
	}
	if in == nil {
		return f
	}
	f.RegisterID, f.Receipt = text(in.RegisterID), text(in.ReceiptNumber)
	if in.WaitsFor != nil {
		f.Waits = pos.Wait(lower(*in.WaitsFor))
	}
	for _, s := range in.States {
		f.States = append(f.States, pos.OrderState(strings.ToLower(string(s))))
	}
	return f
}

// orderNow is what subscribers hear of an order.
func (r *resolver) orderNow(ctx context.Context, id string) (*model.Order, error) {
	return orderOrError(r.orders.Order(ctx, id))
}

func orderOrError(o pos.Order, err error) (*model.Order, error) {
	if err != nil {
		return nil, err
	}
	return orderAnswer(o), nil
}

func ordersAnswer(page pos.OrderPage) *model.OrderPage {
	answer := &model.OrderPage{Orders: make([]model.Order, len(page.Orders))}
	for i, o := range page.Orders {
		answer.Orders[i] = *orderAnswer(o)
	}
	if page.Next != "" {
		answer.Next = &page.Next
	}
	return answer
}

func orderAnswer(o pos.Order) *model.Order {
	answer := &model.Order{
		ID: o.ID, ReceiptNumber: o.Receipt(), RegisterID: o.RegisterID, LocationID: o.LocationID, StaffID: o.StaffID,
		State: model.OrderState(strings.ToUpper(string(o.State))), Currency: o.Currency, SoldAt: o.SoldAt, ReceivedAt: o.ReceivedAt,
		SettledAt: moment(o.SettledAt), Lines: make([]model.Line, len(o.Lines)), Tenders: make([]model.Tender, len(o.Tenders)),
		Change: o.Change, Charged: totals(&o.Charged), Expected: totals(o.Placement.Expected), Held: held(o.Held),
		MagentoOrderNumber: filled(o.Placement.IncrementID), MagentoStatus: filled(o.Placement.ShopStatus),
		Differences: make([]model.LineDifference, len(o.Placement.Differences)), Decisions: make([]model.Decision, len(o.Decisions)),
	}
	if s := model.Strategy(strings.ToUpper(string(o.Placement.Strategy))); s.IsValid() {
		answer.Strategy = &s
	}
	for i, d := range o.Placement.Differences {
		answer.Differences[i] = model.LineDifference{Sku: d.SKU, Charged: d.Charged, Expected: d.Expected, ChargedTax: d.ChargedTax, ExpectedTax: d.ExpectedTax,
			ChargedDiscount: d.ChargedDiscount, ExpectedDiscount: d.ExpectedDiscount}
	}
	for i, d := range o.Decisions {
		answer.Decisions[i] = model.Decision{At: d.At, By: d.By, Action: model.Resolution(strings.ToUpper(string(d.Action))), Note: filled(d.Note)}
		if reason := model.HeldReason(strings.ToUpper(string(d.Reason))); reason.IsValid() {
			answer.Decisions[i].Reason = &reason
		}
	}
	begun := slices.DeleteFunc(slices.Clone(o.Placement.Steps), func(s pos.Step) bool { return s.BegunAt.IsZero() && s.DoneAt.IsZero() })
	answer.Steps = each(begun, stepAnswer)
	saleAnswer(&o, answer)
	for i, l := range o.Lines {
		answer.Lines[i] = lineAnswer(l)
	}
	for i, t := range o.Tenders {
		answer.Tenders[i] = model.Tender{Kind: model.TenderKind(strings.ToUpper(string(t.Kind))), Amount: t.Amount, Reference: filled(t.Reference)}
	}
	return answer
}

func stepAnswer(s pos.Step) model.OrderStep {
	return model.OrderStep{Name: model.OrderStepName(strings.ToUpper(string(s.Name))), BegunAt: moment(s.BegunAt), DoneAt: moment(s.DoneAt), Attempts: s.Attempts, Result: filled(s.Result)}
}

func held(h *pos.Held) *model.Held {
	if h == nil {
		return nil
	}
	answer := &model.Held{
		Reason: model.HeldReason(strings.ToUpper(string(h.Reason))), Message: h.Message, Detail: h.Detail.Text, Code: filled(string(h.Detail.Code)),
		Figures: []model.HeldFigure{},
	}
	for _, name := range slices.Sorted(maps.Keys(h.Detail.Figures)) {
		answer.Figures = append(answer.Figures, model.HeldFigure{Name: name, Value: h.Detail.Figures[name]})
	}
	return answer
}

func totals(t *pos.Totals) *model.Totals {
	if t == nil {
		return nil
	}
	return &model.Totals{Subtotal: t.Subtotal, Tax: t.Tax, Total: t.Total, Discount: t.Discount, Shipping: t.Shipping, Compensation: t.Compensation}
}

func totalsInput(t *model.TotalsInput) pos.Totals {
	return pos.Totals{Subtotal: t.Subtotal, Tax: t.Tax, Total: t.Total, Discount: value(t.Discount), Shipping: value(t.Shipping), Compensation: value(t.Compensation)}
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func filled(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
