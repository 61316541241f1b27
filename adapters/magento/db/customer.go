package db

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// customerColumns are those of {customer_entity} c and of its default billing address b. Date of birth, gender and what
// belongs to the password are not read.
const customerColumns = `c.entity_id, c.website_id, c.group_id, c.email, c.firstname, c.lastname, c.created_at, c.updated_at,
	c.default_billing, c.default_shipping, b.telephone`

const customerTables = `{customer_entity} c LEFT JOIN {customer_address_entity} b ON b.entity_id = c.default_billing`

// Customer returns the customer with this id. Errors: not_found.
func (s *Source) Customer(ctx context.Context, id int64) (pos.Customer, error) {
	return s.oneCustomer(ctx, "c.entity_id = ?", id)
}

// CustomerByEmail returns the customer of a website, or of any for 0, with this address; case does not count, since the
// column's collation ignores it. Errors: not_found.
func (s *Source) CustomerByEmail(ctx context.Context, websiteID int64, email string) (pos.Customer, error) {
	if websiteID == 0 {
		return s.oneCustomer(ctx, "c.email = ?", email)
	}
	return s.oneCustomer(ctx, "c.email = ? AND c.website_id = ?", email, websiteID)
}

func (s *Source) oneCustomer(ctx context.Context, where string, args ...any) (pos.Customer, error) {
	found, err := s.customers(ctx, where, "c.entity_id", 1, args)
	if err == nil && len(found) == 0 {
		err = pos.NotFound("Magento has no such customer")
	}
	if err != nil {
		return pos.Customer{}, err
	}
	return found[0], nil
}

// FindCustomers returns the first customers that a query finds. The telephone is the default billing address's, as REST's
// billing_telephone is.
func (s *Source) FindCustomers(ctx context.Context, q pos.CustomerQuery) ([]pos.Customer, error) {
	where, args := []string{}, []any{}
	add := func(condition string, values ...any) {
		where, args = append(where, "("+condition+")"), append(args, values...)
	}
	switch {
	case q.Email != "":
		add("c.email LIKE ?", beginning(q.Email))
	case q.Phone != "":
		add("b.telephone REGEXP ?", "^[^0-9]*"+strings.Join(strings.Split(q.Phone, ""), "[^0-9]*"))
	case len(q.Words) == 0:
		return []pos.Customer{}, nil
	case len(q.Words) == 1:
		w := beginning(q.Words[0])
		add("c.firstname LIKE ? OR c.lastname LIKE ? OR c.email LIKE ?", w, w, w)
	default:
		whole := beginning(strings.Join(q.Words, " "))
		for _, word := range q.Words {
			w := beginning(word)
			add("c.firstname LIKE ? OR c.lastname LIKE ? OR c.firstname LIKE ? OR c.lastname LIKE ?", w, w, whole, whole)
		}
	}
	if q.WebsiteID != 0 {
		add("c.website_id = ?", q.WebsiteID)
	}
	return s.customers(ctx, strings.Join(where, " AND "), "c.lastname, c.firstname, c.entity_id", q.First, args)
}

// customers reads customers with their addresses. Arguments are sent beside the query, never in a log or an error.
func (s *Source) customers(ctx context.Context, where, order string, limit int, args []any) ([]pos.Customer, error) {
	found := []pos.Customer{}
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		index := map[int64]int{}
		defaults := map[int64][2]int64{}
		err := r.each(ctx, "customers", "SELECT "+customerColumns+" FROM "+customerTables+" WHERE "+where+" ORDER BY "+order+" LIMIT ?",
			append(slices.Clone(args), limit), func(c *row) {
				id := c.integer(0)
				index[id], defaults[id] = len(found), [2]int64{c.integer(8), c.integer(9)}
				found = append(found, pos.Customer{
					ID: id, WebsiteID: c.integer(1), Group: c.integer(2), Email: c.clean(3), FirstName: c.clean(4), LastName: c.clean(5),
					CreatedAt: moment(c.text(6)), UpdatedAt: moment(c.text(7)), Phone: c.clean(10),
				})
			})
		if err != nil || len(found) == 0 {
			return err
		}
		ids := make([]int64, len(found))
		for i, c := range found {
			ids[i] = c.ID
		}
		return r.addresses(ctx, ids, func(parent int64, a pos.CustomerAddress) {
			c := &found[index[parent]]
			a.DefaultBilling, a.DefaultShipping = a.ID == defaults[parent][0], a.ID == defaults[parent][1]
			c.Addresses = append(c.Addresses, a)
		})
	})
	if err != nil {
		return nil, err
	}
	for i := range found {
		slices.SortFunc(found[i].Addresses, func(a, b pos.CustomerAddress) int { return cmp.Compare(a.ID, b.ID) })
	}
	return found, nil
}

// addresses reads the address books of some customers. A region that Magento knows is called as it calls it, whatever the
// address says (Magento\Customer\Model\Address\AbstractAddress::getRegion).
func (r *reader) addresses(ctx context.Context, parents []int64, visit func(parent int64, a pos.CustomerAddress)) error {
	where, args := among("a.parent_id", parents)
	return r.each(ctx, "customer addresses", `
		SELECT a.parent_id, a.entity_id, a.firstname, a.lastname, a.company, a.street, a.city, a.postcode, a.country_id,
			COALESCE(g.default_name, a.region), a.region_id, g.code, a.telephone
		FROM {customer_address_entity} a
		LEFT JOIN {directory_country_region} g ON g.region_id = a.region_id AND g.country_id = a.country_id
		WHERE `+where, args, func(c *row) {
		a := pos.CustomerAddress{
			ID: c.integer(1), FirstName: c.clean(2), LastName: c.clean(3), Company: c.clean(4),
			Address: pos.Address{City: c.clean(6), Postcode: c.clean(7), Country: c.text(8), Region: c.clean(9), RegionID: c.integer(10),
				RegionCode: c.clean(11), Telephone: c.clean(12)},
		}
		if street := c.clean(5); street != "" {
			a.Street = strings.Split(street, "\n")
		}
		visit(c.integer(0), a)
	})
}

// moment reads a TIMESTAMP column, which the session shows in UTC; zero when it holds no time.
func moment(s string) time.Time {
	at, err := time.Parse(time.DateTime, s)
	if err != nil {
		return time.Time{}
	}
	return at
}

// beginning is the pattern of what begins with a text.
func beginning(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) + "%"
}
