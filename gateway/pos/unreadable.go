package pos

import "fmt"

// Unreadable is the error of a reading that is whole but for some products, which the source cannot load although it loads
// others. They exist: what is held of them stays.
type Unreadable struct {
	IDs []int64 // ascending
	// Cause is why the last of them could not be loaded.
	Cause error
}

func (u *Unreadable) Error() string {
	return fmt.Sprintf("products %d cannot be loaded: %v", u.IDs, u.Cause)
}

// Unwrap returns the cause.
func (u *Unreadable) Unwrap() error { return u.Cause }
