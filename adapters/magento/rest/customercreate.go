package rest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// CreateCustomer makes a customer without a password, in the website's default group; Magento writes to them. With an address
// it is the default one. Errors: conflict, when the e-mail address is taken; invalid with CodeRejectedByShop; unavailable,
// with CodeOutcomeUnknown when it may have been done.
func (c *Customers) CreateCustomer(ctx context.Context, n pos.NewCustomer, store pos.Store) (pos.Customer, error) {
	customer := map[string]any{
		"email": n.Email, "firstname": n.FirstName, "lastname": n.LastName, "website_id": store.WebsiteID, "store_id": store.ID,
	}
	if a := n.Address; a != nil {
		address := map[string]any{
			"firstname": n.FirstName, "lastname": n.LastName, "street": a.Street, "city": a.City, "postcode": a.Postcode,
			"country_id": a.Country, "telephone": a.Telephone, "default_billing": true, "default_shipping": true,
		}
		switch {
		case a.RegionID != 0:
			address["region_id"], address["region"] = a.RegionID, map[string]any{"region_id": a.RegionID}
		case a.Region != "":
			address["region"] = map[string]any{"region": a.Region}
		}
		customer["addresses"] = []any{address}
	}
	var r customerRecord
	err := c.client.do(ctx, call{
		kind: once, method: http.MethodPost, route: "POST /V1/customers", store: store.Code, path: "/customers",
		query: url.Values{"fields": {customerFields}}, body: map[string]any{"customer": customer}, refused: refusedCustomer,
	}, &r)
	if err != nil {
		return pos.Customer{}, private(err)
	}
	return r.customer(), nil
}

// refusedCustomer knows a taken address by Magento's words, which are its only mark, and only in English
// (Magento\Customer\Model\AccountManagement::createAccountWithPasswordHash): whoever asked should look for the address after
// any other refusal too.
func refusedCustomer(_ int, text string, _ parameters) *pos.Error {
	if strings.Contains(text, "same email address already exists") || strings.Contains(text, "Unique constraint violation") {
		return pos.Conflict("Magento has a customer with this e-mail address already")
	}
	return nil
}

// private takes everything out of an error that may tell of a person: the address that was called holds what was searched
// for, and an answer that could not be read holds whatever came. What callers act on stays.
func private(err error) error {
	e, ok := errors.AsType[*pos.Error](err)
	if !ok {
		return pos.NewError(pos.KindInternal, pos.CodeInternal, "a call about a customer could not be made")
	}
	var cause error
	if answered, ok := errors.AsType[*httpError](err); ok {
		cause = &httpError{status: answered.status, text: "(not shown)"}
	}
	if throttled, ok := errors.AsType[*Throttled](err); ok {
		cause = throttled
	}
	if sent, ok := errors.AsType[*url.Error](err); ok {
		cause = sent.Err
	}
	return e.Because(cause)
}
