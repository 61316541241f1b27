package check

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// span is a run of receipt counters, both ends included.
type span struct{ from, to int64 }

// spans are the counters that were seen, as runs: a ledger of millions of orders has few of them.
type spans struct{ list []span }

func (s *spans) add(n int64) {
	at, _ := slices.BinarySearchFunc(s.list, n, func(have span, n int64) int { return cmp.Compare(have.from, n+1) })
	// list[at] is the first run that begins at n+1 or later; the one before may end at n-1.
	joinsNext := at < len(s.list) && s.list[at].from == n+1
	joinsLast := at > 0 && s.list[at-1].to == n-1
	switch {
	case at > 0 && s.list[at-1].to >= n:
	case joinsNext && joinsLast:
		s.list[at-1].to = s.list[at].to
		s.list = slices.Delete(s.list, at, at+1)
	case joinsNext:
		s.list[at].from = n
	case joinsLast:
		s.list[at-1].to = n
	default:
		s.list = slices.Insert(s.list, at, span{n, n})
	}
}

func (r *run) count(o pos.Order) {
	if r.counts[o.RegisterID] == nil {
		r.counts[o.RegisterID] = &spans{}
	}
	r.counts[o.RegisterID].add(o.Counter)
}

// gaps reports receipt numbers that were never received although later ones were: those between two that stand in the ledger
// and that are not in its archive either. What lies before a register's first order in the ledger was archived.
func (r *run) gaps(ctx context.Context) error {
	for _, register := range slices.Sorted(maps.Keys(r.counts)) {
		list := r.counts[register].list
		for i := 1; i < len(list); i++ {
			from, to := list[i-1].to+1, list[i].from-1
			archived, err := r.Ledger.ArchivedReceipts(ctx, register, from, to)
			if err != nil {
				return fmt.Errorf("read the archive: %w", err)
			}
			missing := to - from + 1 - int64(archived)
			if missing <= 0 {
				continue
			}
			first, last := pos.ReceiptNumber(register, from), pos.ReceiptNumber(register, to)
			detail := fmt.Sprintf("receipts %s to %s were never received: look whether register %s still holds them", first, last, register)
			if archived > 0 {
				detail = fmt.Sprintf("of receipts %s to %s, %d were never received and %d are archived: look whether register %s still holds them",
					first, last, missing, archived, register)
			}
			r.report.Violations++
			r.Found(Violation{Rule: RuleReceiptGap, Receipt: first, Detail: detail})
		}
	}
	return nil
}
