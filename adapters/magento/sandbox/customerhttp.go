package sandbox

import (
	"cmp"
	"slices"
)

// customerAddressInput is an address of a customer as a request gives it: unlike a cart's, its region is an object.
type customerAddressInput struct {
	RegionID text `json:"region_id"`
	Region   struct {
		ID   text   `json:"region_id"`
		Code string `json:"region_code"`
		Name string `json:"region"`
	} `json:"region"`
	CountryID string   `json:"country_id"`
	Street    []string `json:"street"`
	Company   string   `json:"company"`
	Telephone string   `json:"telephone"`
	Postcode  string   `json:"postcode"`
	City      string   `json:"city"`
	Firstname string   `json:"firstname"`
	Lastname  string   `json:"lastname"`
	Billing   bool     `json:"default_billing"`
	Shipping  bool     `json:"default_shipping"`
}

func (in customerAddressInput) address(id int64) *address {
	return addressInput{Region: in.Region.Name, RegionID: cmp.Or(in.Region.ID, in.RegionID), RegionCode: in.Region.Code, CountryID: in.CountryID,
		Street: in.Street, Company: in.Company, Telephone: in.Telephone, Postcode: in.Postcode, City: in.City,
		Firstname: in.Firstname, Lastname: in.Lastname}.address(id)
}

func (s *Sandbox) searchCustomers(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	columns := []string{"entity_id", "id", "email", "firstname", "lastname", "group_id", "website_id", "store_id", "created_at", "updated_at",
		"billing_telephone", "billing_postcode", "billing_city"}
	t := table[*customer]{
		column: func(c *customer, field string) []any { return c.column(field) },
		known:  func(field string) bool { return slices.Contains(columns, field) },
		unknown: func(field string) error {
			return &refusal{status: 400, message: `The "%1" attribute name is invalid. Reset the name and try again.`, params: list{field}}
		},
		render: func(c *customer) any { return c.json() },
	}
	return t.search(s.shop.customers, r)
}

func (s *Sandbox) getCustomer(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	c, err := s.shop.customer(text(r.vars[0]).int64())
	if err != nil {
		return nil, err
	}
	return c.json(), nil
}

func (s *Sandbox) postCustomer(r *request) (any, error) {
	var in struct {
		Customer struct {
			Email     string                 `json:"email"`
			Firstname string                 `json:"firstname"`
			Lastname  string                 `json:"lastname"`
			GroupID   text                   `json:"group_id"`
			Addresses []customerAddressInput `json:"addresses"`
		} `json:"customer"`
	}
	if err := r.decode(&in, "customer"); err != nil {
		return nil, err
	}
	c, err := s.shop.createCustomer(newCustomer{in.Customer.Email, in.Customer.Firstname, in.Customer.Lastname, in.Customer.GroupID.int64(),
		in.Customer.Addresses})
	if err != nil {
		return nil, err
	}
	return c.json(), nil
}

// emailAvailable answers yes to everybody, as Magento does unless it is configured to tell (customer/account_information).
func (s *Sandbox) emailAvailable(r *request) (any, error) {
	return true, r.decode(&struct{}{}, "customerEmail")
}

func (s *Sandbox) searchCustomerGroups(r *request) (any, error) {
	var rows []object
	for id, code := range []string{"NOT LOGGED IN", "General", "Wholesale", "Retailer"} {
		rows = append(rows, pairs("id", id, "code", code, "tax_class_id", 3, "tax_class_name", "Retail Customer"))
	}
	return objects(map[string]string{"customer_group_id": "id", "customer_group_code": "code"}, unknownColumn,
		"customer_group_id", "id", "customer_group_code", "code", "tax_class_id").search(rows, r)
}

// customerCart opens the one cart that a customer has, or returns it.
func (s *Sandbox) customerCart(r *request) (any, error) {
	return s.shop.cartOf(text(r.vars[0]).int64())
}
