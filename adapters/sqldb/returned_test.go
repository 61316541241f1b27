package sqldb_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// TestGoodsThatCameBackBefore brings a ledger up to date that holds returns, and archives what they took back.
func TestGoodsThatCameBackBefore(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		url := on.url(on.T)
		db := open(on.T, url)
		sold, back := ordertest.Received("nyc-1", 1), ordertest.Received("nyc-1", 2)
		piece := pos.Return{OrderID: sold.ID, SKU: "24-MB01", Name: "Bag", Quantity: decimal.NewFromInt(1), Refund: 100, Reason: "r"}
		unnamed := piece
		unnamed.OrderID = ""
		back.Lines, back.Returns = nil, []pos.Return{piece, piece, unnamed}
		back.Hash = back.OrderInput.Hash()
		accept(on.T, db, sold)
		accept(on.T, db, back)
		before := []string{"DROP TABLE returned_with", "DELETE FROM goose_db_version WHERE version_id >= 19"}
		if on.slow { // where it is no transaction an attempt that was killed leaves the table
			before = []string{"DELETE FROM returned_with", before[1]}
		}
		execute(on.T, url, before...)
		if err := db.Migrate(on.Context()); err != nil {
			on.Fatal(err)
		}
		look := func(want int) {
			on.Helper()
			if found, err := db.ReturnedWith(on.Context(), []string{sold.ID}); err != nil || len(found) != want || want > 0 && found[0].ID != back.ID {
				on.Errorf("goods came back with %d orders, %v; want %d", len(found), err, want)
			}
		}
		look(1)
		settle := func(o *pos.Order) ([]pos.Event, error) {
			o.State, o.SettledAt = pos.StateSettled, ordertest.Start()
			for _, s := range pos.Steps() {
				o.Placement.Step(s).DoneAt = ordertest.Start()
			}
			return nil, nil
		}
		if err := db.Update(on.Context(), sold.ID, settle); err != nil {
			on.Fatal(err)
		}
		if n, err := db.Archive(on.Context(), ordertest.Start().AddDate(1, 0, 0)); err != nil || n != 1 {
			on.Errorf("%d orders were archived, %v; want 1", n, err)
		}
		look(0)
	})
}
