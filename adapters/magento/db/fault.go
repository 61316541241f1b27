package db

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// fault is a kind of row that is broken and whose fault costs no other row.
type fault int

const (
	faultValue    fault = iota // of an attribute that does not exist: left out
	faultText                  // bytes that are no UTF-8: shown as U+FFFD
	faultPrice                 // NULL in the price index: the product's own price is told, a composite is not for sale
	faultCategory              // its path does not lead through its parent, or in a circle: the tree goes by the path
	faultDate                  // zeros: no date
	faultOrphan                // a value of a product that does not exist: left out
	faultKinds
)

// entity names what is broken, as Config.Broken hears it.
func (f fault) entity() string {
	return [...]string{"attribute_value", "text", "price", "category", "date", "orphan"}[f]
}

// faults counts the rows that were found broken, with the first one of each kind as an example.
type faults [faultKinds]struct {
	rows  int
	first int64 // the product or category
}

func (f *faults) add(kind fault, id int64) {
	if f[kind].rows++; f[kind].rows == 1 {
		f[kind].first = id
	}
}

// tell logs each kind of fault and counts its rows.
func (s *Source) tell(ctx context.Context, store pos.Store, found *faults) {
	for kind, f := range found {
		if f.rows == 0 {
			continue
		}
		entity := fault(kind).entity()
		s.cfg.Broken(entity, f.rows)
		s.cfg.Log.WarnContext(ctx, "rows of Magento's tables are broken; everything else is read", slog.String("entity", entity),
			slog.String("store", store.Code), slog.Int("rows", f.rows), slog.Int64("first", f.first))
	}
}

// strayed is whether a category's path does not lead through its parent to itself, or goes in a circle.
func strayed(c pos.Category) bool {
	ids := strings.Split(c.Path, "/")
	n := len(ids)
	if ids[n-1] != strconv.FormatInt(c.ID, 10) || n > 1 && ids[n-2] != strconv.FormatInt(c.ParentID, 10) {
		return true
	}
	slices.Sort(ids)
	return len(slices.Compact(ids)) < n
}
