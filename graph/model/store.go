//nolint:revive // the methods are the fields of the schema, which documents them
package model

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// StoreConfig is a view onto a store view's document.
type StoreConfig struct{ View *View }

func (s *StoreConfig) ID() *int64                          { return &s.View.Store.ID }
func (s *StoreConfig) Code() *string                       { return some(s.View.Store.Code) }
func (s *StoreConfig) StoreCode() *string                  { return some(s.View.Store.Code) }
func (s *StoreConfig) StoreName() *string                  { return some(s.View.Store.Name) }
func (s *StoreConfig) StoreGroupName() *string             { return some(s.View.Store.GroupName) }
func (s *StoreConfig) IsDefaultStoreGroup() *bool          { return &s.View.Store.GroupDefault }
func (s *StoreConfig) StoreGroupCode() *string             { return some(s.View.Store.GroupCode) }
func (s *StoreConfig) StoreSortOrder() *int                { return &s.View.Store.SortOrder }
func (s *StoreConfig) IsDefaultStore() *bool               { return &s.View.Store.Default }
func (s *StoreConfig) WebsiteID() *int64                   { return &s.View.Store.WebsiteID }
func (s *StoreConfig) WebsiteCode() *string                { return some(s.View.Store.WebsiteCode) }
func (s *StoreConfig) WebsiteName() *string                { return some(s.View.Store.WebsiteName) }
func (s *StoreConfig) RootCategoryID() *int64              { return &s.View.Store.RootCategoryID }
func (s *StoreConfig) RootCategoryUID() *string            { return some(uidOf(s.View.Store.RootCategoryID)) }
func (s *StoreConfig) Locale() *string                     { return some(s.View.Store.Locale) }
func (s *StoreConfig) Timezone() *string                   { return some(s.View.Store.Timezone) }
func (s *StoreConfig) WeightUnit() *string                 { return some(s.View.Store.WeightUnit) }
func (s *StoreConfig) BaseCurrencyCode() *string           { return some(s.View.Store.BaseCurrency) }
func (s *StoreConfig) DefaultDisplayCurrencyCode() *string { return some(s.View.Store.Currency) }
func (s *StoreConfig) BaseURL() *string                    { return some(s.View.Store.BaseURL) }
func (s *StoreConfig) SecureBaseURL() *string              { return some(s.View.Store.SecureBaseURL) }
func (s *StoreConfig) BaseLinkURL() *string                { return some(s.View.Store.BaseLinkURL) }
func (s *StoreConfig) BaseMediaURL() *string               { return some(s.View.Store.BaseMediaURL) }
func (s *StoreConfig) BaseStaticURL() *string              { return some(s.View.Store.BaseStaticURL) }
func (s *StoreConfig) ProductURLSuffix() *string           { return some(s.View.productSuffix()) }
func (s *StoreConfig) CategoryURLSuffix() *string          { return some(s.View.categorySuffix()) }

// SecureBaseLinkURL goes on as the insecure one does: with index.php, and with the store view's code.
func (s *StoreConfig) SecureBaseLinkURL() *string {
	secure := s.address("web/secure/base_link_url", "{{secure_base_url}}")
	if tail, ok := strings.CutPrefix(s.View.Store.BaseLinkURL, s.address("web/unsecure/base_link_url", "{{unsecure_base_url}}")); ok {
		secure += tail
	}
	return some(secure)
}

// SecureBaseMediaURL lies below the secure base URL by default.
func (s *StoreConfig) SecureBaseMediaURL() *string {
	return some(s.address("web/secure/base_media_url", "{{secure_base_url}}media/"))
}

// SecureBaseStaticURL is as SecureBaseMediaURL.
func (s *StoreConfig) SecureBaseStaticURL() *string {
	return some(s.address("web/secure/base_static_url", "{{secure_base_url}}static/"))
}

// address is a setting as an address that ends with a slash (Magento\Store\Model\Store::getBaseUrl). Where no secure address is known
// the insecure one stands for it.
func (s *StoreConfig) address(path, preset string) string {
	store := s.View.Store
	value := strings.NewReplacer(
		"{{unsecure_base_url}}", store.BaseURL, "{{secure_base_url}}", cmp.Or(store.SecureBaseURL, store.BaseURL), "{{base_url}}", store.BaseURL,
	).Replace(cmp.Or(s.View.setting(path, preset), preset))
	if value != "" && !strings.HasSuffix(value, "/") {
		value += "/"
	}
	return value
}

// text is a setting as it is, null when it is empty.
func (s *StoreConfig) text(path, preset string) *string { return some(s.View.setting(path, preset)) }

// number is a setting as a whole number, null when it is none.
func (s *StoreConfig) number(path, preset string) *int {
	n, err := strconv.Atoi(s.View.setting(path, preset))
	if err != nil {
		return nil
	}
	return &n
}

func (s *StoreConfig) decimal(path, preset string) *decimal.Decimal {
	return parsed(s.View.setting(path, preset))
}

// yes is a setting as PHP takes it for true or false, null when it is empty.
func (s *StoreConfig) yes(path, preset string) *bool {
	value := s.View.setting(path, preset)
	if value == "" {
		return nil
	}
	yes := value != "0"
	return &yes
}

func (s *StoreConfig) must(path, preset string) bool {
	yes := s.yes(path, preset)
	return yes != nil && *yes
}

// The kinds of display of fixed product taxes, by Magento\Weee\Model\Tax's numbers.
func fixedTaxDisplay(number string) string {
	switch number {
	case "0":
		return "INCLUDE_FPT_WITHOUT_DETAILS"
	case "1":
		return "INCLUDE_FPT_WITH_DETAILS"
	case "2":
		return "EXCLUDE_FPT_AND_INCLUDE_WITH_DETAILS"
	default:
		return "EXCLUDE_FPT_WITHOUT_DETAILS"
	}
}

func (s *StoreConfig) fixedTax(path string) *string {
	display := "FPT_DISABLED"
	if s.must("tax/weee/enable", "0") {
		display = fixedTaxDisplay(s.View.setting(path, "0"))
	}
	return &display
}

// CategoryFixedProductTaxDisplaySetting is how product lists show fixed product taxes.
func (s *StoreConfig) CategoryFixedProductTaxDisplaySetting() *string {
	return s.fixedTax("tax/weee/display_list")
}

// ProductFixedProductTaxDisplaySetting is how product pages show fixed product taxes.
func (s *StoreConfig) ProductFixedProductTaxDisplaySetting() *string {
	return s.fixedTax("tax/weee/display")
}

// SalesFixedProductTaxDisplaySetting is how carts and orders show fixed product taxes.
func (s *StoreConfig) SalesFixedProductTaxDisplaySetting() *string {
	return s.fixedTax("tax/weee/display_sales")
}

// ShoppingCartDisplayTaxGiftWrapping is null: gift wrapping is Adobe Commerce's.
func (s *StoreConfig) ShoppingCartDisplayTaxGiftWrapping() *string { return nil }

// OrderCancellationReasons are those of Magento\OrderCancellation, unless the shop has its own.
func (s *StoreConfig) OrderCancellationReasons() []*CancellationReason {
	var own map[string]CancellationReason
	if err := json.Unmarshal([]byte(s.View.setting("sales/cancellation/reasons", "{}")), &own); err == nil && len(own) > 0 {
		reasons := []*CancellationReason{}
		for _, id := range sortedKeys(own) {
			reasons = append(reasons, &CancellationReason{Description: own[id].Description})
		}
		return reasons
	}
	return []*CancellationReason{
		{Description: "The item(s) are no longer needed"}, {Description: "The order was placed by mistake"},
		{Description: "Item(s) not arriving within the expected timeframe"}, {Description: "Found a better price elsewhere"},
		{Description: "Other"},
	}
}

// SendFriend is off by default (sendfriend/email/enabled).
func (s *StoreConfig) SendFriend() *SendFriendConfiguration {
	enabled := s.must("sendfriend/email/enabled", "0")
	return &SendFriendConfiguration{
		EnabledForCustomers: enabled, EnabledForGuests: enabled && s.must("sendfriend/email/allow_guest", "0"),
	}
}
