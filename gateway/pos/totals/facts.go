package totals

import "strings"

// subject is what product conditions look at: a line, the variant of a configurable line, or a part of a bundle. The parts of a line
// follow it directly.
type subject struct {
	sku        string
	attributes map[string]string
	categories []int64
	price      Number // the product's own
	weight     Number
	qty        Number // per bundle for a part, 1 for a variant
	unit, row  Number // without tax, before discount; 0 for a variant, whose line carries them
	parent     int    // -1 for a line
	parts      int
	bundle     bool
}

// cartFacts are what address conditions look at.
type cartFacts struct {
	subtotal, subtotalIncl, qty, weight Number
	payment, method, postcode, country  string
	region                              int64
	subjects                            []subject
}

func (c *cartFacts) fact(field string) fact {
	switch field {
	case "base_subtotal", "base_subtotal_with_discount":
		// Judged before any discount, so both are the plain subtotal.
		return numberFact(c.subtotal)
	case "base_subtotal_total_incl_tax":
		return numberFact(c.subtotalIncl)
	case "total_qty":
		return numberFact(c.qty)
	case "weight":
		return numberFact(c.weight)
	case "payment_method":
		return optional(c.payment)
	case "shipping_method":
		return optional(c.method)
	case "postcode":
		return optional(c.postcode)
	case "country_id":
		return optional(c.country)
	case "region_id":
		if c.region != 0 {
			return numberFact(Int(c.region))
		}
	}
	return fact{}
}

func (s *subject) fact(field string, lists bool) fact {
	switch field {
	case "sku":
		return textFact(s.sku)
	case "price":
		return numberFact(s.price)
	case "weight":
		return numberFact(s.weight)
	case "quote_item_qty":
		return numberFact(s.qty)
	case "quote_item_price":
		return numberFact(s.unit)
	case "quote_item_row_total":
		return numberFact(s.row)
	}
	value, ok := s.attributes[field]
	switch {
	case lists || strings.Contains(value, ","):
		f := fact{kind: several}
		if value != "" {
			f.list = strings.Split(value, ",")
		}
		return f
	case !ok:
		return fact{}
	}
	return textFact(value)
}
