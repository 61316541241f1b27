package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/feed"
	"github.com/tillway/tillway/gateway/pos"
)

// Sync reads the whole catalog of every store view that the shops file names and puts it into the shared cache, telling out
// how far it has come: on a terminal on one line that is written over, otherwise a line every few seconds. Without Redis
// there is no shared cache: the import then only proves that Magento can be read, and says so.
func Sync(ctx context.Context, cfg Config, log *slog.Logger, out io.Writer, terminal bool) error {
	if err := cfg.Validate(); err != nil {
		return err
	}
	w := &wiring{cfg: cfg, log: log, g: &Gateway{log: log}}
	defer func() { _ = w.g.Close() }() // what was imported is in the cache already
	for _, step := range []func(context.Context) error{w.readShops, w.openLedger, w.openCache, w.openMagento} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	hub := feed.NewHub(feed.HubConfig{Fanout: w.cache, Logger: log})
	sales := ledgerSales{w.g.ledger, w.directory, catalog.New(catalog.Config{})}
	importer := newImporter(cfg, w.source, w.cache, sales, hub, nil, log)
	for _, store := range w.g.stores {
		show := progressLine(out, terminal, time.Now)
		report, err := importer.Import(ctx, store, show)
		if terminal {
			_, _ = fmt.Fprintln(out) // below the line that was written over
		}
		if err != nil {
			return err
		}
		if err := printReport(out, report); err != nil {
			return err
		}
	}
	if cfg.RedisURL == "" {
		_, err := fmt.Fprintln(out, "TILLWAY_REDIS_URL is not set: nothing keeps this import, the gateway reads Magento again when it starts.")
		return err
	}
	return nil
}

const (
	// takenWithin is how long a running gateway may take to see what stands in the inbox; it looks every few seconds.
	takenWithin = 30 * time.Second
	lookEvery   = 200 * time.Millisecond
	manyHints   = 100_000
)

// PushCatalogs has the running gateway compare the catalogs of all store views that the shops file names with Magento and
// read what differs, and returns when a gateway has begun. It asks through the ledger, so that it needs no token, and any
// replica may do it. Errors: unavailable, when no gateway took it; it then waits in the ledger for the next that starts.
func PushCatalogs(ctx context.Context, cfg Config, out io.Writer) error {
	if err := cfg.Validate(); err != nil {
		return err
	}
	w := &wiring{cfg: cfg, g: &Gateway{}}
	defer func() { _ = w.g.Close() }() // what was asked for is committed
	for _, step := range []func(context.Context) error{w.readShops, w.openLedger} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	asked := map[string]bool{} // by message id
	for _, store := range w.g.stores {
		hint := pos.Hint{ID: newID(), Sender: tokenName, Entity: pos.HintCatalog, EntityID: store, ReceivedAt: time.Now()}
		if _, err := w.g.ledger.Keep(ctx, hint, nil); err != nil {
			return err
		}
		asked[hint.ID] = true
	}
	if err := w.taken(ctx, asked); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "The running gateway compares %s with Magento now and reads what differs; registers follow by themselves.\n"+
		"How it ends is in its log and in the metric tillway_catalog_job_seconds{job=\"push\"}.\n", strings.Join(w.g.stores, ", "))
	return err
}

// taken waits until a gateway has acted on all hints.
func (w *wiring) taken(ctx context.Context, asked map[string]bool) error {
	late, tick := time.NewTimer(takenWithin), time.NewTicker(lookEvery)
	defer late.Stop()
	defer tick.Stop()
	for {
		waiting, err := w.g.ledger.Waiting(ctx, time.Now(), manyHints)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(waiting, func(h pos.Hint) bool { return asked[h.ID] }) {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late.C:
			return pos.Unavailable(nil, "no running gateway took it within %s: start `tillway serve` with this ledger (TILLWAY_DATABASE_URL, "+
				"TILLWAY_DATA_DIR); what was asked for waits there", takenWithin)
		case <-tick.C:
		}
	}
}

// progressLine shows progress of products: count, rate and time left.
func progressLine(out io.Writer, terminal bool, now func() time.Time) func(catalog.Progress) {
	var last time.Time
	every, end := 3*time.Second, "\n"
	if terminal {
		every, end = 100*time.Millisecond, "\r"
	}
	return func(p catalog.Progress) {
		if done := p.Done >= p.Total; !done && now().Sub(last) < every {
			return
		}
		last = now()
		line := fmt.Sprintf("%s: %d of %d", plural(p.Kind), p.Done, p.Total)
		if p.PerSecond > 0 {
			line += fmt.Sprintf(", %.0f/s", p.PerSecond)
		}
		if p.Left > 0 {
			line += ", " + p.Left.Round(time.Second).String() + " left"
		}
		_, _ = fmt.Fprintf(out, "%-70s%s", line, end) // a lost line of progress harms nothing
	}
}

func plural(kind pos.DocumentKind) string {
	return map[pos.DocumentKind]string{
		pos.DocProduct: "products", pos.DocCategory: "categories", pos.DocStock: "stock levels", pos.DocStore: "stores",
	}[kind]
}

func printReport(out io.Writer, r catalog.Report) error {
	_, err := fmt.Fprintf(out, "%s: done in %s, %d chunks\n", r.Store, r.Took.Round(time.Millisecond), r.Chunks)
	for _, kind := range []pos.DocumentKind{pos.DocProduct, pos.DocCategory, pos.DocStock} {
		if c := r.Kinds[kind]; err == nil {
			_, err = fmt.Fprintf(out, "  %s: %d new, %d changed, %d gone, %d as before\n", plural(kind), c.Added, c.Changed, c.Deleted, c.Unchanged)
		}
	}
	return err
}
