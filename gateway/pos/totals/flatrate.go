package totals

// The methods whose price the engine knows without asking a carrier.
const (
	flatRate     = "flatrate_flatrate"
	freeShipping = "freeshipping_freeshipping"
	pickup       = "instore_pickup"
)

// carrierPrice is the price the basket names, or Magento's own for the methods above.
func (c *calculation) carrierPrice() (Number, *Step) {
	s := c.basket.Shipping
	if s.CarrierPrice != nil {
		return *s.CarrierPrice, nil
	}
	switch s.Method {
	case flatRate:
		return c.flatRatePrice(), nil
	case freeShipping, pickup:
		return Number{}, nil
	}
	return Number{}, &Step{Code: UnknownCarrier, Name: s.Method}
}

// flatRatePrice follows Magento\OfflineShipping\Model\Carrier\Flatrate: pieces that ship, less those that a rule frees.
func (c *calculation) flatRatePrice() Number {
	free, all := c.freeLines()
	var pieces, freed Number
	for i, l := range c.lines {
		it := &c.basket.Items[i]
		switch {
		case it.Type == "virtual" || it.Type == "downloadable":
		case it.Type == "bundle" && it.Options.ShipsSeparately:
			for k := range it.Children {
				n := it.Children[k].Qty.Mul(l.qty)
				pieces = pieces.Add(n)
				if l.dynamic && (all || free.has(l.parts[k].subject)) {
					freed = freed.Add(n)
				}
			}
		default:
			pieces = pieces.Add(l.qty)
			if free.has(l.subject) {
				freed = freed.Add(l.qty)
			}
		}
	}
	if pieces.Cmp(freed) == 0 {
		return Number{}
	}
	price := c.settings.flatPrice
	if c.settings.flatPerPiece {
		price = price.Mul(pieces.Sub(freed))
	}
	if c.settings.handlingIsPercent {
		return price.Add(price.Percent(c.settings.handling))
	}
	return price.Add(c.settings.handling)
}

// freeLines are the lines and parts that rules free of shipping, and whether a rule frees the shipment. Lines after the first that
// frees the shipment are not looked at (Magento\OfflineShipping\Model\Quote\Address\FreeShipping).
func (c *calculation) freeLines() (free set, all bool) {
	free, all = c.judge.empty(), len(c.lines) > 0
	for _, l := range c.lines {
		items, shipment := c.freedBy(l.subject)
		if items {
			free.put(l.subject)
		}
		if shipment {
			all = true
			break
		}
		// A shipment whose every line is freed is free itself.
		all = all && items
	}
	for _, l := range c.lines {
		for _, part := range l.chargeable() {
			if items, _ := c.freedBy(part.subject); items {
				free.put(part.subject)
			}
		}
	}
	return free, all
}

func (c *calculation) freedBy(subject int) (items, shipment bool) {
	for i := range c.rules {
		r := &c.rules[i]
		if !r.valid || !r.matched.has(subject) {
			continue
		}
		items = items || r.FreeShipping == "items"
		shipment = shipment || r.FreeShipping == "shipment"
		if r.Stop {
			break
		}
	}
	return items, shipment
}
