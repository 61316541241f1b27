package rest

import (
	"context"
	"net/http"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
)

// accountRecord is a customer as Magento tells it to themselves.
type accountRecord struct {
	customerRecord
	Prefix     text           `json:"prefix"`
	MiddleName text           `json:"middlename"`
	Suffix     text           `json:"suffix"`
	TaxVAT     text           `json:"taxvat"`
	BirthDate  text           `json:"dob"`
	Gender     ident          `json:"gender"`
	Shipping   ident          `json:"default_shipping"`
	Addresses  []accountEntry `json:"addresses"`
	Values     accountValues  `json:"custom_attributes"`
	Extension  struct {
		Subscribed flag  `json:"is_subscribed"`
		Assistance ident `json:"assistance_allowed"`
	} `json:"extension_attributes"`
}

type accountEntry struct {
	customerEntry
	Prefix     text          `json:"prefix"`
	MiddleName text          `json:"middlename"`
	Suffix     text          `json:"suffix"`
	Fax        text          `json:"fax"`
	VAT        text          `json:"vat_id"`
	Values     accountValues `json:"custom_attributes"`
}

// accountValues are those of attributes that are not Magento's own.
type accountValues []wireAttribute

func (v accountValues) values() []pos.AccountValue {
	var out []pos.AccountValue
	for _, a := range v {
		out = append(out, pos.AccountValue{Code: a.Code, Value: scalarText(a.Value)})
	}
	return out
}

const accountFields = "id,email,prefix,firstname,middlename,lastname,suffix,taxvat,dob,gender,default_billing,default_shipping,created_at," +
	"addresses[id,prefix,firstname,middlename,lastname,suffix,company,street,city,postcode,country_id,region_id," +
	"region[region,region_code],telephone,fax,vat_id,default_billing,default_shipping,custom_attributes[attribute_code,value]]," +
	"custom_attributes[attribute_code,value],extension_attributes[is_subscribed,assistance_allowed]"

// assistanceAllowed is Magento\LoginAsCustomerAssistance\Api\IsAssistanceEnabledInterface::ALLOWED.
const assistanceAllowed = 2

// Account returns what Magento tells the customer that a customer token stands for. Errors: unauthorized, when it is no
// customer's, or no longer; unavailable.
func (c *Client) Account(ctx context.Context, token string) (pos.Account, error) {
	var r accountRecord
	if err := c.ownCustomer(ctx, token, accountFields, &r); err != nil {
		return pos.Account{}, err
	}
	a := pos.Account{
		ID: int64(r.ID), Email: string(r.Email), Prefix: string(r.Prefix), FirstName: string(r.FirstName), MiddleName: string(r.MiddleName),
		LastName: string(r.LastName), Suffix: string(r.Suffix), TaxVAT: string(r.TaxVAT), BirthDate: string(r.BirthDate),
		CreatedAt: string(r.Created), Gender: int64(r.Gender), DefaultBilling: int64(r.Billing), DefaultShipping: int64(r.Shipping),
		Subscribed: bool(r.Extension.Subscribed), Assisted: r.Extension.Assistance == assistanceAllowed,
		Values: r.Values.values(),
	}
	for _, e := range r.Addresses {
		a.Addresses = append(a.Addresses, pos.AccountAddress{
			CustomerAddress: e.address(), Prefix: string(e.Prefix), MiddleName: string(e.MiddleName),
			Suffix: string(e.Suffix), Fax: string(e.Fax), VAT: string(e.VAT), Values: e.Values.values(),
		})
	}
	return a, nil
}

// Confirmation returns whether a customer has confirmed their address, in Magento's word, such as account_confirmed
// (Magento\Customer\Api\AccountManagementInterface). Errors: not_found; unavailable.
func (c *Client) Confirmation(ctx context.Context, customer int64) (string, error) {
	var word string
	err := c.do(ctx, call{
		kind: read, sale: true, method: http.MethodGet, route: "GET /V1/customers/{id}/confirm", path: "/customers/" + strconv.FormatInt(customer, 10) + "/confirm",
	}, &word)
	if err != nil {
		return "", private(err)
	}
	return word, nil
}

// EmailAvailable returns whether Magento says that nobody has this address in the store view's website. It says so of every
// address unless the setting "Enable Guest Checkout Login" is on (Magento\Customer\Model\AccountManagement::isEmailAvailable).
// Errors: unavailable; invalid.
func (c *Client) EmailAvailable(ctx context.Context, store, email string) (bool, error) {
	var free flag
	err := c.do(ctx, call{
		kind: read, sale: true, method: http.MethodPost, route: "POST /V1/customers/isEmailAvailable", store: store, path: "/customers/isEmailAvailable",
		body: map[string]string{"customerEmail": email},
	}, &free)
	if err != nil {
		return false, private(err)
	}
	return bool(free), nil
}
