package pos

import "time"

// The bounds of parked orders.
const (
	MaxParked     = 200 // at a location
	MaxParkedBody = 64 << 10
)

// Parked is an order that was begun at a register and put aside, to be gone on with at any register of the location. The
// body is the register's own: nobody else looks into it.
type Parked struct {
	ID         string // UUIDv7, minted on the device
	LocationID string
	RegisterID string // that parked it
	StaffID    string
	Label      string // for people: a name, a table
	Body       string
	ParkedAt   time.Time
	ExpiresAt  time.Time
	// TakenBy is the device that took it back; empty while it waits.
	TakenBy string
}

// Validate checks a parked order that a device sent. Errors: invalid.
func (p Parked) Validate() error {
	switch {
	case !uuidV7.MatchString(p.ID):
		return Invalid("The parked order's id must be a UUIDv7 in lower case; mint one on the device")
	case tooLong(p.Label, maxName):
		return NewError(KindInvalid, CodeTooLarge, "The label may have up to %d characters; shorten it", maxName)
	case p.Body == "":
		return Invalid("There is nothing to park")
	case len(p.Body) > MaxParkedBody:
		return NewError(KindInvalid, CodeTooLarge, "A parked order may have up to %d bytes; finish it instead", MaxParkedBody)
	}
	return nil
}
