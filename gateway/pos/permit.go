package pos

import "slices"

// Needs lists the permissions that an order's contents need, each once, in the order of Permissions.
func (in OrderInput) Needs() []Permission {
	line := func(has func(Line) bool) bool { return slices.ContainsFunc(in.Lines, has) }
	needed := map[Permission]bool{
		PermitDiscount:      in.Discount != nil || line(func(l Line) bool { return l.Manual != nil }),
		PermitOverride:      line(func(l Line) bool { return l.Override != nil }),
		PermitUnlisted:      line(func(l Line) bool { return l.Unlisted }),
		PermitExempt:        in.Exemption != nil,
		PermitRefund:        slices.ContainsFunc(in.Returns, func(r Return) bool { return r.OrderID != "" }),
		PermitRefundNoOrder: slices.ContainsFunc(in.Returns, func(r Return) bool { return r.OrderID == "" }),
		PermitDefer:         in.Deferred > 0,
	}
	return slices.DeleteFunc(Permissions(), func(p Permission) bool { return !needed[p] })
}

// Unapproved lists the needed permissions that nobody who holds them gave: neither the person who sold, nor one of the
// approvals.
func (in OrderInput) Unapproved(staff []Staff) []Permission {
	holds := func(id string, p Permission) bool {
		return slices.ContainsFunc(staff, func(s Staff) bool { return s.ID == id && slices.Contains(s.Permissions, p) })
	}
	var missing []Permission
	for _, p := range in.Needs() {
		given := holds(in.StaffID, p) || slices.ContainsFunc(in.Approvals, func(a Approval) bool { return a.Permission == p && holds(a.StaffID, p) })
		if !given {
			missing = append(missing, p)
		}
	}
	return missing
}

// BeyondCarts says whether the order was charged in a way that no cart of Magento's can repeat: a price that staff set, an
// item that the catalog does not have, no tax.
func (in OrderInput) BeyondCarts() bool {
	return in.Exemption != nil || in.Discount != nil ||
		slices.ContainsFunc(in.Lines, func(l Line) bool { return l.Override != nil || l.Manual != nil || l.Unlisted })
}
