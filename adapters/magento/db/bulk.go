package db

import (
	"context"
	"maps"
	"math"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

// bulkPage is how many products are put together at a time when all are read. Half as many cost a twelfth more work, in questions.
const bulkPage = 5000

// AllProducts reads every product, several runs of them at once, and calls visit with each run; it may be called by several
// goroutines at once, and owns what it gets. The order is none; a product whose rows were found late comes a second time,
// and the later one counts. It is faster than Products: each table is read once from its first row to its last.
// Errors: also those of visit.
func (s *Source) AllProducts(ctx context.Context, store pos.Store, visit func([]pos.Product) error) error {
	ids, err := s.productIDs(ctx, 0, math.MaxInt32)
	if err != nil {
		return err
	}
	b := &bulk{pages: slices.Collect(slices.Chunk(ids, bulkPage)), layouts: map[string]*layout{}, late: map[int64]struct{}{}}
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(s.cfg.Parallel)
	// From the last run to the first: rows that were added long after their product was made lie at a table's end, and are found
	// before their product is put together.
	for i := range slices.Backward(b.pages) {
		group.Go(func() error {
			products, err := s.bulkPage(gctx, store, b, i)
			if err != nil {
				return err
			}
			return visit(products)
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(b.late)), maxPage) {
		products, err := s.ProductsByID(ctx, store, some)
		if err != nil {
			return err
		}
		if err := visit(products); err != nil {
			return err
		}
	}
	return nil
}

func (s *Source) bulkPage(ctx context.Context, store pos.Store, b *bulk, i int) ([]pos.Product, error) {
	ids := b.pages[i]
	return s.products(ctx, store, func(ctx context.Context, r *reader, p *page) error {
		p.bulk, p.number = b, i
		return p.loadEntities(ctx, r, "entity_id BETWEEN ? AND ?", []any{ids[0], ids[len(ids)-1]}, len(ids))
	})
}

// bulk is one reading of all products. Safe for concurrent use.
type bulk struct {
	pages [][]int64 // the ids of each page

	mu      sync.Mutex
	layouts map[string]*layout // by table
	late    map[int64]struct{} // products to read again, because a row of theirs was found too late
}

// layout says which rows of a table each page reads. Together the pages read every row once, whatever order the rows are in;
// a row that is met by a page other than its product's is kept for it, or its product is read again.
type layout struct {
	// bounds are where the pages begin: page i reads the numbers from bounds[i] to below bounds[i+1]. Nil: the rows are in
	// such disorder, or so few of them are wanted, that each page had better look its own up by the index.
	bounds []int64
	kept   map[int][]*row // by page
	done   map[int]bool   // pages that have taken theirs
}

// pageOf returns the page that a product is of, -1 if it is before all.
func (b *bulk) pageOf(product int64) int {
	i, found := slices.BinarySearchFunc(b.pages, product, func(page []int64, id int64) int {
		switch {
		case page[0] < id:
			return -1
		case page[0] > id:
			return 1
		}
		return 0
	})
	if found {
		return i
	}
	return i - 1
}

// rows reads the page's share of a table and what other pages have met of its products' rows.
func (b *bulk) rows(ctx context.Context, r *reader, p *page, t table, visit func(*row)) (inOrder bool, err error) {
	l, err := b.layout(ctx, r, t)
	if err != nil || l.bounds == nil {
		return false, err
	}
	if lo, hi := l.bounds[p.number], l.bounds[p.number+1]; lo < hi {
		where, args := t.number+" BETWEEN ? AND ?", []any{lo, hi - 1}
		if p.number == 0 { // where numbers are unsigned, a range from below zero has the server look at the whole table
			where, args = t.number+" < ?", []any{hi}
		}
		err = r.each(ctx, t.name, "SELECT "+t.columns+" FROM "+t.table+" FORCE INDEX (PRIMARY) WHERE "+where+" AND "+t.filter, append(args, t.args...), func(c *row) {
			if id := c.integer(0); p.at(id) != nil {
				visit(c)
			} else if !b.keep(l, p.number, id, c) && t.values {
				p.faults.add(faultOrphan, id)
			}
		})
		if err != nil {
			return true, err
		}
	}
	for _, c := range b.take(l, p.number) {
		visit(c)
	}
	return true, nil
}

// keep puts a row that page met by for the page of its product. False: there is no such product.
func (b *bulk) keep(l *layout, met int, product int64, c *row) bool {
	page := b.pageOf(product)
	if page < 0 || page == met {
		last := b.pages[len(b.pages)-1]
		return product > last[len(last)-1] // it may have been made since
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if l.done[page] {
		b.late[product] = struct{}{}
		return true
	}
	l.kept[page] = append(l.kept[page], c.clone())
	return true
}

func (b *bulk) take(l *layout, page int) []*row {
	b.mu.Lock()
	defer b.mu.Unlock()
	rows := l.kept[page]
	delete(l.kept, page)
	l.done[page] = true
	return rows
}

// again has a page's products read a second time.
func (b *bulk) again(products []pos.Product) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range products {
		b.late[products[i].ID] = struct{}{}
	}
}

// layout looks, the first time, where the rows of each page's first product begin.
func (b *bulk) layout(ctx context.Context, r *reader, t table) (*layout, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l, ok := b.layouts[t.table]; ok {
		return l, nil
	}
	begins := make([]int64, 0, len(b.pages))
	for some := range slices.Chunk(b.pages, 50) {
		text, args := "SELECT (SELECT MAX("+t.number+") FROM "+t.table+")", []any{}
		for _, page := range some {
			text += ", (SELECT MIN(" + t.number + ") FROM " + t.table + " WHERE " + t.product + " = (SELECT MIN(" + t.product + ") FROM " + t.table +
				" WHERE " + t.product + " >= ?))"
			args = append(args, page[0])
		}
		err := r.each(ctx, t.name+" layout", text, args, func(c *row) {
			last := c.integer(0)
			for i := range some {
				begin := last + 1
				if !c.null(i + 1) {
					begin = c.integer(i + 1)
				}
				begins = append(begins, begin)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	products := 0
	for _, page := range b.pages {
		products += len(page)
	}
	l := &layout{bounds: bounds(begins, int64(products)*clusterWidth), kept: map[int][]*row{}, done: map[int]bool{}}
	b.layouts[t.table] = l
	return l, nil
}

// bounds makes ascending bounds of where the pages seem to begin; nil when that is mostly not in order, or the rows are more
// than most.
func bounds(begins []int64, most int64) []int64 {
	n, disorder := len(begins), 0
	for i := 1; i < n; i++ {
		if begins[i] < begins[i-1] {
			disorder++
		}
	}
	if disorder > n/4 || begins[n-1]-begins[0] > most {
		return nil
	}
	out := append(slices.Clone(begins), math.MaxInt64)
	for i := n - 2; i > 0; i-- {
		// A first product that is out of order does not say where its page begins.
		if out[i] > out[i+1] && out[i-1] < out[i+1] {
			out[i] = (out[i-1] + out[i+1]) / 2
		}
		out[i] = min(out[i], out[i+1])
	}
	out[0] = math.MinInt64
	return out
}

// clone copies a row, for use after the next was read.
func (r *row) clone() *row { return r.cloneInto(nil) }

// cloneInto is clone with the memory of a row that is not needed any more.
func (r *row) cloneInto(old *row) *row {
	if old == nil {
		old = &row{}
	}
	old.columns, old.numbers = r.columns, append(old.numbers[:0], r.numbers...)
	old.cells = slices.Grow(old.cells[:0], len(r.cells))[:len(r.cells)]
	for i, cell := range r.cells {
		if cell == nil {
			old.cells[i] = nil
		} else {
			old.cells[i] = append(old.cells[i][:0:cap(old.cells[i])], cell...)
			if old.cells[i] == nil {
				old.cells[i] = []byte{}
			}
		}
	}
	return old
}
