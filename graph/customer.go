package graph

import (
	"context"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// Customers finds the shop's customers and takes new ones down. The principal is in ctx.
type Customers interface {
	// Find returns customers by the beginning of a name, an e-mail address or a telephone number. Errors: invalid;
	// unavailable, with CodeRateLimited too.
	Find(ctx context.Context, search string, first int) ([]pos.Customer, error)
	// Customer returns a customer. Errors: not_found, also for a customer of another website.
	Customer(ctx context.Context, id int64) (pos.Customer, error)
	// Create makes a customer, or returns who has the same e-mail address; true tells that they were known. Errors: invalid;
	// unavailable.
	Create(ctx context.Context, n pos.NewCustomer) (pos.Customer, bool, error)
}

func customersAnswer(found []pos.Customer) []model.RegisterCustomer {
	answers := make([]model.RegisterCustomer, len(found))
	for i, c := range found {
		answers[i] = customerAnswer(c)
	}
	return answers
}

func customerAnswer(c pos.Customer) model.RegisterCustomer {
	answer := model.RegisterCustomer{
		ID: strconv.FormatInt(c.ID, 10), GroupID: int(c.Group), TaxClassID: int(c.TaxClass), Email: c.Email, FirstName: c.FirstName,
		LastName: c.LastName, Phone: given(c.Phone), CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt,
		Addresses: make([]model.RegisterCustomerAddress, len(c.Addresses)),
	}
	for i, a := range c.Addresses {
		answer.Addresses[i] = model.RegisterCustomerAddress{
			ID: strconv.FormatInt(a.ID, 10), FirstName: a.FirstName, LastName: a.LastName, Company: given(a.Company),
			Street: append([]string{}, a.Street...), City: a.City, Postcode: given(a.Postcode), Country: a.Country,
			Region: given(a.Region), RegionID: int(a.RegionID), Telephone: a.Telephone,
			DefaultBilling: a.DefaultBilling, DefaultShipping: a.DefaultShipping,
		}
	}
	return answer
}

// given is a text that is null when there is none.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func newCustomer(in model.CreateRegisterCustomerInput) pos.NewCustomer {
	n := pos.NewCustomer{ID: in.ID, Email: in.Email, FirstName: in.FirstName, LastName: in.LastName}
	if a := in.Address; a != nil {
		n.Address = &pos.Address{Street: a.Street, City: a.City, Postcode: text(a.Postcode), Country: a.Country, Region: text(a.Region),
			RegionID: int64(number(a.RegionID)), Telephone: a.Telephone}
	}
	return n
}

// createdAnswer makes a member of the union of what a register must expect, and leaves the rest an error.
func createdAnswer(temporaryID string, c pos.Customer, known bool, err error) (model.CreateRegisterCustomerResult, error) {
	switch pos.KindOf(err) {
	case "":
		answer := customerAnswer(c)
		return model.RegisterCustomerReady{TemporaryID: temporaryID, Customer: &answer, Known: known}, nil
	case pos.KindInvalid:
		return model.RegisterCustomerRefused{Message: pos.MessageOf(err)}, nil
	default:
		return nil, err
	}
}

// noCustomers answers for a gateway that has none.
type noCustomers struct{}

var errNoCustomers = pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "This gateway does not know the shop's customers")

func (noCustomers) Find(context.Context, string, int) ([]pos.Customer, error) {
	return nil, errNoCustomers
}
func (noCustomers) Customer(context.Context, int64) (pos.Customer, error) {
	return pos.Customer{}, errNoCustomers
}
func (noCustomers) Create(context.Context, pos.NewCustomer) (pos.Customer, bool, error) {
	return pos.Customer{}, false, errNoCustomers
}
