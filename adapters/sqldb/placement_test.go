package sqldb_test

import (
	"testing"

	"github.com/tillway/tillway/gateway/placement/placementtest"
)

func TestPlacementLedger(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		placementtest.Ledger(on.T, func(t *testing.T) placementtest.Store { t.Helper(); return on.fresh(t) })
	})
}
