package pos

import (
	"slices"
	"strings"
	"time"
)

// Resolution is what a person may do about a held order.
type Resolution string

// The resolutions. A closed list.
const (
	ResolveRetry  Resolution = "retry"             // try again; the cause was removed
	ResolveAccept Resolution = "accept_difference" // let it into Magento with Magento's totals
	ResolveCart   Resolution = "use_cart"          // have Magento price it, whatever the location says
	ResolveImport Resolution = "use_import"        // write it as it was charged, whatever the location says
	ResolveCancel Resolution = "cancel"            // it does not go into Magento
	// ResolveEditCustomer has it go on with another e-mail address or name: see Decision.Contact.
	ResolveEditCustomer Resolution = "edit_customer"
	// ResolveNote decides nothing: the note is kept with the order, in whatever state it is.
	ResolveNote Resolution = "note"
)

// maxDecisions is how many decisions an order keeps before it takes no further notes.
const maxDecisions = 200

// Decision is what a person decided about an order: who, when and why.
type Decision struct {
	At     time.Time  `json:"at"`
	By     string     `json:"by"` // staff id
	Action Resolution `json:"action"`
	Note   string     `json:"note,omitempty"`
	// Reason is why the order was held when it was decided.
	Reason HeldReason `json:"reason,omitempty"`
	// Contact is what the customer was changed to, for ResolveEditCustomer. It is kept with the order, not with the decision.
	Contact *Contact `json:"-"`
}

// Resolve does what a person decided about a held order and writes it down. A note is needed for everything but a retry.
// Errors: invalid, for an unknown resolution or a missing or overlong note; conflict, when the order is not held (a note may
// be added in every state) or has too many notes, when its strategy can no longer be changed, or when cancelling it would
// leave an order in Magento behind.
func (o *Order) Resolve(d Decision) error {
	d.Note = strings.TrimSpace(d.Note)
	switch {
	case tooLong(d.Note, maxNote):
		return NewError(KindInvalid, CodeTooLarge, "The note may have up to %d characters; shorten it", maxNote)
	case d.Note == "" && d.Action != ResolveRetry:
		return Invalid("Say in a note why this was decided")
	case d.Action == ResolveNote && len(o.Decisions) >= maxDecisions:
		return Conflict("Order %s has %d notes and decisions already, and takes no more notes", o.Receipt(), maxDecisions)
	case o.State != StateHeld && d.Action != ResolveNote:
		return Conflict("Order %s is not held, it is %s: there is nothing to resolve", o.Receipt(), o.State)
	}
	if o.Held != nil {
		d.Reason = o.Held.Reason
	}
	if err := o.resolve(d); err != nil {
		return err
	}
	d.Contact = nil
	o.Decisions = append(o.Decisions, d)
	return nil
}

func (o *Order) resolve(d Decision) error {
	switch d.Action {
	case ResolveNote:
		return nil
	case ResolveRetry:
		if d.Reason == HeldRestockUnclear { // the pieces are not counted in: they are added to what the source holds now
			o.Placement.Restocks = slices.DeleteFunc(slices.Clone(o.Placement.Restocks), func(r Restock) bool { return !r.Done })
		}
		return o.Retry(d.At)
	case ResolveAccept:
		switch {
		case o.Held == nil || !acceptable(o.Held.Reason):
			return Conflict("Order %s is not held for a difference that could be accepted", o.Receipt())
		case o.Held.Reason == HeldTotalsDiffer:
			o.Placement.Accepted = true
		case o.Held.Reason == HeldRestockUnclear: // they are counted in
			o.Placement.Restocks = slices.Clone(o.Placement.Restocks)
			for i := range o.Placement.Restocks {
				o.Placement.Restocks[i].Done = true
			}
		}
		return o.Retry(d.At)
	case ResolveEditCustomer:
		return o.editCustomer(d)
	case ResolveCart, ResolveImport:
		if err := o.mayBeMade("its strategy cannot be changed"); err != nil {
			return err
		}
		o.Placement.Strategy = StrategyCart
		if d.Action == ResolveImport {
			o.Placement.Strategy = StrategyImport
		}
		if !o.Placement.Cart.ofCustomer() { // our goods may be in that one: it is filled anew, or emptied
			o.Placement.Cart = CartRef{}
		}
		return o.Retry(d.At)
	case ResolveCancel:
		if err := o.mayBeMade("cancel the order"); err != nil {
			return err
		}
		if o.Placement.Cart.ofCustomer() { // a worker takes our goods out of it first
			o.Placement.Cancelling = &d
			return o.Retry(d.At)
		}
		return o.Move(StateCancelled)
	default:
		return Invalid("There is no resolution %q; use retry, accept_difference, use_cart, use_import, edit_customer, note or cancel", printable(string(d.Action)))
	}
}

// mayBeMade refuses what must not happen once the Magento order exists, or may come into being by a call that is out.
func (o *Order) mayBeMade(instead string) error {
	if o.Placement.OrderID != "" {
		return Conflict("Order %s is in Magento already: %s", o.Receipt(), instead)
	}
	if !o.Placement.Step(StepOrder).BegunAt.IsZero() {
		return Conflict("Order %s may be in Magento already: retry it, so that it is looked for, and decide after that", o.Receipt())
	}
	return nil
}

// acceptable are the reasons that a person may say are right as they are.
func acceptable(r HeldReason) bool {
	return r == HeldTotalsDiffer || r == HeldOverReturned || r == HeldReturnRefused || r == HeldRestockUnclear || r == HeldOverpaid
}

// Accepts says whether a person has accepted what the order was held for.
func (o *Order) Accepts(reason HeldReason) bool {
	return slices.ContainsFunc(o.Decisions, func(d Decision) bool { return d.Action == ResolveAccept && d.Reason == reason })
}

// editCustomer has the order go on for somebody else.
func (o *Order) editCustomer(d Decision) error {
	if d.Contact == nil {
		return Invalid("Give the customer's new e-mail address or name")
	}
	if err := d.Contact.validate(); err != nil {
		return err
	}
	if err := o.mayBeMade("correct the customer there"); err != nil {
		return err
	}
	contact := o.Contact()
	contact.Email = orElse(strings.TrimSpace(d.Contact.Email), contact.Email)
	contact.FirstName = orElse(strings.TrimSpace(d.Contact.FirstName), contact.FirstName)
	contact.LastName = orElse(strings.TrimSpace(d.Contact.LastName), contact.LastName)
	o.Placement.Contact = &contact
	*o.Placement.Step(StepCustomer) = Step{Name: StepCustomer}
	return o.Retry(d.At)
}
