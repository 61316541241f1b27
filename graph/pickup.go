package graph

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

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

// findPickups leaves products out of account: which source has how much is Magento's to say when an order is placed.
func (*resolver) findPickups(view *model.View, a pickupsAsked) (*model.PickupLocations, error) {
	switch {
	case a.area != nil:
		return nil, pos.NewError(pos.KindUnavailable, pos.CodeUnavailable, "Distances are told by Magento only: ask without an area.")
	case a.page < 1:
		return nil, pos.Invalid("currentPage value must be greater than 0.")
	case a.pageSize < 1:
		return nil, pos.Invalid("pageSize value must be greater than 0.")
	}
	var found []pos.PickupLocation
	for _, p := range view.Store.Pickups {
		if pickupFits(p, a.filters) {
			found = append(found, p)
		}
	}
	sortPickups(found, a.sort)
	total := len(found)
	pages := pos.ProductPage{Total: total, PageSize: a.pageSize}.Pages()
	if a.page > pages && total > 0 {
		return nil, pos.Invalid("currentPage value %d specified is greater than the %d page(s) available.", a.page, pages)
	}
	from := min((a.page-1)*a.pageSize, total)
	answer := &model.PickupLocations{Items: []*model.PickupLocation{}, TotalCount: &total, PageInfo: pageInfo(a.page, a.pageSize, pages)}
	for _, p := range found[from:min(from+a.pageSize, total)] {
		answer.Items = append(answer.Items, pickupOf(p))
	}
	return answer, nil
}

func pickupOf(p pos.PickupLocation) *model.PickupLocation {
	answer := &model.PickupLocation{
		PickupLocationCode: &p.Source, Name: nonEmpty(p.Name), Email: nonEmpty(p.Email), Phone: nonEmpty(p.Phone), ContactName: nonEmpty(p.Contact),
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
		}{
			{"city", in.City}, {"contact_name", in.ContactName}, {"country_id", in.CountryID}, {"description", in.Description}, {"email", in.Email},
			{"name", in.Name}, {"phone", in.Phone}, {"pickup_location_code", in.PickupLocationCode}, {"postcode", in.Postcode},
			{"region", in.Region}, {"region_id", in.RegionID}, {"street", in.Street},
		} {
			if k.order == nil {
				continue
			}
			n := cmp.Compare(strings.ToLower(pickupField(a, k.field)), strings.ToLower(pickupField(b, k.field)))
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
