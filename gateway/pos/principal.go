package pos

import "context"

// Principal is who a request comes from: an enrolled device, with a member of staff on it once one has signed in.
type Principal struct {
	DeviceID   string
	RegisterID string
	LocationID string
	StaffID    string // empty until signed in
	Role       Role   // empty until signed in
}

type principalKey struct{}

// WithPrincipal returns a context that carries p.
func WithPrincipal(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// PrincipalFrom returns the principal that ctx carries. Errors: unauthorized, when there is none.
func PrincipalFrom(ctx context.Context) (Principal, error) {
	p, ok := ctx.Value(principalKey{}).(Principal)
	if !ok {
		return Principal{}, NewError(KindUnauthorized, CodeUnauthenticated, "This needs an enrolled device: send its token as Authorization: Bearer")
	}
	return p, nil
}
