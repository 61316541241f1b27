package rest_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

// withDirectory answers what a store's directory is read from, as it was recorded, and leaves the rest to others.
func withDirectory(t *testing.T, others http.Handler) http.Handler {
	t.Helper()
	answers := map[string]http.Handler{
		"/directory/countries":                         jsonAnswer(200, "["+string(recorded(t, "006").Response.Body)+"]"),
		"/directory/currency":                          answering(t, "007"),
		"/customerGroups/search":                       answering(t, "128"),
		"/inventory/in-store-pickup/pickup-locations/": answering(t, "113"),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, route, _ := strings.Cut(r.URL.Path, "/V1")
		if answer, ok := answers[route]; ok {
			answer.ServeHTTP(w, r)
			return
		}
		others.ServeHTTP(w, r)
	})
}

func checkDirectory(t *testing.T, s pos.Store) {
	t.Helper()
	if len(s.Countries) != 1 || s.Countries[0].ThreeLetter != "USA" || len(s.Countries[0].Regions) < 50 ||
		s.Countries[0].Regions[0] != (pos.Region{ID: 1, Code: "AL", Name: "Alabama"}) {
		t.Errorf("countries %v, want the United States from Alabama on", s.Countries)
	}
	if len(s.Currencies) != 1 || s.Currencies[0].Currency != "USD" || s.Currencies[0].Rate.String() != "1" {
		t.Errorf("currencies %v, want USD at 1", s.Currencies)
	}
	if len(s.Groups) != 4 || s.Groups[2] != (pos.CustomerGroup{ID: 2, Code: "Wholesale", TaxClass: 3}) {
		t.Errorf("groups %v", s.Groups)
	}
	if len(s.Pickups) != 2 || s.Pickups[1].Source != "store_nyc" || s.Pickups[1].Address.Region != "New York" ||
		!reflect.DeepEqual(s.Pickups[1].Address.Street, []string{"350 5th Ave"}) || s.Pickups[1].Latitude.String() != "40.7484" {
		t.Errorf("pickup locations %v", s.Pickups)
	}
}

func TestDirectoryMayBeRefused(t *testing.T) {
	t.Parallel()
	recordings := replay(t, "001", "002", "003", "004", "095", "141", "142")
	c, _ := shop(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/directory/") || strings.Contains(r.URL.Path, "customerGroups") || strings.Contains(r.URL.Path, "pickup") {
			answering(t, "014").ServeHTTP(w, r)
			return
		}
		recordings.ServeHTTP(w, r)
	}))
	got, err := c.Store(t.Context(), "default")
	if err != nil || got.ID != 1 || got.Countries != nil {
		t.Errorf("got %v, %v: want the store without its directory", got, err)
	}
}
