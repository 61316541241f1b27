package pos

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// The bounds of shift events.
const (
	MaxShiftEvents   = 200 // in one call
	maxUnsent        = 1000
	maxDenominations = 50
)

// ShiftEventKind is what happened in a shift. A closed list.
type ShiftEventKind string

// The kinds of shift events.
const (
	ShiftOpened  ShiftEventKind = "opened"        // Amount is the float
	ShiftPaidIn  ShiftEventKind = "paid_in"       // Amount was put into the drawer
	ShiftPaidOut ShiftEventKind = "paid_out"      // Amount was taken out, for Reason
	ShiftDrawer  ShiftEventKind = "drawer_opened" // without a sale
	ShiftCounted ShiftEventKind = "counted"       // Amount is the cash that was found
	ShiftClosed  ShiftEventKind = "closed"
)

// ShiftEvent is something that happened in the cash period of a register. Devices mint them, and they never change; a shift
// is nothing but its events and its orders.
type ShiftEvent struct {
	ID         string         `json:"id"`      // UUIDv7, minted on the device
	ShiftID    string         `json:"shiftId"` // UUIDv7, minted on the device
	LocationID string         `json:"locationId"`
	RegisterID string         `json:"registerId"`
	Kind       ShiftEventKind `json:"kind"`
	StaffID    string         `json:"staffId"`
	// ApprovedBy is who gave a permission that the person at the register did not hold; empty when none was needed.
	ApprovedBy string    `json:"approvedBy,omitempty"`
	At         time.Time `json:"at"` // by the device's clock
	Currency   string    `json:"currency"`
	Amount     int64     `json:"amount,omitempty"` // minor units, never negative
	Reason     string    `json:"reason,omitempty"`
	// Denominations are what was counted; none when only the total was.
	Denominations []Denomination `json:"denominations,omitempty"`
	// Unsent are the shift's orders that waited on the device then.
	Unsent []UnsentOrder `json:"unsent,omitempty"`
}

// Denomination is a number of equal coins or notes.
type Denomination struct {
	Value int64 `json:"value"` // of one, minor units
	Count int64 `json:"count"`
}

// UnsentOrder is an order that a device told of before it sent it.
type UnsentOrder struct {
	OrderID string `json:"orderId"`
	Amount  int64  `json:"amount"` // what was due, negative for a refund
	Cash    int64  `json:"cash"`   // what the drawer gained by it
}

// Validate checks an event that a device sent. Errors: invalid.
func (e ShiftEvent) Validate() error {
	switch {
	case !uuidV7.MatchString(e.ID) || !uuidV7.MatchString(e.ShiftID):
		return Invalid("The ids of a shift and of its events must be UUIDv7 in lower case; mint them on the device")
	case len(e.StaffID) > maxKey || !key.MatchString(e.StaffID) || len(e.ApprovedBy) > maxKey || (e.ApprovedBy != "" && !key.MatchString(e.ApprovedBy)):
		return Invalid("The ids of people must be 1 to %d letters, digits, dots, dashes or underscores; sign in again", maxKey)
	case !currency.MatchString(e.Currency):
		return Invalid("The currency must be an ISO 4217 code of three capital letters, such as USD")
	case !plausibleTime(e.At):
		return Invalid("The time of the event is not plausible; correct the device's clock")
	case e.Amount < 0 || e.Amount > MaxAmount:
		return Invalid("Amounts of cash are 0 or more, up to %d minor units; paying out is an event of its own", int64(MaxAmount))
	case tooLong(e.Reason, maxName):
		return NewError(KindInvalid, CodeTooLarge, "The reason may have up to %d characters; shorten it", maxName)
	}
	if err := e.validateKind(); err != nil {
		return err
	}
	return e.validateLists()
}

func (e ShiftEvent) validateKind() error {
	switch e.Kind {
	case ShiftOpened, ShiftCounted:
	case ShiftPaidIn, ShiftPaidOut:
		if e.Amount == 0 {
			return Invalid("Say how much cash was paid in or out")
		}
		if e.Kind == ShiftPaidOut && e.Reason == "" {
			return Invalid("Say what the cash was paid out for")
		}
	case ShiftDrawer, ShiftClosed:
		if e.Amount != 0 {
			return Invalid("Opening the drawer and closing a shift move no cash; send an event of its own for the amount")
		}
	default:
		return Invalid("There is no such kind of shift event")
	}
	return nil
}

func (e ShiftEvent) validateLists() error {
	if len(e.Denominations) > maxDenominations || len(e.Unsent) > maxUnsent {
		return NewError(KindInvalid, CodeTooLarge, "An event may list up to %d kinds of coins and notes and %d unsent orders", maxDenominations, maxUnsent)
	}
	var sum int64
	for _, d := range e.Denominations {
		if d.Value < 1 || d.Value > MaxAmount/MaxQuantity || d.Count < 0 || d.Count > MaxQuantity {
			return Invalid("A coin or note has a value of 1 or more, and there are 0 to %d of it", MaxQuantity)
		}
		sum += d.Value * d.Count
	}
	if len(e.Denominations) > 0 && (e.Kind != ShiftCounted || sum != e.Amount) {
		return Invalid("The coins and notes add up to %d, not to %d; count them again", sum, e.Amount)
	}
	for _, u := range e.Unsent {
		if !uuidV7.MatchString(u.OrderID) || max(u.Amount, -u.Amount, u.Cash, -u.Cash) > MaxAmount {
			return Invalid("An unsent order is told by its id, what was due, and the cash that the drawer gained")
		}
	}
	return nil
}

// Hash returns the hex SHA-256 of the canonical JSON of an event; with ID it is the event's identity. A field added later
// must be left out of the JSON while it is empty, or stored hashes stop matching.
func (e ShiftEvent) Hash() string {
	e.At = e.At.UTC()
	body, _ := json.Marshal(e) // fails for years that Validate refuses, and for nothing else here
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// ShiftEventOutcome is what became of an event that a device sent.
type ShiftEventOutcome string

// The outcomes. Only a refused or conflicting event is not in the ledger; sending it again does not help.
const (
	ShiftEventReceived  ShiftEventOutcome = "received"
	ShiftEventDuplicate ShiftEventOutcome = "duplicate" // it was in the ledger already
	ShiftEventConflict  ShiftEventOutcome = "conflict"
	ShiftEventRefused   ShiftEventOutcome = "refused"
)

// ShiftEventResult tells of one event.
type ShiftEventResult struct {
	ID      string
	Outcome ShiftEventOutcome
	Message string // for a person; empty when it is in the ledger
}
