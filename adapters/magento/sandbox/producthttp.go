package sandbox

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// productTable searches products by their columns and by any attribute.
func (s *shop) productTable(render func(*product) any) table[*product] {
	return table[*product]{
		column: func(p *product, field string) []any { return p.column(field) },
		known: func(field string) bool {
			switch field {
			case "entity_id", "id", "type_id", "attribute_set_id", "category_id", "website_id", "store_id":
				return true
			}
			_, ok := s.attribute(field)
			return ok
		},
		unknown: func(field string) error {
			return &refusal{status: 400, message: `The "%1" attribute name is invalid. Reset the name and try again.`,
				params: list{field}}
		},
		render: render,
	}
}

func (p *product) column(field string) []any {
	switch field {
	case "entity_id", "id":
		return []any{p.ID}
	case "sku":
		return []any{p.SKU}
	case "name":
		return []any{p.Name}
	case "type_id":
		return []any{p.Type}
	case "attribute_set_id":
		return []any{p.AttributeSet}
	case "price":
		return []any{p.Price}
	case "special_price":
		if p.Special == nil {
			return nil
		}
		return []any{p.Special.Price}
	case "status":
		return []any{p.Status}
	case "visibility":
		return []any{p.Visibility}
	case "tax_class_id":
		return []any{p.TaxClass}
	case "created_at":
		return []any{p.CreatedAt}
	case "updated_at":
		return []any{p.UpdatedAt}
	case "url_key":
		return []any{p.URLKey}
	case "weight":
		return []any{p.Weight}
	case "website_id", "store_id":
		return []any{1}
	case "category_id", "category_ids":
		var ids []any
		for _, c := range p.Categories {
			ids = append(ids, c.ID)
		}
		return ids
	}
	if v, ok := p.value(field); ok {
		return []any{v}
	}
	return nil
}

func (s *Sandbox) searchProducts(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	t := s.shop.productTable(func(p *product) any { return s.shop.productJSON(p, false) })
	return t.search(s.shop.products, r)
}

// withProduct answers with what fn makes of the product named by the first path variable.
func (s *Sandbox) withProduct(r *request, fn func(*product) (any, error)) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	p, err := s.shop.product(r.vars[0])
	if err != nil {
		return nil, err
	}
	return fn(p)
}

func (s *Sandbox) getProduct(r *request) (any, error) {
	return s.withProduct(r, func(p *product) (any, error) { return s.shop.productJSON(p, true), nil })
}

func (s *Sandbox) deleteProduct(r *request) (any, error) { return true, s.DeleteProduct(r.vars[0]) }

func (s *Sandbox) productMedia(r *request) (any, error) {
	return s.withProduct(r, func(p *product) (any, error) { return p.gallery(), nil })
}

func (s *Sandbox) productOptions(r *request) (any, error) {
	return s.withProduct(r, func(p *product) (any, error) { return p.optionsJSON(), nil })
}

func (s *Sandbox) configurableChildren(r *request) (any, error) {
	return s.withProduct(r, func(p *product) (any, error) {
		children := list{}
		for _, id := range p.Children {
			if child := s.shop.byID[id]; child != nil {
				children = append(children, s.shop.childJSON(child))
			}
		}
		return children, nil
	})
}

func (s *Sandbox) configurableOptions(r *request) (any, error) {
	return s.withProduct(r, func(p *product) (any, error) { return p.axesJSON(), nil })
}

func (s *Sandbox) searchAttributes(r *request) (any, error) {
	return attributesAmong(s.shop.attributes, r)
}

// searchCategoryAttributes finds none: categories here have no attributes besides their fields.
func (s *Sandbox) searchCategoryAttributes(r *request) (any, error) { return attributesAmong(nil, r) }

func attributesAmong(list []attribute, r *request) (any, error) {
	t := table[attribute]{
		column: func(a attribute, field string) []any {
			switch field {
			case "attribute_id":
				return []any{a.id}
			case "attribute_code":
				return []any{a.code}
			case "frontend_input":
				return []any{a.input}
			case "backend_type":
				return []any{a.backend}
			case "is_user_defined":
				return []any{number(a.userDefined)}
			case "is_visible":
				return []any{1}
			}
			return nil
		},
		known: func(field string) bool {
			return slices.Contains([]string{"attribute_id", "attribute_code", "frontend_input", "backend_type",
				"is_user_defined", "is_visible"}, field)
		},
		unknown: unknownColumn,
		render:  func(a attribute) any { return a.json() },
	}
	return t.search(list, r)
}

func (s *Sandbox) getAttribute(r *request) (any, error) {
	a, ok := s.shop.attribute(r.vars[0])
	if !ok {
		return nil, &refusal{status: 404, params: list{r.vars[0]},
			message: `The attribute with a "%1" attributeCode doesn't exist. Verify the attribute and try again.`}
	}
	return a.json(), nil
}

func (s *Sandbox) attributeOptions(r *request) (any, error) {
	a, ok := s.shop.attribute(r.vars[0])
	if !ok {
		return nil, &refusal{status: 404, params: list{r.vars[0]},
			message: `The attribute with a "%1" attributeCode doesn't exist. Verify the attribute and try again.`}
	}
	return a.optionsJSON(), nil
}

// renderInfo tells prices as the storefront shows them; for a configurable the cheapest variant's.
func (s *Sandbox) renderInfo(r *request) (any, error) {
	if !r.query.Has("storeId") {
		return nil, required("storeId")
	}
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	c, err := parseCriteria(r.query)
	if err != nil {
		return nil, err
	}
	t := s.shop.productTable(func(p *product) any { return s.shop.renderJSON(p, s.url) })
	found, _, err := t.find(s.shop.products, c)
	if err != nil {
		return nil, err
	}
	return pairs("items", listOf(found, t.render)), nil
}

func (s *shop) renderJSON(p *product, base string) object {
	today := s.stamp()[:10]
	regular, final, highest := p.Price, p.finalPrice(today), p.finalPrice(today)
	if p.Type == "configurable" {
		for n, id := range p.Children {
			child := s.byID[id]
			if child == nil {
				continue
			}
			price := child.finalPrice(today)
			if n == 0 || price.LessThan(final) {
				regular, final = child.Price, price
			}
			highest = decimal.Max(highest, price)
		}
	}
	if p.Type == "bundle" || p.Type == "grouped" {
		final, highest = s.prices(p, today)
		regular = final
	}
	var specialPrice any
	if final.LessThan(regular) {
		specialPrice = final
	}
	prices := func(special any) object {
		tag := func(v any) any {
			if d, ok := v.(decimal.Decimal); ok {
				return `<span class="price">$` + d.StringFixed(2) + `</span>`
			}
			return nil
		}
		o := pairs("final_price", final, "max_price", highest, "max_regular_price", decimal.Max(highest, regular),
			"minimal_regular_price", regular, "special_price", special, "minimal_price", final, "regular_price", regular)
		return o.with("formatted_prices", pairs("final_price", tag(final), "max_price", tag(highest), "minimal_price", tag(final),
			"max_regular_price", tag(decimal.Max(highest, regular)), "minimal_regular_price", nil, "special_price", tag(special),
			"regular_price", tag(regular)))
	}
	info := prices(specialPrice).with("extension_attributes", pairs("msrp", pairs("msrp_price",
		`<span class="price">$0.00</span>`, "is_applicable", "", "is_shown_price_on_gesture", "1", "msrp_message", "",
		"explanation_message", ""), "tax_adjustments", prices(final), "weee_attributes", list{},
		"weee_adjustment", `<span class="price">$`+final.StringFixed(2)+`</span>`))
	return pairs("price_info", info, "images", list{pairs("url", base+"media/catalog/product"+p.Image, "code", "image",
		"height", 300, "width", 300, "label", p.Name, "resized_width", 300, "resized_height", 300)},
		"url", base+p.URLKey+".html", "id", p.ID, "name", p.Name, "type", p.Type, "is_salable", bit(s.isSalable(p, retailStock)),
		"store_id", 1, "currency_code", "USD", "extension_attributes", pairs("review_html", ""))
}

func (s *Sandbox) categoryTree(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	root, depth := int64(2), -1
	if v := r.query.Get("rootCategoryId"); v != "" {
		root = text(v).int64()
	}
	if v := r.query.Get("depth"); v != "" {
		depth = index(v)
	}
	c := s.shop.category(root)
	if c == nil {
		return nil, noSuchEntity("id", root)
	}
	return s.shop.tree(c, depth), nil
}

func (s *Sandbox) searchCategories(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	t := table[*category]{column: categoryColumn, unknown: unknownColumn,
		known:  func(field string) bool { return categoryColumn(&category{}, field) != nil },
		render: func(c *category) any { return s.shop.categoryJSON(c) }}
	return t.search(s.shop.categories, r)
}

func (s *Sandbox) getCategory(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	c := s.shop.category(text(r.vars[0]).int64())
	if c == nil {
		return nil, noSuchEntity("id", text(r.vars[0]).int64())
	}
	return s.shop.categoryJSON(c), nil
}

func (s *Sandbox) categoryProducts(r *request) (any, error) {
	s.shop.mu.RLock()
	defer s.shop.mu.RUnlock()
	c := s.shop.category(text(r.vars[0]).int64())
	if c == nil {
		return nil, noSuchEntity("id", text(r.vars[0]).int64())
	}
	links := list{}
	for _, p := range s.shop.products {
		for _, l := range p.Categories {
			if l.ID == c.ID {
				links = append(links, pairs("sku", p.SKU, "position", l.Position, "category_id", strconv.FormatInt(c.ID, 10)))
			}
		}
	}
	return links, nil
}
