package register_test

import (
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/register"
)

func TestDirectory(t *testing.T) {
	t.Parallel()
	t.Run("tells every fault of the configuration at once", func(t *testing.T) {
		t.Parallel()
		locations := append(places(), pos.Location{ID: "nyc"}, pos.Location{ID: "bad id"})
		tills := append(registers(), pos.Register{ID: "NYC1", Name: "x", LocationID: "nyc"}, pos.Register{ID: "X", LocationID: "moon"})
		people := append(staff(t), pos.Staff{ID: "eve", Name: "Eve", LocationID: "moon", Role: "king", PINHash: "1234"})
		_, err := register.NewDirectory(locations, tills, people)
		if err == nil {
			t.Fatal("a broken configuration was accepted")
		}
		for _, want := range []string{
			`location "nyc": the id is used twice`, `location "nyc": source`, `location "bad id": the id must be`, `shippingMethod`, `guestEmail`,
			`register "NYC1": the id is used twice`, `register "X": its location "moon" is not configured`, `register "X": name`,
			`staff "eve": its location`, `staff "eve": the role must be`, `staff "eve": pinHash: not an argon2id hash`,
		} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q is missing from:\n%v", want, err)
			}
		}
	})
	t.Run("knows what was configured and nothing else", func(t *testing.T) {
		t.Parallel()
		d, err := register.NewDirectory(places(), registers(), staff(t))
		if err != nil {
			t.Fatal(err)
		}
		if l, err := d.Location(t.Context(), "la"); err != nil || l.Source != "store_la" {
			t.Errorf("Location: %+v, %v", l, err)
		}
		if r, err := d.Register(t.Context(), "LA1"); err != nil || r.LocationID != "la" {
			t.Errorf("Register: %+v, %v", r, err)
		}
		people, err := d.StaffAt(t.Context(), "nyc")
		if err != nil || len(people) != 1 || people[0].ID != "ann" {
			t.Errorf("StaffAt: %+v, %v", people, err)
		}
		_, err = d.Location(t.Context(), "moon")
		wantCode(t, err, pos.CodeNotFound)
		_, err = d.Register(t.Context(), "moon")
		wantCode(t, err, pos.CodeNotFound)
	})
}

func TestDirectoryRefusesShippingThatNobodyCanPrice(t *testing.T) {
	t.Parallel()
	locations, price, below := places(), int64(1500), int64(-1)
	locations[0].Shipping = []pos.ShippingOption{
		{Method: pos.FlatRate, Name: "Standard"}, {Method: "tablerate_bestway", Name: "Express", Price: &price},
	}
	if _, err := register.NewDirectory(locations, registers(), staff(t)); err != nil {
		t.Fatalf("good options are refused: %v", err)
	}
	locations[0].Shipping = []pos.ShippingOption{
		{Method: "ups", Name: "UPS", Price: &price}, {Method: "ups_ground", Price: &price}, {Method: "ups_air", Name: "Air", Price: &below},
		{Method: "ups_sea", Name: "Sea"},
	}
	_, err := register.NewDirectory(locations, registers(), staff(t))
	for _, want := range []string{`"ups" of shipping must be`, `"ups_ground" needs a name`, `price of "ups_air"`, `"ups_sea" needs a price`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing from:\n%v", want, err)
		}
	}
}

func TestHashPIN(t *testing.T) {
	t.Parallel()
	for pin, ok := range map[string]bool{"1234": true, "123456789012": true, "123": false, "1234567890123": false, "12a4": false, "١٢٣٤": false, "": false} {
		hash, err := register.HashPIN(pin)
		if ok != (err == nil) {
			t.Errorf("HashPIN(%q): %v", pin, err)
		}
		if ok && (!strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") || strings.Contains(hash, pin)) {
			t.Errorf("HashPIN(%q) = %q", pin, hash)
		}
	}
}

func TestDirectoryRefusesHashesThatCouldStallIt(t *testing.T) {
	t.Parallel()
	for _, hash := range []string{
		"$argon2id$v=19$m=4294967295,t=2,p=1$c2FsdHNhbHRzYWx0$a2V5a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=19456,t=0,p=1$c2FsdHNhbHRzYWx0$a2V5a2V5a2V5a2V5a2V5a2V5",
		"$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$a2V5a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=19456,t=2,p=1$!$a2V5a2V5a2V5a2V5a2V5a2V5",
		"$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$",
		"$argon2id$v=18$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$a2V5a2V5a2V5a2V5a2V5a2V5",
	} {
		people := []pos.Staff{{ID: "ann", Name: "Ann", LocationID: "nyc", Role: pos.RoleCashier, PINHash: hash}}
		if _, err := register.NewDirectory(places(), registers(), people); err == nil {
			t.Errorf("accepted %q", hash)
		}
	}
}
