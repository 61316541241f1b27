package totals

import (
	"encoding/json"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// PricingKey is the key of a store view's only pricing document.
const PricingKey = "pricing"

// MaxCoupons is how many codes a pricing document holds. Every use of a code that has a limit sends the document to all registers
// again, so that lists of generated codes are better judged by Magento: see Rule.MoreCoupons.
const MaxCoupons = 2000

// Pricing is the pricing document of one store view: all that the totals of a cart depend on, besides the products in it. Its JSON is
// canonical, as that of other documents, and also a Snapshot's.
type Pricing struct {
	// Fingerprint stands for everything else in the document. An order names the one it was calculated by.
	Fingerprint string `json:"fingerprint"`
	WebsiteID   int64  `json:"websiteId"`
	Currency    string `json:"currency"` // base currency of the website: that of all prices in documents
	Timezone    string `json:"timezone"` // in which rules and special prices begin and end
	// Groups are the customer groups with the tax class of their members, by id.
	Groups []pos.CustomerGroup `json:"groups"`
	// Attributes are the codes of the product attributes that a line's facts hold, sorted: those that rules look at, and those that
	// decide how composites are priced. Documents for registers carry just these.
	Attributes []string `json:"attributes"`
	// Config is the value of every path of ConfigPaths.
	Config map[string]string `json:"config"`
	Snapshot
}

// Complete leaves out the rules that registers have no use for, inactive ones, those of other websites and those that ended before a
// day (yyyy-mm-dd), and fills in Attributes.
func (p *Pricing) Complete(since string) {
	p.Rules = slices.DeleteFunc(p.Rules, func(r Rule) bool {
		return !r.IsActive || r.ToDate != "" && day(r.ToDate) < since || len(r.Websites) > 0 && !slices.Contains(r.Websites, p.WebsiteID)
	})
	codes := map[string]bool{"shipment_type": true, "links_purchased_separately": true}
	for _, r := range p.Rules {
		for _, tree := range []json.RawMessage{r.Conditions, r.Actions} {
			var c Condition
			if err := json.Unmarshal(tree, &c); err == nil { // what cannot be read is judged by Magento alone
				c.attributes(codes)
			}
		}
	}
	p.Attributes = make([]string, 0, len(codes))
	for code := range codes {
		p.Attributes = append(p.Attributes, code)
	}
	slices.Sort(p.Attributes)
	p.Multiselect = slices.DeleteFunc(p.Multiselect, func(code string) bool { return !codes[code] })
}

// Class returns the tax class of a customer group's members, the default class for a group that is not known.
func (p *Pricing) Class(group int64) int64 {
	for _, g := range p.Groups {
		if g.ID == group {
			return g.TaxClass
		}
	}
	return p.Tax.DefaultCustomerClass
}

// attributes adds the codes of the product attributes that the tree looks at. SKU, price, categories and what the cart itself knows
// are on every line.
func (c *Condition) attributes(codes map[string]bool) {
	switch {
	case c.Type == "product":
		_, code := c.scopeAndField()
		switch code {
		case "", "sku", "price", "category_ids", "quote_item_qty", "quote_item_price", "quote_item_row_total":
		default:
			codes[code] = true
		}
	case c.Type == "address" && c.Attribute == "weight":
		codes["weight"] = true
	}
	for i := range c.Conditions {
		c.Conditions[i].attributes(codes)
	}
}
