package register

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// idForm is what ids of locations, registers and staff look like: they stand in receipt numbers, tokens and log lines.
var idForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$`)

// Directory holds the configured locations, registers and staff. It never changes, so it is safe for concurrent use.
type Directory struct {
	locations map[string]pos.Location
	registers map[string]pos.Register
	staff     map[string][]pos.Staff // by location, in the order given
}

// NewDirectory checks everything and returns all that is wrong at once: ids that are malformed or used twice, references
// to nothing, and what Magento would refuse on every order (a location without store view, source, address or methods).
func NewDirectory(locations []pos.Location, registers []pos.Register, staff []pos.Staff) (*Directory, error) {
	d := &Directory{
		locations: make(map[string]pos.Location, len(locations)),
		registers: make(map[string]pos.Register, len(registers)),
		staff:     make(map[string][]pos.Staff, len(locations)),
	}
	var problems []error
	for _, l := range locations {
		problems = append(problems, d.addLocation(l)...)
	}
	for _, r := range registers {
		problems = append(problems, d.addRegister(r)...)
	}
	seen := make(map[string]bool, len(staff))
	for _, s := range staff {
		problems = append(problems, d.addStaff(s, seen)...)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return d, nil
}

// Location returns a location. Errors: not_found.
func (d *Directory) Location(_ context.Context, id string) (pos.Location, error) {
	l, ok := d.locations[id]
	if !ok {
		return pos.Location{}, pos.NotFound("There is no location %.40q.", id)
	}
	return l, nil
}

// Register returns a register. Errors: not_found.
func (d *Directory) Register(_ context.Context, id string) (pos.Register, error) {
	r, ok := d.registers[id]
	if !ok {
		return pos.Register{}, pos.NotFound("There is no register %.40q.", id)
	}
	return r, nil
}

// StaffAt returns the staff of a location with their PIN hashes, in the order they were configured; none for a location
// that is not known. The slice is the caller's.
func (d *Directory) StaffAt(_ context.Context, locationID string) ([]pos.Staff, error) {
	return slices.Clone(d.staff[locationID]), nil
}

// SellingFrom returns the ids of the locations that sell from one of some store views, ascending.
func (d *Directory) SellingFrom(stores []string) []string {
	var ids []string
	for id, l := range d.locations {
		if slices.Contains(stores, l.Store) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// pickupFor are the locations where what a location sells may be picked up: itself first, the others by name. All sell from its store
// view, whose stock Magento takes the goods from.
func (d *Directory) pickupFor(at pos.Location) []pos.Location {
	var places []pos.Location
	for _, l := range d.locations {
		if l.Pickup && l.Store == at.Store {
			places = append(places, l)
		}
	}
	rank := func(l pos.Location) int {
		if l.ID == at.ID {
			return 0
		}
		return 1
	}
	slices.SortFunc(places, func(a, b pos.Location) int {
		return cmp.Or(rank(a)-rank(b), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return places
}

func (d *Directory) addLocation(l pos.Location) []error {
	var p problems
	p.about = fmt.Sprintf("location %q", l.ID)
	p.check(idForm.MatchString(l.ID), "the id must be 1 to 32 letters, digits, dots, dashes or underscores")
	_, twice := d.locations[l.ID]
	p.check(!twice, "the id is used twice")
	p.check(l.Name != "", "name is missing")
	p.check(l.Store != "", "store (the Magento store view) is missing")
	p.check(l.Source != "", "source (the MSI source) is missing: without it Magento takes the goods from source default")
	p.check(len(l.Address.Street) > 0 && l.Address.City != "", "the address needs a street and a city")
	p.check(len(l.Address.Country) == 2, "the address needs a country of two letters")
	p.check(l.Address.Telephone != "", "the address needs a telephone: Magento asks for one on every order")
	p.check(isMethod(l.ShippingMethod), "shippingMethod must be <carrier>_<method>")
	for _, o := range l.Shipping {
		p.check(isMethod(o.Method), "the method %q of shipping must be <carrier>_<method>", o.Method)
		p.check(o.Name != "", "the shipping method %q needs a name, which people choose it by", o.Method)
		p.check(o.Price == nil || *o.Price >= 0 && *o.Price <= pos.MaxAmount, "the price of %q must be 0 or more, in minor units", o.Method)
		p.check(o.Price != nil || o.Method == pos.FlatRate || o.Method == pos.FreeShipping,
			"the shipping method %q needs a price: registers calculate only %s and %s", o.Method, pos.FlatRate, pos.FreeShipping)
	}
	p.check(l.PaymentMethod != "", "paymentMethod is missing")
	p.check(strings.Contains(l.GuestEmail, "@"), "guestEmail must be an e-mail address")
	p.check(l.Strategy == "" || l.Strategy.Valid(), "strategy must be auto, cart or import")
	p.check(l.AcceptDifference >= 0, "acceptDifference cannot be negative")
	d.locations[l.ID] = l
	return p.list
}

func isMethod(code string) bool {
	carrier, method, ok := strings.Cut(code, "_")
	return ok && carrier != "" && method != ""
}

func (d *Directory) addRegister(r pos.Register) []error {
	var p problems
	p.about = fmt.Sprintf("register %q", r.ID)
	p.check(idForm.MatchString(r.ID), "the id must be 1 to 32 letters, digits, dots, dashes or underscores")
	_, twice := d.registers[r.ID]
	p.check(!twice, "the id is used twice")
	p.check(r.Name != "", "name is missing")
	_, known := d.locations[r.LocationID]
	p.check(known, "its location %q is not configured", r.LocationID)
	d.registers[r.ID] = r
	return p.list
}

func (d *Directory) addStaff(s pos.Staff, seen map[string]bool) []error {
	var p problems
	p.about = fmt.Sprintf("staff %q", s.ID)
	p.check(idForm.MatchString(s.ID), "the id must be 1 to 32 letters, digits, dots, dashes or underscores")
	p.check(!seen[s.ID], "the id is used twice")
	p.check(s.Name != "", "name is missing")
	_, known := d.locations[s.LocationID]
	p.check(known, "its location %q is not configured", s.LocationID)
	p.check(s.Role == pos.RoleCashier || s.Role == pos.RoleManager, "the role must be cashier or manager")
	_, err := parsePHC(s.PINHash)
	p.check(err == nil, "pinHash: %v", err)
	seen[s.ID] = true
	d.staff[s.LocationID] = append(d.staff[s.LocationID], s)
	return p.list
}

// problems collects what is wrong with one thing.
type problems struct {
	about string
	list  []error
}

func (p *problems) check(ok bool, format string, args ...any) {
	if !ok {
		p.list = append(p.list, fmt.Errorf("%s: %s", p.about, fmt.Sprintf(format, args...)))
	}
}
