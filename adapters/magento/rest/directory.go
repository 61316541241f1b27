package rest

import (
	"cmp"
	"context"
	"log/slog"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

type wireCountry struct {
	ID      string `json:"id"`
	Three   text   `json:"three_letter_abbreviation"`
	Name    text   `json:"full_name_english"`
	Regions []struct {
		ID   ident `json:"id"`
		Code text  `json:"code"`
		Name text  `json:"name"`
	} `json:"available_regions"`
}

type wirePickup struct {
	Code        string  `json:"pickup_location_code"`
	Name        text    `json:"name"`
	Description text    `json:"description"`
	Contact     text    `json:"contact_name"`
	Email       text    `json:"email"`
	Phone       text    `json:"phone"`
	Fax         text    `json:"fax"`
	Latitude    *number `json:"latitude"`
	Longitude   *number `json:"longitude"`
	Country     text    `json:"country_id"`
	RegionID    ident   `json:"region_id"`
	Region      text    `json:"region"`
	City        text    `json:"city"`
	Street      text    `json:"street"`
	Postcode    text    `json:"postcode"`
}

// directory reads what a store's customers may choose from. Routes that the shop does not have, since a module was removed,
// or that the token may not call, leave their part empty.
func (c *Client) directory(ctx context.Context, store *pos.Store) error {
	var countries []wireCountry
	var currency struct {
		Rates []struct {
			To   string `json:"currency_to"`
			Rate number `json:"rate"`
		} `json:"exchange_rates"`
	}
	var groups struct {
		Items []struct {
			ID       ident `json:"id"`
			Code     text  `json:"code"`
			TaxClass ident `json:"tax_class_id"`
		} `json:"items"`
	}
	var pickups struct {
		Items []wirePickup `json:"items"`
	}
	g, gctx := errgroup.WithContext(ctx)
	load := func(template, path string, query url.Values, out any) {
		g.Go(func() error {
			err := c.get(gctx, store.Code, template, path, query, out)
			switch pos.KindOf(err) {
			case pos.KindNotFound, pos.KindUnauthorized, pos.KindInvalid:
				c.log.WarnContext(ctx, "Magento does not tell a part of the store document", slog.String("route", template), slog.Any("error", err))
				return nil
			default:
				return err
			}
		})
	}
	load("/V1/directory/countries", "/directory/countries", nil, &countries)
	load("/V1/directory/currency", "/directory/currency", nil, &currency)
	load("/V1/customerGroups/search", "/customerGroups/search", newSearch().query(), &groups)
	load("/V1/inventory/in-store-pickup/pickup-locations/", "/inventory/in-store-pickup/pickup-locations/",
		url.Values{"searchRequest[scopeCode]": {store.WebsiteCode}}, &pickups)
	if err := g.Wait(); err != nil {
		return err
	}
	codes := map[ident]string{}
	for _, w := range countries {
		country := pos.Country{ID: w.ID, ThreeLetter: string(w.Three), Name: string(w.Name)}
		for _, r := range w.Regions {
			codes[r.ID] = string(r.Code)
			country.Regions = append(country.Regions, pos.Region{ID: int64(r.ID), Code: string(r.Code), Name: string(r.Name)})
		}
		slices.SortFunc(country.Regions, func(a, b pos.Region) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
		store.Countries = append(store.Countries, country)
	}
	slices.SortFunc(store.Countries, func(a, b pos.Country) int { return cmp.Compare(a.ID, b.ID) })
	for _, r := range currency.Rates {
		store.Currencies = append(store.Currencies, pos.CurrencyRate{Currency: r.To, Rate: r.Rate.Decimal})
	}
	slices.SortFunc(store.Currencies, func(a, b pos.CurrencyRate) int { return cmp.Compare(a.Currency, b.Currency) })
	for _, w := range groups.Items {
		store.Groups = append(store.Groups, pos.CustomerGroup{ID: int64(w.ID), Code: string(w.Code), TaxClass: int64(w.TaxClass)})
	}
	slices.SortFunc(store.Groups, func(a, b pos.CustomerGroup) int { return cmp.Compare(a.ID, b.ID) })
	for _, w := range pickups.Items {
		store.Pickups = append(store.Pickups, w.document(codes))
	}
	slices.SortFunc(store.Pickups, func(a, b pos.PickupLocation) int { return cmp.Compare(a.Source, b.Source) })
	return nil
}

func (w wirePickup) document(regions map[ident]string) pos.PickupLocation {
	place := pos.PickupLocation{
		Source: w.Code, Name: string(w.Name), Description: string(w.Description), Contact: string(w.Contact), Email: string(w.Email), Phone: string(w.Phone), Fax: string(w.Fax),
		Address: pos.Address{City: string(w.City), Postcode: string(w.Postcode), Country: string(w.Country), Region: string(w.Region),
			RegionCode: regions[w.RegionID], RegionID: int64(w.RegionID), Telephone: string(w.Phone)},
	}
	if w.Latitude != nil {
		place.Latitude = &w.Latitude.Decimal
	}
	if w.Longitude != nil {
		place.Longitude = &w.Longitude.Decimal
	}
	if w.Street != "" {
		place.Address.Street = strings.Split(string(w.Street), "\n")
	}
	return place
}
