package pos

import "github.com/shopspring/decimal"

// Store is the document of one store view: what a register must know of it to sell.
type Store struct {
	ID        int64  `json:"id"`
	Code      string `json:"code"`
	Name      string `json:"name"`
	GroupID   int64  `json:"groupId"`
	GroupName string `json:"groupName"`
	GroupCode string `json:"groupCode,omitempty"`
	// GroupDefault is whether the group is the default one of its website. SortOrder is the view's; REST does not tell it.
	GroupDefault   bool   `json:"groupDefault,omitempty"`
	SortOrder      int    `json:"sortOrder,omitempty"`
	WebsiteID      int64  `json:"websiteId"`
	WebsiteCode    string `json:"websiteCode"`
	WebsiteName    string `json:"websiteName"`
	Default        bool   `json:"default"` // the default store view of its group
	RootCategoryID int64  `json:"rootCategoryId"`
	StockID        int64  `json:"stockId"`
	Locale         string `json:"locale"`
	Timezone       string `json:"timezone"`
	WeightUnit     string `json:"weightUnit"`
	BaseCurrency   string `json:"baseCurrency"`
	Currency       string `json:"currency"` // default display currency
	// The URLs end with a slash. BaseStaticURL is without the deployment's version segment (…/static/).
	BaseURL       string `json:"baseUrl"`
	BaseLinkURL   string `json:"baseLinkUrl"`
	BaseStaticURL string `json:"baseStaticUrl"`
	BaseMediaURL  string `json:"baseMediaUrl"`
	SecureBaseURL string `json:"secureBaseUrl"`
	// TaxRates apply to goods of a product tax class bought over the counter by a retail customer. See RatesFor. One entry
	// for each rule, rate and pair of classes, for all customer classes. Sorted by code, customer class, product class.
	TaxRates []TaxRate `json:"taxRates,omitempty"`
	// Settings are the configuration values that storefronts and registers may know, by path (core_config_data), where the
	// shop departs from Magento's own defaults. REST tells few of them.
	Settings map[string]string `json:"settings,omitempty"`
	// Countries, Currencies, Groups, Websites and Pickups are sorted by id, currency, id, id and source.
	Countries  []Country        `json:"countries,omitempty"`
	Currencies []CurrencyRate   `json:"currencies,omitempty"`
	Groups     []CustomerGroup  `json:"groups,omitempty"`
	Websites   []Website        `json:"websites,omitempty"` // all of the shop's
	Pickups    []PickupLocation `json:"pickups,omitempty"`
	// Siblings are the other active store views of the website by id, told without stock, taxes and what stands above. Only SQL
	// tells them.
	Siblings []Store `json:"siblings,omitempty"`
}

// Website is a website of the shop. REST does not tell SortOrder and Default.
type Website struct {
	ID           int64  `json:"id"`
	Code         string `json:"code"`
	Name         string `json:"name"`
	DefaultGroup int64  `json:"defaultGroup,omitempty"` // id of a store group
	SortOrder    *int   `json:"sortOrder,omitempty"`
	Default      *bool  `json:"default,omitempty"`
}

// Country is a country that customers may choose, with its regions by name.
type Country struct {
	ID          string   `json:"id"`              // ISO 3166-1 alpha-2
	ThreeLetter string   `json:"three,omitempty"` // alpha-3
	Name        string   `json:"name,omitempty"`  // English
	Regions     []Region `json:"regions,omitempty"`
}

// Region is a part of a country that addresses and taxes know (directory_country_region).
type Region struct {
	ID   int64  `json:"id"`
	Code string `json:"code"`
	Name string `json:"name"`
}

// CurrencyRate is what one unit of the base currency is worth in another.
type CurrencyRate struct {
	Currency string          `json:"currency"`
	Rate     decimal.Decimal `json:"rate"`
}

// CustomerGroup is a Magento customer group with the tax class of its members.
type CustomerGroup struct {
	ID       int64  `json:"id"`
	Code     string `json:"code"`
	TaxClass int64  `json:"taxClass"`
}

// PickupLocation is a source that customers may fetch orders from (in-store pickup).
type PickupLocation struct {
	Source      string           `json:"source"`
	Name        string           `json:"name"`
	Description string           `json:"description,omitempty"`
	Contact     string           `json:"contact,omitempty"`
	Email       string           `json:"email,omitempty"`
	Phone       string           `json:"phone,omitempty"`
	Fax         string           `json:"fax,omitempty"`
	Latitude    *decimal.Decimal `json:"latitude,omitempty"`
	Longitude   *decimal.Decimal `json:"longitude,omitempty"`
	Address     Address          `json:"address"`
}

// Place is a point on the earth, in degrees.
type Place struct{ Latitude, Longitude float64 }
