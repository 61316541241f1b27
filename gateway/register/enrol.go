package register

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tillway/tillway/gateway/pos"
)

// codeAlphabet is Crockford's base 32: no I, L, O or U, so a code survives being read aloud. Two of its digits look like
// letters; normalCode reads those letters as the digits.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codeLetters    = 8 // 40 bits
	maxLabelLength = 80
)

// NewCode makes a one-time code that enrols one device to a register within 24 hours, such as "K7QM-4XPD". Earlier unused
// codes of the register stop working. Errors: not_found, unavailable.
func (s *Service) NewCode(ctx context.Context, registerID string) (string, error) {
	r, err := s.Directory.Register(ctx, registerID)
	if err != nil {
		return "", err
	}
	code, err := randomCode(s.Rand)
	if err != nil {
		return "", err
	}
	if err := s.Devices.PutCode(ctx, hashCode(code), r.ID, s.Now().Add(codeLife)); err != nil {
		return "", fmt.Errorf("store the enrolment code for %s: %w", r.ID, err)
	}
	return code, nil
}

// Enrol turns a code into an enrolled device. Caller is the address that wrong codes are counted against, and all callers
// together have a budget too. The label is for people who look at a list of devices; it may be empty.
// Errors: invalid (label), not_found (wrong, used or expired code), unavailable with CodeRateLimited, unavailable.
func (s *Service) Enrol(ctx context.Context, code, label, caller string) (pos.Enrolment, error) {
	label = strings.TrimSpace(label)
	if utf8.RuneCountInString(label) > maxLabelLength || !utf8.ValidString(label) {
		return pos.Enrolment{}, pos.Invalid("The name of the device is longer than %d letters.", maxLabelLength)
	}
	if err := s.allow(ctx, budgetKey("enrol", caller), enrolTries, enrolWindow); err != nil {
		return pos.Enrolment{}, err
	}
	if err := s.allow(ctx, budgetKey("enrol-all"), enrolAllTries, enrolWindow); err != nil {
		return pos.Enrolment{}, err
	}
	device, err := s.useCode(ctx, code, label)
	if err != nil {
		return pos.Enrolment{}, err
	}
	return s.enrolment(ctx, device)
}

func (s *Service) useCode(ctx context.Context, code, label string) (pos.Device, error) {
	unknown := pos.NotFound("This enrolment code is not valid. Codes work once and for 24 hours: ask for a new one.")
	normal, ok := normalCode(code)
	if !ok {
		return pos.Device{}, unknown
	}
	now := s.Now()
	device, err := s.Devices.UseCode(ctx, hashCode(normal), now, pos.Device{
		ID: s.NewID(), Label: label, EnrolledAt: now.UTC().Format(time.RFC3339),
	})
	if pos.KindOf(err) == pos.KindNotFound {
		return pos.Device{}, unknown.Because(err)
	}
	if err != nil {
		return pos.Device{}, fmt.Errorf("use an enrolment code: %w", err)
	}
	return device, nil
}

func (s *Service) enrolment(ctx context.Context, device pos.Device) (pos.Enrolment, error) {
	place, err := s.workplace(ctx, device.RegisterID)
	if err != nil {
		return pos.Enrolment{}, err
	}
	p := pos.Principal{DeviceID: device.ID, RegisterID: device.RegisterID, LocationID: place.Location.ID}
	token, err := s.Tokens.Issue(p, s.Now().Add(s.DeviceTokenLife))
	if err != nil {
		return pos.Enrolment{}, fmt.Errorf("issue a device token: %w", err)
	}
	return pos.Enrolment{Token: token, Device: device, Workplace: place}, nil
}

func randomCode(rand io.Reader) (string, error) {
	var raw [codeLetters]byte
	if _, err := io.ReadFull(rand, raw[:]); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	for i, b := range raw {
		raw[i] = codeAlphabet[b%32] // 256 is a multiple of 32, so every letter is equally likely
	}
	return string(raw[:4]) + "-" + string(raw[4:]), nil
}

// normalCode brings a typed code into the form that NewCode printed; false when it cannot be one.
func normalCode(typed string) (string, bool) {
	if len(typed) > 64 {
		return "", false
	}
	s := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(s) != codeLetters || strings.Trim(s, codeAlphabet) != "" {
		return "", false
	}
	return s[:4] + "-" + s[4:], true
}

func hashCode(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}
