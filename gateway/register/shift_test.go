package register_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/register"
)

const (
	shiftOne = "01890a5d-ac96-774b-bcce-00000000000a"
	eventOne = "01890a5d-ac96-774b-bcce-000000000001"
)

// shiftStore holds events in a list, and one order.
type shiftStore struct {
	events []pos.ShiftEvent
	order  pos.Order
	fail   error
}

func (s *shiftStore) AddShiftEvents(_ context.Context, _ string, _ time.Time, events []pos.ShiftEvent) ([]pos.ShiftEventResult, error) {
	var results []pos.ShiftEventResult
	for _, e := range events {
		s.events = append(s.events, e)
		results = append(results, pos.ShiftEventResult{ID: e.ID, Outcome: pos.ShiftEventReceived})
	}
	return results, s.fail
}

func (s *shiftStore) ShiftEvents(_ context.Context, ids []string) ([]pos.ShiftEvent, error) {
	return slices.DeleteFunc(slices.Clone(s.events), func(e pos.ShiftEvent) bool { return !slices.Contains(ids, e.ShiftID) }), s.fail
}

func (s *shiftStore) ShiftIDs(_ context.Context, registerID string, _, _ time.Time, _ int) ([]string, error) {
	var ids []string
	for _, e := range s.events {
		if e.RegisterID == registerID && !slices.Contains(ids, e.ShiftID) {
			ids = append(ids, e.ShiftID)
		}
	}
	return ids, s.fail
}

func (s *shiftStore) ShiftOrders(_ context.Context, _ []string, add func(pos.Order)) error {
	add(s.order)
	return s.fail
}

func TestShifts(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	shop := func(id string) pos.Location {
		return pos.Location{ID: id, Name: id, Store: "default", Source: "s", ShippingMethod: "a_b", PaymentMethod: "c", GuestEmail: "g@x",
			Address: pos.Address{Street: []string{"1"}, City: "c", Country: "US", Telephone: "5"}}
	}
	directory, err := register.NewDirectory([]pos.Location{shop("nyc"), shop("la")},
		[]pos.Register{{ID: "NYC1", Name: "Front", LocationID: "nyc"}, {ID: "LA1", Name: "Front", LocationID: "la"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	as := func(registerID, locationID string, may ...pos.Permission) context.Context {
		return pos.WithPrincipal(t.Context(), pos.Principal{DeviceID: "d", RegisterID: registerID, LocationID: locationID, StaffID: "ann", Permissions: append([]pos.Permission{}, may...)})
	}
	setup := func() (*register.Shifts, *shiftStore) {
		store := &shiftStore{order: pos.Order{OrderInput: pos.OrderInput{ID: eventOne, RegisterID: "NYC1", ShiftID: shiftOne, Currency: "USD", Charged: pos.Totals{Total: 7}}}}
		return register.NewShifts(store, directory, func() time.Time { return at }), store
	}
	opened := pos.ShiftEvent{ID: eventOne, ShiftID: shiftOne, Kind: pos.ShiftOpened, StaffID: "ann", At: at, Currency: "USD", Amount: 100,
		RegisterID: "LA1", LocationID: "la"}
	wrong := opened
	wrong.ID, wrong.Amount = "wrong", -1

	t.Run("events are the calling register's, and one that is wrong keeps none out", func(t *testing.T) {
		t.Parallel()
		shifts, store := setup()
		results, err := shifts.Submit(as("NYC1", "nyc"), []pos.ShiftEvent{wrong, opened})
		if err != nil || len(results) != 2 || results[0].Outcome != pos.ShiftEventRefused || results[0].Message == "" || results[1].Outcome != pos.ShiftEventReceived {
			t.Fatalf("%+v, %v", results, err)
		}
		if len(store.events) != 1 || store.events[0].RegisterID != "NYC1" || store.events[0].LocationID != "nyc" {
			t.Errorf("%+v", store.events)
		}
		if results, err = shifts.Submit(as("NYC1", "nyc"), []pos.ShiftEvent{wrong}); err != nil || results[0].Outcome != pos.ShiftEventRefused {
			t.Errorf("%+v, %v", results, err)
		}
	})
	t.Run("who may see a report", func(t *testing.T) {
		t.Parallel()
		shifts, _ := setup()
		if _, err := shifts.Submit(as("NYC1", "nyc"), []pos.ShiftEvent{opened}); err != nil {
			t.Fatal(err)
		}
		try := func(ctx context.Context, name string, kind pos.Kind) {
			t.Helper()
			s, err := shifts.Shift(ctx, shiftOne)
			if pos.KindOf(err) != kind || (err == nil && (s.Float != 100 || s.Sales != 7)) {
				t.Errorf("%s: Shift = %+v, %v", name, s, err)
			}
			list, err := shifts.Shifts(ctx, "NYC1", at, at.Add(time.Hour), 10)
			if pos.KindOf(err) != kind || (err == nil && (len(list) != 1 || list[0].Sales != 7)) {
				t.Errorf("%s: Shifts = %+v, %v", name, list, err)
			}
		}
		try(t.Context(), "nobody", pos.KindUnauthorized)
		try(as("NYC1", "nyc", pos.PermitCash), "somebody without permission", pos.KindUnauthorized)
		try(as("NYC2", "nyc", pos.PermitShift), "at the location", "")
		try(as("LA1", "la", pos.PermitShift), "at another location", pos.KindNotFound)
		try(as("LA1", "la", pos.PermitHeadOffice), "head office anywhere", "")
		if list, err := shifts.Shifts(as("LA1", "la", pos.PermitShift), "", at, at.Add(time.Hour), 10); err != nil || len(list) != 0 {
			t.Errorf("its own register: %+v, %v", list, err)
		}
		if _, err := shifts.Shift(as("NYC1", "nyc", pos.PermitShift), eventOne); pos.KindOf(err) != pos.KindNotFound {
			t.Errorf("an unknown shift: %v", err)
		}
	})
	t.Run("bounds and failures", func(t *testing.T) {
		t.Parallel()
		shifts, store := setup()
		ctx := as("NYC1", "nyc", pos.PermitShift)
		for _, n := range []int{0, pos.MaxShiftEvents + 1} {
			if _, err := shifts.Submit(ctx, make([]pos.ShiftEvent, n)); pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("%d events: %v", n, err)
			}
		}
		for _, c := range []struct {
			to    time.Time
			first int
		}{{at, 10}, {at.Add(367 * 24 * time.Hour), 10}, {at.Add(time.Hour), 0}, {at.Add(time.Hour), 101}} {
			if _, err := shifts.Shifts(ctx, "", at, c.to, c.first); pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("%+v: %v", c, err)
			}
		}
		store.fail = pos.Unavailable(errors.New("gone"), "try again")
		if _, err := shifts.Submit(ctx, []pos.ShiftEvent{opened}); pos.KindOf(err) != pos.KindUnavailable {
			t.Errorf("Submit = %v", err)
		}
		if _, err := shifts.Shift(ctx, shiftOne); pos.KindOf(err) != pos.KindUnavailable {
			t.Errorf("Shift = %v", err)
		}
	})
}
