package graph

import (
	"context"
	"math"
	"strings"
	"unicode"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// Magento's settings of how places are found.
const (
	settingDistance  = "cataloginventory/source_selection_distance_based/provider"
	settingGoogleKey = "cataloginventory/source_selection_distance_based_google/api_key"
	offlineDistance  = "offline"
)

// earthRadius is Magento's, in kilometres (... ResourceModel\Source\GetOrderedDistanceToSources).
const earthRadius = 6372.797

// distances returns how far sources are from an area's place, of those within its radius in kilometres; none without an area.
// Magento asks Google, by default, and without a key, which is the default too, finds nothing near any place.
func (r *resolver) distances(ctx context.Context, store pos.Store, area *model.AreaInput) (map[string]float64, error) {
	near := map[string]float64{}
	switch {
	case area == nil:
		return near, nil
	case len(store.Settings) == 0: // over REST: who finds places is not told
		return nil, errNoPlaces("Where places are")
	case store.Settings[settingDistance] != offlineDistance && strings.TrimSpace(store.Settings[settingGoogleKey]) == "":
		return near, nil
	case store.Settings[settingDistance] != offlineDistance:
		return nil, pos.NewError(pos.KindUnavailable, pos.CodeUnavailable, "This shop has Google find places, which this gateway does not ask: leave the area out.")
	case r.places == nil:
		return nil, errNoPlaces("Where places are")
	}
	country, postcode, city := searchedPlace(area.SearchTerm, store.Settings["general/country/default"])
	places, err := r.places.Places(ctx, country, postcode, city)
	if err != nil {
		return nil, err
	}
	for _, p := range store.Pickups {
		if p.Latitude == nil || p.Longitude == nil {
			continue
		}
		for i, place := range places {
			d := distance(place, pos.Place{Latitude: p.Latitude.InexactFloat64(), Longitude: p.Longitude.InexactFloat64()})
			if i == 0 { // the distance told is that to the first place, whichever is near enough
				near[p.Source] = d
			}
			if d <= float64(area.Radius) {
				break
			}
			if i == len(places)-1 {
				delete(near, p.Source)
			}
		}
	}
	return near, nil
}

// searchedPlace reads "10001:US" or "New York:US"; the country may be left out. What has a digit is a postcode: Magento holds it
// against the country's patterns (... SearchRequest\Area\SearchTerm).
func searchedPlace(term, defaultCountry string) (country, postcode, city string) {
	country = defaultCountry
	if country == "" {
		country = "US"
	}
	what := term
	if first, _, ok := strings.Cut(term, ":"); ok {
		what = strings.TrimSpace(first)
		country = strings.TrimSpace(term[strings.LastIndexByte(term, ':')+1:])
	}
	if strings.ContainsFunc(what, unicode.IsDigit) {
		return country, what, ""
	}
	return country, "", what
}

func distance(a, b pos.Place) float64 {
	radians := func(degrees float64) float64 { return degrees * math.Pi / 180 }
	cosine := math.Cos(radians(a.Latitude))*math.Cos(radians(b.Latitude))*math.Cos(radians(b.Longitude)-radians(a.Longitude)) +
		math.Sin(radians(a.Latitude))*math.Sin(radians(b.Latitude))
	return earthRadius * math.Acos(max(-1, min(1, cosine)))
}
