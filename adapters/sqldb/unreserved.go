package sqldb

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// maxUnreserved is how many rows one statement writes: SQLite takes some thirty thousand arguments.
const maxUnreserved = 500

// Unreserved adds up, by SKU in lower case, what was sold at locations and Magento has not reserved yet, see
// pos.Order.Unreserved: of some SKUs, given in lower case, or of all when skus is nil.
func (db *DB) Unreserved(ctx context.Context, locations, skus []string) (map[string]decimal.Decimal, error) {
	pieces := map[string]decimal.Decimal{}
	if len(locations) == 0 || skus != nil && len(skus) == 0 {
		return pieces, nil
	}
	in, args := db.dialect.among(anys(locations))
	where := "location_id IN " + in
	if skus != nil {
		some, list := db.dialect.among(anys(skus))
		where, args = "sku IN "+some+" AND "+where, append(list, args...)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	scan := func(rows *sql.Rows) (struct{}, error) {
		var sku string
		var quantity int64
		err := rows.Scan(&sku, &quantity)
		pieces[sku] = decimal.New(quantity, -quantityScale)
		return struct{}{}, err
	}
	_, err := queryAll(ctx, db.read, scan, "SELECT sku, SUM(quantity) FROM unreserved "+db.dialect.by("unreserved_sku")+" WHERE "+where+" GROUP BY sku", args...)
	return pieces, db.fail("add up what is not reserved", err)
}

// insertUnreserved returns no statement when Magento has everything of the orders reserved.
func insertUnreserved(orders []*row) []statement {
	var rows [][]any
	for _, r := range orders {
		pieces := r.order.Unreserved()
		for _, sku := range slices.Sorted(maps.Keys(pieces)) {
			rows = append(rows, []any{r.order.ID, sku, r.order.LocationID, pieces[sku].Shift(quantityScale).IntPart()})
		}
	}
	var list []statement
	for some := range slices.Chunk(rows, maxUnreserved) {
		list = append(list, statement{"REPLACE INTO unreserved (order_id, sku, location_id, quantity) VALUES " + placeholders(len(some), 4), slices.Concat(some...)})
	}
	return list
}

// moveUnreserved has the table follow orders that Magento has now reserved or no longer has.
func moveUnreserved(changed []*row) []statement {
	var gone []any
	var come []*row
	for _, r := range changed {
		switch now := r.order.Unreserved() != nil; {
		case r.unreserved && !now:
			gone = append(gone, r.order.ID)
		case now && !r.unreserved:
			come = append(come, r)
		}
	}
	list := insertUnreserved(come)
	if len(gone) > 0 {
		list = append(list, statement{"DELETE FROM unreserved WHERE order_id IN " + placeholders(1, len(gone)), gone})
	}
	return list
}
