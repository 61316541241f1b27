package sandbox

import "strings"

// seedCustomers are the customers of the invented shop: e-mail|first|last|group|street|city|region|postcode|telephone; without
// a street they have no address.
func seedCustomers() []string {
	return []string{
		"ada.holm@example.com|Ada|Holm|1|14 Larch St|Albany|43|12207|(518) 555-0110",
		"ben.okafor@example.com|Ben|Okafor|1|220 W 14th St|New York|43|10011|212-555-0121",
		"carla.reyes@example.com|Carla|Reyes|1|77 Sunset Blvd|Los Angeles|12|90028|(323) 555-0132",
		"dov.stern@example.com|Dov|Stern|3|9 Harbor Rd|Boston|32|02110|617-555-0143",
		"emma.lindqvist@example.com|Emma|Lindqvist|1|3 Mill Pond|Portland|31|04101|207-555-0154",
		"faisal.rahman@example.com|Faisal|Rahman|1|1508 Ocean Ave|New York|43|11230|718-555-0165",
		"grace.oneill@example.com|Grace|O'Neill|1|41 Elm St|Newark|41|07102|973-555-0176",
		"hugo.martin@example.com|Hugo|Martin|1",
		"outfit.trail@example.com|Ines|Trail|2|500 Depot Way|Denver|13|80202|(303) 555-0187",
		"jonas.weiss@example.com|Jonas|Weiss|1|6 Quarry Ln|Burlington|59|05401|802-555-0198",
		"kim.park@example.com|Kim|Park|1|88 Grand Ave|San Diego|12|92101|619-555-0209",
		"lena.fischer@example.com|Lena|Fischer|1|12 Canal St|New York|43|10013|646-555-0220",
	}
}

func (s *shop) seedCustomers() {
	for _, row := range seedCustomers() {
		f := append(strings.Split(row, "|"), make([]string, 5)...)
		c := &customer{ID: take(&s.next.Customer), Email: f[0], First: f[1], Last: f[2], Group: text(f[3]).int64(), CreatedAt: seedTime, UpdatedAt: seedTime}
		if f[4] != "" {
			a := addressInput{RegionID: text(f[6]), CountryID: "US", Street: []string{f[4]}, City: f[5], Postcode: f[7], Telephone: f[8],
				Firstname: f[1], Lastname: f[2]}.address(take(&s.next.CustomerAddress))
			c.Addresses, c.Billing, c.Shipping = []*address{a}, a.ID, a.ID
		}
		s.putCustomer(c)
	}
}
