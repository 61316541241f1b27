package pos

// Account is what Magento tells a customer who is logged in to it about themselves. Empty texts and zero numbers are not set.
type Account struct {
	ID         int64
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
	// Values are those of attributes that the shop has made, or its modules.
	Values []AccountValue
}

// AccountValue is the value of one attribute: for chosen options their values, with commas between.
type AccountValue struct{ Code, Value string }

// AccountAddress is an entry of a customer's address book in Magento.
type AccountAddress struct {
	CustomerAddress
	Prefix     string
	MiddleName string
	Suffix     string
	Fax        string
	VAT        string
	Values     []AccountValue
}
