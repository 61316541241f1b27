package app_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/tillway/tillway/adapters/testserver"
)

// TestPickupLocationsNearAPlace has Magento look places up in its own table, as shops without Google do.
func TestPickupLocationsNearAPlace(t *testing.T) {
	t.Parallel()
	root := gatewayOnDump(t, filepath.Join(testserver.Recordings(t), "dump.sql.gz"),
		"INSERT INTO core_config_data (scope, scope_id, path, value) VALUES ('default', 0, 'cataloginventory/source_selection_distance_based/provider', 'offline')",
		`INSERT INTO inventory_geoname (country_code, postcode, city, region, province, latitude, longitude) VALUES
			('US', '07102', 'Newark', 'New Jersey', '', 40.7357, -74.1724), ('US', '90001', 'Los Angeles', 'California', '', 33.9731, -118.2479),
			('US', '90012', 'Los Angeles', 'California', '', 34.0614, -118.2385), ('CA', '07102', 'Nowhere', '', '', 0, 0)`)
	for _, tt := range []struct{ name, arguments, want string }{
		{"a postcode within the radius", `area:{radius:20,search_term:"07102:US"}`, `["Store NYC"]`}, // 15.8 km
		{"the country is the shop's", `area:{radius:20,search_term:"07102"}`, `["Store NYC"]`},
		{"a postcode beyond the radius", `area:{radius:15,search_term:"07102:US"}`, `[]`},
		{"the beginning of a city's name, by its places", `area:{radius:13,search_term:"los ang:US"}`, `["Store LA"]`},
		{"a pattern is no city", `area:{radius:13,search_term:"l%:US"}`, `[]`},
		{"an unknown place", `area:{radius:10000,search_term:"Atlantis:US"}`, `[]`},
		{"the nearest first", `area:{radius:10000,search_term:"07102:US"}`, `["Store NYC","Store LA"]`},
		{"the farthest first", `area:{radius:10000,search_term:"07102:US"},sort:{distance:DESC}`, `["Store LA","Store NYC"]`},
		{"by another field", `area:{radius:10000,search_term:"07102:US"},sort:{name:ASC}`, `["Store LA","Store NYC"]`},
		{"with filters", `area:{radius:10000,search_term:"07102:US"},filters:{region:{eq:"california"}}`, `["Store LA"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body, err := json.Marshal(map[string]any{"query": "{pickupLocations(" + tt.arguments + "){items{name}}}"})
			if err != nil {
				t.Fatal(err)
			}
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, root+"/graphql", bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/json")
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = resp.Body.Close() }()
			var answer struct {
				Data struct {
					PickupLocations struct{ Items []struct{ Name string } }
				}
				Errors json.RawMessage
			}
			if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
				t.Fatal(err)
			}
			names := []string{}
			for _, p := range answer.Data.PickupLocations.Items {
				names = append(names, p.Name)
			}
			if got, err := json.Marshal(names); err != nil || string(got) != tt.want || answer.Errors != nil {
				t.Errorf("%s %s, want %s (%v)", got, answer.Errors, tt.want, err)
			}
		})
	}
}
