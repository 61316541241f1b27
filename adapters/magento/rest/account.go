package rest

import (
	"context"
	"net/http"

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
	Extension  struct {
		Subscribed flag  `json:"is_subscribed"`
		Assistance ident `json:"assistance_allowed"`
	} `json:"extension_attributes"`
}

type accountEntry struct {
	customerEntry
	CustomerID ident `json:"customer_id"`
	Prefix     text  `json:"prefix"`
	MiddleName text  `json:"middlename"`
	Suffix     text  `json:"suffix"`
	Fax        text  `json:"fax"`
	VAT        text  `json:"vat_id"`
}

const accountFields = "email,prefix,firstname,middlename,lastname,suffix,taxvat,dob,gender,default_billing,default_shipping,created_at," +
	"addresses[id,customer_id,prefix,firstname,middlename,lastname,suffix,company,street,city,postcode,country_id,region_id," +
	"region[region,region_code],telephone,fax,vat_id,default_billing,default_shipping],extension_attributes[is_subscribed,assistance_allowed]"

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
		Email: string(r.Email), Prefix: string(r.Prefix), FirstName: string(r.FirstName), MiddleName: string(r.MiddleName),
		LastName: string(r.LastName), Suffix: string(r.Suffix), TaxVAT: string(r.TaxVAT), BirthDate: string(r.BirthDate),
		CreatedAt: string(r.Created), Gender: int64(r.Gender), DefaultBilling: int64(r.Billing), DefaultShipping: int64(r.Shipping),
		Subscribed: bool(r.Extension.Subscribed), Assisted: r.Extension.Assistance == assistanceAllowed,
	}
	for _, e := range r.Addresses {
		a.Addresses = append(a.Addresses, pos.AccountAddress{
			CustomerAddress: e.address(), CustomerID: int64(e.CustomerID), Prefix: string(e.Prefix), MiddleName: string(e.MiddleName),
			Suffix: string(e.Suffix), Fax: string(e.Fax), VAT: string(e.VAT),
		})
	}
	return a, nil
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
