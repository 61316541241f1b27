package catalog

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// repairEvery is how often the shared cache is looked at, which asks Magento nothing.
	repairEvery = 5 * time.Second
	// maxJobBackoff caps the wait of a job that fails, and maxRepairBackoff that of the one that the others wait for.
	maxJobBackoff    = 10 * time.Minute
	maxRepairBackoff = time.Minute
	// maxJobWait bounds how long the poller sleeps, so that a change of the clock is noticed.
	maxJobWait = time.Minute
)

// PollerConfig is what a Poller needs. Importer, Refresher, Shelf, Locker and Now are required.
type PollerConfig struct {
	Importer  *Importer
	Refresher *Refresher
	Shelf     Shelf
	Locker    Locker
	// Changes, if any, is a source that can tell what changed; without it only stock is looked at between imports.
	Changes ChangeSource
	// Indexes, if any, tells of prices and stock that Changes does not tell.
	Indexes IndexSource
	Every   Schedule
	Now     func() time.Time
	// Observe, if any, is told of each job that was done: how many documents it changed, how long it took, and its error.
	Observe func(store, job string, changed int, took time.Duration, err error)
	Logger  *slog.Logger
}

// Poller keeps the catalog equal to Magento without being told: it asks for changes often, compares digests now and then, and
// imports everything nightly, and at once when the shared cache does not hold it whole. Of all replicas one polls a store view
// at a time. Safe for concurrent use.
type Poller struct {
	cfg     PollerConfig
	catalog *Catalog
	stores  map[string]*polled
}

// polled is what the poller knows of one store view. Its jobs run one at a time.
type polled struct {
	code    string
	turn    chan struct{} // holds one token: whoever has it works
	loaded  bool          // mark and digests are those of a generation
	mark    pos.SourceMark
	digests map[rangeID]pos.RangeDigest
	blind   []pos.DocumentKind          // what the source does not tell changes of
	indexes map[rangeID]pos.RangeDigest // as they were a minute ago; nil when that is not known
}

// NewPoller returns a poller for the store views of the refresher's catalog.
func NewPoller(cfg PollerConfig) *Poller {
	cfg.Every = cfg.Every.withDefaults()
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Observe == nil {
		cfg.Observe = func(string, string, int, time.Duration, error) {}
	}
	p := &Poller{cfg: cfg, catalog: cfg.Refresher.cfg.Catalog, stores: map[string]*polled{}}
	for _, code := range p.catalog.Codes() {
		s := &polled{code: code, turn: make(chan struct{}, 1)}
		s.turn <- struct{}{}
		p.stores[code] = s
	}
	return p
}

// Run polls until ctx ends; then it returns nil. Failures are logged, observed and tried again with growing, jittered waits.
func (p *Poller) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	for _, s := range p.stores {
		wg.Go(func() { p.campaign(ctx, s) })
	}
	wg.Wait()
	return nil
}

// campaign polls while this replica is the one that does.
func (p *Poller) campaign(ctx context.Context, s *polled) {
	name := "catalog poller of " + s.code
	for ctx.Err() == nil {
		release, ok, err := p.cfg.Locker.TryLock(ctx, name, lockFor)
		if err != nil {
			p.cfg.Logger.WarnContext(ctx, "poller cannot ask for its turn", slog.String("store", s.code), slog.Any("error", err))
		}
		if ok {
			p.lead(ctx, s, name, release)
		}
		_ = pause(ctx, lockFor/3) // ctx ended: the loop ends too
	}
}

// lead runs jobs as they fall due until ctx ends or the lock is lost.
func (p *Poller) lead(ctx context.Context, s *polled, name string, release func()) {
	ctx, lost := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer lost()
		renew(ctx, p.cfg.Locker, name, release)
	})
	// Meanwhile another replica may have imported: go on from the place of the generation that is shelved now.
	select {
	case <-ctx.Done():
	case <-s.turn:
		s.loaded, s.indexes = false, nil
		s.turn <- struct{}{}
	}
	jobs := p.jobs(p.cfg.Now())
	for ctx.Err() == nil {
		next := maxJobWait
		for _, j := range jobs {
			if wait := j.due.Sub(p.cfg.Now()); wait > 0 {
				next = min(next, wait)
				continue
			}
			p.work(ctx, s, j)
			next = 0
		}
		if next > 0 {
			_ = sleep(ctx, next) // ctx ended: the loop ends too
		}
	}
	wg.Wait()
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// job is something that the poller does again and again.
type job struct {
	name     string
	run      func(ctx context.Context, s *polled) (changed int, err error)
	next     func(s *polled, now time.Time) time.Time
	due      time.Time
	failures int
}

func (p *Poller) jobs(now time.Time) []*job {
	every := func(d time.Duration) func(*polled, time.Time) time.Time {
		return func(_ *polled, now time.Time) time.Time { return now.Add(jittered(d)) }
	}
	var out []*job
	add := func(name string, d time.Duration, run func(context.Context, *polled) (int, error)) {
		if d > 0 {
			out = append(out, &job{name: name, run: run, next: every(d), due: now})
		}
	}
	add("prices", p.cfg.Every.Prices, p.reprice)
	if p.cfg.Refresher.cfg.Sales != nil {
		add("sold", p.cfg.Every.Sold, p.sold)
	}
	if p.cfg.Changes != nil {
		add("changes", p.cfg.Every.Changes, p.changes)
	}
	if p.cfg.Indexes != nil {
		add(indexJob, p.cfg.Every.Index, p.index)
	}
	add("stock", p.cfg.Every.Stock, p.stockUntold)
	add("pricing", p.cfg.Every.Pricing, p.pricingUntold)
	add("sweep", p.cfg.Every.Sweep, p.sweep)
	add("repair", repairEvery, p.repair) // the last: what an import has just read need not be asked for again
	if p.cfg.Every.Import > 0 {
		nightly := func(s *polled, now time.Time) time.Time { return p.night(s, now) }
		out = append(out, &job{name: "import", run: p.importAll, next: nightly})
	}
	return out
}

// night is the next time of the nightly import.
func (p *Poller) night(s *polled, now time.Time) time.Time {
	zone := time.UTC
	if g, err := p.catalog.generation(s.code); err == nil {
		zone = g.store.Zone()
	}
	local := now.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone).Add(p.cfg.Every.Import)
	if !at.After(now) {
		at = time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, zone).Add(p.cfg.Every.Import)
	}
	return at
}

// work does a job and sets when it is due again.
func (p *Poller) work(ctx context.Context, s *polled, j *job) {
	if j.due.IsZero() || j.name != "repair" && !p.comparable(s) {
		j.due = j.next(s, p.cfg.Now())
		if j.name == indexJob { // what comes before its first look waits for the sweep
			j.due = p.cfg.Now().Add(jittered(repairEvery))
		}
		return
	}
	err := p.do(ctx, s, j.name, j.run)
	j.due = j.next(s, p.cfg.Now())
	if err == nil {
		j.failures = 0
		return
	}
	j.failures = min(j.failures+1, 10)
	most := maxJobBackoff
	if j.name == "repair" {
		most = maxRepairBackoff
	}
	again := p.cfg.Now().Add(jittered(min(time.Second<<j.failures, most)))
	if j.name == "import" || again.After(j.due) {
		j.due = again
	}
}

// comparable is whether there is something to compare the source with. What another version wrote is not: the first difference would put
// documents of two forms side by side, until repair has made all of them anew.
func (p *Poller) comparable(s *polled) bool {
	g, err := p.catalog.generation(s.code)
	return err == nil && isOfOurFormat(g.fingerprint)
}

// do runs one job of a store view when it is its turn, and observes it.
func (p *Poller) do(ctx context.Context, s *polled, name string, run func(context.Context, *polled) (int, error)) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.turn:
	}
	defer func() { s.turn <- struct{}{} }()
	begun := p.cfg.Now()
	changed, err := run(ctx, s)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	p.cfg.Observe(s.code, name, changed, p.cfg.Now().Sub(begun), err)
	if err != nil {
		p.cfg.Logger.WarnContext(ctx, "catalog poll failed and is tried again", slog.String("store", s.code), slog.String("job", name), slog.Any("error", err))
	}
	return err
}

func noStore(code string) error { return pos.NotFound("There is no store view %.40q here", code) }

// Push reads everything of a store view that differs from Magento now, whoever else polls: "push now". It returns how many
// documents changed. Errors: not_found, for a store view that is not served; those of the source; unavailable.
func (p *Poller) Push(ctx context.Context, store string) (int, error) {
	s, ok := p.stores[store]
	if !ok {
		return 0, noStore(store)
	}
	changed := 0
	err := p.do(ctx, s, "push", func(ctx context.Context, s *polled) (int, error) {
		n, err := p.importAll(ctx, s)
		changed = n
		return n, err
	})
	return changed, err
}
