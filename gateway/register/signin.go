package register

import (
	"context"
	"fmt"

	"github.com/tillway/tillway/gateway/pos"
)

// SignIn puts a person on the calling device and returns a token for both. Somebody who is not known at the device's
// location gets the same answer after the same work as a wrong PIN. Five tries per device and person in five minutes; a
// right PIN gives them back.
// Errors: unauthorized with CodeUnauthenticated (no device) or CodeWrongPIN; unavailable with CodeRateLimited and the wait
// in the message; unavailable.
func (s *Service) SignIn(ctx context.Context, staffID, pin string) (pos.SignedIn, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.SignedIn{}, err
	}
	if err := s.allow(ctx, budgetKey("pin-device", p.DeviceID), pinDeviceTries, pinWindow); err != nil {
		return pos.SignedIn{}, err
	}
	person := budgetKey("pin", p.DeviceID, staffID)
	if err := s.allow(ctx, person, pinTries, pinWindow); err != nil {
		return pos.SignedIn{}, err
	}
	staff, err := s.checkPIN(ctx, p.LocationID, staffID, pin)
	if err != nil {
		return pos.SignedIn{}, err
	}
	if err := s.Limiter.Reset(ctx, person); err != nil {
		return pos.SignedIn{}, fmt.Errorf("reset the count of attempts: %w", err)
	}
	return s.signedIn(p, staff)
}

func (s *Service) checkPIN(ctx context.Context, locationID, staffID, pin string) (pos.Staff, error) {
	wrong := pos.NewError(pos.KindUnauthorized, pos.CodeWrongPIN, "That PIN is not right.")
	staff, hash, err := s.person(ctx, locationID, staffID)
	if err != nil {
		return pos.Staff{}, err
	}
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
	case <-ctx.Done():
		return pos.Staff{}, pos.Unavailable(ctx.Err(), "Signing in took too long. Try again.")
	}
	known := staff.ID != ""
	// The hash is computed in every case, so the time tells nothing.
	if right := hash.matches(pin) && validPIN(pin); !right || !known {
		return pos.Staff{}, wrong
	}
	return staff, nil
}

// person returns who has this id at a location with their hash, or nobody with a hash that no PIN has.
func (s *Service) person(ctx context.Context, locationID, staffID string) (pos.Staff, phc, error) {
	all, err := s.Directory.StaffAt(ctx, locationID)
	if err != nil {
		return pos.Staff{}, phc{}, err
	}
	for _, staff := range all {
		if staff.ID == staffID {
			hash, err := parsePHC(staff.PINHash)
			return staff, hash, err
		}
	}
	return pos.Staff{}, noPIN(), nil
}

func (s *Service) signedIn(p pos.Principal, staff pos.Staff) (pos.SignedIn, error) {
	p.StaffID, p.Role = staff.ID, staff.Role
	expires := s.Now().Add(s.SignInLife)
	token, err := s.Tokens.Issue(p, expires)
	if err != nil {
		return pos.SignedIn{}, fmt.Errorf("issue a token: %w", err)
	}
	staff.PINHash = ""
	return pos.SignedIn{Token: token, ExpiresAt: expires, Staff: staff}, nil
}
