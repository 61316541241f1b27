package model

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// RelatedProducts are the related products that can be seen in the catalog.
func (p *Product) RelatedProducts(ctx context.Context) ([]ProductInterface, error) {
	return p.linked(ctx, pos.LinkRelated)
}

// UpsellProducts are the up-sells that can be seen in the catalog.
func (p *Product) UpsellProducts(ctx context.Context) ([]ProductInterface, error) {
	return p.linked(ctx, pos.LinkUpSell)
}

// CrosssellProducts are the cross-sells that can be seen in the catalog.
func (p *Product) CrosssellProducts(ctx context.Context) ([]ProductInterface, error) {
	return p.linked(ctx, pos.LinkCrossSell)
}

func (p *Product) linked(ctx context.Context, kind pos.LinkType) ([]ProductInterface, error) {
	var ids []int64
	for _, link := range p.doc.Links {
		if link.Type == kind {
			ids = append(ids, link.ProductID)
		}
	}
	docs, err := p.view.products(ctx, ids)
	if err != nil {
		return nil, err
	}
	seen := make([]*pos.Product, 0, len(docs))
	for i := range docs {
		if doc := &docs[i]; doc.Visibility == pos.VisibleCatalog || doc.Visibility == pos.VisibleBoth {
			seen = append(seen, doc)
		}
	}
	return NewProducts(p.view, seen), nil
}

// products returns those of the given products that exist and are enabled, in the order given.
func (v *View) products(ctx context.Context, ids []int64) ([]pos.Product, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := v.Catalog.ProductsByID(ctx, v.Store.Code, ids)
	if err != nil {
		return nil, err
	}
	place := make(map[int64]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	docs := make([]pos.Product, 0, len(found))
	for _, doc := range found {
		if doc.Enabled {
			docs = append(docs, doc)
		}
	}
	slices.SortFunc(docs, func(a, b pos.Product) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	return docs, nil
}

// ProductLinks are the links of each type by the linked product's id, which is how Magento's database gives them, and then the
// members of a grouped product by position (Magento\Catalog\Model\ProductLink\ProductLinkQuery).
func (p *Product) ProductLinks(ctx context.Context) ([]ProductLinksInterface, error) {
	ids := make([]int64, 0, len(p.doc.Links)+len(p.doc.Members))
	for _, link := range p.doc.Links {
		ids = append(ids, link.ProductID)
	}
	for _, member := range p.doc.Members {
		ids = append(ids, member.ProductID)
	}
	links := []ProductLinksInterface{}
	if len(ids) == 0 {
		return links, nil
	}
	docs, err := p.view.Catalog.ProductsByID(ctx, p.view.Store.Code, ids)
	if err != nil {
		return nil, err
	}
	linked := make(map[int64]pos.Product, len(docs))
	for _, doc := range docs {
		linked[doc.ID] = doc
	}
	add := func(kind string, id int64, sku string, position int) {
		links = append(links, &ProductLinks{
			Sku: &p.doc.SKU, LinkType: &kind, LinkedProductSku: &sku, LinkedProductType: some(string(linked[id].Type)), Position: &position,
		})
	}
	byID := slices.SortedFunc(slices.Values(p.doc.Links), func(a, b pos.Link) int { return cmp.Compare(a.ProductID, b.ProductID) })
	for _, kind := range []struct {
		of   pos.LinkType
		code string
	}{{pos.LinkRelated, "related"}, {pos.LinkCrossSell, "crosssell"}, {pos.LinkUpSell, "upsell"}} {
		for _, link := range byID {
			if link.Type == kind.of {
				add(kind.code, link.ProductID, link.SKU, link.Position)
			}
		}
	}
	for _, member := range p.doc.Members {
		if linked[member.ProductID].Enabled {
			add("associated", member.ProductID, member.SKU, member.Position)
		}
	}
	return links, nil
}

// CanonicalURL is null unless the shop uses canonical tags for products.
func (p *Product) CanonicalURL() *string {
	if p.view.setting("catalog/seo/product_canonical_tag", "0") != "1" || p.doc.URLKey == "" {
		return nil
	}
	return some(p.doc.URLKey + p.view.productSuffix())
}

// URLRewrites are the product's addresses: its own first, then those below categories by the category's id, which is how
// Magento\CatalogUrlRewrite makes them. The parameters are those of the target path.
func (p *Product) URLRewrites(ctx context.Context) ([]*URLRewrite, error) {
	paths := map[string]string{} // a category's url_path by address
	var wanted []string
	for _, url := range p.doc.URLs {
		if i := strings.LastIndexByte(url, '/'); i > 0 {
			paths[url] = url[:i]
			wanted = append(wanted, url[:i])
		}
	}
	ids := map[string]int64{}
	if len(wanted) > 0 {
		page, err := p.view.Catalog.Categories(ctx, pos.CategoryQuery{
			Store: p.view.Store.Code, URLPaths: wanted, PageSize: len(wanted), Page: 1,
		})
		if err != nil {
			return nil, err
		}
		for _, c := range page.Items {
			ids[c.URLPath] = c.ID
		}
	}
	urls := slices.SortedStableFunc(slices.Values(p.doc.URLs), func(a, b string) int {
		return cmp.Compare(ids[paths[a]], ids[paths[b]])
	})
	rewrites := make([]*URLRewrite, len(urls))
	for i, url := range urls {
		parameters := []*HTTPQueryParameter{parameter("id", p.doc.ID)}
		if id := ids[paths[url]]; id != 0 {
			parameters = append(parameters, parameter("category", id))
		}
		rewrites[i] = &URLRewrite{URL: &url, Parameters: parameters}
	}
	return rewrites, nil
}

func parameter(name string, id int64) *HTTPQueryParameter {
	return &HTTPQueryParameter{Name: &name, Value: some(strconv.FormatInt(id, 10))}
}

func (p *Product) rating() pos.Rating {
	if p.doc.Rating == nil || !p.view.reviewed() {
		return pos.Rating{}
	}
	return *p.doc.Rating
}
