package customer_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/gateway/customer"
	"github.com/tillway/tillway/gateway/customer/customertest"
	"github.com/tillway/tillway/gateway/pos"
)

// vault returns a vault with one key for each byte.
func vault(t *testing.T, keys ...byte) *customer.Vault {
	t.Helper()
	masters := make([][]byte, len(keys))
	for i, k := range keys {
		masters[i] = bytes.Repeat([]byte{k}, 32)
	}
	v, err := customer.NewVault(masters...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// at returns a service over a shop, with a cache in memory.
func at(t *testing.T, shop *customertest.Shop, change ...func(*customer.Config)) *customer.Service {
	t.Helper()
	place := customertest.NewPlace()
	cfg := customer.Config{Source: shop, Shop: shop, Stores: place, Locations: place, Limiter: place,
		Cache: memory.NewCustomers(time.Now), Vault: vault(t, 1)}
	for _, f := range change {
		f(&cfg)
	}
	return customer.New(cfg)
}

func named(id int64, first, last, email string) pos.Customer {
	return pos.Customer{ID: id, WebsiteID: 1, FirstName: first, LastName: last, Email: email}
}

func TestFind(t *testing.T) {
	t.Parallel()
	other := named(4, "Anna", "Elsewhere", "anna@elsewhere.example")
	other.WebsiteID = 2
	shop := customertest.NewShop(named(1, "Veronica", "Costello", "roni@example.com"), named(2, "Costa", "Adams", "costa@example.com"),
		named(3, "Mary Ann", "van der Berg", "mvdb@example.com"), other, customertest.Ana())
	s, ctx := at(t, shop), customertest.Device(t.Context())
	for search, want := range map[string][]int64{
		"COST": {2, 1}, "costello, ver": {1}, "ver cost": {1}, "roni": {1}, "roni@EX": {1}, "van der b": {3}, "mary ann": {3},
		"(212) 555": {103}, "+212-55": {103}, "zz": nil, "elsewhere": nil, "anna@": nil,
	} {
		for _, again := range []bool{false, true} {
			found, err := s.Find(ctx, search, 10)
			var ids []int64
			for _, c := range found {
				ids = append(ids, c.ID)
			}
			if diff := cmp.Diff(want, ids); err != nil || diff != "" {
				t.Errorf("%q, again %v: %v %s", search, again, err, diff)
			}
		}
	}
	if found, err := s.Find(ctx, "cost", 1); err != nil || len(found) != 1 || found[0].ID != 2 {
		t.Errorf("the first of two is %+v, %v", found, err)
	}
	if n := shop.Calls("FindCustomers"); n != 13 {
		t.Errorf("the shop was asked %d times for 13 searches", n)
	}
}

func TestWhoMayLookUpCustomers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ctx    func(context.Context) context.Context
		change func(*customer.Config)
		want   pos.Code
	}{
		"an enrolled device": {customertest.Device, func(*customer.Config) {}, ""},
		"nobody without one": {func(ctx context.Context) context.Context { return ctx }, func(*customer.Config) {}, pos.CodeUnauthenticated},
		"no device whose location is gone": {func(ctx context.Context) context.Context {
			return pos.WithPrincipal(ctx, pos.Principal{DeviceID: "d1", LocationID: "closed"})
		}, func(*customer.Config) {}, pos.CodeNotFound},
		"no device that asks too often":  {customertest.Device, func(cfg *customer.Config) { cfg.Limiter = memory.New(); cfg.PerMinute = 2 }, pos.CodeRateLimited},
		"a device when nobody can count": {customertest.Device, func(cfg *customer.Config) { cfg.Limiter = broken{} }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := at(t, customertest.NewShop(customertest.Ana()), c.change)
			ctx := c.ctx(t.Context())
			_, _ = s.Find(ctx, "poole", 1)
			_, _ = s.Customer(ctx, 103)
			_, findErr := s.Find(ctx, "poole", 1)
			_, readErr := s.Customer(ctx, 103)
			_, _, createErr := s.Create(ctx, newcomer())
			for _, err := range []error{findErr, readErr, createErr} {
				if got := pos.CodeOf(err); got != c.want {
					t.Errorf("error %v, want code %q", err, c.want)
				}
			}
		})
	}
}

func TestCustomersOfAnotherWebsite(t *testing.T) {
	t.Parallel()
	other := customertest.Ana()
	other.WebsiteID = 2
	for name, c := range map[string]struct {
		scope string
		want  pos.Kind
	}{"are not found": {"", pos.KindNotFound}, "are found where accounts are shared": {"0", ""}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := at(t, customertest.NewShop(other), func(cfg *customer.Config) {
				place := customertest.NewPlace()
				place.View.Settings = map[string]string{"customer/account_share/scope": c.scope}
				cfg.Stores = place
			})
			for range 2 { // also when it is kept already
				if _, err := s.Customer(customertest.Device(t.Context()), other.ID); pos.KindOf(err) != c.want {
					t.Errorf("error %v", err)
				}
			}
		})
	}
}

func TestKeeping(t *testing.T) {
	t.Parallel()
	t.Run("a customer is read once while they are kept", func(t *testing.T) {
		t.Parallel()
		now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
		shop := customertest.NewShop(customertest.Ana())
		s := at(t, shop, func(cfg *customer.Config) { cfg.Cache = memory.NewCustomers(func() time.Time { return now }) })
		for _, step := range []struct {
			later time.Duration
			calls int
		}{{0, 1}, {24*time.Hour - 1, 1}, {1, 2}} {
			now = now.Add(step.later)
			c, err := s.Customer(customertest.Device(t.Context()), 103)
			want := customertest.Ana()
			want.TaxClass = 9
			if diff := cmp.Diff(want, c); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
			if n := shop.Calls("Customer"); n != step.calls {
				t.Errorf("after %s the shop was asked %d times, want %d", step.later, n, step.calls)
			}
		}
	})
	for name, change := range map[string]func(*customer.Config){
		"without a key nothing is kept":           func(cfg *customer.Config) { cfg.Vault = nil },
		"without a cache nothing is kept":         func(cfg *customer.Config) { cfg.Cache = nil },
		"a cache that is down is as good as none": func(cfg *customer.Config) { cfg.Cache = broken{} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cache := memory.NewCustomers(time.Now)
			shop := customertest.NewShop(customertest.Ana())
			var logged bytes.Buffer
			s := at(t, shop, func(cfg *customer.Config) {
				cfg.Cache, cfg.Log = cache, slog.New(slog.NewTextHandler(&logged, nil))
				change(cfg)
			})
			ctx := customertest.Device(t.Context())
			for range 2 {
				if found, err := s.Find(ctx, "poole", 1); err != nil || len(found) != 1 {
					t.Fatalf("found %+v, %v", found, err)
				}
			}
			if _, _, err := s.Create(ctx, newcomer()); err != nil {
				t.Error(err)
			}
			if n := shop.Calls("FindCustomers"); n != 2 {
				t.Errorf("the shop was asked %d times", n)
			}
			if held, _ := cache.Customers(ctx, []string{"103"}); len(held) != 0 {
				t.Error("it was kept all the same")
			}
			if text := strings.ToLower(logged.String()); strings.Contains(text, "poole") || strings.Contains(text, "mail.example") {
				t.Errorf("the log shows a person: %s", text)
			}
		})
	}
	t.Run("what a new key cannot open is read again", func(t *testing.T) {
		t.Parallel()
		cache, shop := memory.NewCustomers(time.Now), customertest.NewShop(customertest.Ana())
		for _, step := range []struct {
			vault *customer.Vault
			calls int
		}{{vault(t, 1), 1}, {vault(t, 2, 1), 1}, {vault(t, 3), 2}, {vault(t, 3), 2}} {
			s := at(t, shop, func(cfg *customer.Config) { cfg.Cache, cfg.Vault = cache, step.vault })
			if c, err := s.Customer(customertest.Device(t.Context()), 103); err != nil || c.ID != 103 {
				t.Fatalf("%+v, %v", c, err)
			}
			if n := shop.Calls("Customer"); n != step.calls {
				t.Errorf("the shop was asked %d times, want %d", n, step.calls)
			}
		}
	})
	t.Run("entries that were swapped are not believed", func(t *testing.T) {
		t.Parallel()
		cache, shop := memory.NewCustomers(time.Now), customertest.NewShop(customertest.Ana(), named(5, "Eve", "Mallory", "eve@example.com"))
		s, ctx := at(t, shop, func(cfg *customer.Config) { cfg.Cache = cache }), customertest.Device(t.Context())
		_, _ = s.Customer(ctx, 103)
		held, err := cache.Customers(ctx, []string{"103"})
		if err != nil || len(held) != 1 {
			t.Fatal(held, err)
		}
		if err := cache.PutCustomers(ctx, map[string][]byte{"5": held["103"]}, time.Hour); err != nil {
			t.Fatal(err)
		}
		if c, err := s.Customer(ctx, 5); err != nil || c.LastName != "Mallory" {
			t.Errorf("customer 5 is %+v, %v", c, err)
		}
	})
}

func TestForget(t *testing.T) {
	t.Parallel()
	s := at(t, customertest.NewShop(), func(cfg *customer.Config) { cfg.Cache = nil })
	if err := s.Forget(t.Context(), 103); err != nil {
		t.Errorf("a customer who was never kept: %v", err)
	}
	if err := s.Forget(t.Context(), 0); pos.KindOf(err) != pos.KindInvalid {
		t.Errorf("no customer: %v", err)
	}
	s = at(t, customertest.NewShop(), func(cfg *customer.Config) { cfg.Cache = broken{} })
	if err := s.Forget(t.Context(), 103); pos.KindOf(err) != pos.KindUnavailable {
		t.Errorf("a cache that is down: %v", err)
	}
}

// underWay is a shop in which something happens while its answers are under way.
type underWay struct {
	*customertest.Shop
	meanwhile func()
}

func (u underWay) Customer(ctx context.Context, id int64) (pos.Customer, error) {
	defer u.meanwhile()
	return u.Shop.Customer(ctx, id)
}

func (u underWay) FindCustomers(ctx context.Context, q pos.CustomerQuery) ([]pos.Customer, error) {
	defer u.meanwhile()
	return u.Shop.FindCustomers(ctx, q)
}

func (u underWay) CustomerByEmail(ctx context.Context, site int64, email string) (pos.Customer, error) {
	defer u.meanwhile()
	return u.Shop.CustomerByEmail(ctx, site, email)
}

func TestRegression_aCustomerForgottenWhileTheyWereReadIsNotKept(t *testing.T) {
	t.Parallel()
	for name, read := range map[string]func(*customer.Service, context.Context) error{
		"by id":     func(s *customer.Service, ctx context.Context) error { _, err := s.Customer(ctx, 103); return err },
		"by search": func(s *customer.Service, ctx context.Context) error { _, err := s.Find(ctx, "poole", 1); return err },
		"by e-mail": func(s *customer.Service, ctx context.Context) error {
			n := newcomer()
			n.Email = customertest.Ana().Email
			_, _, err := s.Create(ctx, n)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop, cache := customertest.NewShop(customertest.Ana()), memory.NewCustomers(time.Now)
			var s *customer.Service
			s = at(t, shop, func(cfg *customer.Config) {
				cfg.Cache = cache
				cfg.Source = underWay{shop, func() {
					if err := s.Forget(t.Context(), 103); err != nil {
						t.Error(err)
					}
				}}
			})
			if err := read(s, customertest.Device(t.Context())); err != nil {
				t.Fatal(err)
			}
			if kept, err := cache.Customers(t.Context(), []string{"103"}); err != nil || len(kept) != 0 {
				t.Errorf("%d records are kept, %v", len(kept), err)
			}
		})
	}
}

// broken is a cache and a limiter that are down.
type broken struct{}

var errBroken = pos.Unavailable(errors.New("no route to host"), "The shared cache does not answer")

func (broken) PutCustomers(context.Context, map[string][]byte, time.Duration) error { return errBroken }
func (broken) Customers(context.Context, []string) (map[string][]byte, error)       { return nil, errBroken }
func (broken) PutCustomerSearch(context.Context, string, []byte, time.Duration) error {
	return errBroken
}
func (broken) CustomerSearch(context.Context, string) ([]byte, error) { return nil, errBroken }
func (broken) DropCustomers(context.Context, []string, time.Duration) error {
	return errBroken
}
func (broken) Allow(context.Context, string, int, time.Duration) (bool, time.Duration, error) {
	return false, 0, errBroken
}

func newcomer() pos.NewCustomer {
	return pos.NewCustomer{ID: "01890a5d-ac96-774b-bcce-b302099a8057", Email: " Ben@Example.com", FirstName: "Ben", LastName: "Hall"}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	ben := named(1, "Benjamin", "Hall-Smith", "ben@example.com")
	lost := pos.OutcomeUnknown(errors.New("timeout"), "Magento gave no answer")
	for name, c := range map[string]struct {
		shop    *customertest.Shop
		prepare func(*customertest.Shop)
		known   bool
		kind    pos.Kind
		created int // customers there are in the end
	}{
		"makes a customer": {customertest.NewShop(), nil, false, "", 1},
		"returns who has the e-mail address, as they are": {customertest.NewShop(ben), nil, true, "", 1},
		"looks when the answer was lost and finds them": {customertest.NewShop(), func(s *customertest.Shop) {
			s.After, s.OnCreate = true, func() error { return lost }
		}, true, "", 1},
		"says that the outcome is unknown when they are not there": {customertest.NewShop(), func(s *customertest.Shop) {
			s.OnCreate = func() error { return lost }
		}, false, pos.KindUnavailable, 0},
		"passes on why Magento refused": {customertest.NewShop(), func(s *customertest.Shop) {
			s.OnCreate = func() error { return pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "Magento refused") }
		}, false, pos.KindInvalid, 0},
		"asks for patience when the address is taken by nobody to be seen": {customertest.NewShop(), func(s *customertest.Shop) {
			s.OnCreate = func() error { return pos.Conflict("taken") }
		}, false, pos.KindUnavailable, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.prepare != nil {
				c.prepare(c.shop)
			}
			s := at(t, c.shop)
			ctx := customertest.Device(t.Context())
			got, known, err := s.Create(ctx, newcomer())
			if pos.KindOf(err) != c.kind || known != c.known {
				t.Fatalf("known %v, error %v", known, err)
			}
			if all := c.shop.All(); len(all) != c.created || (err == nil && (all[0].ID != got.ID || all[0].LastName != got.LastName || got.TaxClass == 0)) {
				t.Errorf("there are %+v, the answer is %+v", all, got)
			}
		})
	}
	t.Run("is found at once, although a search had just found nobody", func(t *testing.T) {
		t.Parallel()
		s, ctx := at(t, customertest.NewShop()), customertest.Device(t.Context())
		if found, err := s.Find(ctx, "hall", 10); err != nil || len(found) != 0 {
			t.Fatal(found, err)
		}
		if _, _, err := s.Create(ctx, newcomer()); err != nil {
			t.Fatal(err)
		}
		if found, err := s.Find(ctx, "hall", 10); err != nil || len(found) != 1 {
			t.Errorf("found %+v, %v", found, err)
		}
	})
	t.Run("checks before it calls", func(t *testing.T) {
		t.Parallel()
		shop := customertest.NewShop()
		n := newcomer()
		n.LastName = ""
		if _, _, err := at(t, shop).Create(customertest.Device(t.Context()), n); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("error %v", err)
		}
		if shop.Calls("CustomerByEmail")+shop.Calls("CreateCustomer") != 0 {
			t.Error("the shop was called")
		}
	})
}

func TestTwoRegistersTakeTheSameCustomerDown(t *testing.T) {
	t.Parallel()
	shop := customertest.NewShop()
	// Both have looked and found nobody before either creates.
	var looked sync.WaitGroup
	looked.Add(2)
	shop.OnCreate = func() error { looked.Done(); looked.Wait(); return nil }
	type answer struct {
		c     pos.Customer
		known bool
		err   error
	}
	answers := make(chan answer, 2)
	for _, id := range []string{"01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce-b302099a8058"} {
		n := newcomer()
		n.ID = id
		s := at(t, shop)
		go func() {
			c, known, err := s.Create(customertest.Device(t.Context()), n)
			answers <- answer{c, known, err}
		}()
	}
	a, b := <-answers, <-answers
	if a.err != nil || b.err != nil || a.c.ID != b.c.ID || a.known == b.known {
		t.Errorf("answers %+v and %+v", a, b)
	}
	if all := shop.All(); len(all) != 1 {
		t.Errorf("there are %d customers", len(all))
	}
}
