package graph

import (
	"cmp"
	"context"
	"hash/maphash"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/tillway/tillway/graph/model"
)

// Limits bound what a request may ask for; zero fields take the defaults in brackets.
type Limits struct {
	Tokens     int   // of a document [3,000]
	Depth      int   // of nested fields [20, as Magento's]
	Complexity int   // fields that an answer could have, lists counted with their page size [60,000]
	BodyBytes  int64 // of a request, or of a WebSocket message [1 MiB]
	CacheBytes int   // of answers kept ready [16 MiB]: more than that slows the others, as all of them are looked at when garbage is collected
}

// Config is what a handler needs. Catalog, Orders, Registers, Feed and Log are required.
type Config struct {
	Catalog   Catalog
	Orders    Orders
	Registers Registers
	Feed      Feed
	// Customers answers for the shop's customers; without it nobody knows any.
	Customers Customers
	// Pusher pushes catalogs for managers; without it nobody can.
	Pusher Pusher
	// Shifts keeps the cash periods of registers. Required where registers work.
	Shifts Shifts
	// Office is what head office sees and does. Required where registers work.
	Office Office
	// Explainer explains the totals of orders to managers; without it nobody does.
	Explainer Explainer
	// Receipts sends receipts by e-mail; without it nobody does.
	Receipts Receipts
	Limits   Limits
	// Forward, if set, gets the operations that only Magento can answer.
	Forward Forward
	// Groups, if set, knows whose prices to tell to customers who are logged in to Magento; without it all are guests.
	Groups Groups
	// Accounts, if set, asks Magento about its customers.
	Accounts Accounts
	// Reviews, if set, reads reviews of products.
	Reviews Reviews
	// EntityAttributes, if set, reads attributes of categories and customers.
	EntityAttributes EntityAttributes
	// CategoryAttributes, if set, reads attributes of categories alone, for the fields that they are: by default EntityAttributes does.
	CategoryAttributes EntityAttributes
	// Places, if set, knows which sources have what and where places are.
	Places Places
	// Introspection lets clients ask for the schema, beyond the types that Magento has too. Off in production.
	Introspection bool
	// DefaultStore is the store view of requests without a Store header.
	DefaultStore string
	// ImagePath, Placeholder and URLSuffix: see model.Links. URLSuffix is Magento's default ".html" when empty;
	// NoURLSuffix is for shops that have none.
	ImagePath   string
	Placeholder string
	URLSuffix   string
	NoURLSuffix bool
	// Origins are host patterns that browsers may open a WebSocket from, beside the gateway's own host.
	Origins []string
	// CallerAddress returns the address that wrong enrolment codes are counted against; by default the peer's. Behind a
	// trusted proxy it is the last hop that the proxy wrote down.
	CallerAddress func(*http.Request) string
	// Observe, if set, hears of every operation: the name of its first root field ("invalid" when it never came so far,
	// so there are few names), how long it took, and whether its answer has errors.
	Observe func(operation string, d time.Duration, failed bool)
	// ObserveKept, if set, hears of those besides that were answered as before.
	ObserveKept func(operation string)
	// Now is the clock that dates of prices are held against; by default the system's.
	Now func() time.Time
	Log *slog.Logger
}

// Handler answers /graphql: POST, GET (queries only) and graphql-transport-ws.
type Handler struct{ *endpoint }

// NewHandler returns the handler. It starts nothing.
func NewHandler(cfg Config) *Handler { return newHandler(cfg, true) }

// Run keeps what the schema of the shop depends on and the catalog does not hold, until ctx ends; then it returns nil. Without it the
// own attributes of categories are never known.
func (h *Handler) Run(ctx context.Context) error { return h.shop.categories.Run(ctx) }

// newHandler leaves the renderer out where tests compare it with gqlgen's generated code.
func newHandler(cfg Config, rendered bool) *Handler {
	cfg.setDefaults()
	present := &presenter{log: cfg.Log}
	resolvers := &resolver{
		catalog: noted{cfg.Catalog, maphash.MakeSeed()}, orders: cfg.Orders, registers: cfg.Registers, feed: cfg.Feed, customers: cfg.Customers, pusher: cfg.Pusher, explainer: cfg.Explainer, shifts: cfg.Shifts, office: cfg.Office, receipts: cfg.Receipts,
		links: model.Links{ImagePath: cfg.ImagePath, Placeholder: cfg.Placeholder, URLSuffix: cfg.URLSuffix},
		now:   cfg.Now, present: present, ranges: model.NewRanges(), reviews: cfg.Reviews, entities: cfg.EntityAttributes, places: cfg.Places,
		accounts: newAccounts(cfg.Accounts, cfg.Registers),
	}
	return &Handler{&endpoint{
		cfg: cfg, shop: newShop(cfg, resolvers, present, rendered), present: present, answers: newAnswers(cfg.Catalog, resolvers.zone, cfg.Limits.CacheBytes),
		groups: newGroups(cfg.Groups, cfg.Registers),
	}}
}

func (c *Config) setDefaults() {
	c.Limits.Tokens = cmp.Or(c.Limits.Tokens, 3000)
	c.Limits.Depth = cmp.Or(c.Limits.Depth, 20)
	c.Limits.Complexity = cmp.Or(c.Limits.Complexity, 60_000)
	c.Limits.BodyBytes = cmp.Or(c.Limits.BodyBytes, 1<<20)
	c.Limits.CacheBytes = cmp.Or(c.Limits.CacheBytes, 16<<20)
	c.URLSuffix = cmp.Or(c.URLSuffix, ".html")
	if c.NoURLSuffix {
		c.URLSuffix = ""
	}
	if c.CategoryAttributes == nil {
		c.CategoryAttributes = c.EntityAttributes
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Observe == nil {
		c.Observe = func(string, time.Duration, bool) {}
	}
	if c.ObserveKept == nil {
		c.ObserveKept = func(string) {}
	}
	if c.Customers == nil {
		c.Customers = noCustomers{}
	}
	if c.Pusher == nil {
		c.Pusher = noPusher{}
	}
	if c.Receipts == nil {
		c.Receipts = noReceipts{}
	}
	if c.CallerAddress == nil {
		c.CallerAddress = peer
	}
}

func peer(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
