package register_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/register"
)

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

type storedCode struct {
	register string
	expires  time.Time
}

// devices keeps what a ledger would.
type devices struct {
	mu    sync.Mutex
	codes map[string]storedCode
	held  map[string]pos.Device
	reads int
	fail  error
}

func (d *devices) PutCode(_ context.Context, hash, registerID string, expires time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for h, c := range d.codes {
		if c.register == registerID {
			delete(d.codes, h)
		}
	}
	d.codes[hash] = storedCode{registerID, expires}
	return d.fail
}

func (d *devices) UseCode(_ context.Context, hash string, now time.Time, device pos.Device) (pos.Device, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, ok := d.codes[hash]
	if !ok || !now.Before(c.expires) {
		return pos.Device{}, pos.NotFound("no such code")
	}
	delete(d.codes, hash)
	device.RegisterID = c.register
	d.held[device.ID] = device
	return device, d.fail
}

func (d *devices) Device(_ context.Context, id string) (pos.Device, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.reads++
	device, ok := d.held[id]
	if !ok {
		return pos.Device{}, pos.NotFound("no such device")
	}
	return device, d.fail
}

func (d *devices) LastCounter(context.Context, string) (int64, error) { return 41, nil }

func (d *devices) change(id string, f func(*pos.Device)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	device := d.held[id]
	f(&device)
	d.held[id] = device
}

// tokens are principals in the clear.
type tokens struct{ now func() time.Time }

type openToken struct {
	P       pos.Principal
	Expires time.Time
}

func (t tokens) Issue(p pos.Principal, expires time.Time) (string, error) {
	b, err := json.Marshal(openToken{p, expires})
	return string(b), err
}

func (t tokens) Verify(token string) (pos.Principal, error) {
	var o openToken
	if json.Unmarshal([]byte(token), &o) != nil || !t.now().Before(o.Expires) {
		return pos.Principal{}, pos.NewError(pos.KindUnauthorized, pos.CodeUnauthenticated, "bad token")
	}
	return o.P, nil
}

// limiter counts in fixed windows.
type limiter struct {
	mu   sync.Mutex
	now  func() time.Time
	used map[string][]time.Time
	fail error
}

func (l *limiter) Allow(_ context.Context, key string, limit int, window time.Duration) (bool, time.Duration, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	var fresh []time.Time
	for _, t := range l.used[key] {
		if now.Sub(t) < window {
			fresh = append(fresh, t)
		}
	}
	if len(fresh) >= limit {
		return false, window - now.Sub(fresh[0]), l.fail
	}
	l.used[key] = append(fresh, now)
	return true, 0, l.fail
}

func (l *limiter) Reset(_ context.Context, key string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.used, key)
	return l.fail
}

type world struct {
	*register.Service
	clock   *clock
	devices *devices
	limiter *limiter
}

func setup(t *testing.T, locations ...pos.Location) *world {
	t.Helper()
	if locations == nil {
		locations = places()
	}
	w := &world{clock: &clock{t: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}}
	w.devices = &devices{codes: map[string]storedCode{}, held: map[string]pos.Device{}}
	w.limiter = &limiter{now: w.clock.now, used: map[string][]time.Time{}}
	directory, err := register.NewDirectory(locations, registers(), staff(t))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	w.Service = register.New(register.Config{
		Directory: directory, Devices: w.devices, Tokens: tokens{w.clock.now}, Limiter: w.limiter,
		Now: w.clock.now, NewID: func() string { n++; return fmt.Sprintf("device-%d", n) }, Rand: rand.Reader,
	})
	return w
}

// enrol enrols a device to a register and returns a context of that device, and its token.
func (w *world) enrol(t *testing.T, registerID string) (context.Context, string) {
	t.Helper()
	code, err := w.NewCode(t.Context(), registerID)
	if err != nil {
		t.Fatal(err)
	}
	e, err := w.Enrol(t.Context(), code, "Front till", "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.Authenticate(t.Context(), e.Token)
	if err != nil {
		t.Fatal(err)
	}
	return pos.WithPrincipal(t.Context(), p), e.Token
}

func places() []pos.Location {
	at := func(id, store, source string) pos.Location {
		return pos.Location{
			ID: id, Name: strings.ToUpper(id), Store: store, Source: source, ShippingMethod: "flatrate_flatrate",
			PaymentMethod: "checkmo", GuestEmail: "guest@example.com",
			Address: pos.Address{Street: []string{"1 Main St"}, City: "New York", Postcode: "10001", Country: "US", Telephone: "555"},
		}
	}
	return []pos.Location{at("nyc", "default", "store_nyc"), at("la", "default", "store_la")}
}

func registers() []pos.Register {
	return []pos.Register{{ID: "NYC1", Name: "Front", LocationID: "nyc"}, {ID: "LA1", Name: "Front", LocationID: "la"}}
}

func staff(t *testing.T) []pos.Staff {
	t.Helper()
	hash, err := register.HashPIN("1234")
	if err != nil {
		t.Fatal(err)
	}
	return []pos.Staff{
		{ID: "ann", Name: "Ann", LocationID: "nyc", Role: pos.RoleCashier, PINHash: hash},
		{ID: "bob", Name: "Bob", LocationID: "la", Role: pos.RoleManager, PINHash: hash},
	}
}

func wantCode(t *testing.T, err error, want pos.Code) {
	t.Helper()
	if got := pos.CodeOf(err); got != want {
		t.Fatalf("code %q (%v), want %q", got, err, want)
	}
}
