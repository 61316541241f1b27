package catalog

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// Magento's defaults of catalog/seo/product_url_suffix and category_url_suffix.
const (
	settingProductSuffix  = "catalog/seo/product_url_suffix"
	settingCategorySuffix = "catalog/seo/category_url_suffix"
	defaultSuffix         = ".html"
)

// maxRedirects bounds how many rewrites that lead to each other are followed.
const maxRedirects = 10

// The target paths of products and categories, which end with their id; that of a product may name a category too.
const (
	productTarget  = "catalog/product/view/id/"
	categoryTarget = "catalog/category/view/id/"
	belowCategory  = "/category/"
)

// Route returns where an address leads: to the rewrite with that request path, else to the one with that target path. Path is
// what Magento tells as the relative URL, Redirect the code that it answers with, and Type and EntityID are what is there in the
// end (Magento\UrlRewriteGraphQl\Model\Resolver\AbstractEntityUrl). Of a source that knows no rewrites, products and categories
// are found by their URL keys, with or without the suffix of their URLs. A path that begins with a slash means the same
// without it. Errors: not_found; as Store.
func (c *Catalog) Route(_ context.Context, store, path string) (pos.Route, error) {
	g, err := c.generation(store)
	if err != nil {
		return pos.Route{}, err
	}
	if path = strings.TrimPrefix(path, "/"); path == "" {
		return pos.Route{}, nothingAt(path)
	}
	if !g.hasRewrites() {
		return g.guessedRoute(path)
	}
	first, err := g.requested(path)
	if pos.KindOf(err) == pos.KindNotFound {
		first, err = g.targeted(path)
	}
	if err != nil {
		return pos.Route{}, err
	}
	return g.follow(first)
}

func nothingAt(path string) error { return pos.NotFound("Nothing is at %.200q", path) }

// hasRewrites is whether the source tells request paths, as SQL does.
func (g *generation) hasRewrites() bool {
	for range g.routes.all {
		return true
	}
	for range g.byPath.all {
		return true
	}
	return false
}

// follow returns a rewrite with what is where it leads in the end.
func (g *generation) follow(first pos.Route) (pos.Route, error) {
	end := first
	for range maxRedirects {
		next, err := g.requested(end.Target)
		if pos.KindOf(err) == pos.KindNotFound {
			break
		}
		if err != nil {
			return pos.Route{}, err
		}
		end = next
	}
	found := end
	if end.EntityID == 0 {
		if there, err := g.targeted(end.Target); err == nil {
			found = there
		}
	}
	found.Path, found.Redirect = first.Path, first.Redirect
	if first.Redirect != 0 {
		if found.Path = end.Path; end.Redirect != 0 {
			found.Path = end.Target
		}
	}
	return found, nil
}

// requested returns the rewrite with a request path, whose letter case and slashes at the end do not matter. One that is
// written otherwise redirects to how it is written (Magento\UrlRewrite\Model\Storage\DbStorage::prepareUrlRewrite).
// Errors: not_found, internal.
func (g *generation) requested(path string) (pos.Route, error) {
	bare := strings.TrimRight(path, "/")
	var found []pos.Route
	for _, key := range []string{fold(bare), fold(bare) + "/"} {
		r, err := g.rewrite(key)
		if err == nil {
			found = append(found, r)
		} else if pos.KindOf(err) != pos.KindNotFound {
			return pos.Route{}, err
		}
	}
	if len(found) == 0 {
		return pos.Route{}, nothingAt(path)
	}
	best := slices.MinFunc(found, func(a, b pos.Route) int { return distance(a, path) - distance(b, path) })
	if best.Path == path || best.Redirect != 0 {
		return best, nil
	}
	return pos.Route{Path: path, Type: "custom", Target: best.Path, Redirect: 301}, nil
}

// distance orders rewrites that answer the same path (DbStorage::extractMostRelevantUrlRewrite): one that leads to itself is the last.
func distance(r pos.Route, path string) int {
	bare := strings.TrimRight(r.Path, "/")
	switch {
	case bare == strings.TrimRight(r.Target, "/"):
		return 3
	case r.Path == path:
		return 0
	case bare == strings.TrimRight(path, "/"):
		return 1
	default:
		return 2
	}
}

// rewrite returns the rewrite whose request path is this but for letter case. Errors: not_found, internal.
func (g *generation) rewrite(key string) (pos.Route, error) {
	if r, ok := g.routes.get(key); ok {
		return *r.doc, nil
	}
	ids, _ := g.byPath.get(key)
	for _, id := range ids {
		it, ok := g.products.get(id)
		if !ok || !it.listed {
			continue
		}
		f, err := it.facts(g.symbols)
		if err != nil {
			return pos.Route{}, err
		}
		if i := slices.IndexFunc(f.urls, func(url string) bool { return fold(url) == key }); i >= 0 {
			return productRoute(f.urls[i], id), nil
		}
	}
	suffix := g.suffix(settingCategorySuffix)
	if short, ok := strings.CutSuffix(key, fold(suffix)); ok {
		if id, ok := g.tree.byURL[short]; ok {
			return g.categoryRoute(id), nil
		}
	}
	return pos.Route{}, nothingAt(key)
}

// targeted returns the first rewrite with a target path. Errors: not_found, internal.
func (g *generation) targeted(target string) (pos.Route, error) {
	key := fold(target)
	if rest, ok := strings.CutPrefix(key, productTarget); ok {
		return g.targetedProduct(rest)
	}
	if rest, ok := strings.CutPrefix(key, categoryTarget); ok {
		id, _ := strconv.ParseInt(rest, 10, 64) // what is no number is no category either
		if c, ok := g.tree.byID[id]; ok && c.URLPath != "" {
			return g.categoryRoute(id), nil
		}
	}
	if paths, ok := g.byTarget.get(key); ok {
		return g.rewrite(paths[0])
	}
	return pos.Route{}, nothingAt(target)
}

// targetedProduct takes what a product's target path ends with. The address that Magento makes of the URL key is older than
// those that a merchant adds.
func (g *generation) targetedProduct(rest string) (pos.Route, error) {
	product, category, isBelow := strings.Cut(rest, belowCategory)
	id, _ := strconv.ParseInt(product, 10, 64) // what is no number is no product either
	it, ok := g.products.get(id)
	if !ok || !it.listed {
		return pos.Route{}, nothingAt(rest)
	}
	f, err := it.facts(g.symbols)
	if err != nil {
		return pos.Route{}, err
	}
	wanted := f.urlKey + g.suffix(settingProductSuffix)
	if isBelow {
		above, _ := strconv.ParseInt(category, 10, 64)
		c, ok := g.tree.byID[above]
		if !ok {
			return pos.Route{}, nothingAt(rest)
		}
		wanted = c.URLPath + "/" + wanted
	}
	switch {
	case slices.Contains(f.urls, wanted):
		return productRoute(wanted, id), nil
	case isBelow || len(f.urls) == 0:
		return pos.Route{}, nothingAt(rest)
	default:
		return productRoute(f.urls[0], id), nil
	}
}

func productRoute(path string, id int64) pos.Route {
	return pos.Route{Path: path, Type: "product", EntityID: id, Target: productTarget + productKey(id)}
}

func (g *generation) categoryRoute(id int64) pos.Route {
	return pos.Route{Path: g.tree.byID[id].URLPath + g.suffix(settingCategorySuffix), Type: "category", EntityID: id, Target: categoryTarget + productKey(id)}
}

func (g *generation) suffix(setting string) string {
	if s, ok := g.store.Settings[setting]; ok {
		return s
	}
	return defaultSuffix
}

// guessedRoute finds what Magento would make a rewrite of. Errors: not_found.
func (g *generation) guessedRoute(path string) (pos.Route, error) {
	suffix := g.suffix(settingProductSuffix)
	key := strings.TrimSuffix(path, suffix)
	ids, _ := g.byURL.get(key)
	for _, id := range ids {
		if it, ok := g.products.get(id); ok && it.listed {
			return productRoute(key+suffix, id), nil
		}
	}
	if id, ok := g.tree.byURL[fold(strings.TrimSuffix(path, g.suffix(settingCategorySuffix)))]; ok {
		return g.categoryRoute(id), nil
	}
	return pos.Route{}, nothingAt(path)
}
