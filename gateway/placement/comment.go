package placement

import (
	"fmt"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// tenderComment is what the Magento order says of how it was sold and paid: what Magento has no place for.
func tenderComment(o pos.Order) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Receipt %s, sold at register %s, location %s, on %s. Paid:", o.Receipt(), o.RegisterID, o.LocationID,
		o.SoldAt.UTC().Format("2006-01-02 15:04:05 MST"))
	for i, t := range o.Tenders {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, " %s %s", t.Kind, amount(t.Amount, o.Currency))
		if t.Reference != "" {
			fmt.Fprintf(&b, " (%s)", t.Reference)
		}
	}
	if len(o.Tenders) == 0 {
		b.WriteString(" nothing was due")
	}
	fmt.Fprintf(&b, ". Change: %s.", amount(o.Change, o.Currency))
	say := func(when bool, format string, args ...any) {
		if when {
			fmt.Fprintf(&b, " "+format+".", args...)
		}
	}
	say(o.Rounding != 0, "Rounded by %s", amount(o.Rounding, o.Currency))
	say(o.Deferred != 0, "To be paid later: %s", amount(o.Deferred, o.Currency))
	for _, p := range o.Placement.Payments {
		say(true, "%s of that paid with receipt %s", amount(p.Amount, o.Currency), p.Receipt)
	}
	for _, p := range o.Balances {
		say(true, "%s of that for an earlier order", amount(p.Amount, o.Currency))
	}
	for _, r := range o.Returns {
		say(true, "Taken back: %s of %s for %s, %s", r.Quantity, r.SKU, amount(r.Refund, o.Currency), r.Reason)
	}
	if o.Exemption != nil {
		say(true, "Exempt from tax, certificate %s", o.Exemption.Certificate)
	}
	if o.Discount != nil {
		say(true, "Discount by staff: %s", o.Discount.Reason)
	}
	for _, l := range o.Lines {
		if l.Override != nil {
			say(true, "%s sold at %s in place of %s: %s", l.SKU, amount(l.UnitPrice, o.Currency), amount(l.Override.Regular, o.Currency), l.Override.Reason)
		}
		if l.Manual != nil {
			say(true, "%s marked down: %s", l.SKU, l.Manual.Reason)
		}
		say(l.Unlisted, "%s stands for: %s", l.SKU, l.Name)
		if l.Choices != nil {
			say(len(l.Choices.Bundle) > 0 && o.Placement.Strategy == pos.StrategyImport, "%s is a bundle, and its parts stand for it", l.SKU)
			for _, c := range l.Choices.Custom {
				say(true, "%s, option %d: %s", l.SKU, c.OptionID, c.Value)
			}
		}
	}
	for _, p := range o.Unapproved {
		say(true, "Nobody approved: %s", p)
	}
	say(o.Customer != nil && o.Customer.ID != 0 && o.Placement.CustomerID == 0 && o.Placement.OrderID != "", "Customer %d is no longer in Magento", customerID(o))
	say(o.Note != "", "Note: %s", o.Note)
	return b.String()
}

func customerID(o pos.Order) int64 {
	if o.Customer == nil {
		return 0
	}
	return o.Customer.ID
}
