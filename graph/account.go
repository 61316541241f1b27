package graph

import (
	"context"
	"net/mail"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// Accounts asks Magento for what only it knows of its customers.
type Accounts interface {
	// Account returns what Magento tells the customer that a token of its own stands for. Errors: unauthorized, when it is no
	// customer's; unavailable.
	Account(ctx context.Context, token string) (pos.Account, error)
	// Confirmation returns whether a customer has confirmed their address, in Magento's word. Errors: not_found; unavailable.
	Confirmation(ctx context.Context, customer int64) (string, error)
	// EmailAvailable returns whether Magento says that nobody has this address in the store view's website: by default it says
	// so of every address. Errors: invalid; unavailable.
	EmailAvailable(ctx context.Context, store, email string) (bool, error)
}

// maxAccountCalls is how many questions about accounts Magento is asked at the same time, whoever asks them.
const maxAccountCalls = 8

// accounts answers for customers of Magento. Nothing is kept: it is the person's own.
type accounts struct {
	source    Accounts // nil where nobody knows any
	registers Registers
	room      chan struct{}
}

func newAccounts(source Accounts, registers Registers) *accounts {
	return &accounts{source: source, registers: registers, room: make(chan struct{}, maxAccountCalls)}
}

// errNotAuthorized is Magento's refusal (Magento\CustomerGraphQl\Model\Resolver\Customer).
func errNotAuthorized() error {
	return pos.NewError(pos.KindUnauthorized, pos.CodeUnauthenticated, "The current customer isn't authorized.")
}

// of returns the account of a token's bearer. A device's token is nobody's in Magento and is not sent there.
func (a *accounts) of(ctx context.Context, token string) (pos.Account, error) {
	if a.source == nil || token == "" {
		return pos.Account{}, errNotAuthorized()
	}
	if _, err := a.registers.Authenticate(ctx, token); pos.KindOf(err) != pos.KindUnauthorized {
		return pos.Account{}, errNotAuthorized()
	}
	leave, err := a.enter(ctx)
	if err != nil {
		return pos.Account{}, err
	}
	defer leave()
	found, err := a.source.Account(ctx, token)
	if pos.KindOf(err) == pos.KindUnauthorized {
		return found, errNotAuthorized()
	}
	return found, err
}

// confirmation is Magento\CustomerGraphQl\Model\Resolver\ConfirmationStatus.
func (a *accounts) confirmation(ctx context.Context, customer int64) (string, error) {
	leave, err := a.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	word, err := a.source.Confirmation(ctx, customer)
	return strings.ToUpper(word), err
}

func (a *accounts) emailAvailable(ctx context.Context, store, email string) (bool, error) {
	if email == "" {
		return false, pos.Invalid("Email must be specified")
	}
	if address, err := mail.ParseAddress(email); err != nil || address.Address != email {
		return false, pos.Invalid("Email is invalid")
	}
	if a.source == nil {
		return false, pos.Unavailable(nil, "Magento is not known here: only it knows whose an address is.")
	}
	leave, err := a.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	return a.source.EmailAvailable(ctx, store, email)
}

func (a *accounts) enter(ctx context.Context) (leave func(), err error) {
	select {
	case a.room <- struct{}{}:
		return func() { <-a.room }, nil
	case <-ctx.Done():
		return nil, pos.Unavailable(ctx.Err(), "Magento was not asked in time.")
	}
}

// accountAnswer leaves out the id and the group, which Magento tells nobody any more
// (Magento\CustomerGraphQl\Model\Customer\ExtractCustomerData).
func accountAnswer(a pos.Account) *model.Customer {
	answer := &model.Customer{
		Account: a, Email: nonEmpty(a.Email), Prefix: nonEmpty(a.Prefix), Firstname: nonEmpty(a.FirstName), Middlename: nonEmpty(a.MiddleName),
		Lastname: nonEmpty(a.LastName), Suffix: nonEmpty(a.Suffix), Taxvat: nonEmpty(a.TaxVAT), DateOfBirth: nonEmpty(a.BirthDate),
		Dob: nonEmpty(a.BirthDate), CreatedAt: nonEmpty(a.CreatedAt), Gender: nonZero(a.Gender), IsSubscribed: &a.Subscribed,
		AllowRemoteShoppingAssistance: a.Assisted, DefaultBilling: idText(a.DefaultBilling), DefaultShipping: idText(a.DefaultShipping),
		Addresses: []*model.CustomerAddress{},
	}
	for _, e := range a.Addresses {
		answer.Addresses = append(answer.Addresses, accountAddress(e))
	}
	return answer
}

// accountAddress leaves out the customer's id, as accountAnswer (Magento\CustomerGraphQl\Model\Customer\Address\
// ExtractCustomerAddressData).
func accountAddress(e pos.AccountAddress) *model.CustomerAddress {
	answer := &model.CustomerAddress{
		ID: nonZero(e.ID), Prefix: nonEmpty(e.Prefix), Firstname: nonEmpty(e.FirstName),
		Middlename: nonEmpty(e.MiddleName), Lastname: nonEmpty(e.LastName), Suffix: nonEmpty(e.Suffix), Company: nonEmpty(e.Company),
		City: nonEmpty(e.City), Postcode: nonEmpty(e.Postcode), CountryCode: nonEmpty(e.Country), CountryID: nonEmpty(e.Country),
		Region:   &model.CustomerAddressRegion{Region: nonEmpty(e.Region), RegionCode: nonEmpty(e.RegionCode), RegionID: nonZero(e.RegionID)},
		RegionID: nonZero(e.RegionID), Telephone: nonEmpty(e.Telephone), Fax: nonEmpty(e.Fax), VatID: nonEmpty(e.VAT),
		DefaultBilling: &e.DefaultBilling, DefaultShipping: &e.DefaultShipping, Street: []*string{}, Values: e.Values,
	}
	for _, v := range e.Values {
		answer.CustomAttributes = append(answer.CustomAttributes, &model.CustomerAddressAttribute{AttributeCode: &v.Code, Value: &v.Value})
	}
	for _, line := range e.Street {
		answer.Street = append(answer.Street, &line)
	}
	return answer
}

func nonZero(n int64) *int {
	if n == 0 {
		return nil
	}
	small := int(n)
	return &small
}

func idText(id int64) *string {
	if id == 0 {
		return nil
	}
	text := strconv.FormatInt(id, 10)
	return &text
}

// accountValues are the values of a customer's or an address's own attributes, by their order in forms, as
// Magento\CustomerGraphQl\Model\Customer\GetCustomAttributes tells them. codes, if any, name the wanted ones. Errors: unavailable,
// for attributes that only Magento's database tells.
func (r *resolver) accountValues(ctx context.Context, entity string, values []pos.AccountValue, codes []string) ([]model.AttributeValueInterface, error) {
	answer := []model.AttributeValueInterface{}
	wanted := slices.DeleteFunc(slices.Clone(values), func(v pos.AccountValue) bool { return len(codes) > 0 && !slices.Contains(codes, v.Code) })
	if len(wanted) == 0 {
		return answer, nil
	}
	found, err := r.entityType(ctx, entity)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(found.attributes, func(a, b pos.EntityAttribute) int { return a.SortOrder - b.SortOrder })
	for _, a := range found.attributes {
		i := slices.IndexFunc(wanted, func(v pos.AccountValue) bool { return v.Code == a.Code })
		if i >= 0 {
			answer = append(answer, model.NewAttributeValue(a.Attribute, wanted[i].Value))
		}
	}
	return answer, nil
}
