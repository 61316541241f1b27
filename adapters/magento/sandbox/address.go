package sandbox

// address is a postal address as carts and orders hold it.
type address struct {
	ID         int64
	Region     string
	RegionID   int64
	RegionCode string
	Country    string
	Street     []string
	Company    string
	Telephone  string
	Postcode   string
	City       string
	First      string
	Last       string
	Email      string
	Pickup     string // pickup_location_code
}

// addressInput is an address as a request gives it.
type addressInput struct {
	Region     string   `json:"region"`
	RegionID   text     `json:"region_id"`
	RegionCode string   `json:"region_code"`
	CountryID  string   `json:"country_id"`
	Street     []string `json:"street"`
	Company    string   `json:"company"`
	Telephone  string   `json:"telephone"`
	Postcode   string   `json:"postcode"`
	City       string   `json:"city"`
	Firstname  string   `json:"firstname"`
	Lastname   string   `json:"lastname"`
	Email      string   `json:"email"`
	Extension  struct {
		Pickup string `json:"pickup_location_code"`
	} `json:"extension_attributes"`
}

func (in addressInput) address(id int64) *address {
	a := &address{ID: id, Region: in.Region, RegionID: in.RegionID.int64(), RegionCode: in.RegionCode, Country: in.CountryID,
		Street: in.Street, Company: in.Company, Telephone: in.Telephone, Postcode: in.Postcode, City: in.City,
		First: in.Firstname, Last: in.Lastname, Email: in.Email}
	if a.Country != "US" {
		return a
	}
	if r, ok := findRegion(a.RegionID, a.RegionCode, a.Region); ok {
		a.Region, a.RegionID, a.RegionCode = r.name, r.id, r.code
	}
	return a
}

// missing names the first field that Magento\Customer\Model\Address\Validator\General asks for and the address lacks.
func (a *address) missing() string {
	switch {
	case a.First == "":
		return "firstname"
	case a.Last == "":
		return "lastname"
	case len(a.Street) == 0 || a.Street[0] == "":
		return "street"
	case a.City == "":
		return "city"
	case a.Telephone == "":
		return "telephone"
	case a.Country == "":
		return "countryId"
	case a.Postcode == "" && a.Country == "US":
		return "postcode"
	case a.RegionID == 0 && a.Country == "US":
		return "regionId"
	default:
		return ""
	}
}

// quoteJSON is the address of a cart; an empty one has nulls.
func (a *address) quoteJSON() object {
	if a == nil {
		return pairs("id", 0, "region", nil, "region_id", nil, "region_code", nil, "country_id", nil, "street", list{""},
			"telephone", nil, "postcode", nil, "city", nil, "firstname", nil, "lastname", nil, "email", nil,
			"same_as_billing", 0, "save_in_address_book", 0)
	}
	o := pairs("id", a.ID, "region", a.Region, "region_id", a.RegionID, "region_code", a.RegionCode, "country_id", a.Country,
		"street", listOf(a.Street, func(s string) any { return s }))
	if a.Company != "" {
		o = o.with("company", a.Company)
	}
	return o.with("telephone", a.Telephone, "postcode", a.Postcode, "city", a.City, "firstname", a.First, "lastname", a.Last,
		"email", a.Email, "same_as_billing", 0, "save_in_address_book", 0)
}

// orderJSON is the address of an order; fields without a value are left out.
func (a *address) orderJSON(kind string, orderID int64) object {
	o := pairs("address_type", kind, "city", a.City)
	if a.Company != "" {
		o = o.with("company", a.Company)
	}
	o = o.with("country_id", a.Country, "email", a.Email, "entity_id", a.ID, "firstname", a.First, "lastname", a.Last,
		"parent_id", orderID, "postcode", a.Postcode)
	if a.Region != "" {
		o = o.with("region", a.Region)
	}
	if a.RegionCode != "" {
		o = o.with("region_code", a.RegionCode)
	}
	if a.RegionID != 0 {
		o = o.with("region_id", a.RegionID)
	}
	return o.with("street", listOf(a.Street, func(s string) any { return s }), "telephone", a.Telephone)
}
