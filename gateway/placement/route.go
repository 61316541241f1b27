package placement

import (
	"context"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// route is one way to make the Magento order of a register's order: a strategy at work.
type route interface {
	// journal notes, before the first call of create, what the order can be found by.
	journal(o *pos.Order)
	// create makes the Magento order and returns its entity id. Errors as for Carts.
	create(ctx context.Context) (string, error)
	// find finds the order that an earlier call made. Errors: not_found; conflict, when what it finds is another's.
	find(ctx context.Context) (pos.ShopOrder, error)
	// unique says that Magento itself refuses to make the order a second time, however close the calls are.
	unique() bool
	// events become true when the order was made.
	events() []pos.EventName
	// made notes the steps that were done together with the order.
	made(o *pos.Order, at time.Time)
}

// cartRoute places a cart that was filled before.
type cartRoute struct {
	*attempt
	cart pos.CartRef
	// quote is what Magento said the cart comes to; nil when an earlier attempt wrote it down.
	quote *pos.Quote
}

func (r cartRoute) journal(o *pos.Order) {
	o.Placement.Strategy, o.Placement.Cart = pos.StrategyCart, r.cart
	if r.quote != nil {
		totals := r.quote.Totals
		o.Placement.Expected, o.Placement.Differences = &totals, o.Differences(*r.quote)
	}
}

func (r cartRoute) create(ctx context.Context) (string, error) {
	return r.cfg.Carts.PlaceCart(ctx, r.cart, r.order, r.at)
}

func (r cartRoute) find(ctx context.Context) (pos.ShopOrder, error) {
	return r.cfg.Carts.OrderByCart(ctx, r.cart)
}

// unique is false: Magento closes a cart at the end of placing it, not at the beginning.
func (r cartRoute) unique() bool { return false }

// events: Magento reserves stock in the same call.
func (r cartRoute) events() []pos.EventName { return []pos.EventName{pos.InventoryReserved} }

func (r cartRoute) made(*pos.Order, time.Time) {}

// importRoute writes the order as it was charged, under its receipt number.
type importRoute struct{ *attempt }

func (r importRoute) journal(o *pos.Order) { o.Placement.Strategy = pos.StrategyImport }

func (r importRoute) create(ctx context.Context) (string, error) {
	return r.cfg.Imports.ImportOrder(ctx, r.order, r.at, tenderComment(r.order))
}

func (r importRoute) find(ctx context.Context) (pos.ShopOrder, error) {
	return r.cfg.Imports.ImportedOrder(ctx, r.order, r.at)
}

// unique: Magento has a unique key on increment id and store (sales_order).
func (r importRoute) unique() bool { return true }

func (r importRoute) events() []pos.EventName { return nil }

// made: the comment about the tenders went along with the order.
func (r importRoute) made(o *pos.Order, at time.Time) { done(o, pos.StepTender, "", at) }

// begunRoute is the route that an earlier attempt, or a person, has chosen; nil when none has.
func (a *attempt) begunRoute() route {
	switch p := a.order.Placement; {
	case p.Strategy == pos.StrategyImport && a.cfg.Imports != nil:
		return importRoute{a}
	case p.Cart.MaskedID == "" && !p.Step(pos.StepOrder).BegunAt.IsZero(), p.Cart.MaskedID != "":
		return cartRoute{attempt: a, cart: p.Cart}
	default:
		return nil
	}
}

// strategy is what the order, or else its location, asks for.
func (a *attempt) strategy() pos.Strategy {
	for _, s := range []pos.Strategy{a.order.Placement.Strategy, a.at.Strategy} {
		if s.Valid() {
			return s
		}
	}
	return pos.StrategyAuto
}

// choose decides how the order is made: as charged where the location says so; otherwise Magento's cart is asked what it
// would charge. A difference is written down whatever comes of it.
func (a *attempt) choose(ctx context.Context) (route, error) {
	strategy := a.strategy()
	if strategy == pos.StrategyImport {
		if a.cfg.Imports == nil {
			return nil, a.hold(ctx, pos.HeldMethodMissing, pos.Met(pos.MetNoImports, nil))
		}
		return importRoute{a}, a.leaveCart(ctx, a.order.Placement.Cart) // a person may have chosen this after a cart was filled
	}
	importable := strategy == pos.StrategyAuto && a.cfg.Imports != nil && a.cfg.Reservations != nil
	if importable && a.order.BeyondCarts() {
		return importRoute{a}, nil
	}
	cart, quote, err := a.fill(ctx)
	if err != nil {
		return a.withoutCart(ctx, err, importable)
	}
	placed := cartRoute{attempt: a, cart: cart, quote: &quote}
	if quote.Totals == a.order.Charged || a.order.Placement.Accepted {
		return placed, nil
	}
	if importable {
		if err := a.leaveCart(ctx, cart); err != nil {
			return nil, err
		}
		return importRoute{a}, a.noteDifference(ctx, quote, func(*pos.Order) error { return nil })
	}
	if off := quote.Totals.Total - a.order.Charged.Total; max(off, -off) <= a.at.AcceptDifference {
		return placed, a.noteDifference(ctx, quote, func(o *pos.Order) error { o.Placement.Accepted = true; return nil })
	}
	if err := a.leaveCart(ctx, cart); err != nil {
		return nil, err
	}
	return nil, a.differ(ctx, quote, func(*pos.Order) {})
}

// withoutCart is what is left when a cart could not be filled. Ours is taken out of a customer's cart, where it would be sold
// to them once more.
func (a *attempt) withoutCart(ctx context.Context, failure error, importable bool) (route, error) {
	code := pos.CodeOf(failure)
	switch {
	case code == pos.CodeCartInUse: // nothing in it is ours
		if err := a.save(ctx, func(o *pos.Order) error { o.Placement.Cart = pos.CartRef{}; return nil }); err != nil {
			return nil, err
		}
	case isRefusal(failure):
		if err := a.leaveCart(ctx, a.order.Placement.Cart); err != nil {
			return nil, err
		}
	}
	if importable && (code == pos.CodeCartInUse || code == pos.CodeCouponRefused) {
		return importRoute{a}, nil
	}
	return nil, failure
}
