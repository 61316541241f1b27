package register

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Devices keeps enrolment codes and enrolled devices durably. Codes are stored as SHA-256 only.
type Devices interface {
	// PutCode stores a one-time enrolment code for a register, replacing the register's earlier unused codes.
	PutCode(ctx context.Context, codeHash, registerID string, expires time.Time) error
	// UseCode consumes an unexpired code and stores the device for the code's register, in one transaction, and returns
	// the device with its register set. Errors: not_found, for a code that is unknown, used or expired.
	UseCode(ctx context.Context, codeHash string, now time.Time, device pos.Device) (pos.Device, error)
	// Device returns a device, revoked or not. Errors: not_found.
	Device(ctx context.Context, id string) (pos.Device, error)
	// LastCounter returns the highest receipt counter that the ledger holds for a register, 0 if none.
	LastCounter(ctx context.Context, registerID string) (int64, error)
}

// Tokens issues and checks signed tokens.
type Tokens interface {
	Issue(p pos.Principal, expires time.Time) (string, error)
	// Verify returns the principal of a token that we signed and that has not expired. Errors: unauthorized.
	Verify(token string) (pos.Principal, error)
}

// Limiter counts attempts over a sliding or fixed window, over all replicas.
type Limiter interface {
	// Allow takes one attempt from key's budget of limit per window. When none is left it returns false and how long to
	// wait.
	Allow(ctx context.Context, key string, limit int, window time.Duration) (ok bool, wait time.Duration, err error)
	// Reset gives key its whole budget back.
	Reset(ctx context.Context, key string) error
}
