package register

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// How often something may be tried. Limits hold over all replicas, as far as the Limiter does.
const (
	pinTries       = 5 // per device and person
	pinDeviceTries = 60
	pinWindow      = 5 * time.Minute
	enrolTries     = 10 // per caller
	enrolAllTries  = 300
	enrolWindow    = 10 * time.Minute
)

// Defaults of Config.
const (
	defaultDeviceLife = 2 * 365 * 24 * time.Hour
	defaultShiftLife  = 12 * time.Hour
	codeLife          = 24 * time.Hour
	// hashesAtOnce bounds the memory that PIN checks take (19 MiB each).
	hashesAtOnce = 4
)

// Config is what a Service needs. Directory, Devices, Tokens, Limiter, Now, NewID and Rand are required.
type Config struct {
	Directory *Directory
	Devices   Devices
	Tokens    Tokens
	Limiter   Limiter
	Now       func() time.Time
	NewID     func() string // ids of devices
	Rand      io.Reader     // of enrolment codes; must be cryptographically secure
	// DeviceTokenLife is how long an enrolment holds without enrolling again, two years when zero. A device can be
	// revoked at any time.
	DeviceTokenLife time.Duration
	// SignInLife is how long a person stays signed in, twelve hours when zero.
	SignInLife time.Duration
	// DeviceCacheLife is how long a revoked device may still be served, five seconds when zero.
	DeviceCacheLife time.Duration
}

// Service enrols devices, signs staff in and says who a token stands for. It is safe for concurrent use.
type Service struct {
	Config
	devices *deviceCache
	hashing chan struct{}
}

// New returns a Service.
func New(cfg Config) *Service {
	if cfg.DeviceTokenLife == 0 {
		cfg.DeviceTokenLife = defaultDeviceLife
	}
	if cfg.SignInLife == 0 {
		cfg.SignInLife = defaultShiftLife
	}
	return &Service{Config: cfg, devices: newDeviceCache(cfg.Devices, cfg.Now, cfg.DeviceCacheLife), hashing: make(chan struct{}, hashesAtOnce)}
}

// Workplace returns where the calling device stands, without PIN hashes. Errors: unauthorized, not_found (the register is
// no longer configured), unavailable.
func (s *Service) Workplace(ctx context.Context) (pos.Workplace, error) {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return pos.Workplace{}, err
	}
	return s.workplace(ctx, p.RegisterID)
}

func (s *Service) workplace(ctx context.Context, registerID string) (pos.Workplace, error) {
	var w pos.Workplace
	var err error
	if w.Register, err = s.Directory.Register(ctx, registerID); err != nil {
		return pos.Workplace{}, err
	}
	if w.Location, err = s.Directory.Location(ctx, w.Register.LocationID); err != nil {
		return pos.Workplace{}, err
	}
	if w.Staff, err = s.Directory.StaffAt(ctx, w.Location.ID); err != nil {
		return pos.Workplace{}, err
	}
	for i := range w.Staff {
		w.Staff[i].PINHash = ""
	}
	if w.LastCounter, err = s.Devices.LastCounter(ctx, registerID); err != nil {
		return pos.Workplace{}, fmt.Errorf("read the last receipt counter of %s: %w", registerID, err)
	}
	w.Pickup = s.Directory.pickupFor(w.Location)
	return w, nil
}

// allow takes one attempt from a budget and says RATE_LIMITED with the wait when it is used up.
func (s *Service) allow(ctx context.Context, key string, limit int, window time.Duration) error {
	ok, wait, err := s.Limiter.Allow(ctx, key, limit, window)
	if err != nil {
		// Without a count anyone could guess for ever, so nobody gets in.
		return fmt.Errorf("count attempts: %w", err)
	}
	if !ok {
		seconds := max(1, int(math.Ceil(wait.Seconds())))
		return pos.NewError(pos.KindUnavailable, pos.CodeRateLimited, "Too many attempts. Try again in %d seconds.", seconds)
	}
	return nil
}

// budgetKey names a budget. What callers send goes in as a hash, so keys stay short and plain.
func budgetKey(budget string, parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = fmt.Fprintf(h, "%d:%s", len(p), p) // a hash takes everything
	}
	return budget + ":" + hex.EncodeToString(h.Sum(nil)[:16])
}
