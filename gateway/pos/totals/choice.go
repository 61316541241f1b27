package totals

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// choose adds what was chosen of the product's options.
func (m *mapping) choose(item *Item, doc *pos.RegisterProduct, choices pos.Choices) error {
	for _, choice := range choices.Custom {
		if err := customOption(item, doc, choice); err != nil {
			return err
		}
	}
	if doc.Type == pos.TypeDownloadable {
		item.Options.LinksSeparately = Operand(doc.Attributes.Of("links_purchased_separately"))
		for _, id := range choices.Links {
			i := slices.IndexFunc(doc.Downloads, func(d pos.Download) bool { return d.ID == id })
			if i < 0 {
				return pos.Invalid("%s has no download %d", doc.SKU, id)
			}
			item.Options.Links = append(item.Options.Links, Link{Price: number(doc.Downloads[i].Price)})
		}
	}
	if doc.Type == pos.TypeBundle {
		return m.bundle(item, doc, choices.Bundle)
	}
	return nil
}

// customOption adds what a choice costs: each chosen value, or the option itself when something was filled in.
func customOption(item *Item, doc *pos.RegisterProduct, choice pos.CustomChoice) error {
	i := slices.IndexFunc(doc.CustomOptions, func(o pos.CustomOption) bool { return o.ID == choice.OptionID })
	if i < 0 {
		return pos.Invalid("%s has no option %d", doc.SKU, choice.OptionID)
	}
	add := func(price pos.OptionPrice) {
		option := CustomOption{Price: number(price.Amount), PriceType: "fixed"}
		if price.Percent {
			option.PriceType = "percent"
		}
		item.Options.CustomOptions = append(item.Options.CustomOptions, option)
	}
	option := &doc.CustomOptions[i]
	if len(option.Values) == 0 {
		if option.Price != nil && choice.Value != "" {
			add(*option.Price)
		}
		return nil
	}
	for _, text := range strings.Split(choice.Value, ",") {
		id, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		v := slices.IndexFunc(option.Values, func(v pos.CustomValue) bool { return v.ID == id })
		if err != nil || v < 0 {
			return pos.Invalid("Option %d of %s has no value %.40q", option.ID, doc.SKU, text)
		}
		add(option.Values[v].Price)
	}
	return nil
}

// bundle adds the chosen parts, in the order of the bundle's options and their selections, as Magento puts them into a cart.
func (m *mapping) bundle(item *Item, doc *pos.RegisterProduct, choices []pos.BundleChoice) error {
	item.Options.PriceType = "dynamic"
	if doc.Bundle != nil && doc.Bundle.FixedPrice {
		item.Options.PriceType = "fixed"
	}
	item.Options.ShipsSeparately = doc.Attributes.Of("shipment_type") == "1" // Magento\Bundle\Model\Product\Type::SHIPMENT_SEPARATELY
	chosen := 0
	for _, choice := range choices {
		chosen += len(choice.Selections)
	}
	var options []pos.BundleOption
	if doc.Bundle != nil {
		options = doc.Bundle.Options
	}
	for _, option := range options {
		i := slices.IndexFunc(choices, func(c pos.BundleChoice) bool { return c.OptionID == option.ID })
		if i < 0 {
			continue
		}
		for _, selection := range option.Selections {
			if !slices.Contains(choices[i].Selections, selection.ID) {
				continue
			}
			chosen--
			part, err := m.part(selection, choices[i], item.Options.PriceType)
			if err != nil {
				return err
			}
			item.Children = append(item.Children, part)
		}
	}
	if chosen != 0 {
		return pos.Invalid("A part was chosen that the bundle %s does not have", doc.SKU)
	}
	return nil
}

func (m *mapping) part(selection pos.BundleSelection, choice pos.BundleChoice, priceType string) (Part, error) {
	doc, err := m.product(selection.ProductID)
	if err != nil {
		return Part{}, err
	}
	part := Part{
		SKU: doc.SKU, Qty: number(selection.Quantity), TaxClass: doc.TaxClass, Price: m.price(doc), Tiers: m.tiers(doc), Special: special(doc),
		CatalogRulePrice: m.catalogRule(doc), Weight: weight(doc), Attributes: m.attributes(doc), Categories: m.categories(doc),
	}
	if selection.UserQuantity && choice.Quantity.IsPositive() {
		part.Qty = number(choice.Quantity)
	}
	if priceType == "fixed" {
		part.SelectionPrice, part.SelectionPriceType = number(selection.Price), "fixed"
		if selection.Percent {
			part.SelectionPriceType = "percent"
		}
	}
	return part, nil
}
