package graph

import (
	"context"
	"net/mail"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// Accounts asks Magento for what only it knows of its customers.
type Accounts interface {
	// Account returns what Magento tells the customer that a token of its own stands for. Errors: unauthorized, when it is no
	// customer's; unavailable.
	Account(ctx context.Context, token string) (pos.Account, error)
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
		Email: nonEmpty(a.Email), Prefix: nonEmpty(a.Prefix), Firstname: nonEmpty(a.FirstName), Middlename: nonEmpty(a.MiddleName),
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

func accountAddress(e pos.AccountAddress) *model.CustomerAddress {
	answer := &model.CustomerAddress{
		ID: nonZero(e.ID), CustomerID: nonZero(e.CustomerID), Prefix: nonEmpty(e.Prefix), Firstname: nonEmpty(e.FirstName),
		Middlename: nonEmpty(e.MiddleName), Lastname: nonEmpty(e.LastName), Suffix: nonEmpty(e.Suffix), Company: nonEmpty(e.Company),
		City: nonEmpty(e.City), Postcode: nonEmpty(e.Postcode), CountryCode: nonEmpty(e.Country), CountryID: nonEmpty(e.Country),
		Region:   &model.CustomerAddressRegion{Region: nonEmpty(e.Region), RegionCode: nonEmpty(e.RegionCode), RegionID: nonZero(e.RegionID)},
		RegionID: nonZero(e.RegionID), Telephone: nonEmpty(e.Telephone), Fax: nonEmpty(e.Fax), VatID: nonEmpty(e.VAT),
		DefaultBilling: &e.DefaultBilling, DefaultShipping: &e.DefaultShipping, Street: []*string{},
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
