//nolint:revive // the methods are the fields of the schema, which documents them
package model

import "github.com/shopspring/decimal"

// The second argument of each is Magento's own default, from the module's etc/config.xml.

func (s *StoreConfig) AbsoluteFooter() *string { return s.text("design/footer/absolute_footer", "") }
func (s *StoreConfig) AllowGuestsToWriteProductReviews() *string {
	return s.text("catalog/review/allow_guest", "1")
}
func (s *StoreConfig) AllowItems() *string { return s.text("sales/gift_options/allow_items", "") }
func (s *StoreConfig) AllowOrder() *string { return s.text("sales/gift_options/allow_order", "") }
func (s *StoreConfig) AutocompleteOnStorefront() *bool {
	return s.yes("customer/password/autocomplete_on_storefront", "0")
}
func (s *StoreConfig) CartExpiresInDays() *int {
	return s.number("checkout/cart/delete_quote_after", "30")
}
func (s *StoreConfig) CartSummaryDisplayQuantity() *int {
	return s.number("checkout/cart_link/use_qty", "1")
}
func (s *StoreConfig) CatalogDefaultSortBy() *string {
	return s.text("catalog/frontend/default_sort_by", "position")
}
func (s *StoreConfig) CheckMoneyOrderEnableForSpecificCountries() *bool {
	return s.yes("payment/checkmo/allowspecific", "0")
}
func (s *StoreConfig) CheckMoneyOrderEnabled() *bool { return s.yes("payment/checkmo/active", "1") }
func (s *StoreConfig) CheckMoneyOrderMakeCheckPayableTo() *string {
	return s.text("payment/checkmo/payable_to", "")
}
func (s *StoreConfig) CheckMoneyOrderMaxOrderTotal() *string {
	return s.text("payment/checkmo/max_order_total", "")
}
func (s *StoreConfig) CheckMoneyOrderMinOrderTotal() *string {
	return s.text("payment/checkmo/min_order_total", "")
}
func (s *StoreConfig) CheckMoneyOrderNewOrderStatus() *string {
	return s.text("payment/checkmo/order_status", "pending")
}
func (s *StoreConfig) CheckMoneyOrderPaymentFromSpecificCountries() *string {
	return s.text("payment/checkmo/specificcountry", "")
}
func (s *StoreConfig) CheckMoneyOrderSendCheckTo() *string {
	return s.text("payment/checkmo/mailing_address", "")
}
func (s *StoreConfig) CheckMoneyOrderSortOrder() *int {
	return s.number("payment/checkmo/sort_order", "")
}
func (s *StoreConfig) CheckMoneyOrderTitle() *string {
	return s.text("payment/checkmo/title", "Check / Money order")
}
func (s *StoreConfig) CmsHomePage() *string { return s.text("web/default/cms_home_page", "home") }
func (s *StoreConfig) CmsNoCookies() *string {
	return s.text("web/default/cms_no_cookies", "enable-cookies")
}
func (s *StoreConfig) CmsNoRoute() *string { return s.text("web/default/cms_no_route", "no-route") }
func (s *StoreConfig) ConfigurableThumbnailSource() *string {
	return s.text("checkout/cart/configurable_product_image", "parent")
}
func (s *StoreConfig) ContactEnabled() bool { return s.must("contact/contact/enabled", "1") }
func (s *StoreConfig) Copyright() *string {
	return s.text("design/footer/copyright", "Copyright © 2013-present Magento, Inc. All rights reserved.")
}
func (s *StoreConfig) CountriesWithRequiredRegion() *string {
	return s.text("general/region/state_required", "")
}
func (s *StoreConfig) CreateAccountConfirmation() *bool {
	return s.yes("customer/create_account/confirm", "0")
}
func (s *StoreConfig) CustomerAccessTokenLifetime() *decimal.Decimal {
	return s.decimal("oauth/access_token_lifetime/customer", "1")
}
func (s *StoreConfig) DefaultCountry() *string { return s.text("general/country/default", "US") }
func (s *StoreConfig) DefaultDescription() *string {
	return s.text("design/head/default_description", "")
}
func (s *StoreConfig) DefaultKeywords() *string { return s.text("design/head/default_keywords", "") }
func (s *StoreConfig) DefaultTitle() *string {
	return s.text("design/head/default_title", "Magento Commerce")
}
func (s *StoreConfig) Demonotice() *int              { return s.number("design/head/demonotice", "0") }
func (s *StoreConfig) DisplayStateIfOptional() *bool { return s.yes("general/region/display_all", "") }
func (s *StoreConfig) Front() *string                { return s.text("web/default/front", "cms") }
func (s *StoreConfig) GridPerPage() *int             { return s.number("catalog/frontend/grid_per_page", "12") }
func (s *StoreConfig) GridPerPageValues() *string {
	return s.text("catalog/frontend/grid_per_page_values", "12,24,36")
}
func (s *StoreConfig) HeadIncludes() *string     { return s.text("design/head/includes", "") }
func (s *StoreConfig) HeadShortcutIcon() *string { return s.text("design/head/shortcut_icon", "") }
func (s *StoreConfig) HeaderLogoSrc() *string    { return s.text("design/header/logo_src", "") }
func (s *StoreConfig) IsGuestCheckoutEnabled() *bool {
	return s.yes("checkout/options/guest_checkout", "1")
}
func (s *StoreConfig) IsOnePageCheckoutEnabled() *bool {
	return s.yes("checkout/options/onepage_checkout_enabled", "1")
}
func (s *StoreConfig) ListMode() *string { return s.text("catalog/frontend/list_mode", "grid-list") }
func (s *StoreConfig) ListPerPage() *int { return s.number("catalog/frontend/list_per_page", "10") }
func (s *StoreConfig) ListPerPageValues() *string {
	return s.text("catalog/frontend/list_per_page_values", "5,10,15,20,25")
}
func (s *StoreConfig) LogoAlt() *string { return s.text("design/header/logo_alt", "") }
func (s *StoreConfig) LogoHeight() *int { return s.number("design/header/logo_height", "") }
func (s *StoreConfig) LogoWidth() *int  { return s.number("design/header/logo_width", "") }
func (s *StoreConfig) MagentoWishlistGeneralIsEnabled() *string {
	return s.text("wishlist/general/active", "1")
}
func (s *StoreConfig) MaxItemsInOrderSummary() *int {
	return s.number("checkout/options/max_items_display_count", "10")
}
func (s *StoreConfig) MinicartDisplay() *bool { return s.yes("checkout/sidebar/display", "1") }
func (s *StoreConfig) MinicartMaxItems() *int {
	return s.number("checkout/sidebar/max_items_display_count", "10")
}
func (s *StoreConfig) MinimumPasswordLength() *string {
	return s.text("customer/password/minimum_password_length", "8")
}
func (s *StoreConfig) NewsletterEnabled() bool { return s.must("newsletter/general/active", "1") }
func (s *StoreConfig) NoRoute() *string        { return s.text("web/default/no_route", "cms/noroute/index") }
func (s *StoreConfig) OptionalZipCountries() *string {
	return s.text("general/country/optional_zip_countries", "HK,IE,MO,PA,GB")
}
func (s *StoreConfig) OrderCancellationEnabled() bool {
	return s.must("sales/cancellation/enabled", "0")
}
func (s *StoreConfig) ProductReviewsEnabled() *string { return s.text(settingReviews, "1") }
func (s *StoreConfig) RequiredCharacterClassesNumber() *string {
	return s.text("customer/password/required_character_classes_number", "3")
}
func (s *StoreConfig) ShoppingCartDisplayFullSummary() *bool {
	return s.yes("tax/cart_display/full_summary", "0")
}
func (s *StoreConfig) ShoppingCartDisplayGrandTotal() *bool {
	return s.yes("tax/cart_display/grandtotal", "0")
}
func (s *StoreConfig) ShoppingCartDisplayPrice() *int { return s.number("tax/cart_display/price", "1") }
func (s *StoreConfig) ShoppingCartDisplayShipping() *int {
	return s.number("tax/cart_display/shipping", "1")
}
func (s *StoreConfig) ShoppingCartDisplaySubtotal() *int {
	return s.number("tax/cart_display/subtotal", "1")
}
func (s *StoreConfig) ShoppingCartDisplayZeroTax() *bool {
	return s.yes("tax/cart_display/zero_tax", "0")
}
func (s *StoreConfig) ShowCmsBreadcrumbs() *int {
	return s.number("web/default/show_cms_breadcrumbs", "1")
}
func (s *StoreConfig) TitlePrefix() *string    { return s.text("design/head/title_prefix", "") }
func (s *StoreConfig) TitleSeparator() *string { return s.text("catalog/seo/title_separator", "-") }
func (s *StoreConfig) TitleSuffix() *string    { return s.text("design/head/title_suffix", "") }
func (s *StoreConfig) UseStoreInURL() *bool    { return s.yes("web/url/use_store", "0") }
func (s *StoreConfig) Welcome() *string {
	return s.text("design/header/welcome", "Default welcome msg!")
}
func (s *StoreConfig) ZeroSubtotalEnableForSpecificCountries() *bool {
	return s.yes("payment/free/allowspecific", "0")
}
func (s *StoreConfig) ZeroSubtotalEnabled() *bool { return s.yes("payment/free/active", "1") }
func (s *StoreConfig) ZeroSubtotalNewOrderStatus() *string {
	return s.text("payment/free/order_status", "pending")
}
func (s *StoreConfig) ZeroSubtotalPaymentAction() *string {
	return s.text("payment/free/payment_action", "authorize_capture")
}
func (s *StoreConfig) ZeroSubtotalPaymentFromSpecificCountries() *string {
	return s.text("payment/free/specificcountry", "")
}
func (s *StoreConfig) ZeroSubtotalSortOrder() *int { return s.number("payment/free/sort_order", "1") }
func (s *StoreConfig) ZeroSubtotalTitle() *string {
	return s.text("payment/free/title", "No Payment Information Required")
}
