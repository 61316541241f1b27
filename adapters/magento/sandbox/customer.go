package sandbox

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// customer is a row of customer_entity with its address book. All are of the one website.
type customer struct {
	ID        int64
	Group     int64
	Email     string
	First     string
	Last      string
	CreatedAt string
	UpdatedAt string
	Billing   int64 // address id, 0: none
	Shipping  int64
	Addresses []*address `json:",omitempty"`
}

// generalGroup is the group that new customers get (customer/create_account/default_group).
const generalGroup = 1

func (c *customer) address(id int64) *address {
	for _, a := range c.Addresses {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// json is the customer as customers/{id} tells it.
func (c *customer) json() object {
	o := pairs("id", c.ID, "group_id", c.Group)
	if c.Billing != 0 {
		o = o.with("default_billing", strconv.FormatInt(c.Billing, 10))
	}
	if c.Shipping != 0 {
		o = o.with("default_shipping", strconv.FormatInt(c.Shipping, 10))
	}
	return o.with("created_at", c.CreatedAt, "updated_at", c.UpdatedAt, "created_in", "Default Store View", "email", c.Email,
		"firstname", c.First, "lastname", c.Last, "store_id", 1, "website_id", 1,
		"addresses", listOf(c.Addresses, func(a *address) any { return c.addressJSON(a) }),
		"disable_auto_group_change", 0, "extension_attributes", pairs("is_subscribed", false))
}

func (c *customer) addressJSON(a *address) object {
	code := a.RegionCode
	if a.RegionID == 0 {
		code = a.Region
	}
	o := pairs("id", a.ID, "customer_id", c.ID, "region", pairs("region_code", code, "region", a.Region, "region_id", a.RegionID),
		"region_id", a.RegionID, "country_id", a.Country, "street", listOf(a.Street, func(s string) any { return s }))
	if a.Company != "" {
		o = o.with("company", a.Company)
	}
	o = o.with("telephone", a.Telephone, "postcode", a.Postcode, "city", a.City, "firstname", a.First, "lastname", a.Last)
	if a.ID == c.Shipping {
		o = o.with("default_shipping", true)
	}
	if a.ID == c.Billing {
		o = o.with("default_billing", true)
	}
	return o
}

// column is what a search may ask for; of addresses only the default billing one is joined.
func (c *customer) column(field string) []any {
	switch field {
	case "entity_id", "id":
		return []any{c.ID}
	case "email":
		return []any{c.Email}
	case "firstname":
		return []any{c.First}
	case "lastname":
		return []any{c.Last}
	case "group_id":
		return []any{c.Group}
	case "website_id", "store_id":
		return []any{1}
	case "created_at":
		return []any{c.CreatedAt}
	case "updated_at":
		return []any{c.UpdatedAt}
	}
	a := c.address(c.Billing)
	if a == nil {
		return nil
	}
	switch field {
	case "billing_telephone":
		return []any{a.Telephone}
	case "billing_postcode":
		return []any{a.Postcode}
	case "billing_city":
		return []any{a.City}
	}
	return nil
}

// putCustomer adds a customer or replaces the one with its id.
func (s *shop) putCustomer(c *customer) {
	if i := slices.IndexFunc(s.customers, func(old *customer) bool { return old.ID == c.ID }); i >= 0 {
		s.customers[i] = c
		return
	}
	s.customers = append(s.customers, c)
}

func (s *shop) customer(id int64) (*customer, error) {
	if i := slices.IndexFunc(s.customers, func(c *customer) bool { return c.ID == id }); i >= 0 {
		return s.customers[i], nil
	}
	return nil, noSuchEntity("customerId", id)
}

var emailAddress = regexp.MustCompile(`^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$`)

// newCustomer is who is to be made, and which of the addresses are the default ones.
type newCustomer struct {
	email, first, last string
	group              int64
	addresses          []customerAddressInput
}

// createCustomer makes a customer. Errors: Magento's refusals, all that is missing in one message.
func (s *shop) createCustomer(n newCustomer) (*customer, error) {
	var wrong []string
	if !emailAddress.MatchString(n.email) {
		wrong = append(wrong, `"Email" is not a valid email address.`)
	}
	if n.first == "" {
		wrong = append(wrong, `"First Name" is a required value.`)
	}
	if n.last == "" {
		wrong = append(wrong, `"Last Name" is a required value.`)
	}
	if len(wrong) > 0 {
		return nil, refuse(400, strings.Join(wrong, "\n"))
	}
	var made *customer
	err := s.update(func(c *changes) error {
		if slices.ContainsFunc(s.customers, func(old *customer) bool { return strings.EqualFold(old.Email, n.email) }) {
			return refuse(400, "A customer with the same email address already exists in an associated website.")
		}
		for _, in := range n.addresses {
			if field := in.address(0).missing(); field != "" {
				return required(field)
			}
		}
		now := s.stamp()
		made = &customer{ID: take(&s.next.Customer), Group: max(n.group, generalGroup), Email: n.email, First: n.first, Last: n.last,
			CreatedAt: now, UpdatedAt: now}
		for _, in := range n.addresses {
			a := in.address(take(&s.next.CustomerAddress))
			made.Addresses = append(made.Addresses, a)
			if in.Billing {
				made.Billing = a.ID
			}
			if in.Shipping {
				made.Shipping = a.ID
			}
		}
		s.saveCustomer(c, made)
		return nil
	})
	return made, err
}

func (s *shop) saveCustomer(c *changes, made *customer) {
	s.putCustomer(made)
	id := strconv.FormatInt(made.ID, 10)
	c.saved("customer", id, made)
	c.touched("customer.updated", "customer", id)
}
