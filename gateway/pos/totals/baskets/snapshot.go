package main

import "fmt"

// snapshot draws rules and taxes.
func (d dice) snapshot() object {
	rules := []object{}
	for id := range d.IntN(25) {
		rules = append(rules, d.rule(id+1))
	}
	rates, rateIDs := []object{}, []int{}
	for id := range 2 + d.IntN(8) {
		rates = append(rates, d.rate(id+1))
		rateIDs = append(rateIDs, id+1)
	}
	taxRules := []object{}
	for id := range 1 + d.IntN(4) {
		taxRules = append(taxRules, object{
			"id": id + 1, "priority": d.IntN(3), "calculate_subtotal": d.chance(25),
			"customer_tax_class_ids": d.ids(3, 6), "product_tax_class_ids": d.ids(2, 4, 5), "tax_rate_ids": d.ids(rateIDs...),
		})
	}
	return object{"rules": rules, "tax": object{
		"regions":                       object{"US-NY": 43, "US-CA": 12, "CA-QC": 76},
		"default_customer_tax_class_id": 3, "rates": rates, "rules": taxRules,
	}}
}

func (d dice) rate(id int) object {
	r := object{
		"id": id, "code": fmt.Sprintf("R%d", id), "country": pick(d, "US", "US", "US", "CA", "DE"), "region_id": pick(d, 0, 0, 43, 12, 76),
		"postcode": pick(d, "*", "*", "*", "10001", "100*", ""), "zip_from": nil, "zip_to": nil, "percent": d.percent(true),
	}
	if d.chance(15) {
		r["postcode"], r["zip_from"], r["zip_to"] = "10000-19999", "10000", "19999"
	}
	return r
}

func (d dice) rule(id int) object {
	action := pick(d, "by_percent", "by_percent", "by_fixed", "cart_fixed", "buy_x_get_y")
	r := object{
		"id": id, "name": fmt.Sprintf("Rule %d", id), "label": nil, "is_active": d.chance(95), "priority": d.IntN(4), "stop": d.chance(10),
		"action": action, "discount_qty": nil, "discount_step": 0, "apply_to_shipping": d.chance(25),
		"free_shipping": pick[any](d, nil, nil, nil, "items", "shipment"), "coupon": nil, "customer_groups": d.ids(0, 1, 2),
		"from_date": nil, "to_date": nil, "conditions": d.cartNode(0), "actions": d.lineNode(0, "product_combine"),
	}
	if d.chance(60) {
		r["label"] = fmt.Sprintf("Label %d", d.IntN(12))
	}
	switch action {
	case "by_percent":
		r["discount_amount"] = d.percent(true)
	case "buy_x_get_y":
		r["discount_amount"], r["discount_step"] = 1+d.IntN(2), d.IntN(4)
	default:
		r["discount_amount"] = d.decimal(15, 2)
	}
	if d.chance(25) {
		r["discount_qty"] = 1 + d.IntN(6)
	}
	if action != "buy_x_get_y" && d.chance(20) {
		r["discount_step"] = 1 + d.IntN(4)
	}
	if d.chance(35) {
		d.codes(r)
	}
	if d.chance(15) {
		r["uses_per_customer"] = 1 + d.IntN(2)
	}
	if d.chance(10) {
		r["from_date"] = pick(d, "2025-01-01", "2026-11-21", "2027-01-01")
	}
	if d.chance(10) {
		r["to_date"] = pick(d, "2025-12-31", "2026-11-21", "2027-12-31")
	}
	return r
}

// codes makes a rule ask for codes: one, several, or more than are listed.
func (d dice) codes(r object) {
	r["coupon"] = fmt.Sprintf("CODE%d", d.IntN(4))
	if d.chance(20) {
		r["uses_per_coupon"], r["times_used"] = d.IntN(3), d.IntN(3)
	}
	if d.chance(40) {
		return
	}
	if d.chance(20) {
		r["coupon"] = nil
	}
	coupons := []object{}
	for range d.IntN(4) {
		coupons = append(coupons, object{"code": fmt.Sprintf("Code%d", d.IntN(6)), "uses_per_coupon": d.IntN(3), "times_used": d.IntN(3)})
	}
	r["coupons"], r["more_coupons"] = coupons, d.chance(15)
	if d.chance(30) {
		r["description"] = "By code"
	}
}

// cartNode draws a tree that decides for the cart; now and then one that no engine knows.
func (d dice) cartNode(depth int) object {
	n := object{"type": "combine", "aggregator": pick(d, "all", "any"), "expect": d.chance(80), "conditions": []object{}}
	var below []object
	for range d.IntN(3 - depth) {
		switch d.IntN(6) {
		case 0:
			below = append(below, d.cartNode(depth+1))
		case 1:
			below = append(below, d.lineNode(depth+1, "found"))
		case 2:
			sub := d.lineNode(depth+1, "subselect")
			sub["attribute"], sub["operator"] = pick(d, "qty", "base_row_total"), pick(d, ">=", "<", "==", ">")
			sub["value"] = fmt.Sprint(d.IntN(60))
			below = append(below, sub)
		default:
			below = append(below, d.addressLeaf())
		}
	}
	if below != nil {
		n["conditions"] = below
	}
	return n
}

func (d dice) addressLeaf() object {
	size := func() string { return pick(d, ">=", ">", "<", "<=", "==", "!=") }
	leaf := func(attribute, operator, value string) object {
		return object{"type": "address", "attribute": attribute, "operator": operator, "value": value}
	}
	switch d.IntN(12) {
	case 0:
		return leaf("total_qty", size(), fmt.Sprint(d.IntN(20)))
	case 1:
		return leaf("weight", size(), fmt.Sprint(d.IntN(20)))
	case 2:
		return leaf("region_id", pick(d, "==", "!="), pick(d, "43", "12"))
	case 3:
		return leaf("postcode", pick(d, "()", "!()", "==", "{}"), pick(d, "10001,90034", "10001", "100"))
	case 4:
		return leaf("shipping_method", pick(d, "==", "!="), "instore_pickup")
	case 5:
		return leaf("payment_method", pick(d, "==", "!="), "checkmo")
	case 6:
		return leaf("country_id", "==", pick(d, "US", "CA"))
	case 7:
		return leaf("base_subtotal_total_incl_tax", size(), fmt.Sprint(d.IntN(300)))
	case 8:
		if d.chance(20) {
			return leaf("grand_total", ">", "5")
		}
	}
	return leaf("base_subtotal", size(), fmt.Sprint(d.IntN(400)))
}

// lineNode draws a tree about products.
func (d dice) lineNode(depth int, kind string) object {
	n := object{"type": kind, "aggregator": pick(d, "all", "all", "any"), "expect": d.chance(80), "conditions": []object{}}
	var below []object
	for range d.IntN(3) {
		if depth < 2 && d.chance(15) {
			below = append(below, d.lineNode(depth+1, "product_combine"))
			continue
		}
		below = append(below, d.productLeaf())
	}
	if below != nil {
		n["conditions"] = below
	}
	return n
}

func (d dice) productLeaf() object {
	leaf := func(attribute, operator, value string) object {
		return object{"type": "product", "attribute": attribute, "operator": operator, "value": value}
	}
	size := func() string { return pick(d, ">=", ">", "<", "<=", "==") }
	switch d.IntN(9) {
	case 0:
		return leaf("sku", pick(d, "==", "!=", "()", "!()", "{}", "!{}"), pick(d, "S-1", "S-1,S-2", "s-3", "S-", "P-1"))
	case 1:
		return leaf("price", size(), fmt.Sprint(d.IntN(80)))
	case 2:
		return leaf("quote_item_qty", size(), fmt.Sprint(d.IntN(6)))
	case 3:
		return leaf("quote_item_price", size(), pick(d, fmt.Sprint(d.IntN(80)), fmt.Sprint(d.IntN(80)), "12,50", "$ 1,000.00", "1,000", "1.000,5"))
	case 4:
		return leaf("quote_item_row_total", size(), fmt.Sprint(d.IntN(150)))
	case 5:
		return leaf("material", pick(d, "()", "!()", "{}", "=="), pick(d, "33", "31,44"))
	case 6:
		return leaf("sale", pick(d, "==", "!="), pick(d, "1", "0"))
	}
	return leaf("category_ids", pick(d, "()", "!()", "==", "!="), pick(d, "4", "5,6", "11, 16", "25"))
}
