package pos

// Account is what Magento tells a customer who is logged in to it about themselves. Empty texts and zero numbers are not set.
type Account struct {
	Email      string
	Prefix     string
	FirstName  string
	MiddleName string
	LastName   string
	Suffix     string
	TaxVAT     string
	BirthDate  string // 2006-01-02
	CreatedAt  string // UTC, 2006-01-02 15:04:05
	Gender     int64  // an option of Magento's attribute
	// DefaultBilling and DefaultShipping are ids of addresses.
	DefaultBilling, DefaultShipping int64
	Subscribed                      bool // to the newsletter
	Assisted                        bool // lets the shop's staff log in as them
	Addresses                       []AccountAddress
}

// AccountAddress is an entry of a customer's address book in Magento.
type AccountAddress struct {
	CustomerAddress
	CustomerID int64
	Prefix     string
	MiddleName string
	Suffix     string
	Fax        string
	VAT        string
}
