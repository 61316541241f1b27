package model

import (
	"slices"
	"strconv"

	"github.com/tillway/tillway/gateway/pos"
)

// Website is a website that a product is on.
type Website struct {
	ID             *int64
	Code           *string
	Name           *string
	SortOrder      *int
	DefaultGroupID *string
	IsDefault      *bool
}

// Websites are those that the product is on, by id (Magento\CatalogGraphQl\Model\Resolver\Product\Websites\Collection). What
// the catalog's source does not tell of a website is null.
func (p *Product) Websites() []*Website {
	sites := make([]*Website, len(p.doc.Websites))
	for i := range sites {
		sites[i] = &Website{ID: &p.doc.Websites[i]}
		j := slices.IndexFunc(p.view.Store.Websites, func(w pos.Website) bool { return w.ID == p.doc.Websites[i] })
		if j < 0 { // a store that was imported before it knew of others
			if store := p.view.Store; store.WebsiteID == p.doc.Websites[i] {
				sites[i].Code, sites[i].Name = some(store.WebsiteCode), some(store.WebsiteName)
			}
			continue
		}
		known := &p.view.Store.Websites[j]
		sites[i].Code, sites[i].Name, sites[i].SortOrder, sites[i].IsDefault = some(known.Code), some(known.Name), known.SortOrder, known.Default
		if known.DefaultGroup != 0 {
			sites[i].DefaultGroupID = some(strconv.FormatInt(known.DefaultGroup, 10))
		}
	}
	return sites
}
