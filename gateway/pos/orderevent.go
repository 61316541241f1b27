package pos

import (
	"encoding/json"
	"time"
)

// OrderRetried records that a person set a held order to be tried again. Its payload names them by staff id.
const OrderRetried EventName = "order.retried"

// orderPayload is the data of every order event. It names the order and says what it came to, and holds nothing about the
// customer.
type orderPayload struct {
	OrderID       string     `json:"orderId"`
	ReceiptNumber string     `json:"receiptNumber"`
	RegisterID    string     `json:"registerId"`
	LocationID    string     `json:"locationId"`
	State         OrderState `json:"state"`
	HeldReason    HeldReason `json:"heldReason,omitempty"`
	Currency      string     `json:"currency"`
	Charged       Totals     `json:"charged"`
	SoldAt        time.Time  `json:"soldAt"`
	MagentoID     string     `json:"magentoOrderId,omitempty"`
	MagentoNumber string     `json:"magentoOrderNumber,omitempty"`
	By            string     `json:"by,omitempty"`
}

// Event returns an event about the order as it stands: call it after the change that the event tells of. ID must be
// unique.
func (o Order) Event(name EventName, id string, at time.Time) Event { return o.event(name, id, at, "") }

// EventBy is Event for what a person decided; staffID is who.
func (o Order) EventBy(name EventName, id string, at time.Time, staffID string) Event {
	return o.event(name, id, at, staffID)
}

func (o Order) event(name EventName, id string, at time.Time, by string) Event {
	p := orderPayload{
		OrderID: o.ID, ReceiptNumber: o.Receipt(), RegisterID: o.RegisterID, LocationID: o.LocationID, State: o.State,
		Currency: o.Currency, Charged: o.Charged, SoldAt: o.SoldAt.UTC(),
		MagentoID: o.Placement.OrderID, MagentoNumber: o.Placement.IncrementID, By: by,
	}
	if o.Held != nil {
		p.HeldReason = o.Held.Reason
	}
	// Strings, integers and a time that Validate has bounded always marshal.
	data, _ := json.Marshal(p)
	return Event{ID: id, Name: name, OrderID: o.ID, At: at.UTC(), Data: data}
}

// Reopen takes a settled order back to work: because Magento lacks what these steps make, or, without any, because what the
// order waited for has come. Errors: conflict, when it is not settled.
func (o *Order) Reopen(now time.Time, steps ...StepName) error {
	if o.State != StateSettled {
		return Conflict("Order %s is not settled, it is %s: it is being worked on already", o.Receipt(), o.State)
	}
	for _, name := range steps {
		*o.Placement.Step(name) = Step{Name: name, BegunAt: o.Placement.Step(name).BegunAt}
	}
	o.State, o.SettledAt, o.Attempts, o.NextAttemptAt = StatePlaced, time.Time{}, 0, now
	return nil
}

// Retry takes a held order back to work: to placed when its Magento order exists, else to received. Without a placement
// call that may still take effect the cart is dropped, so that a new one is priced with what was corrected. Errors:
// conflict, when the order is not held.
func (o *Order) Retry(now time.Time) error {
	if o.State != StateHeld {
		return Conflict("Order %s is not held, it is %s: there is nothing to retry", o.Receipt(), o.State)
	}
	to := StateReceived
	if o.Placement.OrderID != "" {
		to = StatePlaced
	} else if o.Placement.Step(StepOrder).BegunAt.IsZero() && o.Placement.Cart.MaskedID != "" {
		o.Placement.Cart = CartRef{} // a customer has one cart: what was put into it must still be known as ours
	}
	if err := o.Move(to); err != nil {
		return err
	}
	o.Attempts, o.NextAttemptAt = 0, now
	for i := range o.Placement.Steps {
		o.Placement.Steps[i].Attempts = 0
	}
	return nil
}
