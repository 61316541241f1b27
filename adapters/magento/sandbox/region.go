package sandbox

import (
	"strconv"
	"strings"
)

// region is a row of Magento's directory_country_region for the United States.
type region struct {
	id         int64
	code, name string
}

// usRegions are the states by Magento's ids; territories without sales tax in the shop are left out.
func usRegions() []region {
	const rows = "1AL Alabama,2AK Alaska,4AZ Arizona,5AR Arkansas,12CA California,13CO Colorado,14CT Connecticut," +
		"15DE Delaware,16DC District of Columbia,18FL Florida,19GA Georgia,21HI Hawaii,22ID Idaho,23IL Illinois,24IN Indiana," +
		"25IA Iowa,26KS Kansas,27KY Kentucky,28LA Louisiana,29ME Maine,31MD Maryland,32MA Massachusetts,33MI Michigan," +
		"34MN Minnesota,35MS Mississippi,36MO Missouri,37MT Montana,38NE Nebraska,39NV Nevada,40NH New Hampshire," +
		"41NJ New Jersey,42NM New Mexico,43NY New York,44NC North Carolina,45ND North Dakota,47OH Ohio,48OK Oklahoma," +
		"49OR Oregon,51PA Pennsylvania,52PR Puerto Rico,53RI Rhode Island,54SC South Carolina,55SD South Dakota,56TN Tennessee," +
		"57TX Texas,58UT Utah,59VT Vermont,61VA Virginia,62WA Washington,63WV West Virginia,64WI Wisconsin,65WY Wyoming"
	var regions []region
	for row := range strings.SplitSeq(rows, ",") {
		key, name, _ := strings.Cut(row, " ")
		digits := strings.TrimRight(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		id, _ := strconv.ParseInt(digits, 10, 64)
		regions = append(regions, region{id, key[len(digits):], name})
	}
	return regions
}

// findRegion finds a state by id, or else by code, or else by name.
func findRegion(id int64, code, name string) (region, bool) {
	for _, r := range usRegions() {
		if r.id == id || id == 0 && (r.code == code || code == "" && r.name == name) {
			return r, true
		}
	}
	return region{}, false
}
