package graph

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// pickupsAsked is what pickupLocations() was asked.
type pickupsAsked struct {
	area     *model.AreaInput
	filters  *model.PickupLocationFilterInput
	products []*model.ProductInfoInput
	sort     *model.PickupLocationSortInput
	pageSize int
	page     int
}

// Places knows what documents do not: which sources have what, and where places are.
type Places interface {
	// SourcesOf returns the codes of the sources that have every SKU, whether or not anything is left there. Errors:
	// unavailable.
	SourcesOf(ctx context.Context, skus []string) ([]string, error)
	// Places returns where a postcode is, or the cities whose names begin so. Errors: unavailable.
	Places(ctx context.Context, country, postcode, city string) ([]pos.Place, error)
}

// findPickups is Magento\InventoryInStorePickupGraphQl\Model\Resolver\PickupLocations.
func (r *resolver) findPickups(ctx context.Context, view *model.View, a pickupsAsked) (*model.PickupLocations, error) {
	switch {
	case a.page < 1:
		return nil, pos.Invalid("currentPage value must be greater than 0.")
	case a.pageSize < 1:
		return nil, pos.Invalid("pageSize value must be greater than 0.")
	}
	admitted, err := r.sourcesWith(ctx, a.products)
	if err != nil {
		return nil, err
	}
	distances, err := r.distances(ctx, view.Store, a.area)
	if err != nil {
		return nil, err
	}
	var found []pos.PickupLocation
	for _, p := range view.Store.Pickups {
		_, near := distances[p.Source]
		if pickupFits(p, a.filters) && (admitted == nil || slices.Contains(admitted, p.Source)) && (a.area == nil || near) {
			found = append(found, p)
		}
	}
	byDistance := a.area != nil && (a.sort == nil || a.sort.Distance != nil)
	if !byDistance {
		sortPickups(found, a.sort)
	}
	total := len(found)
	pages := pos.ProductPage{Total: total, PageSize: a.pageSize}.Pages()
	if a.page > pages && total > 0 {
		return nil, pos.Invalid("currentPage value %d specified is greater than the %d page(s) available.", a.page, pages)
	}
	from := min((a.page-1)*a.pageSize, total)
	answer := &model.PickupLocations{Items: []*model.PickupLocation{}, TotalCount: &total, PageInfo: pageInfo(a.page, a.pageSize, pages)}
	shown := found[from:min(from+a.pageSize, total)]
	if byDistance { // within the page, as Magento does
		slices.SortStableFunc(shown, func(x, y pos.PickupLocation) int {
			n := cmp.Compare(distances[x.Source], distances[y.Source])
			if a.sort != nil && *a.sort.Distance == model.SortEnumDesc {
				n = -n
			}
			return n
		})
	}
	for _, p := range shown {
		answer.Items = append(answer.Items, pickupOf(p))
	}
	return answer, nil
}

// sourcesWith returns nil when no products are named.
func (r *resolver) sourcesWith(ctx context.Context, products []*model.ProductInfoInput) ([]string, error) {
	var skus []string
	for _, p := range products {
		if p != nil && !slices.Contains(skus, p.Sku) {
			skus = append(skus, p.Sku)
		}
	}
	switch {
	case len(skus) == 0:
		return nil, nil
	case len(skus) > maxPickupProducts:
		return nil, pos.NewError(pos.KindInvalid, pos.CodeTooLarge, "productsInfo takes at most %d products.", maxPickupProducts)
	case r.places == nil:
		return nil, errNoPlaces("Which source has which product")
	}
	found, err := r.places.SourcesOf(ctx, skus)
	if found == nil {
		found = []string{}
	}
	return found, err
}

// maxPickupProducts bounds a query about them.
const maxPickupProducts = 500

func errNoPlaces(what string) error {
	return pos.NewError(pos.KindUnavailable, pos.CodeUnavailable, "%s is in Magento's database, which is not open to this gateway.", what)
}

func pickupOf(p pos.PickupLocation) *model.PickupLocation {
	answer := &model.PickupLocation{
		PickupLocationCode: &p.Source, Name: nonEmpty(p.Name), Email: nonEmpty(p.Email), Phone: nonEmpty(p.Phone), Fax: nonEmpty(p.Fax), ContactName: nonEmpty(p.Contact),
		Description: nonEmpty(p.Description), Latitude: p.Latitude, Longitude: p.Longitude, CountryID: nonEmpty(p.Address.Country),
		Region: nonEmpty(p.Address.Region), City: nonEmpty(p.Address.City), Street: nonEmpty(strings.Join(p.Address.Street, "\n")),
		Postcode: nonEmpty(p.Address.Postcode),
	}
	if id := int(p.Address.RegionID); id != 0 {
		answer.RegionID = &id
	}
	return answer
}

// pickupField is a location's value of a field that can be filtered and sorted by.
func pickupField(p pos.PickupLocation, field string) string {
	switch field {
	case "name":
		return p.Name
	case "city":
		return p.Address.City
	case "country_id":
		return p.Address.Country
	case "pickup_location_code":
		return p.Source
	case "postcode":
		return p.Address.Postcode
	case "region":
		return p.Address.Region
	case "region_id":
		return strconv.FormatInt(p.Address.RegionID, 10)
	case "street":
		return strings.Join(p.Address.Street, "\n")
	case "email":
		return p.Email
	case "phone":
		return p.Phone
	case "contact_name":
		return p.Contact
	case "fax":
		return p.Fax
	case "description":
		return p.Description
	default:
		return ""
	}
}

func pickupFits(p pos.PickupLocation, in *model.PickupLocationFilterInput) bool {
	if in == nil {
		return true
	}
	for field, conditions := range map[string]map[string]any{
		"city": in.City, "country_id": in.CountryID, "name": in.Name, "pickup_location_code": in.PickupLocationCode,
		"postcode": in.Postcode, "region": in.Region, "region_id": in.RegionID, "street": in.Street,
	} {
		for condition := range conditions {
			if !fits(pickupField(p, field), condition, conditions) {
				return false
			}
		}
	}
	return true
}

// fits holds a value against a condition of FilterTypeInput as MariaDB does: letter case is ignored, and % stands for
// anything.
func fits(value, condition string, conditions map[string]any) bool {
	one, _ := conditions[condition].(*string)
	list, _ := conditions[condition].([]*string)
	want := strings.ToLower(text(one))
	isListed := slices.ContainsFunc(list, func(s *string) bool { return strings.EqualFold(text(s), value) })
	value = strings.ToLower(value)
	switch condition {
	case "eq":
		return value == want
	case "neq":
		return value != want
	case "like":
		pattern := strings.NewReplacer("%", "*", "_", "?", "*", `\*`, "?", `\?`, "[", `\[`, "/", "\x00", `\`, `\\`).Replace(want)
		ok, err := path.Match(pattern, strings.ReplaceAll(value, "/", "\x00"))
		return ok && err == nil
	case "in", "finset":
		return isListed
	case "nin":
		return !isListed
	case "gt":
		return value > want
	case "gteq", "from", "moreq":
		return value >= want
	case "lt":
		return value < want
	case "lteq", "to":
		return value <= want
	case "null":
		return value == ""
	case "notnull":
		return value != ""
	default:
		return true
	}
}

func sortPickups(found []pos.PickupLocation, in *model.PickupLocationSortInput) {
	if in == nil {
		return
	}
	slices.SortStableFunc(found, func(a, b pos.PickupLocation) int {
		for _, k := range []struct {
			field string
			order *model.SortEnum
		}{ // in the order of Magento's schema, whatever order they were given in
			{"name", in.Name}, {"pickup_location_code", in.PickupLocationCode}, {"country_id", in.CountryID}, {"region", in.Region},
			{"region_id", in.RegionID}, {"city", in.City}, {"street", in.Street}, {"postcode", in.Postcode}, {"longitude", in.Longitude},
			{"latitude", in.Latitude}, {"email", in.Email}, {"fax", in.Fax}, {"phone", in.Phone}, {"contact_name", in.ContactName},
			{"description", in.Description},
		} {
			if k.order == nil {
				continue
			}
			n := comparePickups(a, b, k.field)
			if *k.order == model.SortEnumDesc {
				n = -n
			}
			if n != 0 {
				return n
			}
		}
		return 0
	})
}

// comparePickups compares numbers as numbers, and puts what is not known first, as MariaDB does.
func comparePickups(a, b pos.PickupLocation, field string) int {
	switch field {
	case "region_id":
		return cmp.Compare(a.Address.RegionID, b.Address.RegionID)
	case "latitude":
		return compareDecimals(a.Latitude, b.Latitude)
	case "longitude":
		return compareDecimals(a.Longitude, b.Longitude)
	default:
		return cmp.Compare(strings.ToLower(pickupField(a, field)), strings.ToLower(pickupField(b, field)))
	}
}

func compareDecimals(a, b *decimal.Decimal) int {
	switch {
	case a != nil && b != nil:
		return a.Cmp(*b)
	case a != nil:
		return 1
	case b != nil:
		return -1
	default:
		return 0
	}
}
