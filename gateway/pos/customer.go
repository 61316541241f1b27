package pos

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Customer is a customer of the shop, as far as a register needs to know them: no date of birth, no gender, no password.
type Customer struct {
	ID        int64 `json:"id"` // Magento's entity id
	WebsiteID int64 `json:"websiteId"`
	Group     int64 `json:"group"`
	// TaxClass is that of the group. Sources leave it 0; whoever knows the store's groups fills it in.
	TaxClass  int64  `json:"taxClass"`
	Email     string `json:"email"`
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
	// Phone is the telephone of the default billing address, the only one that a search finds; empty without one.
	Phone string `json:"phone,omitempty"`
	// Addresses are sorted by id.
	Addresses []CustomerAddress `json:"addresses,omitempty"`
	CreatedAt time.Time         `json:"createdAt"`
	UpdatedAt time.Time         `json:"updatedAt"` // does not move when only an address changes
}

// CustomerAddress is one entry of a customer's address book.
type CustomerAddress struct {
	Address
	ID              int64  `json:"id"`
	FirstName       string `json:"firstName"`
	LastName        string `json:"lastName"`
	Company         string `json:"company,omitempty"`
	DefaultBilling  bool   `json:"defaultBilling,omitempty"`
	DefaultShipping bool   `json:"defaultShipping,omitempty"`
}

// NewCustomer is a customer whom a register took down. ID is minted on the device and stands for them until Magento has
// given its own; it makes no second customer of one who is known by their e-mail address already.
type NewCustomer struct {
	ID        string `json:"id"` // UUIDv7
	Email     string `json:"email"`
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
	// Address is optional. Magento keeps telephones in addresses only, and an address needs one.
	Address *Address `json:"address,omitempty"`
}

// The bounds of a customer.
const (
	maxStreetLines = 4 // Magento's customer/address/street_lines allows no more
	maxPhone       = 64
)

// Validate checks what Magento would refuse anyway, so that a register hears it at once. Errors: invalid, with CodeBadInput or
// CodeTooLarge. Messages repeat nothing of the customer.
func (n NewCustomer) Validate() error {
	switch {
	case !uuidV7.MatchString(n.ID):
		return Invalid("The customer's id must be a UUIDv7 in lower case; mint one on the device")
	case tooLong(n.Email, maxName) || !email.MatchString(n.Email):
		return Invalid("The customer needs an e-mail address; correct it")
	case blank(n.FirstName) || blank(n.LastName):
		return Invalid("The customer needs a first and a last name")
	case tooLong(n.FirstName, maxName) || tooLong(n.LastName, maxName):
		return NewError(KindInvalid, CodeTooLarge, "A name may have up to %d characters; shorten it", maxName)
	case n.Address != nil:
		return n.Address.validate()
	}
	return nil
}

func (a Address) validate() error {
	texts := append([]string{a.City, a.Postcode, a.Country, a.Region, a.RegionCode}, a.Street...)
	switch {
	case len(a.Street) == 0 || slices.ContainsFunc(a.Street, blank) || blank(a.City) || blank(a.Country) || blank(a.Telephone):
		return Invalid("An address needs a street, a city, a country and a telephone number; complete it or leave it out")
	case len(a.Country) != len("US"):
		return Invalid("The country must be an ISO code of two letters, such as US")
	case len(a.Street) > maxStreetLines:
		return NewError(KindInvalid, CodeTooLarge, "An address may have up to %d lines of street", maxStreetLines)
	case tooLong(a.Telephone, maxPhone) || slices.ContainsFunc(texts, func(s string) bool { return tooLong(s, maxName) }):
		return NewError(KindInvalid, CodeTooLarge, "The address is too long; shorten it")
	case a.RegionID < 0:
		return Invalid("The region must be one of Magento's region ids, or left out")
	}
	return nil
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// CustomerQuery finds customers by one of Email, Phone and Words, and nothing without any. Case and, as far as the shop's
// collation says so, accents do not count. Results are sorted by last name, first name, id.
type CustomerQuery struct {
	// WebsiteID narrows to the customers of a website; 0 does not.
	WebsiteID int64
	// Email is how the address begins.
	Email string
	// Phone is how the digits of Customer.Phone begin; digits only.
	Phone string
	// Words each begin the first or the last name, or, all together and joined by blanks, one of the two. A single word may
	// begin the e-mail address instead.
	Words []string
	First int
}

// The bounds of a search for customers.
const (
	MinCustomerSearch = 2
	MaxCustomers      = 50
	maxCustomerSearch = 100
	maxCustomerWords  = 5
)

// ParseCustomerQuery reads what a person typed: with an @ it is an e-mail address, of digits and what stands between them a
// telephone number, otherwise a name. Errors: invalid, for a search that is too short or too long, or a first below 1 or
// above MaxCustomers.
func ParseCustomerQuery(search string, first int) (CustomerQuery, error) {
	q := CustomerQuery{First: first}
	search = strings.TrimSpace(search)
	switch {
	case tooLong(search, maxCustomerSearch):
		return q, NewError(KindInvalid, CodeTooLarge, "A search may have up to %d characters", maxCustomerSearch)
	case utf8.RuneCountInString(search) < MinCustomerSearch:
		return q, Invalid("Type at least %d characters to search for a customer", MinCustomerSearch)
	case first < 1 || first > MaxCustomers:
		return q, Invalid("first must be between 1 and %d", MaxCustomers)
	}
	if strings.Contains(search, "@") {
		q.Email = strings.ToLower(search)
		return q, nil
	}
	if strings.Trim(search, "+()-./ 0123456789") == "" {
		q.Phone = digits(search)
		if len(q.Phone) < MinCustomerSearch {
			return q, Invalid("Type at least %d digits of the telephone number", MinCustomerSearch)
		}
		return q, nil
	}
	q.Words = strings.FieldsFunc(strings.ToLower(search), func(r rune) bool { return r == ',' || unicode.IsSpace(r) || unicode.IsControl(r) })
	if len(q.Words) == 0 || len(q.Words) > maxCustomerWords {
		return q, Invalid("Search for a name of 1 to %d words", maxCustomerWords)
	}
	return q, nil
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
