package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/adapters/magento/rest"
	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/adapters/metrics"
	"github.com/tillway/tillway/adapters/redis"
	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/adapters/token"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/check"
	"github.com/tillway/tillway/gateway/customer"
	"github.com/tillway/tillway/gateway/feed"
	"github.com/tillway/tillway/gateway/order"
	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/register"
	"github.com/tillway/tillway/graph"
	"github.com/tillway/tillway/pwa"
)

// tokenName is issuer and audience of our tokens: they are for ourselves.
const tokenName = "tillway"

// cache is what replicas share, in Redis or, for a single one, in memory.
type cache interface {
	catalog.Shelf
	catalog.Log
	catalog.Locker
	feed.Fanout
	register.Limiter
}

// source is Magento's catalog as this gateway reads it: documents, and what changed.
type source interface {
	catalog.Source
	catalog.ChangeSource
}

// New opens what cfg names and joins it. Nothing runs until Run. Errors: everything that is wrong with cfg; whatever kept
// an adapter from opening.
func New(ctx context.Context, cfg Config, log *slog.Logger) (*Gateway, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	w := &wiring{cfg: cfg, log: log, g: &Gateway{log: log}}
	if err := w.join(ctx); err != nil {
		_ = w.g.Close()
		return nil, err
	}
	return w.g, nil
}

// wiring is what the parts of one New share.
type wiring struct {
	cfg       Config
	log       *slog.Logger
	g         *Gateway
	directory *register.Directory
	cache     cache
	source    source
	shop      *rest.Client
	// reservations is nil without an account that may write them.
	reservations *db.Reservations
	hub          *feed.Hub
	feed         *feed.Service
	clock        *sqldb.Clock // the ledger's, by which replicas agree on leases
	customers    *customer.Service
	orders       *order.Service
	receipts     graph.Receipts // nil without a mail server
	placement    *placement.Pool
	refresher    *catalog.Refresher
	tally        *catalog.Tally
	pusher       *catalog.Pusher
}

func (w *wiring) join(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		w.readShops, w.openLedger, w.openCache, w.openMagento, w.joinCatalog, w.joinRegisters, w.joinCustomers, w.joinOrders, w.joinReceipts, w.joinWebhooks, w.joinEdges,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (w *wiring) run(name string, run func(context.Context) error) {
	w.g.tasks = append(w.g.tasks, task{name, run})
}

func (w *wiring) close(fn func() error) { w.g.closers = append(w.g.closers, fn) }

func (w *wiring) readShops(context.Context) error {
	s, err := readShops(w.cfg.ShopsFile)
	if err != nil {
		return err
	}
	w.g.stores = s.stores()
	w.cfg.DefaultStore = cmp.Or(w.cfg.DefaultStore, w.g.stores[0])
	if !slices.Contains(w.g.stores, w.cfg.DefaultStore) {
		return pos.Invalid("TILLWAY_DEFAULT_STORE is %s, but no location sells from it: choose one of %s", w.cfg.DefaultStore, strings.Join(w.g.stores, ", "))
	}
	w.directory, err = register.NewDirectory(s.flatten())
	if err != nil {
		return fmt.Errorf("%s: %w", w.cfg.ShopsFile, err)
	}
	return ensureDir(w.cfg.DataDir)
}

func (w *wiring) openLedger(ctx context.Context) error {
	ledger, err := openLedger(ctx, w.cfg)
	if err != nil {
		return err
	}
	w.close(ledger.Close)
	w.g.ledger = ledger
	if w.clock, err = ledger.Clock(ctx, time.Now); err != nil {
		return err
	}
	w.run("ledger clock", w.clock.Run)
	w.g.metrics = metrics.New(metrics.Config{Version: version(), Ledger: ledger})
	return nil
}

// openLedger opens the ledger and brings its tables up to date.
func openLedger(ctx context.Context, cfg Config) (*sqldb.DB, error) {
	ledger, err := sqldb.Open(ctx, cfg.ledgerURL())
	if err != nil {
		return nil, fmt.Errorf("open the ledger: %w", err)
	}
	if err := ledger.Migrate(ctx); err != nil {
		_ = ledger.Close()
		return nil, fmt.Errorf("migrate the ledger: %w", err)
	}
	return ledger, nil
}

func (w *wiring) openCache(ctx context.Context) error {
	if w.cfg.RedisURL == "" {
		w.cache = memory.New()
		return nil
	}
	shared, err := redis.Open(ctx, string(w.cfg.RedisURL), "tillway:")
	if err != nil {
		return fmt.Errorf("open Redis: %w", err)
	}
	w.close(shared.Close)
	w.cache = shared
	return nil
}

// openShop opens what orders are placed through: the shop's web API, and where it may the stock reservations.
func (w *wiring) openShop(ctx context.Context) error {
	var err error
	w.shop, err = rest.New(rest.Config{
		BaseURL: w.cfg.MagentoURL, Token: string(w.cfg.MagentoToken), Timeout: w.cfg.MagentoTimeout,
		Concurrency: w.cfg.MagentoConcurrency, BarcodeAttribute: w.cfg.BarcodeAttribute,
		Observe: w.g.metrics.MagentoRequest, Broken: w.g.metrics.CatalogBroken, Log: w.log,
	})
	if err != nil {
		return err
	}
	if w.cfg.MagentoReservationsURL == "" {
		return nil
	}
	w.reservations, err = db.OpenReservations(ctx, db.ReservationConfig{DSN: string(w.cfg.MagentoReservationsURL)})
	if err != nil {
		return fmt.Errorf("open Magento's stock reservations: %w", err)
	}
	w.close(w.reservations.Close)
	return nil
}

func (w *wiring) openMagento(ctx context.Context) error {
	if err := w.openShop(ctx); err != nil {
		return err
	}
	w.source = w.shop
	if w.cfg.MagentoDBURL == "" {
		return nil
	}
	tables, err := db.Open(ctx, db.Config{DSN: string(w.cfg.MagentoDBURL), BarcodeAttribute: w.cfg.BarcodeAttribute, Broken: w.g.metrics.CatalogBroken, Log: w.log})
	if err != nil {
		return fmt.Errorf("open Magento's database: %w", err)
	}
	w.close(tables.Close)
	w.source = tables
	return nil
}

func (w *wiring) joinCatalog(context.Context) error {
	var err error
	w.hub = feed.NewHub(feed.HubConfig{Fanout: w.cache, Observe: w.g.metrics.Subscribers, Logger: w.log})
	if w.feed, err = feed.New(feed.Config{Log: w.cache, Shelf: w.cache, Logger: w.log}); err != nil {
		return err
	}
	w.g.catalog = catalog.New(catalog.Config{Stores: w.g.stores, Shelf: w.cache, Log: w.cache, Heads: w.hub, Logger: w.log})
	sales := ledgerSales{w.g.ledger, w.directory, w.g.catalog}
	prices, _ := w.source.(catalog.PriceSource)  // only SQL is
	indexes, _ := w.source.(catalog.IndexSource) // as is this
	w.refresher = catalog.NewRefresher(catalog.RefresherConfig{
		Catalog: w.g.catalog, Source: w.source, Prices: prices, Sales: sales, Log: w.cache, Announcer: w.hub, Now: time.Now,
		Observe: w.g.metrics.CatalogLag, Logger: w.log,
	})
	every, err := catalog.ParseSchedule(w.cfg.Schedule)
	if err != nil {
		return err
	}
	poller := catalog.NewPoller(catalog.PollerConfig{
		Importer: newImporter(w.cfg, w.source, w.cache, sales, w.hub, w.g.metrics.CatalogBroken, w.log), Refresher: w.refresher, Shelf: w.cache, Locker: w.cache, Changes: w.source, Indexes: indexes, Now: time.Now, Every: every,
		Observe: w.g.metrics.CatalogJob, Logger: w.log,
	})
	w.pusher = catalog.NewPusher(poller, time.Now)
	w.tally = catalog.NewTally(w.refresher)
	w.run("catalog poller", poller.Run)
	w.run("catalog pusher", w.pusher.Run)
	w.run("catalog tally", w.tally.Run)
	w.run("live updates", w.hub.Run)
	w.run("catalog follower", w.g.catalog.Run)
	return nil
}

func newImporter(cfg Config, from source, shared cache, sales catalog.Sales, announcer catalog.Announcer, broken func(string, int), log *slog.Logger) *catalog.Importer {
	bulk, _ := from.(catalog.BulkSource) // SQL is both, REST is neither
	holder, _ := from.(catalog.DigestHolder)
	return catalog.NewImporter(catalog.ImporterConfig{
		Source: from, Bulk: bulk, Changes: from, Holder: holder, Shelf: shared, Log: shared, Locker: shared, Sales: sales, Announcer: announcer, Settings: "barcode=" + cfg.BarcodeAttribute,
		Now: time.Now, Broken: broken, Logger: log,
	})
}

func (w *wiring) joinRegisters(context.Context) error {
	service, err := newRegisters(w.cfg, w.directory, w.g.ledger, w.cache)
	w.g.registers = service
	return err
}

func newRegisters(cfg Config, directory *register.Directory, ledger *sqldb.DB, limiter register.Limiter) (*register.Service, error) {
	keys, err := token.LoadOrCreate(cfg.tokenKeysFile())
	if err != nil {
		return nil, err
	}
	tokens, err := token.New(token.Config{Keys: [][]byte{keys}, Issuer: tokenName, Audience: tokenName, Leeway: time.Minute, Now: time.Now})
	if err != nil {
		return nil, err
	}
	return register.New(register.Config{
		Directory: directory, Devices: ledger, Tokens: tokens, Limiter: limiter, Now: time.Now, NewID: newID, Rand: rand.Reader,
	}), nil
}

// newID returns a UUIDv7. Its randomness cannot fail on the systems that Go supports (crypto/rand).
func newID() string { return uuid.Must(uuid.NewV7()).String() }

func (w *wiring) joinOrders(context.Context) error {
	transport, err := bus.Open(bus.Config{URL: string(w.cfg.BusURL), Now: time.Now, Log: w.log})
	if err != nil {
		return fmt.Errorf("TILLWAY_BUS_URL: %w", err)
	}
	w.close(transport.Close)
	w.g.metrics.ShowBusBacklog(transport.Backlog)
	router, err := bus.NewRouter(bus.RouterConfig{Transport: transport, CloseTimeout: drainFor, Observe: w.g.metrics.BusMessage, Log: w.log})
	if err != nil {
		return err
	}
	forwarder := bus.NewForwarder(bus.ForwarderConfig{
		Outbox: w.g.ledger, Publisher: transport.Publisher(), Lock: w.ledgerLock(), Ready: router.Running(), Now: time.Now, Log: w.log,
	})
	var reservations placement.Reservations
	if w.reservations != nil {
		reservations = w.reservations
	}
	w.placement = placement.New(placement.Config{
		Ledger: w.g.ledger, Carts: w.shop, Imports: w.shop, Reservations: reservations, Orders: w.shop, Buyers: w.shop, Returns: w.shop,
		Locations: w.directory, NewID: newID,
		Workers: w.cfg.MagentoConcurrency, NewestFirst: w.cfg.NewestFirst, CallFor: w.cfg.MagentoTimeout, LeaseFor: 4 * w.cfg.MagentoTimeout,
		SettleFor: w.cfg.SettleFor, Now: w.clock.Now, Log: w.log,
		ObserveStep: func(step pos.StepName, outcome string, took time.Duration) {
			w.g.metrics.PlacementStep(step, outcome, took)
			forwarder.Wake() // a step leaves events behind
		},
		ObserveSettled: w.g.metrics.OrderSettled, ObserveDifference: w.g.metrics.TotalsDifference,
	})
	w.orders = order.New(order.Config{
		Ledger: w.g.ledger, Parking: w.g.ledger, Staff: w.directory, Goods: ledgerGoods{w.directory, w.g.catalog, w.log}, Waker: forwarder,
		Now: w.clock.Now, NewID: newID,
	})
	if err := errors.Join(
		router.Handle("wake-placement", w.wakePlacement),
		router.Handle("tell-registers", w.tellRegisters),
		router.Handle("tell-tally", w.tellTally),
	); err != nil {
		return err
	}
	w.run("placement", w.placement.Run)
	w.run("maintenance", newMaintenance(w.g.ledger, w.cfg, time.Now, w.log).run)
	w.run("sales", (&sales{ledger: w.g.ledger, lock: w.ledgerLock(), now: time.Now, log: w.log}).run)
	w.run("runtime", tuneRuntime)
	w.run("event consumers", router.Run)
	w.run("event transport", transport.Run)
	w.run("outbox", forwarder.Run)
	return nil
}

// ledgerLock is shared by the replicas that share the ledger: its server's own, also where there is no Redis. SQLite has one
// gateway.
func (w *wiring) ledgerLock() locker {
	if locks, ok := w.g.ledger.Locks(); ok {
		return locks
	}
	return w.cache
}

func (w *wiring) joinEdges(ctx context.Context) error {
	proxies, err := parseProxies(w.cfg.TrustedProxies)
	if err != nil {
		return err
	}
	var forward graph.Forward
	if w.cfg.MagentoGraphQL == passThrough {
		forward = w.shop
	}
	var reviews graph.Reviews
	var attributes graph.EntityAttributes
	categories := graph.EntityAttributes(w.shop)
	places := graph.Places(w.shop)
	if tables, ok := w.source.(*db.Source); ok {
		reviews, attributes, categories, places = tables, tables, tables, tables
	}
	graphql := graph.NewHandler(graph.Config{
		Forward: forward, Groups: w.shop, Accounts: w.shop, Reviews: reviews, EntityAttributes: attributes, CategoryAttributes: categories, Places: places,
		Catalog: w.g.catalog, Orders: w.orders, Registers: w.g.registers, Customers: w.customers, Feed: liveFeed{w.feed, w.hub}, Pusher: w.pusher,
		Explainer: &check.Explainer{Orders: w.orders, Catalog: w.g.catalog, Locations: w.directory},
		Shifts:    register.NewShifts(w.g.ledger, w.directory, time.Now),
		Office:    register.NewOffice(w.g.ledger, w.g.registers),
		Receipts:  w.receipts,
		Limits:    graph.Limits{BodyBytes: w.cfg.BodyLimit}, Introspection: w.cfg.Introspection, DefaultStore: w.cfg.DefaultStore,
		ImagePath: w.cfg.ImagePath, Origins: w.cfg.Origins, CallerAddress: callerAddress(proxies), Observe: w.g.metrics.GraphQLRequest, ObserveKept: w.g.metrics.GraphQLKept, Log: w.log,
	})
	w.g.graphql = graphql
	w.run("attributes of categories", graphql.Run)
	w.g.chunks = w.feed.ChunkHandler()
	w.g.pages = w.registerPages(ctx)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", w.cfg.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s (set PORT or TILLWAY_ADDR to another): %w", w.cfg.Addr, err)
	}
	w.g.listener = listener
	w.close(func() error { _ = listener.Close(); return nil }) // closed by the server already, if it ran
	return nil
}

// registerPages serves the register, or says how to build it when this binary was built without it.
func (w *wiring) registerPages(ctx context.Context) http.Handler {
	files, err := pwa.Files()
	if err == nil {
		return pages(files)
	}
	w.log.WarnContext(ctx, "this binary was built without the register", slog.Any("error", err))
	return http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		http.Error(rw, "This gateway was built without the register: run `make demo`, or build the register before the binary.", http.StatusNotFound)
	})
}

// liveFeed is the feed as the GraphQL edge sees it: what may be read, and what may be subscribed to.
type liveFeed struct {
	*feed.Service
	*feed.Hub
}
