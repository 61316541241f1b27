package sandbox

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// choice is what was chosen of a product that asks something, as a request says it and an answer repeats it.
type choice struct {
	Custom []customChoice `json:"custom_options,omitempty"`
	Bundle []bundleChoice `json:"bundle_options,omitempty"`
	Links  *linkChoice    `json:"downloadable_option,omitempty"`
}

type customChoice struct {
	ID    text `json:"option_id"`
	Value text `json:"option_value"`
	// Extension has the picture of a request's value "file".
	Extension *struct {
		File *fileInfo `json:"file_info"`
	} `json:"extension_attributes,omitempty"`
	Shown string `json:"shown,omitempty"` // of a picture that is kept
}

type bundleChoice struct {
	ID         int64           `json:"option_id"`
	Qty        decimal.Decimal `json:"option_qty"`
	Selections []int64         `json:"option_selections"`
}

type linkChoice struct {
	Links []int64 `json:"downloadable_links"`
}

// json is the choice as members of extension_attributes.
func (c choice) json() object {
	var o object
	if len(c.Custom) > 0 {
		o = o.with("custom_options", listOf(c.Custom, func(v customChoice) any {
			return pairs("option_id", string(v.ID), "option_value", string(v.Value))
		}))
	}
	if len(c.Bundle) > 0 {
		o = o.with("bundle_options", listOf(c.Bundle, func(v bundleChoice) any {
			return pairs("option_id", v.ID, "option_qty", v.Qty, "option_selections", listOf(v.Selections, func(id int64) any { return id }))
		}))
	}
	if c.Links != nil {
		o = o.with("downloadable_option", pairs("downloadable_links", listOf(c.Links.Links, func(id int64) any { return id })))
	}
	return o
}

// choose applies a choice to a line of a product whose price without it is known. Errors: Magento's refusals of what is
// missing or not offered.
func (s *shop) choose(p *product, c choice, i *cartItem) error {
	switch p.Type {
	case "bundle":
		return s.chooseParts(p, c, i)
	case "downloadable":
		if err := chooseLinks(p, c, i); err != nil {
			return err
		}
	}
	return s.answerOptions(p, c, i)
}

// answerOptions adds the prices of a product's options to a line, and their SKUs to its own.
func (s *shop) answerOptions(p *product, c choice, i *cartItem) error {
	base := i.Price
	for _, o := range p.Options {
		n := slices.IndexFunc(c.Custom, func(v customChoice) bool { return v.ID.int64() == o.ID })
		if n < 0 || c.Custom[n].Value == "" {
			if o.Required {
				return refuse(400, "The product's required option(s) weren't entered. Make sure the options are entered and try again.")
			}
			continue
		}
		given := c.Custom[n]
		if o.Type == "file" {
			kept, shown, err := s.answerFile(o, given)
			if err != nil {
				return err
			}
			if kept == "" {
				continue
			}
			given = customChoice{ID: given.ID, Value: kept, Shown: shown}
		}
		answer := string(given.Value)
		shown, sku, price := orElse(given.Shown, answer), o.SKU, o.price(base)
		if len(o.Values) > 0 {
			at := slices.IndexFunc(o.Values, func(v customValue) bool { return strconv.FormatInt(v.ID, 10) == answer })
			if at < 0 {
				return refuse(400, "Some of the selected item options are not currently available.")
			}
			shown, sku, price = o.Values[at].Title, o.Values[at].SKU, o.Values[at].Price
		}
		i.Price = i.Price.Add(price)
		i.Choice.Custom = append(i.Choice.Custom, given)
		i.Shown = append(i.Shown, chosen{Label: o.Title, Value: shown})
		if sku != "" {
			i.SKU, i.Stock = i.SKU+"-"+sku, p.SKU
		}
	}
	return nil
}

func chooseLinks(p *product, c choice, i *cartItem) error {
	if c.Links == nil || len(c.Links.Links) == 0 {
		return refuse(400, "Please specify product link(s).")
	}
	for _, id := range c.Links.Links {
		at := slices.IndexFunc(p.Downloads, func(d download) bool { return d.ID == id })
		if at < 0 {
			return refuse(400, "Please specify product link(s).")
		}
		i.Price = i.Price.Add(p.Downloads[at].Price)
		i.Shown = append(i.Shown, chosen{Label: "Downloads", Value: p.Downloads[at].Title})
	}
	i.Choice.Links = c.Links
	return nil
}

// chooseParts makes a bundle of its parts: its price is theirs, and its SKU is put together of theirs.
func (s *shop) chooseParts(p *product, c choice, i *cartItem) error {
	today := s.stamp()[:10]
	skus := []string{p.SKU}
	i.Price = decimal.Zero
	for _, o := range p.Bundle {
		at := slices.IndexFunc(c.Bundle, func(v bundleChoice) bool { return v.ID == o.ID && len(v.Selections) > 0 })
		if at < 0 {
			if o.Required {
				return refuse(400, "Please select all required options.")
			}
			continue
		}
		picked := c.Bundle[at]
		for _, id := range picked.Selections {
			n := slices.IndexFunc(o.Selections, func(sel bundleSelection) bool { return sel.ID == id })
			if n < 0 || s.byID[o.Selections[n].ProductID] == nil {
				return refuse(400, "The required options you selected are not available.")
			}
			sel := o.Selections[n]
			child, qty := s.byID[sel.ProductID], sel.Qty
			if sel.UserQty && picked.Qty.IsPositive() {
				qty = picked.Qty
			}
			price := child.finalPrice(today).Round(2)
			i.Parts = append(i.Parts, part{ProductID: child.ID, SKU: child.SKU, Name: child.Name, Qty: qty, Price: price})
			i.Price = i.Price.Add(price.Mul(qty))
			i.Weight = i.Weight.Add(child.Weight.Mul(qty))
			i.Shown = append(i.Shown, chosen{Label: o.Title, Value: qty.String() + " x " + child.Name +
				` <span class="price">$` + price.StringFixed(2) + `</span>`})
			skus = append(skus, child.SKU)
		}
		i.Choice.Bundle = append(i.Choice.Bundle, picked)
	}
	i.Original, i.SKU = i.Price, strings.Join(skus, "-")
	return nil
}

// same says that two lines are one product with the same choice, which Magento puts together.
func (i *cartItem) same(other *cartItem) bool {
	if i.ProductID != other.ProductID || i.VariantID != other.VariantID || i.Type != other.Type {
		return false
	}
	a, errA := encode(i.optionJSON())
	b, errB := encode(other.optionJSON())
	return errA == nil && errB == nil && string(a) == string(b)
}
