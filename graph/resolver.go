package graph

import (
	"context"

	"github.com/tillway/tillway/graph/exec"
	"github.com/tillway/tillway/graph/model"
)

// resolver holds the use cases that the fields call.
type resolver struct {
	catalog   Catalog
	orders    Orders
	registers Registers
	feed      Feed
	links     model.Links
	present   *presenter
}

var _ exec.ResolverRoot = (*resolver)(nil)

// view is the request's look at the catalog.
func (r *resolver) view(ctx context.Context) (*model.View, error) {
	store, err := r.catalog.Store(ctx, requestFrom(ctx).store)
	if err != nil {
		return nil, err
	}
	return &model.View{Catalog: r.catalog, Store: store, Links: r.links}, nil
}
