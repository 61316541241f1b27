package register_test

import (
	"slices"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	t.Run("asks for the device once within its cache's life", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		_, token := w.enrol(t, "NYC1")
		before := w.devices.reads
		for range 100 {
			if _, err := w.Authenticate(t.Context(), token); err != nil {
				t.Fatal(err)
			}
		}
		w.clock.pass(6 * time.Second)
		if _, err := w.Authenticate(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		if got := w.devices.reads - before; got != 1 {
			t.Errorf("%d look-ups, want 1", got)
		}
	})
	t.Run("refuses a revoked device within seconds", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		_, token := w.enrol(t, "NYC1")
		w.devices.change("device-1", func(d *pos.Device) { d.RevokedAt = "2026-03-01T09:00:00Z" })
		w.clock.pass(6 * time.Second)
		_, err := w.Authenticate(t.Context(), token)
		wantCode(t, err, pos.CodeUnauthenticated)
	})
	t.Run("takes register and location from the ledger and today's configuration", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		_, token := w.enrol(t, "NYC1")
		w.devices.change("device-1", func(d *pos.Device) { d.RegisterID = "LA1" })
		w.clock.pass(6 * time.Second)
		p, err := w.Authenticate(t.Context(), token)
		if err != nil || p.RegisterID != "LA1" || p.LocationID != "la" {
			t.Errorf("%+v, %v", p, err)
		}
	})
	t.Run("refuses a person who does not work at the device's location", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		ctx, _ := w.enrol(t, "NYC1")
		in, err := w.SignIn(ctx, "ann", "1234")
		if err != nil {
			t.Fatal(err)
		}
		w.devices.change("device-1", func(d *pos.Device) { d.RegisterID = "LA1" })
		w.clock.pass(6 * time.Second)
		_, err = w.Authenticate(t.Context(), in.Token)
		wantCode(t, err, pos.CodeUnauthenticated)
	})
	t.Run("does not believe a role that only the token has", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.enrol(t, "NYC1")
		forged := tokens{w.clock.now}
		token, _ := forged.Issue(pos.Principal{DeviceID: "device-1", StaffID: "ann", Role: pos.RoleManager}, w.clock.now().Add(time.Hour))
		p, err := w.Authenticate(t.Context(), token)
		if err != nil || p.Role != pos.RoleCashier {
			t.Errorf("%+v, %v", p, err)
		}
		token, _ = forged.Issue(pos.Principal{DeviceID: "device-1", Role: pos.RoleManager}, w.clock.now().Add(time.Hour))
		if p, err = w.Authenticate(t.Context(), token); err != nil || p.Role != "" {
			t.Errorf("nobody signed in, yet %+v, %v", p, err)
		}
	})
	t.Run("tells a ledger that is away from a device that is not enrolled", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		forged := tokens{w.clock.now}
		token, _ := forged.Issue(pos.Principal{DeviceID: "gone"}, w.clock.now().Add(time.Hour))
		_, err := w.Authenticate(t.Context(), token)
		wantCode(t, err, pos.CodeUnauthenticated)
		_, token = w.enrol(t, "NYC1")
		w.clock.pass(time.Minute)
		w.devices.fail = pos.Unavailable(nil, "no ledger")
		_, err = w.Authenticate(t.Context(), token)
		wantCode(t, err, pos.CodeUnavailable)
	})
}

func TestWorkplaceNeedsADevice(t *testing.T) {
	t.Parallel()
	w := setup(t)
	_, err := w.Workplace(t.Context())
	wantCode(t, err, pos.CodeUnauthenticated)
	ctx, _ := w.enrol(t, "LA1")
	place, err := w.Workplace(ctx)
	if err != nil || place.Register.ID != "LA1" || place.Staff[0].ID != "bob" {
		t.Errorf("%+v, %v", place, err)
	}
}

func TestWorkplaceTellsWhereGoodsMayBePickedUp(t *testing.T) {
	t.Parallel()
	locations := places()
	for i := range locations {
		locations[i].Pickup = true
	}
	more := func(id, name, store string, pickup bool) {
		l := locations[0]
		l.ID, l.Name, l.Store, l.Pickup = id, name, store, pickup
		locations = append(locations, l)
	}
	here := locations[1]
	more("amherst", "Amherst", here.Store, true)
	more("backroom", "Backroom", here.Store, false)
	more("paris", "Paris", "french", true)
	w := setup(t, locations...)
	ctx, _ := w.enrol(t, "LA1")
	place, err := w.Workplace(ctx)
	var got []string
	for _, l := range place.Pickup {
		got = append(got, l.ID)
	}
	if want := []string{"la", "amherst", "nyc"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}
