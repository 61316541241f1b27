package customertest

import (
	"bytes"
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/customer"
	"github.com/tillway/tillway/gateway/pos"
)

// Ana is a customer with all that must not leak.
func Ana() pos.Customer {
	address := pos.Address{Street: []string{"12 Elm St", "Apt 4"}, City: "Springfield", Postcode: "90210", Country: "US",
		Region: "New York", RegionCode: "NY", RegionID: 43, Telephone: "(212) 555-7788"}
	return pos.Customer{
		ID: 103, WebsiteID: 1, Group: 1, Email: "ana.poole@mail.example", FirstName: "Anastasia", LastName: "Poole",
		Phone: address.Telephone, CreatedAt: time.Date(2026, 11, 21, 5, 53, 56, 0, time.UTC), UpdatedAt: time.Date(2026, 11, 21, 5, 53, 57, 0, time.UTC),
		Addresses: []pos.CustomerAddress{{ID: 7, FirstName: "Anastasia", LastName: "Poole", Address: address, DefaultBilling: true, DefaultShipping: true}},
	}
}

// Device is the context of a request from a register at the suite's location.
func Device(ctx context.Context) context.Context {
	return pos.WithPrincipal(ctx, pos.Principal{DeviceID: "d1", RegisterID: "R1", LocationID: "nyc"})
}

// Place is a location and its store view, and counts nothing: it fits customer.Stores, customer.Locations and
// customer.Limiter.
type Place struct{ View pos.Store }

// NewPlace returns a place whose store view is of website 1 and taxes group 1 as class 9.
func NewPlace() Place {
	return Place{pos.Store{ID: 1, Code: "default", WebsiteID: 1, Groups: []pos.CustomerGroup{{ID: 1, TaxClass: 9}}}}
}

// Store returns the store view.
func (p Place) Store(context.Context, string) (pos.Store, error) { return p.View, nil }

// Location returns the location "nyc". Errors: not_found, for any other.
func (p Place) Location(_ context.Context, id string) (pos.Location, error) {
	if id != "nyc" {
		return pos.Location{}, pos.NotFound("There is no location %q", id)
	}
	return pos.Location{ID: id, Store: p.View.Code}, nil
}

// Allow lets everything pass.
func (Place) Allow(context.Context, string, int, time.Duration) (bool, time.Duration, error) {
	return true, 0, nil
}

// Sealed checks that a service keeps nothing in a cache that could be read there, and that forgetting leaves nothing.
func Sealed(t *testing.T, open func(t *testing.T) Opened) {
	t.Helper()
	serve := func(t *testing.T, o Opened, shop *Shop) *customer.Service {
		t.Helper()
		vault, err := customer.NewVault(bytes.Repeat([]byte{7}, 32))
		if err != nil {
			t.Fatal(err)
		}
		place := NewPlace()
		return customer.New(customer.Config{Source: shop, Shop: shop, Stores: place, Locations: place, Limiter: place, Cache: o.Cache, Vault: vault,
			KeepSearch: time.Hour})
	}
	t.Run("nothing of a person can be read in the cache", func(t *testing.T) {
		t.Parallel()
		o, shop := open(t), NewShop(Ana())
		s, ctx := serve(t, o, shop), Device(t.Context())
		for _, search := range []string{"anastasia", "ana.poole@", "212555", "poole anast"} {
			for range 2 {
				found, err := s.Find(ctx, search, 10)
				if err != nil || len(found) != 1 || found[0].Email != Ana().Email || len(found[0].Addresses) != 1 {
					t.Fatalf("%s found %+v, %v", search, found, err)
				}
			}
		}
		if n := shop.Calls("FindCustomers"); n != 4 {
			t.Errorf("the shop was asked %d times for 4 searches, each made twice", n)
		}
		if o.Raw == nil {
			return
		}
		raw := o.Raw(t)
		if len(raw) == 0 {
			t.Fatal("the cache holds nothing")
		}
		for _, secret := range []string{"anastasia", "poole", "mail.example", "555", "elm st", "springfield", "90210"} {
			for _, form := range []string{secret, base64.StdEncoding.EncodeToString([]byte(secret))} {
				if strings.Contains(strings.ToLower(string(raw)), form) {
					t.Errorf("the cache shows %q", form)
				}
			}
		}
	})
	t.Run("a customer who was forgotten is in nothing that is kept", func(t *testing.T) {
		t.Parallel()
		o, shop := open(t), NewShop(Ana())
		s, ctx := serve(t, o, shop), Device(t.Context())
		if _, err := s.Find(ctx, "poole", 10); err != nil {
			t.Fatal(err)
		}
		if err := s.Forget(ctx, Ana().ID); err != nil {
			t.Fatal(err)
		}
		if got := records(t, o.Cache, "103"); len(got) != 0 {
			t.Errorf("the record is left: %x", got)
		}
		const shutName = 32 // bytes at most; a sealed record or result is longer
		if o.Raw != nil && len(o.Raw(t)) > shutName {
			t.Errorf("left is %q", o.Raw(t))
		}
		shop.Change(Ana().ID, func(c *pos.Customer) { c.LastName = "Forgotten" })
		if c, err := s.Customer(ctx, Ana().ID); err != nil || c.LastName != "Forgotten" {
			t.Errorf("the next reading is not Magento's: %+v, %v", c, err)
		}
	})
}
