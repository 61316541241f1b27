package sandbox

import (
	"slices"
	"strconv"
	"strings"
)

// country is a row of Magento's directory_country.
type country struct{ two, three, name string }

// countries are those that a customer of the invented shop may come from, by code.
func countries() []country {
	const rows = "AT AUT Austria,AU AUS Australia,BE BEL Belgium,BR BRA Brazil,CA CAN Canada,CH CHE Switzerland,CZ CZE Czechia," +
		"DE DEU Germany,DK DNK Denmark,ES ESP Spain,FI FIN Finland,FR FRA France,GB GBR United Kingdom,IE IRL Ireland,IN IND India," +
		"IT ITA Italy,JP JPN Japan,LU LUX Luxembourg,MX MEX Mexico,NL NLD Netherlands,NO NOR Norway,NZ NZL New Zealand,PL POL Poland," +
		"PT PRT Portugal,SE SWE Sweden,US USA United States,ZA ZAF South Africa"
	var all []country
	for row := range strings.SplitSeq(rows, ",") {
		codes, name := row[:len("US USA")], row[len("US USA "):]
		two, three, _ := strings.Cut(codes, " ")
		all = append(all, country{two, three, name})
	}
	return all
}

// json is the country as the directory tells it: only one with regions lists any.
func (c country) json() object {
	o := pairs("id", c.two, "two_letter_abbreviation", c.two, "three_letter_abbreviation", c.three, "full_name_locale", c.name,
		"full_name_english", c.name)
	if c.two == "US" {
		o = o.with("available_regions", listOf(usRegions(), func(r region) any {
			return pairs("id", strconv.FormatInt(r.id, 10), "code", r.code, "name", r.name)
		}))
	}
	return o
}

func (s *Sandbox) countries(*request) (any, error) {
	return listOf(countries(), func(c country) any { return c.json() }), nil
}

func (s *Sandbox) country(r *request) (any, error) {
	all := countries()
	if i := slices.IndexFunc(all, func(c country) bool { return c.two == r.vars[0] }); i >= 0 {
		return all[i].json(), nil
	}
	return nil, refuse(404, "The country isn't available.")
}

// pickupLocations are the sources that customers may pick up at, by code.
func (s *Sandbox) pickupLocations(r *request) (any, error) {
	scope := r.query.Get("searchRequest[scopeCode]")
	if scope == "" {
		return nil, required("scopeCode")
	}
	items := list{}
	for _, from := range sources() {
		if ext, ok := from.get("extension_attributes").(object); !ok || ext.get("is_pickup_location_active") != true || scope != "base" {
			continue
		}
		place := pairs("pickup_location_code", from.get("source_code"))
		for _, name := range []string{"name", "email", "contact_name", "latitude", "longitude", "country_id", "region_id", "region", "city",
			"street", "postcode", "phone"} {
			place = place.with(name, from.get(name))
		}
		items = append(items, place)
	}
	return pairs("items", items, "search_request", pairs("current_page", 1, "scope_type", "website", "scope_code", scope),
		"total_count", len(items)), nil
}
