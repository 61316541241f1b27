package sandbox

import "crypto/subtle"

// AdminUser and AdminPassword sign in at integration/admin/token.
const (
	AdminUser     = "admin"
	AdminPassword = "sandbox-admin-1"
)

func (s *Sandbox) adminToken(r *request) (any, error) {
	var in struct{ Username, Password string }
	if err := r.decode(&in, "username"); err != nil {
		return nil, err
	}
	if in.Username != AdminUser || subtle.ConstantTimeCompare([]byte(in.Password), []byte(AdminPassword)) != 1 {
		return nil, refuse(401, "The account sign-in was incorrect or your account is disabled temporarily. "+
			"Please wait and try again later.")
	}
	return s.token, nil
}

func (s *Sandbox) storeConfigs(*request) (any, error) {
	base := s.url
	return list{pairs("id", 1, "code", "default", "website_id", 1, "locale", "en_US", "base_currency_code", "USD",
		"default_display_currency_code", "USD", "timezone", "America/New_York", "weight_unit", "lbs", "base_url", base,
		"base_link_url", base, "base_static_url", base+"static/", "base_media_url", base+"media/", "secure_base_url", base,
		"secure_base_link_url", base, "secure_base_static_url", base+"static/", "secure_base_media_url", base+"media/")}, nil
}

func (s *Sandbox) storeViews(*request) (any, error) {
	view := func(id int, code, name string, website, group int) object {
		return pairs("id", id, "code", code, "name", name, "website_id", website, "store_group_id", group, "is_active", 1)
	}
	return list{view(1, "default", "Default Store View", 1, 1), view(0, "admin", "Admin", 0, 0)}, nil
}

func (s *Sandbox) storeGroups(*request) (any, error) {
	return list{
		pairs("id", 0, "website_id", 0, "root_category_id", 0, "default_store_id", 0, "name", "Default", "code", "default"),
		pairs("id", 1, "website_id", 1, "root_category_id", 2, "default_store_id", 1, "name", "Main Website Store",
			"code", "main_website_store"),
	}, nil
}

func (s *Sandbox) websites(*request) (any, error) {
	return list{
		pairs("id", 0, "code", "admin", "name", "Admin", "default_group_id", 0),
		pairs("id", 1, "code", "base", "name", "Main Website", "default_group_id", 1),
	}, nil
}

func (s *Sandbox) currency(*request) (any, error) {
	return pairs("base_currency_code", "USD", "base_currency_symbol", "$", "default_display_currency_code", "USD",
		"default_display_currency_symbol", "$", "available_currency_codes", list{"USD"},
		"exchange_rates", list{pairs("currency_to", "USD", "rate", 1)}), nil
}

func unknownColumn(string) error { return internal() }

func (s *Sandbox) searchTaxRates(r *request) (any, error) {
	var rows []object
	for _, t := range taxRates() {
		rows = append(rows, pairs("id", t.ID, "tax_country_id", "US", "tax_region_id", t.RegionID, "region_name", t.Region,
			"tax_postcode", "*", "rate", t.Percent, "code", t.Code, "titles", list{}))
	}
	return objects(map[string]string{"tax_calculation_rate_id": "id"}, unknownColumn,
		"tax_calculation_rate_id", "id", "tax_country_id", "tax_region_id", "tax_postcode", "rate", "code").search(rows, r)
}

func (s *Sandbox) searchTaxRules(r *request) (any, error) {
	rows := []object{pairs("id", 1, "code", "Rule1", "priority", 0, "position", 0, "customer_tax_class_ids", list{3},
		"product_tax_class_ids", list{2}, "tax_rate_ids", list{1, 2, 3}, "calculate_subtotal", false)}
	return objects(map[string]string{"tax_calculation_rule_id": "id"}, unknownColumn,
		"tax_calculation_rule_id", "id", "code", "priority", "position").search(rows, r)
}

func (s *Sandbox) searchTaxClasses(r *request) (any, error) {
	rows := []object{
		pairs("class_id", 2, "class_name", "Taxable Goods", "class_type", "PRODUCT"),
		pairs("class_id", 3, "class_name", "Retail Customer", "class_type", "CUSTOMER"),
	}
	return objects(nil, unknownColumn, "class_id", "class_name", "class_type").search(rows, r)
}
