package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// availableStores are the active store views of the request's website, or of its group, be they served here or not
// (Magento\Store\Model\ResourceModel\StoreWebsiteRelation::getWebsiteStores).
func (r *resolver) availableStores(ctx context.Context, ofGroup bool) ([]*model.StoreConfig, error) {
	view, err := r.view(ctx)
	if err != nil {
		return nil, err
	}
	stores, err := r.catalog.Stores(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range view.Store.Siblings {
		if !slices.ContainsFunc(stores, func(served pos.Store) bool { return served.Code == s.Code }) {
			stores = append(stores, s)
		}
	}
	slices.SortFunc(stores, func(a, b pos.Store) int { return cmp.Compare(a.ID, b.ID) })
	answers := []*model.StoreConfig{}
	for _, s := range stores {
		if s.WebsiteID == view.Store.WebsiteID && (!ofGroup || s.GroupID == view.Store.GroupID) {
			answers = append(answers, &model.StoreConfig{View: r.viewOf(ctx, s, r.catalog.Version(s.Code))})
		}
	}
	return answers, nil
}
