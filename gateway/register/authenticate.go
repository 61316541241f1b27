package register

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	defaultCacheLife = 5 * time.Second
	maxCachedDevices = 10_000
)

// Authenticate returns who a token stands for as of now: the token must be ours and unexpired, the device enrolled and not
// revoked, and its register still configured. Location and role are taken from today's configuration, not from the token;
// somebody who no longer works at the location is refused. Errors: unauthorized, unavailable.
func (s *Service) Authenticate(ctx context.Context, token string) (pos.Principal, error) {
	p, err := s.Tokens.Verify(token)
	if err != nil {
		return pos.Principal{}, err
	}
	device, err := s.devices.get(ctx, p.DeviceID)
	if err != nil {
		return pos.Principal{}, err
	}
	if device.RevokedAt != "" {
		return pos.Principal{}, refused("This device was revoked. Enrol it again.")
	}
	r, err := s.Directory.Register(ctx, device.RegisterID)
	if err != nil {
		return pos.Principal{}, refused("The register of this device is no longer configured. Enrol the device again.").Because(err)
	}
	p.RegisterID, p.LocationID = r.ID, r.LocationID
	if p.StaffID == "" {
		p.Role = ""
		return p, nil
	}
	staff, _, err := s.person(ctx, p.LocationID, p.StaffID)
	if err != nil || staff.ID == "" {
		return pos.Principal{}, refused("This person no longer works at this location. Sign in again.").Because(err)
	}
	p.Role, p.Permissions = staff.Role, staff.Permissions
	return p, nil
}

func refused(message string) *pos.Error {
	return pos.NewError(pos.KindUnauthorized, pos.CodeUnauthenticated, "%s", message)
}

// deviceCache remembers devices for a short time, so that a busy register does not ask the ledger on every request, and a
// revocation works within that time.
type deviceCache struct {
	devices Devices
	now     func() time.Time
	life    time.Duration

	mu   sync.Mutex
	held map[string]heldDevice
}

type heldDevice struct {
	device pos.Device
	until  time.Time
}

func newDeviceCache(devices Devices, now func() time.Time, life time.Duration) *deviceCache {
	if life == 0 {
		life = defaultCacheLife
	}
	return &deviceCache{devices: devices, now: now, life: life, held: map[string]heldDevice{}}
}

func (c *deviceCache) get(ctx context.Context, id string) (pos.Device, error) {
	now := c.now()
	c.mu.Lock()
	h, ok := c.held[id]
	c.mu.Unlock()
	if ok && now.Before(h.until) {
		return h.device, nil
	}
	device, err := c.devices.Device(ctx, id)
	if pos.KindOf(err) == pos.KindNotFound {
		return pos.Device{}, refused("This device is not enrolled. Enrol it again.").Because(err)
	}
	if err != nil {
		return pos.Device{}, fmt.Errorf("look the device up: %w", err)
	}
	c.put(id, heldDevice{device: device, until: now.Add(c.life)})
	return device, nil
}

func (c *deviceCache) put(id string, h heldDevice) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.held) >= maxCachedDevices {
		clear(c.held) // entries live for seconds only; a cleverer choice would not pay
	}
	c.held[id] = h
}
