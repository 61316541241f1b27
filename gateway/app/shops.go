package app

import (
	"errors"
	"os"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/tillway/tillway/gateway/pos"
)

// shops is the file that TILLWAY_SHOPS_FILE names.
type shops struct {
	// Permissions are what each role may do beside selling, in place of pos.Role.Permissions.
	Permissions map[pos.Role][]pos.Permission `yaml:"permissions"`
	Locations   []shopLocation                `yaml:"locations"`
}

type shopLocation struct {
	ID             string       `yaml:"id"`
	Name           string       `yaml:"name"`
	Store          string       `yaml:"store"`
	Source         string       `yaml:"source"`
	Address        shopAddress  `yaml:"address"`
	ShippingMethod string       `yaml:"shippingMethod"`
	PaymentMethod  string       `yaml:"paymentMethod"`
	GuestEmail     string       `yaml:"guestEmail"`
	Strategy       pos.Strategy `yaml:"strategy"`
	// AcceptDifference is in minor units of the store's currency.
	AcceptDifference int64  `yaml:"acceptDifference"`
	UnlistedSKU      string `yaml:"unlistedSku"`
	// CashRounding is the smallest coin in use, in minor units.
	CashRounding int64          `yaml:"cashRounding"`
	Shipping     []shopShipping `yaml:"shipping"`
	Pickup       bool           `yaml:"pickup"`
	Registers    []shopRegister `yaml:"registers"`
	Staff        []shopStaff    `yaml:"staff"`
}

type shopAddress struct {
	Street     []string `yaml:"street"`
	City       string   `yaml:"city"`
	Postcode   string   `yaml:"postcode"`
	Country    string   `yaml:"country"`
	Region     string   `yaml:"region"`
	RegionCode string   `yaml:"regionCode"`
	RegionID   int64    `yaml:"regionId"`
	Telephone  string   `yaml:"telephone"`
}

type shopShipping struct {
	Method string `yaml:"method"`
	Name   string `yaml:"name"`
	// Price is in minor units of the store's currency.
	Price *int64 `yaml:"price"`
}

type shopRegister struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
}

type shopStaff struct {
	ID      string   `yaml:"id"`
	Name    string   `yaml:"name"`
	Role    pos.Role `yaml:"role"`
	PINHash string   `yaml:"pinHash"`
}

// readShops reads the shops file. Unknown keys are refused, so that a misspelt one is not silently ignored. Errors: invalid.
func readShops(path string) (shops, error) {
	f, err := os.Open(path)
	if err != nil {
		return shops{}, pos.Invalid("TILLWAY_SHOPS_FILE cannot be read: %v", err)
	}
	defer func() { _ = f.Close() }()
	var s shops
	if err := yaml.NewDecoder(f, yaml.Strict()).Decode(&s); err != nil {
		return shops{}, pos.Invalid("%s: %s", path, yaml.FormatError(err, false, true))
	}
	if len(s.Locations) == 0 {
		return shops{}, pos.Invalid("%s names no location", path)
	}
	for role, list := range s.Permissions {
		for _, p := range list {
			if !slices.Contains(pos.Permissions(), p) || role != pos.RoleCashier && role != pos.RoleManager {
				return shops{}, pos.Invalid("%s gives the role %q the permission %q; roles are cashier and manager, permissions are %v", path, role, p, pos.Permissions())
			}
		}
	}
	return s, nil
}

// flatten is the file's content as the directory takes it.
func (s shops) flatten() (locations []pos.Location, registers []pos.Register, people []pos.Staff) {
	for _, l := range s.Locations {
		locations = append(locations, pos.Location{
			ID: l.ID, Name: l.Name, Store: l.Store, Source: l.Source, Address: pos.Address(l.Address),
			ShippingMethod: l.ShippingMethod, PaymentMethod: l.PaymentMethod, GuestEmail: l.GuestEmail,
			Strategy: l.Strategy, AcceptDifference: l.AcceptDifference, UnlistedSKU: l.UnlistedSKU, CashRounding: l.CashRounding,
			Shipping: l.shipping(), Pickup: l.Pickup,
		})
		for _, r := range l.Registers {
			registers = append(registers, pos.Register{ID: r.ID, Name: r.Name, LocationID: l.ID})
		}
		for _, p := range l.Staff {
			people = append(people, pos.Staff{ID: p.ID, Name: p.Name, LocationID: l.ID, Role: p.Role, PINHash: p.PINHash, Permissions: s.permissions(p.Role)})
		}
	}
	return locations, registers, people
}

func (l shopLocation) shipping() []pos.ShippingOption {
	var options []pos.ShippingOption
	for _, o := range l.Shipping {
		options = append(options, pos.ShippingOption(o))
	}
	return options
}

func (s shops) permissions(role pos.Role) []pos.Permission {
	if list, said := s.Permissions[role]; said {
		return list
	}
	return role.Permissions()
}

// stores lists the store views that the locations sell from, each once.
func (s shops) stores() []string {
	var codes []string
	seen := map[string]bool{}
	for _, l := range s.Locations {
		if !seen[l.Store] {
			seen[l.Store] = true
			codes = append(codes, l.Store)
		}
	}
	return codes
}

// ensureDir makes the data folder, readable by its owner only. Errors: invalid.
func ensureDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return pos.Invalid("TILLWAY_DATA_DIR %s cannot be made: %v", dir, err)
	}
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return pos.Invalid("TILLWAY_DATA_DIR %s cannot be written: %v", dir, err)
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}
