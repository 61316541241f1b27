package graph

import (
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

func contactInput(in *model.ContactInput) *pos.Contact {
	if in == nil {
		return nil
	}
	return &pos.Contact{Email: text(in.Email), FirstName: text(in.FirstName), LastName: text(in.LastName)}
}

// aftersaleAnswer tells what became of an order after it was sold.
func aftersaleAnswer(o *pos.Order, answer *model.Order) {
	answer.WaitsFor = each(o.Waits(), upper[model.OrderWait, pos.Wait])
	answer.Returned = each(o.Placement.Returned, func(r pos.Returned) model.ReturnedGoods {
		goods := model.ReturnedGoods{OrderID: r.OrderID, Sku: r.SKU, Quantity: r.Quantity, Refund: r.Refund}
		if r.State != "" {
			state := upper[model.OrderState](r.State)
			goods.State = &state
		}
		return goods
	})
	if h := o.Placement.HandedOver; h != nil {
		answer.HandedOverAt, answer.HandedOverBy = &h.At, filled(h.By)
	}
	answer.Payments = each(o.Placement.Payments, func(p pos.Payment) model.BalancePayment {
		return model.BalancePayment{OrderID: p.OrderID, ReceiptNumber: p.Receipt, Amount: p.Amount, At: p.At}
	})
	answer.Cancelling = o.Placement.Cancelling != nil
}

func parkedAnswer(p pos.Parked) model.ParkedOrder {
	return model.ParkedOrder{ID: p.ID, Label: filled(p.Label), RegisterID: p.RegisterID, StaffID: filled(p.StaffID), ParkedAt: p.ParkedAt,
		ExpiresAt: p.ExpiresAt, Body: filled(p.Body)}
}

func parkedOrError(p pos.Parked, err error) (*model.ParkedOrder, error) {
	if err != nil {
		return nil, err
	}
	answer := parkedAnswer(p)
	return &answer, nil
}
