package db

import (
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// table is a table whose rows belong to products but are stored in the order of a running number of its own, so that
// reading a product's rows by the product's index means finding each one by its number: four times the work of reading
// them one after the other.
type table struct {
	name    string // in queries and measurements
	table   string
	number  string // the running number: the primary key's first column
	product string // the column with the product's id
	columns string // that with the product's id first
	filter  string // further condition, with its arguments
	args    []any
	values  bool            // of attributes: rows of no product are told
	kind    pos.ProductType // whose products alone have rows that count; none: of every type
}

const (
	// clusterFrom is how many products a page must have for its rows to be looked for in a run.
	clusterFrom = 50
	// clusterWidth is how many rows a run may be long for each product. Beyond that the index is faster.
	clusterWidth = 32
	// togetherWidth is clusterWidth for each id of a table that has one row or two of it.
	togetherWidth = 8
)

// rows reads a table's rows of the page's products, in no order. Rows mostly lie in the order in which products were made,
// those of one page in one run with few others between. So the run from the first product's rows to the last product's is read
// as it lies, and only what lies outside of it is found by the index. Whatever the order is, each row comes once.
func (p *page) rows(ctx context.Context, r *reader, t table, visit func(*row)) error {
	if p.bulk != nil {
		if inOrder, err := p.bulk.rows(ctx, r, p, t, visit); inOrder || err != nil {
			return err
		}
	}
	where, args := p.whereType(t.product, t.kind)
	args = append(args, t.args...)
	lo, hi, err := p.run(ctx, r, t)
	if err != nil {
		return err
	}
	if lo == 0 && hi == 0 {
		return r.each(ctx, t.name, "SELECT "+t.columns+" FROM "+t.table+" WHERE "+where+" AND "+t.filter, args, visit)
	}
	inside := slices.Concat([]any{lo, hi}, args)
	err = r.each(ctx, t.name, "SELECT "+t.columns+" FROM "+t.table+" FORCE INDEX (PRIMARY) WHERE "+t.number+
		" BETWEEN ? AND ? AND "+where+" AND "+t.filter, inside, visit)
	if err != nil {
		return err
	}
	// Which rows lie outside is asked first, by numbers alone: the index answers that without touching a row, in a tenth of the
	// time, and mostly there are none.
	var outside []int64
	where, args = p.whereType(t.product, t.kind)
	err = r.each(ctx, t.name+" elsewhere", "SELECT "+t.number+" FROM "+t.table+" WHERE "+where+" AND "+t.number+" NOT BETWEEN ? AND ?",
		append(args, lo, hi), func(c *row) { outside = append(outside, c.integer(0)) })
	if err != nil {
		return err
	}
	for some := range slices.Chunk(outside, maxPage) {
		numbered, args := among(t.number, some)
		err := r.each(ctx, t.name, "SELECT "+t.columns+" FROM "+t.table+" WHERE "+numbered+" AND "+t.filter, append(args, t.args...), visit)
		if err != nil {
			return err
		}
	}
	return nil
}

// run returns the bounds of the page's run: the lowest numbers of the first and of the last product, because the highest may
// be those of values that were added long after. Zeros when reading the run would not pay.
func (p *page) run(ctx context.Context, r *reader, t table) (lo, hi int64, err error) {
	n := len(p.ids)
	if p.scattered || p.bulk != nil || n < clusterFrom {
		return 0, 0, nil
	}
	lowest := "(SELECT MIN(" + t.number + ") FROM " + t.table + " WHERE " + t.product + " = ?)"
	err = r.each(ctx, t.name+" run", "SELECT "+lowest+", "+lowest, []any{p.ids[0], p.ids[n-1]},
		func(c *row) { lo, hi = c.integer(0), c.integer(1) })
	if err != nil || lo == 0 || hi <= lo || hi-lo > int64(n*clusterWidth) {
		return 0, 0, err
	}
	return lo, hi, nil
}

// together returns what follows FROM for a table's rows of ascending ids. They mostly lie together in the order of the table's own number
// too, and are read as they lie then.
func (r *reader) together(ctx context.Context, table, number, column string, ids []int64) (string, []any, error) {
	where, args := near(column, ids)
	byIndex := table + " WHERE " + where
	if len(ids) < clusterFrom {
		return byIndex, args, nil
	}
	var lo, hi int64
	err := r.each(ctx, column+" run", "SELECT MIN("+number+"), MAX("+number+") FROM "+byIndex, args, func(c *row) { lo, hi = c.integer(0), c.integer(1) })
	if err != nil || hi-lo > int64(togetherWidth*len(ids)) {
		return byIndex, args, err
	}
	return table + " FORCE INDEX (PRIMARY) WHERE " + number + " BETWEEN ? AND ? AND " + where, append([]any{lo, hi}, args...), nil
}
