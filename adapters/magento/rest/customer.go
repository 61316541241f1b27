package rest

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Customers reads and makes customers over REST. It fits customer.Source and customer.Shop. A cashier waits for its reads, so
// they have the room of look-ups, not the catalog's. Magento takes searches in the address of a GET only: what was searched
// for is in the shop's access log. Errors here never repeat an address that was called, nor what came back.
type Customers struct{ client *Client }

// NewCustomers returns the customers of a client's shop.
func NewCustomers(client *Client) *Customers { return &Customers{client} }

type customerRecord struct {
	ID        ident           `json:"id"`
	Group     ident           `json:"group_id"`
	Website   ident           `json:"website_id"`
	Email     text            `json:"email"`
	FirstName text            `json:"firstname"`
	LastName  text            `json:"lastname"`
	Billing   ident           `json:"default_billing"`
	Created   text            `json:"created_at"`
	Updated   text            `json:"updated_at"`
	Addresses []customerEntry `json:"addresses"`
}

type customerEntry struct {
	ID        ident  `json:"id"`
	FirstName text   `json:"firstname"`
	LastName  text   `json:"lastname"`
	Company   text   `json:"company"`
	Street    []text `json:"street"`
	City      text   `json:"city"`
	Postcode  text   `json:"postcode"`
	Country   text   `json:"country_id"`
	RegionID  ident  `json:"region_id"`
	Region    struct {
		Name text `json:"region"`
		Code text `json:"region_code"`
	} `json:"region"`
	Telephone text `json:"telephone"`
	Billing   flag `json:"default_billing"`
	Shipping  flag `json:"default_shipping"`
}

// customerFields is all that is asked for: what a register has no use for (date of birth, gender) stays in Magento.
const customerFields = "id,group_id,website_id,email,firstname,lastname,default_billing,created_at,updated_at," +
	"addresses[id,firstname,lastname,company,street,city,postcode,country_id,region_id,region[region,region_code]," +
	"telephone,default_billing,default_shipping]"

const customerSearchRoute = "/V1/customers/search"

// Customer returns the customer with this id. Errors: not_found.
func (c *Customers) Customer(ctx context.Context, id int64) (pos.Customer, error) {
	var r customerRecord
	err := c.client.do(ctx, call{
		kind: read, sale: true, method: http.MethodGet, route: "GET /V1/customers/{id}", path: "/customers/" + strconv.FormatInt(id, 10),
		query: newSearch().fields(customerFields).values,
	}, &r)
	if err != nil {
		return pos.Customer{}, private(err)
	}
	return r.customer(), nil
}

// CustomerByEmail returns the customer of a website, or of any for 0, with this address. Errors: not_found.
func (c *Customers) CustomerByEmail(ctx context.Context, websiteID int64, email string) (pos.Customer, error) {
	criteria := newSearch().where("email", "eq", email)
	if websiteID != 0 {
		criteria.where("website_id", "eq", strconv.FormatInt(websiteID, 10))
	}
	found, err := c.search(ctx, criteria.orders("entity_id").limit(1))
	if err != nil {
		return pos.Customer{}, err
	}
	if len(found) == 0 {
		return pos.Customer{}, pos.NotFound("Magento has no customer with this e-mail address")
	}
	return found[0], nil
}

// FindCustomers returns the first customers that a query finds. By telephone that is billing_telephone, the default billing
// address's: Magento joins no other (Magento\Customer\Model\ResourceModel\CustomerRepository::getList).
func (c *Customers) FindCustomers(ctx context.Context, q pos.CustomerQuery) ([]pos.Customer, error) {
	criteria := newSearch()
	switch {
	case q.Email != "":
		criteria.where("email", "like", beginning(q.Email))
	case q.Phone != "":
		// The comparison is of the text as it was typed in, so that brackets and blanks may stand anywhere between the digits.
		criteria.where("billing_telephone", "regexp", "^[^0-9]*"+strings.Join(strings.Split(q.Phone, ""), "[^0-9]*"))
	default:
		if len(q.Words) == 0 {
			return []pos.Customer{}, nil
		}
		whole := strings.Join(q.Words, " ")
		for _, w := range q.Words {
			filters := []filter{{"firstname", "like", beginning(w)}, {"lastname", "like", beginning(w)}}
			if len(q.Words) == 1 {
				filters = append(filters, filter{"email", "like", beginning(w)})
			} else {
				filters = append(filters, filter{"firstname", "like", beginning(whole)}, filter{"lastname", "like", beginning(whole)})
			}
			criteria.whereAny(filters...)
		}
	}
	if q.WebsiteID != 0 {
		criteria.where("website_id", "eq", strconv.FormatInt(q.WebsiteID, 10))
	}
	return c.search(ctx, criteria.orders("lastname", "firstname", "entity_id").limit(q.First))
}

func (c *Customers) search(ctx context.Context, criteria *search) ([]pos.Customer, error) {
	var list struct {
		Items []customerRecord `json:"items"`
	}
	err := c.client.do(ctx, call{
		kind: read, sale: true, method: http.MethodGet, route: "GET " + customerSearchRoute, path: "/customers/search",
		query: criteria.fields("items[" + customerFields + "]").query(),
	}, &list)
	if err != nil {
		return nil, private(err)
	}
	customers := make([]pos.Customer, len(list.Items))
	for i, r := range list.Items {
		customers[i] = r.customer()
	}
	return customers, nil
}

func (r customerRecord) customer() pos.Customer {
	c := pos.Customer{
		ID: int64(r.ID), WebsiteID: int64(r.Website), Group: int64(r.Group), Email: string(r.Email),
		FirstName: string(r.FirstName), LastName: string(r.LastName), CreatedAt: utc(r.Created), UpdatedAt: utc(r.Updated),
	}
	for _, e := range r.Addresses {
		a := e.address()
		if e.ID == r.Billing {
			c.Phone = a.Telephone
		}
		c.Addresses = append(c.Addresses, a)
	}
	slices.SortFunc(c.Addresses, func(a, b pos.CustomerAddress) int { return cmp.Compare(a.ID, b.ID) })
	return c
}

func (e customerEntry) address() pos.CustomerAddress {
	a := pos.CustomerAddress{
		ID: int64(e.ID), FirstName: string(e.FirstName), LastName: string(e.LastName), Company: string(e.Company),
		DefaultBilling: bool(e.Billing), DefaultShipping: bool(e.Shipping),
		Address: pos.Address{City: string(e.City), Postcode: string(e.Postcode), Country: string(e.Country),
			Region: string(e.Region.Name), RegionID: int64(e.RegionID), Telephone: string(e.Telephone)},
	}
	for _, line := range e.Street {
		a.Street = append(a.Street, string(line))
	}
	if a.RegionID != 0 { // without one Magento repeats the name as the code
		a.RegionCode = string(e.Region.Code)
	}
	return a
}

// utc reads a time of the database, zero when it is none.
func utc(t text) time.Time {
	at, err := time.Parse(time.DateTime, string(t))
	if err != nil {
		return time.Time{}
	}
	return at
}

// beginning is the pattern of what begins with a text.
func beginning(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) + "%"
}

type filter struct{ field, condition, value string }

// whereAny adds a group of filters of which one must hold.
func (s *search) whereAny(filters ...filter) *search {
	for i, f := range filters {
		p := "searchCriteria[filterGroups][" + strconv.Itoa(s.groups) + "][filters][" + strconv.Itoa(i) + "]"
		s.values.Set(p+"[field]", f.field)
		s.values.Set(p+"[conditionType]", f.condition)
		s.values.Set(p+"[value]", f.value)
	}
	s.groups++
	return s
}

// orders sorts by some fields, ascending.
func (s *search) orders(fields ...string) *search {
	for i, f := range fields {
		p := "searchCriteria[sortOrders][" + strconv.Itoa(i) + "]"
		s.values.Set(p+"[field]", f)
		s.values.Set(p+"[direction]", "ASC")
	}
	return s
}
