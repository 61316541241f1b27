package totals

import "strconv"

// The places where Magento rounds tax (tax/calculation/algorithm).
const (
	algorithmUnit  = "UNIT_BASE_CALCULATION"
	algorithmRow   = "ROW_BASE_CALCULATION"
	algorithmTotal = "TOTAL_BASE_CALCULATION"
)

// settings are the meaning of a basket's Config. A missing path has Magento's default value.
type settings struct {
	algorithm         string
	priceIncludesTax  bool
	shipIncludesTax   bool
	afterDiscount     bool
	discountInclTax   bool
	onOriginalPrice   bool
	crossBorder       bool
	basedOn           string
	shippingTaxClass  int64
	origin, fallback  place
	flatPrice         Number
	flatPerPiece      bool
	handling          Number
	handlingIsPercent bool
}

// place is what chooses tax rates.
type place struct {
	country  string
	region   int64
	postcode string
}

// ConfigPaths are the settings that totals depend on, by Magento's path, with the value that Magento's config.xml files give them.
func ConfigPaths() map[string]string {
	return map[string]string{
		"tax/calculation/algorithm":                  algorithmTotal,
		"tax/calculation/price_includes_tax":         "0",
		"tax/calculation/shipping_includes_tax":      "0",
		"tax/calculation/apply_after_discount":       "1",
		"tax/calculation/discount_tax":               "0",
		"tax/calculation/apply_tax_on":               "0",
		"tax/calculation/cross_border_trade_enabled": "0",
		"tax/calculation/based_on":                   "shipping",
		"tax/classes/shipping_tax_class":             "0",
		"tax/defaults/country":                       "US",
		"tax/defaults/region":                        "0",
		"tax/defaults/postcode":                      "",
		"tax/weee/enable":                            "0",
		"shipping/origin/country_id":                 "US",
		"shipping/origin/region_id":                  "12",
		"shipping/origin/postcode":                   "90034",
		"carriers/flatrate/price":                    "5.00",
		"carriers/flatrate/type":                     "I",
		"carriers/flatrate/handling_fee":             "",
		"carriers/flatrate/handling_type":            "F",
	}
}

// DefaultGroupPath is the setting that names the group of Tax.DefaultCustomerClass, DefaultGroup Magento's value for it, and
// DefaultCustomerClass what that group has in a new shop.
const (
	DefaultGroupPath     = "customer/create_account/default_group"
	DefaultGroup         = 1
	DefaultCustomerClass = 3
)

// readSettings reads a basket's settings; defaults are ConfigPaths.
func readSettings(config, defaults map[string]string) (settings, *Step) {
	get := func(path string) string {
		if v, ok := config[path]; ok {
			return v
		}
		return defaults[path]
	}
	flag := func(path string) bool { return get(path) == "1" }
	s := settings{
		algorithm:        get("tax/calculation/algorithm"),
		priceIncludesTax: flag("tax/calculation/price_includes_tax"),
		shipIncludesTax:  flag("tax/calculation/shipping_includes_tax"),
		afterDiscount:    get("tax/calculation/apply_after_discount") == "1",
		discountInclTax:  flag("tax/calculation/discount_tax"),
		onOriginalPrice:  flag("tax/calculation/apply_tax_on"),
		crossBorder:      flag("tax/calculation/cross_border_trade_enabled"),
		basedOn:          get("tax/calculation/based_on"),
		shippingTaxClass: whole(get("tax/classes/shipping_tax_class")),
		origin: place{
			get("shipping/origin/country_id"),
			whole(get("shipping/origin/region_id")), get("shipping/origin/postcode"),
		},
		fallback: place{
			get("tax/defaults/country"),
			whole(get("tax/defaults/region")), get("tax/defaults/postcode"),
		},
		flatPerPiece:      get("carriers/flatrate/type") == "I",
		handlingIsPercent: get("carriers/flatrate/handling_type") == "P",
	}
	switch s.algorithm {
	case algorithmUnit, algorithmRow, algorithmTotal:
	default:
		return s, &Step{Code: UnknownAlgorithm, Name: s.algorithm}
	}
	if get("tax/weee/enable") == "1" {
		return s, &Step{Code: FixedProductTax}
	}
	var err error
	if s.flatPrice, err = ParseNumber(get("carriers/flatrate/price")); err != nil {
		return s, &Step{Code: NoNumber, Name: "carriers/flatrate/price"}
	}
	if fee := get("carriers/flatrate/handling_fee"); fee != "" {
		if s.handling, err = ParseNumber(fee); err != nil {
			return s, &Step{Code: NoNumber, Name: "carriers/flatrate/handling_fee"}
		}
	}
	return s, nil
}

// whole reads an id; what is not a number is 0, as in PHP.
func whole(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
