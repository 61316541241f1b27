package pos

import (
	"fmt"
	"slices"
	"strconv"
)

// OrderState is where an order is between the ledger and Magento.
//
//	received ──▶ placing ──▶ placed ──▶ settled
//	    ▲           │ ▲
//	    │           ▼ │
//	    │      indeterminate
//	    └── held ◀─┘ (from received, placing, indeterminate and placed)
//
// Placing may go back to received when an attempt failed before anything was made in Magento. Held goes back to received
// when a person says retry, or on to cancelled. Every state but settled may end as cancelled: see AskCancel.
type OrderState string

// The states. Settled and cancelled are ends; see Reopen for the one exception.
const (
	StateReceived      OrderState = "received"      // durable in the ledger, due to be placed
	StatePlacing       OrderState = "placing"       // a worker is at it
	StateIndeterminate OrderState = "indeterminate" // a call was made and its outcome is unknown: look first
	StatePlaced        OrderState = "placed"        // the Magento order exists; invoice or shipment are still to do
	StateSettled       OrderState = "settled"       // every step is done
	StateHeld          OrderState = "held"          // a person must act
	StateCancelled     OrderState = "cancelled"
)

// OrderStates lists all states in the order of an order's life.
func OrderStates() []OrderState {
	return []OrderState{StateReceived, StatePlacing, StateIndeterminate, StatePlaced, StateSettled, StateHeld, StateCancelled}
}

func nextStates(s OrderState) []OrderState {
	switch s {
	case StateReceived:
		return []OrderState{StatePlacing, StateHeld, StateCancelled}
	case StatePlacing:
		return []OrderState{StateReceived, StateIndeterminate, StatePlaced, StateHeld, StateCancelled}
	case StateIndeterminate:
		return []OrderState{StatePlacing, StateReceived, StatePlaced, StateHeld, StateCancelled}
	case StatePlaced:
		return []OrderState{StateSettled, StateHeld, StateCancelled}
	case StateHeld:
		return []OrderState{StateReceived, StatePlaced, StateCancelled}
	default:
		return nil
	}
}

// Move takes the order to a state, refusing transitions that its life does not have. Errors: conflict.
func (o *Order) Move(to OrderState) error {
	if o.State == to {
		return nil
	}
	if !slices.Contains(nextStates(o.State), to) {
		return Conflict("order %s cannot go from %s to %s", o.Receipt(), o.State, to)
	}
	o.State = to
	if to != StateHeld {
		o.Held = nil
	}
	return nil
}

// ReceiptNumber is the number printed on a receipt.
func ReceiptNumber(registerID string, counter int64) string {
	return fmt.Sprintf("%s-%s", registerID, strconv.FormatInt(counter, 10))
}
