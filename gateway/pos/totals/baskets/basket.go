package main

import (
	"encoding/json"
	"fmt"
	"maps"
)

// basket draws an input in the form of a golden vector.
func (d dice) basket(id string) object {
	virtual := d.chance(5)
	items := []object{}
	for i := range d.lines() {
		items = append(items, d.item(i+1, virtual))
	}
	b := object{
		"id": id, "date": "2026-11-21", "config": d.config(), "customer_group": d.IntN(3), "customer_tax_class_id": pick(d, 3, 3, 3, 6, 7),
		"address": d.address(), "billing_address": d.address(), "is_virtual": virtual, "coupon": nil, "items": items, "shipping": nil,
	}
	if d.chance(50) {
		b["coupon"] = pick(d, "CODE0", "code1", "CODE2", "CODE3", "NONE")
	}
	if d.chance(10) {
		b["staff_discount"] = object{"percent": pick[any](d, nil, nil, "5", "33.3", "100", "101"), "amount": d.decimal(40, 3)}
	}
	if d.chance(20) {
		b["rule_uses"] = object{"1": d.IntN(3), "2": d.IntN(3), "3": d.IntN(3)}
	}
	if d.chance(20) {
		b["uses_unknown"] = true
	}
	if d.chance(30) {
		b["payment_method"] = pick(d, "checkmo", "free")
	}
	if !virtual && d.chance(90) {
		b["shipping"] = d.shipping()
	}
	if d.chance(20) {
		b["currency"] = pick(d, "USD", "JPY", "KWD", "EUR")
	}
	if d.chance(20) {
		b["cash_rounding"] = pick(d, "0.05", "0.10", "0.50", "1.00")
	}
	return b
}

func (d dice) lines() int {
	switch {
	case d.chance(1):
		return 0
	case d.chance(5):
		return 10 + d.IntN(60)
	}
	return 1 + d.IntN(6)
}

func (d dice) address() object {
	return pick(d,
		object{"country": "US", "region_code": "NY", "postcode": "10001"},
		object{"country": "US", "region_code": "NY", "postcode": "10001-1234"},
		object{"country": "US", "region_code": "CA", "postcode": "90034"},
		object{"country": "CA", "region_code": "QC", "postcode": "H2Y 1C6"},
		object{"country": "DE", "region_code": nil, "postcode": "10115"},
	)
}

func (d dice) config() map[string]string {
	c := map[string]string{
		"tax/calculation/algorithm":                  pick(d, "TOTAL_BASE_CALCULATION", "ROW_BASE_CALCULATION", "UNIT_BASE_CALCULATION"),
		"tax/calculation/price_includes_tax":         d.flag(),
		"tax/calculation/apply_after_discount":       pick(d, "1", "1", "0"),
		"tax/calculation/discount_tax":               d.flag(),
		"tax/calculation/shipping_includes_tax":      d.flag(),
		"tax/calculation/apply_tax_on":               pick(d, "0", "0", "0", "1"),
		"tax/calculation/based_on":                   pick(d, "shipping", "shipping", "billing", "origin"),
		"tax/calculation/cross_border_trade_enabled": pick(d, "0", "0", "1"),
		"tax/classes/shipping_tax_class":             pick(d, "0", "2", "5"),
		"carriers/flatrate/price":                    pick(d, "5.00", "4.95", "3.33"),
		"carriers/flatrate/type":                     pick(d, "I", "O"),
	}
	if d.chance(20) {
		maps.Copy(c, map[string]string{
			"shipping/origin/country_id": "CA", "shipping/origin/region_id": "76", "shipping/origin/postcode": "H2Y 1C6",
		})
	}
	return c
}

func (d dice) shipping() object {
	s := object{"method": pick(d, "flatrate_flatrate", "flatrate_flatrate", "instore_pickup", "freeshipping_freeshipping", "ups_ground")}
	if d.chance(50) {
		s["carrier_price"] = d.decimal(20, 3)
	}
	return s
}

func (d dice) item(number int, virtual bool) object {
	kind := pick(d, "simple", "simple", "simple", "simple", "configurable", "bundle", "bundle", "downloadable")
	if virtual {
		kind = pick(d, "virtual", "downloadable")
	}
	it := d.goods(fmt.Sprintf("S-%d", d.IntN(9)))
	it["line"], it["qty"], it["type"], it["options"] = number, d.qty(), kind, object{}
	switch kind {
	case "configurable":
		it["parent_sku"], it["parent_attributes"], it["parent_category_ids"] = "P-1", d.attributes(), d.categories()
	case "bundle":
		d.bundle(it)
	case "downloadable":
		it["options"] = object{"links": []object{{"id": 1, "price": d.price()}}, "links_purchased_separately": d.flag()}
	default:
		if d.chance(15) {
			it["options"] = object{"custom_option": object{"price": d.decimal(20, 3), "price_type": pick(d, "fixed", "percent")}}
		}
		if d.chance(4) {
			it["override_price"] = d.price()
		}
		if d.chance(4) {
			it["manual_discount"] = object{"percent": pick[any](d, nil, "12.5", json.Number("50")), "amount": json.Number("0.335")}
		}
		if d.chance(1) {
			it["qty"] = pick[json.Number](d, "0", "-1")
		}
	}
	return it
}

func (d dice) goods(sku string) object {
	g := object{
		"sku": sku, "product_tax_class_id": pick(d, 0, 2, 2, 2, 4, 5), "unit_price_original": d.price(), "tier_prices": d.tiers(false),
		"special_price": nil, "catalog_rule_price": nil, "weight": pick[any](d, nil, 1, json.Number("0.5")), "attributes": d.attributes(),
		"category_ids": d.categories(),
	}
	if d.chance(15) {
		g["special_price"] = d.special(d.price())
	}
	if d.chance(10) {
		g["catalog_rule_price"] = d.decimal(90, 2)
	}
	return g
}

func (d dice) special(price json.Number) object {
	return object{
		"price": price, "from": pick[any](d, nil, "2026-11-21 00:00:00", "2027-01-01 00:00:00"),
		"to": pick[any](d, nil, "2026-11-21 00:00:00", "2026-01-01 00:00:00"),
	}
}

func (d dice) tiers(percentOnly bool) []object {
	list := []object{}
	for range max(0, d.IntN(6)-2) {
		t := object{"group": pick[any](d, "all", 0, 1), "qty": 1 + d.IntN(6), "price": nil, "percent": nil}
		if percentOnly || d.chance(50) {
			t["percent"] = d.decimal(60, 2)
		} else {
			t["price"] = d.decimal(80, 3)
		}
		list = append(list, t)
	}
	return list
}

func (d dice) bundle(it object) {
	fixed := d.chance(40)
	it["options"] = object{"price_type": "dynamic", "ships_separately": d.chance(50)}
	if fixed {
		it["options"] = object{"price_type": "fixed", "ships_separately": d.chance(50)}
	}
	it["tier_prices"], it["catalog_rule_price"] = d.tiers(true), nil
	if it["special_price"] != nil {
		it["special_price"] = d.special(d.percent(false))
	}
	parts := []object{}
	for i := range 1 + d.IntN(3) {
		p := d.goods(fmt.Sprintf("C-%d", i))
		p["qty_per_bundle"], p["selection_price"], p["selection_price_type"] = 1+d.IntN(3), nil, nil
		if fixed {
			p["selection_price"], p["selection_price_type"] = d.decimal(20, 2), pick(d, "fixed", "percent")
		}
		parts = append(parts, p)
	}
	it["children"] = parts
}
