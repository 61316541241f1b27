package placement

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// waitFor is how long an order waits for another one that it names and that the ledger does not know: the register that
// sold it may be without a network.
const waitFor = 24 * time.Hour

// waiting says that something must happen to another order first.
type waiting struct{ what string }

func (w waiting) Error() string { return "it waits until " + w.what }

// refund gives back in Magento what came back, with one credit memo on each order that goods were sold with. A memo is known
// by its comment, which names this order: it is looked for before it is made.
func (a *attempt) refund(ctx context.Context) error {
	if a.order.Accepts(pos.HeldReturnRefused) { // a person has seen to the money; the goods that were sold with it are in Magento, and go on
		return a.save(ctx, func(o *pos.Order) error { done(o, pos.StepRefund, "", a.now()); return nil })
	}
	var memos []string
	for _, id := range soldWith(a.order.Returns) {
		memo, err := a.refundOne(ctx, id)
		if err != nil {
			return err
		}
		if memo != "" {
			memos = append(memos, memo)
		}
	}
	return a.save(ctx, func(o *pos.Order) error { done(o, pos.StepRefund, strings.Join(memos, " "), a.now()); return nil })
}

// soldWith lists the orders that goods were sold with, each once.
func soldWith(returns []pos.Return) []string {
	var ids []string
	for _, r := range returns {
		if r.OrderID != "" && !slices.Contains(ids, r.OrderID) {
			ids = append(ids, r.OrderID)
		}
	}
	return ids
}

// refundOne makes the credit memo of one order and returns its id; none when nothing is left to give back.
func (a *attempt) refundOne(ctx context.Context, id string) (string, error) {
	original, err := a.original(ctx, id)
	if err != nil {
		return "", err
	}
	shopID := original.Placement.OrderID
	memo, err := a.cfg.Returns.CreditMemo(ctx, shopID, a.order.ID)
	switch pos.KindOf(err) {
	case "":
		return memo, a.refunded(ctx, shopID)
	case pos.KindNotFound:
	default:
		return "", err
	}
	begun := a.order.Placement.Step(pos.StepRefund).BegunAt
	if !begun.IsZero() {
		if err := a.settled(begun); err != nil {
			return "", err
		}
	}
	goods, err := a.takeBack(ctx, id)
	if err != nil {
		return "", err
	}
	request, err := a.creditMemo(ctx, original, goods)
	if err != nil || len(request.Items) == 0 {
		return "", err
	}
	if err := a.mayCall(ctx); err != nil {
		return "", err
	}
	begun = a.now()
	if err := a.save(ctx, func(o *pos.Order) error { o.Placement.Step(pos.StepRefund).BegunAt = begun; return nil }); err != nil {
		return "", err
	}
	calling, cancel := a.changing(ctx, begun)
	defer cancel()
	memo, err = a.cfg.Returns.Refund(calling, shopID, request)
	if err != nil && (pos.CodeOf(err) == pos.CodeOutcomeUnknown || pos.KindOf(err) == pos.KindInternal) {
		return "", err
	}
	if err != nil {
		return "", a.notBegun(ctx, pos.StepRefund, err)
	}
	if err := a.save(ctx, func(o *pos.Order) error { o.Placement.Step(pos.StepRefund).BegunAt = time.Time{}; return nil }); err != nil {
		return "", err
	}
	return memo, a.refunded(ctx, shopID)
}

// original reads the order that goods were sold with. It must be paid in Magento: until then there is nothing to give back.
func (a *attempt) original(ctx context.Context, id string) (pos.Order, error) {
	o, err := a.cfg.Ledger.Order(ctx, id)
	switch {
	case pos.KindOf(err) == pos.KindNotFound:
		return o, a.missing(ctx, id, pos.HeldReturnRefused)
	case err != nil:
		return o, err
	case o.Currency != a.order.Currency:
		return o, a.hold(ctx, pos.HeldReturnRefused, otherCurrency(o, a.order))
	case o.State == pos.StateCancelled || o.Placement.ShopState == pos.ShopStateCancelled:
		return o, a.hold(ctx, pos.HeldReturnRefused, pos.Met(pos.MetCancelledOrder, pos.Figures{"order": o.Receipt()}))
	case !o.Placement.Step(pos.StepInvoice).DoneAt.IsZero() && o.State != pos.StateHeld:
		return o, nil
	case o.Open() > 0:
		return o, a.hold(ctx, pos.HeldReturnRefused, pos.Met(pos.MetUnpaidOrder, pos.Figures{"order": o.Receipt()}))
	default:
		return o, waiting{"order " + o.Receipt() + " is in Magento; it is " + string(o.State)}
	}
}

// missing waits for an order that the ledger does not know, and holds this one when it has waited long enough.
func (a *attempt) missing(ctx context.Context, id string, reason pos.HeldReason) error {
	if a.now().Sub(a.order.ReceivedAt) < waitFor {
		return waiting{"order " + id + " is in the ledger"}
	}
	return a.hold(ctx, reason, pos.Met(pos.MetUnknownOrder, pos.Figures{"order": id}))
}

var errOverReturned = errors.New("more came back than was sold")

// takeBack notes on the order that goods were sold with what came back of it, and returns that: as much as was sold, when a
// person has accepted that it is more. What a return noted that was cancelled since has not come back.
func (a *attempt) takeBack(ctx context.Context, id string) ([]pos.Return, error) {
	b := back{attempt: a}
	err := a.cfg.Ledger.Update(ctx, id, b.note)
	if b.over != nil {
		var lookErr error
		if b.void, lookErr = a.cancelledReturns(ctx, b.earlier); lookErr != nil {
			return nil, lookErr
		}
		if len(b.void) > 0 {
			err = a.cfg.Ledger.Update(ctx, id, b.note)
		}
	}
	switch {
	case errors.Is(err, errOverReturned):
		return nil, a.hold(ctx, pos.HeldOverReturned, *b.over)
	case pos.KindOf(err) == pos.KindConflict: // it was archived
		return nil, a.hold(ctx, pos.HeldReturnRefused, pos.DetailOf(err))
	case err != nil:
		return nil, ledgerError{err}
	}
	return b.goods, nil
}

// cancelledReturns are the orders among those that took something back which were cancelled.
func (a *attempt) cancelledReturns(ctx context.Context, returned []pos.Returned) (map[string]bool, error) {
	cancelled := map[string]bool{}
	for _, r := range returned {
		if _, known := cancelled[r.OrderID]; known || r.OrderID == a.order.ID {
			continue
		}
		other, err := a.cfg.Ledger.Order(ctx, r.OrderID)
		if err != nil {
			return nil, err
		}
		cancelled[r.OrderID] = other.State == pos.StateCancelled
	}
	maps.DeleteFunc(cancelled, func(_ string, is bool) bool { return !is })
	return cancelled, nil
}

// back is what comes back of one order with the order in hand.
type back struct {
	*attempt
	void    map[string]bool // orders whose returns were cancelled
	earlier []pos.Returned  // what was noted before
	goods   []pos.Return
	over    *pos.HeldDetail // what is more than was sold
}

func (b *back) note(o *pos.Order) ([]pos.Event, error) {
	b.goods, b.over, b.earlier = nil, nil, o.Placement.Returned
	o.Placement.Returned = slices.DeleteFunc(slices.Clone(o.Placement.Returned), func(r pos.Returned) bool { return b.void[r.OrderID] })
	var noted []pos.Returned
	left := map[string]decimal.Decimal{}
	for _, r := range b.order.Returns {
		if r.OrderID != o.ID {
			continue
		}
		sku := strings.ToLower(r.SKU)
		if _, met := left[sku]; !met {
			left[sku] = decimal.Max(decimal.Zero, o.Returnable(r.SKU, b.order.ID))
		}
		if r.Quantity.GreaterThan(left[sku]) {
			more := pos.Met(pos.MetMoreReturned, pos.Figures{"returned": r.Quantity.String(), "sku": r.SKU, "left": left[sku].String(), "order": o.Receipt()})
			b.over = &more
			if !b.order.Accepts(pos.HeldOverReturned) {
				return nil, errOverReturned
			}
			r.Refund = decimal.NewFromInt(r.Refund).Mul(left[sku]).Div(r.Quantity).Round(0).IntPart()
			r.Quantity = left[sku]
		}
		left[sku] = left[sku].Sub(r.Quantity)
		if r.Quantity.IsPositive() {
			b.goods = append(b.goods, r)
			noted = append(noted, pos.Returned{OrderID: b.order.ID, SKU: r.SKU, Quantity: r.Quantity, Refund: r.Refund})
		}
	}
	o.TakeBack(b.order.ID, noted)
	return []pos.Event{o.Event(pos.OrderChanged, b.cfg.NewID(), b.now())}, nil
}

// creditMemo is what Magento is asked for: the pieces by its own lines, and the amount by which the customer got more or less
// than Magento makes of them.
func (a *attempt) creditMemo(ctx context.Context, original pos.Order, goods []pos.Return) (pos.CreditMemo, error) {
	shop, err := a.cfg.Orders.ShopOrder(ctx, original.Placement.OrderID)
	if err != nil {
		return pos.CreditMemo{}, err
	}
	from, err := a.shippedFrom(ctx, original)
	if err != nil {
		return pos.CreditMemo{}, err
	}
	memo := pos.CreditMemo{Currency: a.order.Currency, Comment: fmt.Sprintf("Taken back with receipt %s (%s).", a.order.Receipt(), a.order.ID)}
	var paid decimal.Decimal
	var given int64
	taken := map[string]decimal.Decimal{}
	for _, r := range goods {
		given += r.Refund
	}
	for _, r := range inPieces(original, goods, shop) {
		left := r.Quantity
		for _, item := range shop.Items {
			part := decimal.Min(left, item.Invoiced.Sub(item.Refunded).Sub(taken[item.ID]))
			if item.Bundle != r.bundle || !sameArticle(item.SKU, r.SKU) || !part.IsPositive() {
				continue
			}
			memo.Items = append(memo.Items, pos.CreditItem{ID: item.ID, Quantity: part, Restock: r.Restock && a.backTo(r.Return) == from})
			taken[item.ID], left = taken[item.ID].Add(part), left.Sub(part)
			paid = paid.Add(decimal.NewFromInt(item.Paid).Mul(part).Div(item.Ordered))
		}
		if left.IsPositive() {
			return memo, a.hold(ctx, pos.HeldReturnRefused, pos.Met(pos.MetTooFewLeft, pos.Figures{"order": shop.IncrementID, "missing": left.String(), "sku": r.SKU}))
		}
	}
	// Magento rounds each line by itself: what that can hide is no adjustment.
	if off := given - paid.Round(0).IntPart(); max(off, -off) > int64(len(memo.Items)) {
		memo.Adjustment = off
	}
	return memo, nil
}

// piece is a return of what Magento's order has an item for.
type piece struct {
	pos.Return
	bundle string // the SKU of the bundle that came back as its parts, or empty
}

// inPieces puts the parts in the place of bundles that were imported as their parts: as many of each as a bundle had.
func inPieces(original pos.Order, goods []pos.Return, shop pos.ShopOrder) []piece {
	var pieces []piece
	for _, r := range goods {
		sold := decimal.Zero
		for _, l := range original.Lines {
			if strings.EqualFold(l.SKU, r.SKU) {
				sold = sold.Add(l.Quantity)
			}
		}
		whole := true
		for _, item := range shop.Items {
			if item.Bundle != "" && strings.EqualFold(item.Bundle, r.SKU) && sold.IsPositive() {
				part := r
				part.SKU, part.Quantity = item.SKU, r.Quantity.Mul(item.Ordered).Div(sold)
				pieces, whole = append(pieces, piece{part, item.Bundle}), false
			}
		}
		if whole {
			pieces = append(pieces, piece{Return: r})
		}
	}
	return pieces
}

// sameArticle compares a SKU of a Magento order with a line's: Magento adds those of the chosen options behind a dash.
func sameArticle(shop, line string) bool {
	return strings.EqualFold(shop, line) || len(shop) > len(line) && strings.EqualFold(shop[:len(line)+1], line+"-")
}

// shippedFrom is the source that an order's goods were taken from, empty when only Magento knows.
func (a *attempt) shippedFrom(ctx context.Context, o pos.Order) (string, error) {
	location := o.LocationID
	if f := o.Fulfilment; f != nil {
		if location = f.LocationID; location == "" {
			return "", nil
		}
	}
	at, err := a.cfg.Locations.Location(ctx, location)
	if pos.KindOf(err) == pos.KindNotFound {
		return "", nil
	}
	return at.Source, err
}

// backTo is the source that returned goods go to.
func (a *attempt) backTo(r pos.Return) string {
	if r.Source != "" {
		return r.Source
	}
	return a.home
}

// refunded reads the Magento order again, so that what was given back shows on the order that it was sold with.
func (a *attempt) refunded(ctx context.Context, shopID string) error {
	if err := a.Refresh(ctx, shopID); err != nil && pos.KindOf(err) != pos.KindUnavailable {
		return err
	}
	return nil // a later hint tells
}
