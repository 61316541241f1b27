package db

import (
	"context"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// The settings that a store document needs, by their path in core_config_data.
const (
	pathLocale        = "general/locale/code"
	pathTimezone      = "general/locale/timezone"
	pathWeightUnit    = "general/locale/weight_unit"
	pathPriceScope    = "catalog/price/scope"
	pathBaseCurrency  = "currency/options/base"
	pathCurrency      = "currency/options/default"
	pathRewrites      = "web/seo/use_rewrites"
	pathStoreInURL    = "web/url/use_store"
	pathBaseURL       = "web/unsecure/base_url"
	pathLinkURL       = "web/unsecure/base_link_url"
	pathStaticURL     = "web/unsecure/base_static_url"
	pathMediaURL      = "web/unsecure/base_media_url"
	pathSecureBaseURL = "web/secure/base_url"
	pathCountries     = "general/country/allow"
	pathCurrencies    = "currency/options/allow"
	// pathGoogleKey is a secret, and only whether there is one is told.
	pathGoogleKey = "cataloginventory/source_selection_distance_based_google/api_key"
)

// told are the settings that documents show: those that Magento's GraphQL storeConfig tells anyone, and those that decide
// how prices, tax, stock and addresses are shown. A path that ends with a slash stands for all below it. No secret is
// among what is told of them.
func told() []string {
	return []string{
		"catalog/downloadable/", "catalog/frontend/", "catalog/layered_navigation/", "catalog/placeholder/", "catalog/price/",
		"catalog/review/", "catalog/search/max_query_length", "catalog/search/min_query_length", "catalog/seo/",
		"cataloginventory/", "checkout/cart/", "checkout/cart_link/", "checkout/options/", "checkout/sidebar/", "contact/contact/enabled",
		"currency/options/", "customer/account_share/", "customer/address/", "customer/create_account/", "customer/password/", "design/footer/", "design/head/",
		"design/header/", "general/country/", "general/locale/", "general/region/", "general/store_information/",
		"graphql/validation/", "magento_wishlist/", "newsletter/general/", "oauth/access_token_lifetime/", "payment/cashondelivery/", "payment/checkmo/",
		"payment/free/", "sales/cancellation/", "sales/gift_options/", "sales/minimum_order/", "sales/msrp/", "sendfriend/email/", "tax/",
		"web/default/", "web/secure/", "web/seo/", "web/unsecure/", "web/url/",
		"web_api/graphql/include_dynamic_attributes_as_entity_type_fields", "wishlist/general/",
	}
}

// settings are the values of one store view: its own, else its website's, else the default, else what Magento's config.xml
// files say. They are two maps because the base currency may be the default scope's only.
type settings struct {
	effective map[string]string
	general   map[string]string
	// shown are those of the told settings that have a row, by path; NULL is empty.
	shown map[string]string
}

// builtIn returns what Magento's config.xml files say where no row does.
func builtIn() map[string]string {
	return map[string]string{
		pathLocale: "en_US", pathTimezone: "America/Los_Angeles", pathWeightUnit: "lbs", pathPriceScope: "0",
		pathBaseCurrency: "USD", pathCurrency: "USD", pathRewrites: "0", pathStoreInURL: "0",
		pathBaseURL: "{{base_url}}", pathLinkURL: "{{unsecure_base_url}}", pathStaticURL: "", pathMediaURL: "",
		pathSecureBaseURL: "{{base_url}}", pathCurrencies: "USD,EUR",
		pathCountries: "AF,AL,DZ,AS,AD,AO,AI,AQ,AG,AR,AM,AW,AU,AT,AX,AZ,BS,BH,BD,BB,BY,BE,BZ,BJ,BM,BL,BT,BO,BQ,BA,BW,BV,BR,IO,VG,BN,BG,BF,BI," +
			"KH,CM,CA,CD,CV,KY,CF,TD,CL,CN,CX,CW,CC,CO,KM,CG,CK,CR,HR,CU,CY,CZ,DK,DJ,DM,DO,EC,EG,SV,GQ,ER,EE,ET,FK,FO,FJ,FI,FR,GF,PF,TF,GA," +
			"GM,GE,DE,GG,GH,GI,GR,GL,GD,GP,GU,GT,GN,GW,GY,HT,HM,HN,HK,HU,IS,IM,IN,ID,IR,IQ,IE,IL,IT,CI,JE,JM,JP,JO,KZ,KE,KI,KW,KG,LA,LV,LB," +
			"LS,LR,LY,LI,LT,LU,ME,MF,MO,MK,MG,MW,MY,MV,ML,MT,MH,MQ,MR,MU,YT,FX,MX,FM,MD,MC,MN,MS,MA,MZ,MM,NA,NR,NP,NL,AN,NC,NZ,NI,NE,NG," +
			"NU,NF,KP,MP,NO,OM,PK,PW,PA,PG,PY,PE,PH,PN,PL,PS,PT,PR,QA,RE,RO,RS,RU,RW,SH,KN,LC,PM,VC,WS,SM,ST,SA,SN,SC,SL,SG,SK,SI,SB,SO," +
			"ZA,GS,KR,ES,LK,SD,SR,SJ,SZ,SE,CH,SX,SY,TL,TW,TJ,TZ,TH,TG,TK,TO,TT,TN,TR,TM,TC,TV,VI,UG,UA,AE,GB,US,UM,UY,UZ,VU,VA,VE,VN,WF," +
			"EH,XK,YE,ZM,ZW",
	}
}

func loadSettings(ctx context.Context, r *reader, store pos.Store) (settings, error) {
	s := settings{effective: builtIn(), general: builtIn(), shown: map[string]string{}}
	var conditions []string
	var args []any
	for _, path := range told() {
		if strings.HasSuffix(path, "/") {
			path = strings.ReplaceAll(path, "_", `\_`) + "%"
		}
		conditions = append(conditions, "path LIKE ?")
		args = append(args, path)
	}
	// From the widest scope to the narrowest, so that the last row counts.
	err := r.each(ctx, "settings", `
		SELECT path, value, scope FROM {core_config_data}
		WHERE (`+strings.Join(conditions, " OR ")+`) AND ((scope = 'default' AND scope_id = 0)
			OR (scope = 'websites' AND scope_id = ?) OR (scope = 'stores' AND scope_id = ?))
		ORDER BY FIELD(scope, 'default', 'websites', 'stores')`, append(args, store.WebsiteID, store.ID), func(c *row) {
		path := strings.ToLower(c.text(0))
		s.shown[path] = c.clean(1)
		if path == pathGoogleKey && s.shown[path] != "" {
			s.shown[path] = "set"
		}
		if _, needed := s.effective[path]; !needed || c.null(1) {
			return
		}
		s.effective[path] = c.text(1)
		if c.text(2) == "default" {
			s.general[path] = c.text(1)
		}
	})
	return s, err
}

// apply fills in what the settings say of a store view.
func (s settings) apply(store *pos.Store) {
	store.Locale, store.Timezone, store.WeightUnit = s.effective[pathLocale], s.effective[pathTimezone], s.effective[pathWeightUnit]
	store.Currency, store.BaseCurrency = s.effective[pathCurrency], s.effective[pathBaseCurrency]
	if s.effective[pathPriceScope] == "0" {
		// Magento\Store\Model\Store::getBaseCurrencyCode: prices are global, and so is their currency.
		store.BaseCurrency = s.general[pathBaseCurrency]
	}
	store.BaseURL = s.url(pathBaseURL, "")
	store.SecureBaseURL = s.url(pathSecureBaseURL, "")
	store.BaseStaticURL = s.url(pathStaticURL, "static/")
	store.BaseMediaURL = s.url(pathMediaURL, "media/")
	store.BaseLinkURL = s.url(pathLinkURL, "")
	if s.effective[pathRewrites] != "1" {
		store.BaseLinkURL += "index.php/"
	}
	if s.effective[pathStoreInURL] == "1" {
		store.BaseLinkURL += store.Code + "/"
	}
	if len(s.shown) > 0 {
		store.Settings = s.shown
	}
}

// url returns a setting as an address that ends with a slash. An empty one lies in a folder below the base URL. The
// placeholder {{base_url}} means the address that a request came to, which the database cannot know: the unsecure base URL
// of the default scope stands in for it.
func (s settings) url(path, folder string) string {
	value := s.effective[path]
	if value == "" {
		value = "{{unsecure_base_url}}" + folder
	}
	value = strings.NewReplacer(
		"{{unsecure_base_url}}", s.effective[pathBaseURL],
		"{{secure_base_url}}", s.effective[pathSecureBaseURL],
	).Replace(value)
	base := s.effective[pathBaseURL]
	if strings.Contains(base, "{{") {
		base = s.general[pathBaseURL]
	}
	value = strings.ReplaceAll(value, "{{base_url}}", base)
	if value != "" && !strings.HasSuffix(value, "/") {
		value += "/"
	}
	return value
}
