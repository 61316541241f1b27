package graph

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/exec"
	"github.com/tillway/tillway/graph/model"
)

// resolver holds the use cases that the fields call.
type resolver struct {
	catalog   Catalog
	orders    Orders
	registers Registers
	feed      Feed
	customers Customers
	pusher    Pusher
	explainer Explainer
	shifts    Shifts
	office    Office
	receipts  Receipts
	links     model.Links
	now       func() time.Time
	present   *presenter
	ranges    *model.Ranges
	shelves   shelves
	reviews   model.Reviewing
	entities  EntityAttributes // nil where the database is not open to us
	places    Places           // as entities
	accounts  *accounts
	zones     sync.Map // *time.Location by name: reading one takes as long as a small query
}

var _ exec.ResolverRoot = (*resolver)(nil)

// view is the request's look at the catalog.
func (r *resolver) view(ctx context.Context) (*model.View, error) {
	code := requestFrom(ctx).store
	version := r.catalog.Version(code) // before anything is read
	store, err := r.catalog.Store(ctx, code)
	if err != nil {
		return nil, err
	}
	return r.viewOf(ctx, store, version), nil
}

// pricedView is a view in which prices are told, those of the caller's customer group. Errors: unavailable too.
func (r *resolver) pricedView(ctx context.Context) (*model.View, error) {
	view, err := r.view(ctx)
	if err != nil {
		return nil, err
	}
	if req := requestFrom(ctx); req.groups != nil {
		if view.Group, err = req.groups.of(ctx, req.token); err != nil {
			return nil, err
		}
	}
	view.Shelf, err = r.shelves.of(ctx, r.catalog, view.Store, view.Group)
	return view, err
}

func (r *resolver) viewOf(ctx context.Context, store pos.Store, version uint64) *model.View {
	view := &model.View{
		Catalog: r.catalog, Metadata: r.catalog, Reviewing: r.reviews, Store: store, Links: r.links, Currency: cmp.Or(store.Currency, store.BaseCurrency), Now: r.now(), Zone: r.zone(store),
		Version: version, Ranges: r.ranges, Looks: requestFrom(ctx).looks,
	}
	if asked := requestFrom(ctx).currency; asked != "" {
		view.Currency = asked
	}
	if rate, ok := rateOf(store, view.Currency); ok && view.Currency != store.BaseCurrency {
		view.Rate = &rate
	}
	return view
}

func (r *resolver) zone(store pos.Store) *time.Location {
	if known, ok := r.zones.Load(store.Timezone); ok {
		return known.(*time.Location) //nolint:forcetypeassert // nothing else is stored
	}
	zone := store.Zone()
	r.zones.Store(store.Timezone, zone)
	return zone
}

// rateOf is what a unit of the store's base currency is worth in another, false when it has no rate.
func rateOf(store pos.Store, currency string) (decimal.Decimal, bool) {
	for _, r := range store.Currencies {
		if r.Currency == currency {
			return r.Rate, true
		}
	}
	return decimal.Decimal{}, false
}
