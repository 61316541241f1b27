package check

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// answers are the Magento orders that may belong to a page of ours, by what they were found by.
type answers map[pos.ShopOrderKey]map[string][]pos.ShopOrder

// found is what Magento has of one order.
type found struct {
	placed []pos.ShopOrder // by the entity id that the ledger knows
	made   []pos.ShopOrder // by what it was made of: the cart, or the order's own id
}

// ask looks for all orders of a page with one call for each key.
func (r *run) ask(ctx context.Context, orders []pos.Order) (answers, error) {
	wanted := map[pos.ShopOrderKey][]string{}
	for _, o := range orders {
		for key, value := range keys(o) {
			wanted[key] = append(wanted[key], value)
		}
	}
	all := answers{}
	for key, values := range wanted {
		list, err := r.Shop.ShopOrders(ctx, key, values)
		if err != nil {
			return nil, err
		}
		all[key] = map[string][]pos.ShopOrder{}
		for _, s := range list {
			value := map[pos.ShopOrderKey]string{pos.ShopOrderID: s.ID, pos.ShopOrderQuote: s.QuoteID, pos.ShopOrderExternal: s.ExternalID}[key]
			all[key][value] = append(all[key][value], s)
		}
	}
	return all, nil
}

// keys are what an order can be found by. Every order is looked for by its own id: it may have been imported without the
// ledger learning of it.
func keys(o pos.Order) map[pos.ShopOrderKey]string {
	k := map[pos.ShopOrderKey]string{pos.ShopOrderExternal: o.ExternalID()}
	if o.Placement.OrderID != "" {
		k[pos.ShopOrderID] = o.Placement.OrderID
	}
	if q := o.Placement.Cart.QuoteID; q != "" {
		k[pos.ShopOrderQuote] = q
	}
	return k
}

func (a answers) of(o pos.Order) found {
	var f found
	for key, value := range keys(o) {
		if key == pos.ShopOrderID {
			f.placed = a[key][value]
			continue
		}
		f.made = append(f.made, a[key][value]...)
	}
	return f
}

// inShop checks what Magento has of an order.
func (r *run) inShop(o pos.Order, f found, young bool) []finding {
	ids := map[string]bool{}
	for _, s := range slices.Concat(f.placed, f.made) {
		ids[s.ID] = true
	}
	if len(ids) > 1 {
		numbers := []string{}
		for _, s := range slices.Concat(f.placed, f.made) {
			if n := fmt.Sprintf("%s (entity id %s)", s.IncrementID, s.ID); !slices.Contains(numbers, n) {
				numbers = append(numbers, n)
			}
		}
		slices.Sort(numbers)
		return []finding{{Violation: Violation{Rule: RuleDoubled, Detail: "Magento has orders " + strings.Join(numbers, " and ") + ": cancel or refund all but one"}}}
	}
	switch {
	case o.Placement.OrderID == "" && len(f.made) == 1:
		if young && o.State != pos.StateCancelled {
			return nil // being placed just now
		}
		detail := fmt.Sprintf("it is %s here, and in Magento as order %s", o.State, f.made[0].IncrementID)
		return []finding{{Violation{Rule: RuleNotAdopted, Detail: detail}, r.again(o)}}
	case o.Placement.OrderID != "" && len(f.placed) == 0:
		return []finding{{Violation: Violation{Rule: RuleMissing, Detail: "Magento has no order with entity id " + o.Placement.OrderID}}}
	case len(f.placed) == 1:
		return r.compare(o, f.placed[0])
	}
	return nil
}

// compare checks an order against its Magento order.
func (r *run) compare(o pos.Order, shop pos.ShopOrder) []finding {
	var broken []finding
	if shop.Totals != o.Charged && !o.Placement.Accepted && !acceptedLate(o) {
		broken = append(broken, finding{Violation: Violation{Rule: RuleTotals,
			Detail: fmt.Sprintf("charged %d, Magento's order %s comes to %d (minor units)", o.Charged.Total, shop.IncrementID, shop.Totals.Total)}})
	}
	if o.State == pos.StateCancelled && shop.State != pos.ShopStateCancelled {
		broken = append(broken, finding{Violation: Violation{Rule: RuleCancelled, Detail: "cancelled here, and Magento's order " + shop.IncrementID + " is " + shop.State + ": cancel it there, or give the money back"}})
	}
	if o.State != pos.StateSettled || shop.State == "canceled" || shop.State == "closed" {
		return broken
	}
	var unpaid, unshipped bool
	for _, i := range shop.Items {
		unpaid = unpaid || i.Ordered.GreaterThan(i.Invoiced)
		unshipped = unshipped || !i.Virtual && i.Ordered.GreaterThan(i.Shipped)
	}
	// What waits for the customer or the warehouse is neither paid nor shipped, and right so.
	waits := o.Waits()
	unpaid = unpaid && !slices.Contains(waits, pos.WaitPayment)
	shipped := !unshipped
	unshipped = unshipped && len(waits) == 0
	if unpaid {
		broken = append(broken, finding{Violation{Rule: RuleInvoice, Detail: "settled, but not all of Magento's order " + shop.IncrementID + " is invoiced"}, r.reopen(o, pos.StepInvoice)})
	}
	if unshipped {
		broken = append(broken, finding{Violation{Rule: RuleShipment, Detail: "settled, but not all of Magento's order " + shop.IncrementID + " is shipped"}, r.reopen(o, pos.StepShipment)})
	}
	if left := r.open[shop.IncrementID]; len(left) > 0 && shipped {
		var rest []string
		for sku, qty := range left {
			rest = append(rest, sku+" "+qty.String())
		}
		slices.Sort(rest)
		broken = append(broken, finding{Violation{Rule: RuleReservations, Detail: "the reservations of Magento's order " + shop.IncrementID + " leave " + strings.Join(rest, ", ")}, r.reserve(o, shop)})
	}
	return broken
}

// acceptedLate says that the order was held for its totals after it was placed, and a person had it go on.
func acceptedLate(o pos.Order) bool {
	return slices.ContainsFunc(o.Decisions, func(d pos.Decision) bool { return d.Reason == pos.HeldTotalsDiffer })
}
