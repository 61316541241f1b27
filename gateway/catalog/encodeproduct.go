package catalog

import (
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
)

// appendProduct writes the fields in the order of pos.Product.
func (e *encoder) appendProduct(p *pos.Product) {
	e.open()
	e.number("id", p.ID)
	e.text("sku", p.SKU)
	e.text("type", string(p.Type))
	e.registers.take(e.b, true)
	e.number("attributeSet", p.AttributeSet)
	e.registers.take(e.b, p.AttributeSet != 0 && e.registers.wants(pos.AttributeSetCode))
	e.text("name", p.Name)
	e.registers.take(e.b, true)
	e.optionalText("urlKey", p.URLKey)
	e.registers.take(e.b, false)
	e.truth("enabled", p.Enabled)
	e.number("visibility", int64(p.Visibility))
	e.number("taxClass", p.TaxClass)
	e.texts("barcodes", p.Barcodes)
	e.registers.take(e.b, true)
	e.numbers("websites", p.Websites)
	e.registers.take(e.b, false)
	e.amountPointer("price", p.Price)
	e.registers.take(e.b, true)
	e.amountPointer("idlePrice", p.IdlePrice)
	e.registers.take(e.b, false)
	if s := p.Special; s != nil {
		e.name("special")
		e.open()
		e.amount("price", s.Price)
		e.optionalText("from", s.From)
		e.optionalText("to", s.To)
		e.close()
	}
	e.prices(p.Prices)
	e.registers.take(e.b, true)
	many(e, "ruleChanges", p.RuleChanges, func(c *pos.RuleChange) {
		e.number("group", c.Group)
		e.text("day", c.Day)
		e.amountPointer("was", c.Was)
		e.amountPointer("price", c.Price)
	})
	e.registers.take(e.b, false)
	many(e, "categories", p.Categories, func(l *pos.CategoryLink) {
		e.number("id", l.ID)
		e.number("position", int64(l.Position))
	})
	e.optionalText("image", p.Image)
	e.optionalText("smallImage", p.SmallImage)
	e.optionalText("thumbnail", p.Thumbnail)
	e.registers.take(e.b, true)
	many(e, "gallery", p.Gallery, e.media)
	e.registers.take(e.b, false)
	e.attributes(p.Attributes)
	many(e, "options", p.Options, e.configurableOption)
	many(e, "variants", p.Variants, e.variant)
	if p.Bundle != nil {
		e.name("bundle")
		e.bundle(p.Bundle)
	}
	e.members(p.Members)
	e.registers.take(e.b, true)
	e.links(p.Links)
	e.registers.take(e.b, false)
	many(e, "downloads", p.Downloads, e.download)
	e.registers.take(e.b, true)
	many(e, "samples", p.Samples, e.download)
	e.registers.take(e.b, false)
	many(e, "customOptions", p.CustomOptions, e.customOption)
	many(e, "tiers", p.Tiers, func(t *pos.TierPrice) {
		e.number("group", t.Group)
		e.amount("quantity", t.Quantity)
		e.amount("price", t.Price)
		e.optionalTruth("percent", t.Percent)
	})
	e.registers.take(e.b, true)
	e.texts("urls", p.URLs)
	if r := p.Rating; r != nil {
		e.name("rating")
		e.open()
		e.number("summary", int64(r.Summary))
		e.number("count", int64(r.Count))
		e.close()
	}
	e.text("createdAt", p.CreatedAt)
	e.text("updatedAt", p.UpdatedAt)
	e.close()
}

func (e *encoder) prices(prices []pos.GroupPrice) {
	many(e, "prices", prices, func(g *pos.GroupPrice) {
		e.number("group", g.Group)
		e.amount("regular", g.Regular)
		e.amount("final", g.Final)
		e.amount("min", g.Min)
		e.amount("max", g.Max)
	})
}

func (e *encoder) texts(name string, values []string) {
	if len(values) == 0 {
		return
	}
	e.name(name)
	e.b = append(e.b, '[')
	for _, v := range values {
		e.next()
		e.quote(v)
	}
	e.b = append(e.b, ']')
}

func (e *encoder) numbers(name string, values []int64) {
	if len(values) == 0 {
		return
	}
	e.name(name)
	e.b = append(e.b, '[')
	for _, v := range values {
		e.next()
		e.b = strconv.AppendInt(e.b, v, 10)
	}
	e.b = append(e.b, ']')
}

func (e *encoder) attributes(values pos.Attributes) {
	if len(values) == 0 {
		return
	}
	e.name("attributes")
	e.open()
	for i := range values {
		e.next()
		from := len(e.b)
		e.quote(values[i].Code)
		e.b = append(e.b, ':')
		e.quote(values[i].Value)
		e.registers.attribute(values[i].Code, e.b[from:])
	}
	e.close()
	e.registers.endAttributes(len(e.b))
}

func (e *encoder) media(m *pos.Media) {
	e.number("id", m.ID)
	e.text("type", m.Type)
	e.text("file", m.File)
	e.textPointer("label", m.Label)
	e.number("position", int64(m.Position))
	e.optionalTruth("disabled", m.Disabled)
	if v := m.Video; v != nil {
		e.name("video")
		e.video(v)
	}
}

func (e *encoder) video(v *pos.Video) {
	e.open()
	e.textPointer("provider", v.Provider)
	e.textPointer("url", v.URL)
	e.textPointer("title", v.Title)
	e.textPointer("description", v.Description)
	e.textPointer("metadata", v.Metadata)
	e.close()
}

func (e *encoder) configurableOption(o *pos.ConfigurableOption) {
	e.number("id", o.ID)
	e.number("attributeId", o.AttributeID)
	e.text("code", o.Code)
	e.text("label", o.Label)
	e.number("position", int64(o.Position))
	e.name("values")
	if o.Values == nil {
		e.null()
		return
	}
	e.objects(len(o.Values), func(i int) {
		v := &o.Values[i]
		e.number("id", v.ID)
		e.text("label", v.Label)
		e.optionalText("swatch", v.Swatch)
		if v.SwatchType != nil {
			e.number("swatchType", int64(*v.SwatchType))
		}
	})
}

func (e *encoder) null() { e.b = append(e.b, "null"...) }

func (e *encoder) variant(v *pos.Variant) {
	e.number("id", v.ID)
	e.text("sku", v.SKU)
	e.name("values")
	if v.Values == nil {
		e.null()
		return
	}
	e.open()
	for _, a := range e.onAxes(v.Values) {
		e.next()
		e.b = append(e.b, a.named...)
		e.b = strconv.AppendInt(e.b, a.option, 10)
	}
	e.close()
}

func (e *encoder) bundle(b *pos.Bundle) {
	e.open()
	e.optionalTruth("fixedPrice", b.FixedPrice)
	e.optionalTruth("fixedSku", b.FixedSKU)
	e.optionalTruth("fixedWeight", b.FixedWeight)
	many(e, "options", b.Options, func(o *pos.BundleOption) {
		e.number("id", o.ID)
		e.text("title", o.Title)
		e.text("type", o.Type)
		e.optionalTruth("required", o.Required)
		e.number("position", int64(o.Position))
		many(e, "selections", o.Selections, func(s *pos.BundleSelection) {
			e.number("id", s.ID)
			e.number("productId", s.ProductID)
			e.text("sku", s.SKU)
			e.amount("quantity", s.Quantity)
			e.amount("price", s.Price)
			e.optionalTruth("percent", s.Percent)
			e.optionalTruth("default", s.Default)
			e.optionalTruth("userQuantity", s.UserQuantity)
			e.number("position", int64(s.Position))
		})
	})
	e.close()
}

func (e *encoder) members(members []pos.Member) {
	many(e, "members", members, func(m *pos.Member) {
		e.number("productId", m.ProductID)
		e.text("sku", m.SKU)
		e.amount("quantity", m.Quantity)
		e.number("position", int64(m.Position))
	})
}

func (e *encoder) links(links []pos.Link) {
	many(e, "links", links, func(l *pos.Link) {
		e.text("type", string(l.Type))
		e.number("productId", l.ProductID)
		e.text("sku", l.SKU)
		e.number("position", int64(l.Position))
	})
}

func (e *encoder) download(d *pos.Download) {
	e.number("id", d.ID)
	e.text("title", d.Title)
	e.amount("price", d.Price)
	e.number("sortOrder", int64(d.SortOrder))
	e.optionalText("sample", d.Sample)
}

func (e *encoder) customOption(o *pos.CustomOption) {
	e.number("id", o.ID)
	e.text("title", o.Title)
	e.text("type", o.Type)
	e.optionalTruth("required", o.Required)
	e.number("sortOrder", int64(o.SortOrder))
	e.optionalText("sku", o.SKU)
	if o.Price != nil {
		e.optionPrice(o.Price)
	}
	e.optionalNumber("maxCharacters", o.MaxCharacters)
	e.optionalText("fileExtensions", o.FileExtensions)
	e.optionalNumber("imageWidth", o.ImageWidth)
	e.optionalNumber("imageHeight", o.ImageHeight)
	many(e, "values", o.Values, func(v *pos.CustomValue) {
		e.number("id", v.ID)
		e.text("title", v.Title)
		e.optionalText("sku", v.SKU)
		e.optionPrice(&v.Price)
		e.number("sortOrder", int64(v.SortOrder))
	})
}

func (e *encoder) optionPrice(p *pos.OptionPrice) {
	e.name("price")
	e.open()
	e.amount("amount", p.Amount)
	e.optionalTruth("percent", p.Percent)
	e.close()
}

func (e *encoder) rules(r *pos.StockRules) {
	e.open()
	if r.Manage != nil {
		e.truth("manage", *r.Manage)
	}
	if r.Backorders != nil {
		e.number("backorders", int64(*r.Backorders))
	}
	e.amountPointer("minimum", r.Minimum)
	e.amountPointer("minSale", r.MinSale)
	e.amountPointer("maxSale", r.MaxSale)
	e.amountPointer("increments", r.Increments)
	e.close()
}
