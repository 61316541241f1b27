package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// Magento's defaults of catalog/seo/product_url_suffix and category_url_suffix.
const (
	settingProductSuffix  = "catalog/seo/product_url_suffix"
	settingCategorySuffix = "catalog/seo/category_url_suffix"
	defaultSuffix         = ".html"
)

// Attributes returns the product attributes of a store view, by code. Errors: as Store.
func (c *Catalog) Attributes(_ context.Context, store string) ([]pos.Attribute, error) {
	g, err := c.generation(store)
	if err != nil {
		return nil, err
	}
	out := make([]pos.Attribute, len(g.attributes))
	for i, a := range g.attributes {
		out[i] = *a
	}
	return out, nil
}

// Attribute returns one product attribute. Errors: not_found; as Store.
func (c *Catalog) Attribute(_ context.Context, store, code string) (pos.Attribute, error) {
	g, err := c.generation(store)
	if err != nil {
		return pos.Attribute{}, err
	}
	if a, ok := g.attribute(code); ok {
		return *a, nil
	}
	return pos.Attribute{}, pos.NotFound("There is no product attribute %.64q", code)
}

func (g *generation) attribute(code string) (*pos.Attribute, bool) {
	i, ok := slices.BinarySearchFunc(g.attributes, code, func(a *pos.Attribute, code string) int { return strings.Compare(a.Code, code) })
	if !ok {
		return nil, false
	}
	return g.attributes[i], true
}

// Route returns where a request path leads: to a product or a category, with or without the suffix of their URLs, or
// wherever Magento's rewrites say. A path that begins with a slash means the same without it. The target is Magento's
// internal path. Errors: not_found; as Store.
func (c *Catalog) Route(_ context.Context, store, path string) (pos.Route, error) {
	g, err := c.generation(store)
	if err != nil {
		return pos.Route{}, err
	}
	path = strings.TrimPrefix(path, "/")
	if path != "" {
		if r, ok := g.route(path); ok {
			return r, nil
		}
	}
	return pos.Route{}, pos.NotFound("Nothing is at %.200q", path)
}

func (g *generation) route(path string) (pos.Route, bool) {
	if r, ok := g.routes.get(path); ok {
		return *r.doc, true
	}
	if r, ok := g.productRoute(path); ok {
		return r, true
	}
	return g.categoryRoute(path)
}

func (g *generation) suffix(setting string) string {
	if s, ok := g.store.Settings[setting]; ok {
		return s
	}
	return defaultSuffix
}

func (g *generation) productRoute(path string) (pos.Route, bool) {
	suffix := g.suffix(settingProductSuffix)
	key := strings.TrimSuffix(path, suffix)
	full := key + suffix
	ids, ok := g.byPath.get(full)
	if !ok {
		// Sources that know no rewrites have the URL key.
		if ids, ok = g.byURL.get(key); !ok {
			return pos.Route{}, false
		}
	}
	for _, id := range ids {
		if it, ok := g.products.get(id); ok && it.listed {
			return pos.Route{Path: full, Type: "product", EntityID: id, Target: "catalog/product/view/id/" + productKey(id)}, true
		}
	}
	return pos.Route{}, false
}

func (g *generation) categoryRoute(path string) (pos.Route, bool) {
	suffix := g.suffix(settingCategorySuffix)
	key := strings.TrimSuffix(path, suffix)
	id, ok := g.tree.byURL[key]
	if !ok {
		return pos.Route{}, false
	}
	return pos.Route{Path: key + suffix, Type: "category", EntityID: id, Target: "catalog/category/view/id/" + productKey(id)}, true
}
