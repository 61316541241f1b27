package graph

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// countriesAnswer leaves countries without a name out, as Magento\DirectoryGraphQl\Model\Resolver\Countries does.
func countriesAnswer(store pos.Store) []*model.Country {
	countries := []*model.Country{}
	names := countryNames(store.Locale)
	for _, c := range store.Countries {
		if c.Name != "" {
			countries = append(countries, countryOf(c, names))
		}
	}
	return countries
}

func countryAnswer(store pos.Store, id string) (*model.Country, error) {
	if id == "" {
		return nil, pos.Invalid("Country \"id\" value should be specified")
	}
	i := slices.IndexFunc(store.Countries, func(c pos.Country) bool { return c.ID == id })
	if i < 0 {
		return nil, pos.NotFound("The country isn't available.")
	}
	return countryOf(store.Countries[i], countryNames(store.Locale)), nil
}

// countryNames are those of a locale as Magento writes it (de_DE), nil where the documents' English ones serve.
func countryNames(locale string) display.Namer {
	tag := language.Make(locale)
	if base, _ := tag.Base(); base == language.MustParseBase("en") {
		return nil
	}
	return display.Regions(tag)
}

// countryOf is Magento\Directory\Model\CountryInformationAcquirer.
func countryOf(c pos.Country, names display.Namer) *model.Country {
	local := c.Name
	if region, err := language.ParseRegion(c.ID); names != nil && err == nil {
		local = cmp.Or(names.Name(region), c.Name)
	}
	country := &model.Country{
		ID: &c.ID, TwoLetterAbbreviation: &c.ID, ThreeLetterAbbreviation: nonEmpty(c.ThreeLetter),
		FullNameLocale: nonEmpty(local), FullNameEnglish: nonEmpty(c.Name),
	}
	for _, r := range c.Regions {
		id := int(r.ID)
		country.AvailableRegions = append(country.AvailableRegions, &model.Region{ID: &id, Code: nonEmpty(r.Code), Name: nonEmpty(r.Name)})
	}
	return country
}

// currencyAnswer tells the store's own currency as the default, whatever prices were asked for in (Magento\Directory\Model\
// CurrencyInformationAcquirer).
func currencyAnswer(store pos.Store) *model.Currency {
	shown := cmp.Or(store.Currency, store.BaseCurrency)
	answer := &model.Currency{
		BaseCurrencyCode: &store.BaseCurrency, BaseCurrencySymbol: symbolOf(store.BaseCurrency),
		DefaultDisplayCurrencyCode: &shown, DefaultDisplayCurrencySymbol: symbolOf(shown),
		DefaultDisplayCurrecyCode: &shown, DefaultDisplayCurrecySymbol: symbolOf(shown),
	}
	for _, code := range currencies(store) {
		rate, ok := rateOf(store, code)
		if !ok {
			rate = decimal.New(1, 0) // the base currency
		}
		answer.AvailableCurrencyCodes = append(answer.AvailableCurrencyCodes, &code)
		answer.ExchangeRates = append(answer.ExchangeRates, &model.ExchangeRate{CurrencyTo: &code, Rate: &rate})
	}
	return answer
}

// currencies are those that prices can be told in.
func currencies(store pos.Store) []string {
	var codes []string
	for _, c := range store.Currencies {
		codes = append(codes, c.Currency)
	}
	for _, code := range []string{cmp.Or(store.Currency, store.BaseCurrency), store.BaseCurrency} {
		if len(codes) == 0 || (!slices.Contains(codes, code) && code == store.Currency) {
			codes = append(codes, code)
		}
	}
	return codes
}

// symbolOf is how a currency is written in English, its code where it has no sign of its own (CLDR).
func symbolOf(currency string) *string {
	symbol := currency
	switch currency {
	case "USD":
		symbol = "$"
	case "EUR":
		symbol = "€"
	case "GBP":
		symbol = "£"
	case "JPY":
		symbol = "¥"
	case "INR":
		symbol = "₹"
	case "KRW":
		symbol = "₩"
	case "ILS":
		symbol = "₪"
	case "VND":
		symbol = "₫"
	case "AUD":
		symbol = "A$"
	case "BRL":
		symbol = "R$"
	case "CAD":
		symbol = "CA$"
	case "CNY":
		symbol = "CN¥"
	case "HKD":
		symbol = "HK$"
	case "MXN":
		symbol = "MX$"
	case "NZD":
		symbol = "NZ$"
	case "TWD":
		symbol = "NT$"
	}
	return &symbol
}
