package pos

import "time"

// Workplace is what a device must know of where it stands.
type Workplace struct {
	Register Register
	Location Location
	Staff    []Staff // of the location; without PIN hashes
	// LastCounter is the highest receipt counter in the ledger for the register, 0 before the first order.
	LastCounter int64
	// Pickup are the locations where customers may pick up what is sold here: the location itself first, the others by name.
	Pickup []Location
}

// Enrolment is the answer to a device that showed a valid enrolment code. Token authenticates the device from then on.
type Enrolment struct {
	Token     string
	Device    Device
	Workplace Workplace
}

// SignedIn is the answer to a right PIN: a token for the device with this person on it.
type SignedIn struct {
	Token     string
	ExpiresAt time.Time
	Staff     Staff // without the PIN hash
}
