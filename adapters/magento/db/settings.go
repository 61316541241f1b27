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
)

// settings are the values of one store view: its own, else its website's, else the default, else what Magento's config.xml
// files say. They are two maps because the base currency may be the default scope's only.
type settings struct {
	effective map[string]string
	general   map[string]string
}

// builtIn returns what Magento's config.xml files say where no row does.
func builtIn() map[string]string {
	return map[string]string{
		pathLocale: "en_US", pathTimezone: "America/Los_Angeles", pathWeightUnit: "lbs", pathPriceScope: "0",
		pathBaseCurrency: "USD", pathCurrency: "USD", pathRewrites: "0", pathStoreInURL: "0",
		pathBaseURL: "{{base_url}}", pathLinkURL: "{{unsecure_base_url}}", pathStaticURL: "", pathMediaURL: "",
		pathSecureBaseURL: "{{base_url}}",
	}
}

func loadSettings(ctx context.Context, r *reader, store pos.Store) (settings, error) {
	s := settings{effective: builtIn(), general: builtIn()}
	paths := make([]string, 0, len(s.general))
	for path := range s.general {
		paths = append(paths, path)
	}
	where, args := among("path", paths)
	// From the widest scope to the narrowest, so that the last row counts.
	err := r.each(ctx, "settings", `
		SELECT path, value, scope FROM {core_config_data}
		WHERE `+where+` AND value IS NOT NULL AND ((scope = 'default' AND scope_id = 0)
			OR (scope = 'websites' AND scope_id = ?) OR (scope = 'stores' AND scope_id = ?))
		ORDER BY FIELD(scope, 'default', 'websites', 'stores')`, append(args, store.WebsiteID, store.ID), func(c row) {
		path := strings.ToLower(c.text(0))
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
