package graph

import (
	"context"

	"github.com/tillway/tillway/graph/model"
)

// availableStores are the store views of the request's website, or of its group.
func (r *resolver) availableStores(ctx context.Context, ofGroup bool) ([]*model.StoreConfig, error) {
	view, err := r.view(ctx)
	if err != nil {
		return nil, err
	}
	stores, err := r.catalog.Stores(ctx)
	if err != nil {
		return nil, err
	}
	answers := []*model.StoreConfig{}
	for _, s := range stores {
		if s.WebsiteID == view.Store.WebsiteID && (!ofGroup || s.GroupID == view.Store.GroupID) {
			answers = append(answers, &model.StoreConfig{View: r.viewOf(ctx, s, r.catalog.Version(s.Code))})
		}
	}
	return answers, nil
}
