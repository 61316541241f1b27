package pos

// Address is a postal address as Magento takes it.
type Address struct {
	Street     []string `json:"street"`
	City       string   `json:"city"`
	Postcode   string   `json:"postcode"`
	Country    string   `json:"country"` // ISO 3166-1 alpha-2
	Region     string   `json:"region,omitempty"`
	RegionCode string   `json:"regionCode,omitempty"`
	RegionID   int64    `json:"regionId,omitempty"` // Magento's directory_country_region.region_id
	Telephone  string   `json:"telephone,omitempty"`
}

// Location is a shop.
type Location struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Store   string  `json:"store"`  // Magento store view code
	Source  string  `json:"source"` // MSI source code that its goods are taken from
	Address Address `json:"address"`
	// ShippingMethod is "<carrier>_<method>" and must cost nothing; PaymentMethod is an offline method. Magento asks for
	// both on every order, also on one that the customer carries out of the shop.
	ShippingMethod string `json:"shippingMethod"`
	PaymentMethod  string `json:"paymentMethod"`
	// GuestEmail is put on orders of customers who leave no address.
	GuestEmail string `json:"guestEmail"`
	// Strategy is how its orders get into Magento; empty is StrategyAuto.
	Strategy Strategy `json:"strategy,omitempty"`
	// AcceptDifference is by how many minor units Magento's total may differ from the charged one before a person has to
	// decide. The difference is recorded all the same.
	AcceptDifference int64 `json:"acceptDifference,omitempty"`
	// UnlistedSKU is the product under which items are sold that the catalog does not have; empty where that is not done.
	UnlistedSKU string `json:"unlistedSku,omitempty"`
	// CashRounding is the smallest coin in use, in minor units; 0 and 1 are no rounding.
	CashRounding int64 `json:"cashRounding,omitempty"`
	// Shipping are the ways in which its registers ship goods to customers; empty where that is not done.
	Shipping []ShippingOption `json:"shipping,omitempty"`
	// Pickup says that customers may pick up here what they bought at any location that sells from the same store view. Its source
	// must be a pickup location in Magento.
	Pickup bool `json:"pickup,omitempty"`
}

// ShippingOption is a way in which goods are shipped to customers.
type ShippingOption struct {
	Method string `json:"method"` // Magento's "<carrier>_<method>"
	Name   string `json:"name"`   // for people
	// Price is what the carrier asks, in minor units, with tax where the shop's shipping prices include it. Nil is what Magento
	// calculates, which registers can for FlatRate and FreeShipping only.
	Price *int64 `json:"price,omitempty"`
}

// FlatRate and FreeShipping are the methods of Magento's own whose price follows from the shop's settings
// (Magento\OfflineShipping\Model\Carrier\Flatrate and Freeshipping).
const (
	FlatRate     = "flatrate_flatrate"
	FreeShipping = "freeshipping_freeshipping"
)

// Register is a configured point of sale at a location.
type Register struct {
	ID         string `json:"id"` // also the first part of its receipt numbers
	Name       string `json:"name"`
	LocationID string `json:"locationId"`
}

// Role bounds what a person may do.
type Role string

// The roles, each may do what the ones before it may.
const (
	RoleCashier Role = "cashier"
	RoleManager Role = "manager"
)

// Staff is a person who works registers at a location. PINHash is an argon2id hash in PHC form, never the PIN.
type Staff struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	LocationID string `json:"locationId"`
	Role       Role   `json:"role"`
	PINHash    string `json:"pinHash"`
	// Permissions are what they may do beside selling.
	Permissions []Permission `json:"permissions,omitempty"`
}

// Permissions are those of a role where nobody says otherwise: none for cashiers, all for managers.
func (r Role) Permissions() []Permission {
	if r == RoleManager {
		return Permissions()
	}
	return nil
}

// Device is a browser enrolled to a register.
type Device struct {
	ID         string
	RegisterID string
	Label      string
	EnrolledAt string // RFC 3339 UTC
	RevokedAt  string // empty while it may be used
}
