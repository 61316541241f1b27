package rest

import (
	"cmp"
	"context"
	"net/url"
	"regexp"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

type storeView struct {
	ID      ident  `json:"id"`
	Code    string `json:"code"`
	Name    text   `json:"name"`
	Website ident  `json:"website_id"`
	Group   ident  `json:"store_group_id"`
}

type storeConfig struct {
	ID         ident  `json:"id"`
	Locale     string `json:"locale"`
	Base       string `json:"base_currency_code"`
	Currency   string `json:"default_display_currency_code"`
	Timezone   string `json:"timezone"`
	WeightUnit string `json:"weight_unit"`
	BaseURL    string `json:"base_url"`
	LinkURL    string `json:"base_link_url"`
	StaticURL  string `json:"base_static_url"`
	MediaURL   string `json:"base_media_url"`
	SecureURL  string `json:"secure_base_url"`
}

type website struct {
	ID           ident  `json:"id"`
	Code         string `json:"code"`
	Name         text   `json:"name"`
	DefaultGroup ident  `json:"default_group_id"`
}

type storeGroup struct {
	ID           ident  `json:"id"`
	Code         string `json:"code"`
	Name         text   `json:"name"`
	Root         ident  `json:"root_category_id"`
	DefaultStore ident  `json:"default_store_id"`
}

// version is the segment that a deployment puts into the address of static files.
var version = regexp.MustCompile(`/version[0-9]+/$`)

// Store returns the store view with this code. The view "admin", from which nothing may be sold, is not found.
// Errors: not_found, and those of every read.
func (c *Client) Store(ctx context.Context, code string) (pos.Store, error) {
	var views []storeView
	var configs []storeConfig
	var groups []storeGroup
	var websites []website
	var rates []pos.TaxRate
	g, gctx := errgroup.WithContext(ctx)
	load := func(route string, out any) {
		g.Go(func() error { return c.get(gctx, "", "/V1"+route, route, nil, out) })
	}
	load("/store/storeViews", &views)
	load("/store/storeConfigs", &configs)
	load("/store/storeGroups", &groups)
	load("/store/websites", &websites)
	g.Go(func() (err error) { rates, err = c.taxRates(gctx); return err })
	if err := g.Wait(); err != nil {
		return pos.Store{}, err
	}
	v := slices.IndexFunc(views, func(v storeView) bool { return v.Code == code && v.ID != 0 })
	if v < 0 {
		return pos.Store{}, pos.NotFound("Magento has no store view with the code %q", code)
	}
	view := views[v]
	config, ok := find(configs, func(s storeConfig) bool { return s.ID == view.ID })
	group, okGroup := find(groups, func(s storeGroup) bool { return s.ID == view.Group })
	site, okSite := find(websites, func(s website) bool { return s.ID == view.Website })
	if !ok || !okGroup || !okSite {
		return pos.Store{}, pos.NotFound("Magento gives no configuration of the store view %q: is it enabled?", code)
	}
	var stock struct {
		ID ident `json:"stock_id"`
	}
	if err := c.get(ctx, "", "/V1/inventory/stock-resolver/{type}/{code}", "/inventory/stock-resolver/website/"+url.PathEscape(site.Code), nil, &stock); err != nil {
		return pos.Store{}, err
	}
	store := pos.Store{
		ID: int64(view.ID), Code: view.Code, Name: string(view.Name), GroupID: int64(group.ID), GroupName: string(group.Name),
		GroupCode: group.Code, GroupDefault: site.DefaultGroup == group.ID,
		WebsiteID: int64(site.ID), WebsiteCode: site.Code, WebsiteName: string(site.Name), Default: group.DefaultStore == view.ID,
		RootCategoryID: int64(group.Root), StockID: int64(stock.ID), Locale: config.Locale, Timezone: config.Timezone,
		WeightUnit: config.WeightUnit, BaseCurrency: config.Base, Currency: config.Currency, BaseURL: config.BaseURL,
		BaseLinkURL: config.LinkURL, BaseStaticURL: version.ReplaceAllString(config.StaticURL, "/"),
		BaseMediaURL: config.MediaURL, SecureBaseURL: config.SecureURL, TaxRates: rates,
	}
	for _, w := range websites {
		if w.ID != 0 {
			store.Websites = append(store.Websites, pos.Website{ID: int64(w.ID), Code: w.Code, Name: string(w.Name), DefaultGroup: int64(w.DefaultGroup)})
		}
	}
	slices.SortFunc(store.Websites, func(a, b pos.Website) int { return cmp.Compare(a.ID, b.ID) })
	if err := c.directory(ctx, &store); err != nil {
		return pos.Store{}, err
	}
	return store, nil
}

// taxRates spreads the rules over their rates and classes, as Magento's table tax_calculation does.
func (c *Client) taxRates(ctx context.Context) ([]pos.TaxRate, error) {
	var rates struct {
		Items []struct {
			ID       ident  `json:"id"`
			Code     string `json:"code"`
			Country  string `json:"tax_country_id"`
			Region   ident  `json:"tax_region_id"`
			Postcode text   `json:"tax_postcode"`
			Rate     number `json:"rate"`
		} `json:"items"`
	}
	var rules struct {
		Items []struct {
			ID        ident   `json:"id"`
			Customers []ident `json:"customer_tax_class_ids"`
			Products  []ident `json:"product_tax_class_ids"`
			Rates     []ident `json:"tax_rate_ids"`
		} `json:"items"`
	}
	if err := c.get(ctx, "", "/V1/taxRates/search", "/taxRates/search", newSearch().query(), &rates); err != nil {
		return nil, err
	}
	if err := c.get(ctx, "", "/V1/taxRules/search", "/taxRules/search", newSearch().query(), &rules); err != nil {
		return nil, err
	}
	byID := map[ident]pos.TaxRate{}
	for _, r := range rates.Items {
		byID[r.ID] = pos.TaxRate{Code: r.Code, Country: r.Country, RegionID: int64(r.Region), Postcode: string(r.Postcode), Percent: r.Rate.Decimal}
	}
	var spread []pos.TaxRate
	for _, rule := range rules.Items {
		for _, id := range rule.Rates {
			for _, customer := range rule.Customers {
				for _, product := range rule.Products {
					rate, ok := byID[id]
					if !ok {
						continue
					}
					rate.CustomerTaxClass, rate.ProductTaxClass, rate.Rule = int64(customer), int64(product), int64(rule.ID)
					spread = append(spread, rate)
				}
			}
		}
	}
	slices.SortStableFunc(spread, func(a, b pos.TaxRate) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.CustomerTaxClass, b.CustomerTaxClass), cmp.Compare(a.ProductTaxClass, b.ProductTaxClass), cmp.Compare(a.Rule, b.Rule))
	})
	return spread, nil
}

func find[T any](list []T, match func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, match); i >= 0 {
		return list[i], true
	}
	var none T
	return none, false
}
