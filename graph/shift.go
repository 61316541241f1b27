package graph

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// Shifts takes what registers tell of their cash periods, and reports on them. The principal is in ctx.
type Shifts interface {
	// Submit stores events exactly once and tells of each. Errors: invalid, for too many; unavailable.
	Submit(ctx context.Context, events []pos.ShiftEvent) ([]pos.ShiftEventResult, error)
	// Shift reports on a shift. Errors: unauthorized, not_found.
	Shift(ctx context.Context, id string) (pos.Shift, error)
	// Shifts reports on a register's shifts, newest first. Errors: unauthorized, not_found, invalid.
	Shifts(ctx context.Context, registerID string, from, to time.Time, first int) ([]pos.Shift, error)
}

func shiftEventInput(in model.ShiftEventInput) pos.ShiftEvent {
	e := pos.ShiftEvent{
		ID: in.ID, ShiftID: in.ShiftID, Kind: pos.ShiftEventKind(lower(in.Kind)), StaffID: in.StaffID, ApprovedBy: text(in.ApprovedBy),
		At: in.At, Currency: in.Currency, Amount: value(in.Amount), Reason: text(in.Reason),
	}
	for _, d := range in.Denominations {
		e.Denominations = append(e.Denominations, pos.Denomination{Value: d.Value, Count: int64(d.Count)})
	}
	for _, u := range in.Unsent {
		e.Unsent = append(e.Unsent, pos.UnsentOrder{OrderID: u.OrderID, Amount: u.Amount, Cash: u.Cash})
	}
	return e
}

func shiftResultAnswer(r pos.ShiftEventResult) model.ShiftEventResult {
	return model.ShiftEventResult{ID: r.ID, Outcome: upper[model.ShiftEventOutcome](r.Outcome), Message: filled(r.Message)}
}

func shiftAnswer(s pos.Shift) model.Shift {
	answer := model.Shift{
		ID: s.ID, RegisterID: s.RegisterID, LocationID: s.LocationID, Currency: s.Currency,
		OpenedAt: moment(s.OpenedAt), OpenedBy: filled(s.OpenedBy), ClosedAt: moment(s.ClosedAt), ClosedBy: filled(s.ClosedBy),
		Float: s.Float, PaidIn: s.PaidIn, PaidOut: s.PaidOut, DrawerOpened: s.DrawerOpened,
		Orders: s.Orders, Sales: s.Sales, Discounts: s.Discounts, Refunds: s.Refunds, Tax: s.Tax, Rounding: s.Rounding, Deferred: s.Deferred, Balances: s.Balances,
		Cancelled: s.Cancelled, CancelledAmount: s.CancelledAmount, OtherCurrency: s.OtherCurrency,
		UnsentOrders: s.UnsentOrders, UnsentAmount: s.UnsentAmount, UnsentCash: s.UnsentCash, ExpectedCash: s.ExpectedCash,
		Tenders: each(s.Tenders, func(t pos.ShiftTender) model.ShiftTender {
			return model.ShiftTender{Kind: upper[model.TenderKind](t.Kind), Count: t.Count, Amount: t.Amount}
		}),
		Events: each(s.Events, shiftEventAnswer),
	}
	if !s.CountedAt.IsZero() {
		difference := s.Difference()
		answer.CountedAt, answer.CountedCash, answer.Difference = &s.CountedAt, &s.CountedCash, &difference
	}
	return answer
}

func shiftEventAnswer(e pos.ShiftEvent) model.ShiftEvent {
	return model.ShiftEvent{
		ID: e.ID, Kind: upper[model.ShiftEventKind](e.Kind), StaffID: e.StaffID, ApprovedBy: filled(e.ApprovedBy), At: e.At, Amount: e.Amount,
		Reason: filled(e.Reason), Denominations: each(e.Denominations, func(d pos.Denomination) model.Denomination {
			return model.Denomination{Value: d.Value, Count: int(d.Count)}
		}),
	}
}
