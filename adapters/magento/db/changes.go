package db

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// overlap is how far is looked back: a transaction dates and numbers its rows when it writes them, not when it commits, and
	// indexers on save write prices a moment after it did.
	overlap = 2 * time.Minute
	// mostChanges is how many entries of one log are read one by one. Comparing digests is less work beyond.
	mostChanges = 20_000
	timeLayout  = "2006-01-02 15:04:05"
)

// changelog is a table that Magento's triggers write (mview). Its entries name what the kind says.
type changelog struct {
	view string // mview_state.view_id; the table is called <view>_cl
	kind changeKind
}

type changeKind int

const (
	changedProduct    changeKind = iota
	changedCategory              // entity ids of categories
	changedStock                 // entity ids of products whose stock changed
	changedSourceItem            // inventory_source_item.source_item_id
)

// changelogs are the views whose tables documents are made of.
func changelogs() []changelog {
	return []changelog{
		{"catalog_product_price", changedProduct}, {"catalog_product_attribute", changedProduct},
		{"catalogsearch_fulltext", changedProduct}, {"catalog_product_category", changedProduct}, {"catalogrule_product", changedProduct},
		{"catalog_category_product", changedCategory}, {"cataloginventory_stock", changedStock}, {"inventory", changedSourceItem},
	}
}

// Places in inventory_reservation, which only grows but for rows that cancel out. Up to reservationLog all is told.
// reservationEnd is where it ended at the date of pos.DocStock: once that is not recent, all up to there is told.
const (
	reservationLog = "inventory_reservation"
	reservationEnd = "inventory_reservation end"
)

// Changes returns what Magento's changelogs, the reservations and updated_at tell. Changelogs are purged behind the indexers
// and begun anew when a view is subscribed again or a table is emptied: that is told as Lost. An indexer that is not on
// schedule has no changelog: that is told as Blind. Entries are named again when the indexer has passed them, because prices
// and stock are read from its indexes. Reservations and dates are told for some minutes, because others may be committed late.
func (s *Source) Changes(ctx context.Context, store pos.Store, since pos.SourceMark) (pos.SourceChanges, error) {
	var found pos.SourceChanges
	err := s.read(ctx, func(ctx context.Context, r *reader) error {
		w := &watch{store: store, since: since, products: map[int64]struct{}{}, skus: map[string]struct{}{},
			next: pos.SourceMark{Logs: map[string]pos.LogMark{}, ReadAt: map[pos.DocumentKind]string{}}}
		for _, look := range []func(context.Context, *reader) error{w.readClock, w.readLogs, w.readReservations, w.readDates, w.readPricing} {
			if err := look(ctx, r); err != nil {
				return err
			}
		}
		found = w.found()
		return nil
	})
	return found, err
}

// watch collects changes while the logs are read.
type watch struct {
	store       pos.Store
	since, next pos.SourceMark
	now         time.Time // by the database's clock
	products    map[int64]struct{}
	skus        map[string]struct{}
	stockOf     []int64 // products whose stock changed
	items       []int64 // source items that changed
	categories  bool
	pricing     bool
	lost, blind []pos.DocumentKind
}

func (w *watch) readClock(ctx context.Context, r *reader) error {
	var now string
	if err := r.each(ctx, "clock", "SELECT NOW()", nil, func(c *row) { now = c.text(0) }); err != nil {
		return err
	}
	at, err := time.Parse(timeLayout, now)
	w.now = at
	return err
}

// recent tells whether rows of about this date may still be committed.
func (w *watch) recent(date string) bool { return date >= w.now.Add(-overlap).Format(timeLayout) }

func (w *watch) readLogs(ctx context.Context, r *reader) error {
	heads, err := readHeads(ctx, r)
	if err != nil {
		return err
	}
	for _, log := range changelogs() {
		head, ok := heads[log.view]
		if !ok {
			w.blind = append(w.blind, log.documents()...)
			continue
		}
		w.next.Logs[log.view] = head.LogMark
		was, known := w.since.Logs[log.view]
		switch {
		case len(w.since.Logs) == 0: // the first reading
		case !known || was.Epoch != head.Epoch || head.Version < was.Version:
			w.lost = append(w.lost, log.documents()...)
		case head.Version == was.Version && head.Indexed == was.Indexed:
		default:
			if err := w.readLog(ctx, r, log, was, head); err != nil {
				return err
			}
		}
	}
	return w.resolveStock(ctx, r)
}

func (l changelog) documents() []pos.DocumentKind {
	switch l.kind {
	case changedCategory:
		return []pos.DocumentKind{pos.DocCategory}
	case changedStock, changedSourceItem:
		return []pos.DocumentKind{pos.DocStock}
	default:
		return []pos.DocumentKind{pos.DocProduct}
	}
}

// head is the end of a changelog.
type head struct {
	pos.LogMark
	table string
}

// readHeads finds the changelogs of the views that are on schedule. A log's epoch is when its table was made: both TRUNCATE
// and a new subscription make it anew, while a purge does not.
func readHeads(ctx context.Context, r *reader) (map[string]head, error) {
	heads := map[string]head{}
	indexed := map[string]int64{}
	err := r.each(ctx, "views", "SELECT view_id, version_id FROM {mview_state} WHERE mode = 'enabled'", nil, func(c *row) {
		indexed[c.text(0)] = c.integer(1)
	})
	if err != nil {
		return heads, r.optional(ctx, err)
	}
	prefix := r.source.cfg.TablePrefix
	var names []string
	for _, log := range changelogs() {
		names = append(names, prefix+log.view+"_cl")
	}
	where, args := among("table_name", names)
	err = r.each(ctx, "changelogs", `
		SELECT table_name, create_time, auto_increment FROM information_schema.tables WHERE table_schema = DATABASE() AND `+where, args, func(c *row) {
		view := strings.TrimSuffix(strings.TrimPrefix(c.text(0), prefix), "_cl")
		if version, on := indexed[view]; on {
			heads[view] = head{pos.LogMark{Epoch: c.text(1), Version: max(0, c.integer(2)-1), Indexed: version}, c.text(0)}
		}
	})
	if err != nil {
		return nil, err
	}
	for view, h := range heads {
		// The next number outlives a purge, but some servers tell an old one; what lies in the log is certain.
		err := r.each(ctx, "changelog end", "SELECT MAX(version_id) FROM "+h.table, nil, func(c *row) { h.Version = max(h.Version, c.integer(0)) })
		if err != nil {
			return nil, err
		}
		heads[view] = h
	}
	return heads, nil
}

// readLog reads the entries after a mark, and again those that the indexer has passed since.
func (w *watch) readLog(ctx context.Context, r *reader, log changelog, was pos.LogMark, now head) error {
	var ids []int64
	err := r.each(ctx, log.view+" changes", `
		SELECT DISTINCT entity_id FROM `+now.table+` WHERE version_id > ? OR (version_id > ? AND version_id <= ?) ORDER BY entity_id LIMIT ?`,
		[]any{was.Version, was.Indexed, now.Indexed, mostChanges + 1}, func(c *row) { ids = append(ids, c.integer(0)) })
	if err != nil {
		return err
	}
	lowest := int64(0)
	err = r.each(ctx, log.view+" begin", "SELECT MIN(version_id) FROM "+now.table, nil, func(c *row) { lowest = c.integer(0) })
	if err != nil {
		return err
	}
	purged := now.Version > was.Version && (lowest == 0 || lowest > was.Version+1)
	if len(ids) > mostChanges || purged {
		w.lost = append(w.lost, log.documents()...)
	}
	if len(ids) > mostChanges {
		return nil
	}
	switch log.kind {
	case changedProduct:
		for _, id := range ids {
			w.products[id] = struct{}{}
		}
	case changedCategory:
		w.categories = w.categories || len(ids) > 0
	case changedStock:
		w.stockOf = append(w.stockOf, ids...)
	case changedSourceItem:
		w.items = append(w.items, ids...)
	}
	return nil
}

// resolveStock turns ids into SKUs. A source item that was deleted names none any more.
func (w *watch) resolveStock(ctx context.Context, r *reader) error {
	for some := range slices.Chunk(w.stockOf, maxPage) {
		where, args := among("entity_id", some)
		err := r.each(ctx, "skus", "SELECT sku FROM {catalog_product_entity} WHERE "+where, args, func(c *row) { w.skus[c.text(0)] = struct{}{} })
		if err != nil {
			return err
		}
	}
	for some := range slices.Chunk(w.items, maxPage) {
		where, args := among("source_item_id", some)
		resolved := 0
		err := r.each(ctx, "source items", "SELECT sku FROM {inventory_source_item} WHERE "+where, args, func(c *row) {
			resolved++
			w.skus[c.text(0)] = struct{}{}
		})
		if err = r.optional(ctx, err); err != nil {
			return err
		}
		if resolved < len(some) {
			w.lost = append(w.lost, pos.DocStock)
		}
	}
	return nil
}

// readReservations names the SKUs that were ordered, shipped or cancelled.
func (w *watch) readReservations(ctx context.Context, r *reader) error {
	var end int64
	err := r.each(ctx, "reservations end", "SELECT MAX(reservation_id) FROM {inventory_reservation}", nil, func(c *row) { end = c.integer(0) })
	if isMissingTable(err) {
		return nil
	}
	if err != nil {
		return r.optional(ctx, err)
	}
	was, known := w.since.Logs[reservationLog]
	last, at := w.since.Logs[reservationEnd], w.since.ReadAt[pos.DocStock]
	told := was.Version
	if !known {
		told = end
	}
	if !w.recent(at) {
		told = max(told, last.Version)
		last, at = pos.LogMark{Version: max(end, told)}, w.now.Format(timeLayout) // rows that cancel out are deleted
	}
	w.next.Logs[reservationLog], w.next.Logs[reservationEnd], w.next.ReadAt[pos.DocStock] = pos.LogMark{Version: told}, last, at
	if !known {
		return nil
	}
	n := 0
	err = r.each(ctx, "new reservations", `
		SELECT DISTINCT sku FROM {inventory_reservation} WHERE reservation_id > ? AND stock_id = ? LIMIT ?`,
		[]any{was.Version, w.store.StockID, mostChanges + 1}, func(c *row) { n++; w.skus[c.text(0)] = struct{}{} })
	if n > mostChanges {
		w.lost = append(w.lost, pos.DocStock)
		w.next.Logs[reservationLog] = pos.LogMark{Version: max(end, told)} // so many are not told again and again
	}
	return err
}

// readDates reads updated_at of products and categories, which tells what has no changelog, such as a category's name. What is
// dated around the latest is told as long as that is recent.
func (w *watch) readDates(ctx context.Context, r *reader) error {
	dates := []struct {
		kind  pos.DocumentKind
		table string
		visit func(id int64)
	}{
		{pos.DocProduct, "{catalog_product_entity}", func(id int64) { w.products[id] = struct{}{} }},
		{pos.DocCategory, "{catalog_category_entity}", func(int64) { w.categories = true }},
	}
	for _, d := range dates {
		var latest string
		err := r.each(ctx, "last date", "SELECT MAX(updated_at) FROM "+d.table, nil, func(c *row) { latest = c.text(0) })
		if err != nil {
			return err
		}
		was := w.since.ReadAt[d.kind]
		w.next.ReadAt[d.kind] = max(latest, was)
		at, err := time.Parse(timeLayout, was)
		if was == "" || err != nil || latest <= was && !w.recent(was) {
			continue
		}
		n := 0
		err = r.each(ctx, "dated changes", "SELECT entity_id FROM "+d.table+" WHERE updated_at >= ? LIMIT ?",
			[]any{at.Add(-overlap).Format(timeLayout), mostChanges + 1}, func(c *row) { n++; d.visit(c.integer(0)) })
		if err != nil {
			return err
		}
		if n > mostChanges {
			w.lost = append(w.lost, d.kind)
			if w.next.ReadAt[d.kind], err = beyond(latest); err != nil {
				return err
			}
		}
	}
	return nil
}

// beyond is the mark after so many rows up to a date that they are not told again and again.
func beyond(date string) (string, error) {
	at, err := time.Parse(timeLayout, date)
	return at.Add(overlap + time.Second).Format(timeLayout), err
}

func (w *watch) found() pos.SourceChanges {
	found := pos.SourceChanges{Categories: w.categories, Pricing: w.pricing, Next: w.next, Lost: sorted(w.lost), Blind: sorted(w.blind)}
	for id := range w.products {
		found.Products = append(found.Products, id)
	}
	slices.Sort(found.Products)
	for sku := range w.skus {
		found.SKUs = append(found.SKUs, sku)
	}
	slices.Sort(found.SKUs)
	return found
}

func sorted(kinds []pos.DocumentKind) []pos.DocumentKind {
	slices.Sort(kinds)
	return slices.Compact(kinds)
}
