package pos

import (
	"context"
	"slices"
)

// Principal is who a request comes from: an enrolled device, with a member of staff on it once one has signed in.
type Principal struct {
	DeviceID   string
	RegisterID string
	LocationID string
	StaffID    string // empty until signed in
	Role       Role   // empty until signed in
	// Permissions are what the person may do beside selling; nil stands for those of the role.
	Permissions []Permission
}

// May says whether the person signed in holds a permission.
func (p Principal) May(do Permission) bool {
	list := p.Permissions
	if list == nil {
		list = p.Role.Permissions()
	}
	return slices.Contains(list, do)
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
