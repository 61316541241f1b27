package sandbox

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/shopspring/decimal"
)

// Config says how a sandbox runs. The zero value is a shop in memory on a free port.
type Config struct {
	// Addr is the TCP address to listen on, 127.0.0.1:0 by default: a free port.
	Addr string
	// DataDir is where the shop keeps what changed, so that it is still there after a restart, also after kill -9. Empty:
	// in memory only. One process at a time.
	DataDir string
	// Token is the bearer token of an integration with all permissions. Empty: a random one.
	Token string
	// Webhook is told of changes. See SetWebhook.
	Webhook Webhook
	// Latency is how long placing an order takes; during it the same cart can be placed again. 0 is 10 ms, a negative one
	// none. A real Magento was measured at about 150 ms.
	Latency time.Duration
	// Now is the clock, time.Now by default.
	Now func() time.Time
	// Log is where failures of webhooks and of the journal go; nowhere by default.
	Log *slog.Logger
}

const (
	defaultAddr    = "127.0.0.1:0"
	defaultLatency = 10 * time.Millisecond
	shutdownTime   = 800 * time.Millisecond
)

// Sandbox is a shop with Magento's web API. All its methods may be called at any time from any goroutine.
type Sandbox struct {
	shop     *shop
	url      string
	token    string
	latency  time.Duration
	log      *slog.Logger
	faults   *Faults
	hooks    *hooks
	listener net.Listener
	handler  http.Handler
	started  atomic.Bool
	stopped  chan struct{}
}

// New opens the shop and binds the listener, so that URL is known; nothing is served before Run. Errors: the address
// cannot be bound, the journal cannot be read, or the webhook secret is malformed.
func New(cfg Config) (*Sandbox, error) {
	s := &Sandbox{token: cfg.Token, latency: cfg.Latency, log: cfg.Log, stopped: make(chan struct{})}
	s.faults = &Faults{stopped: s.stopped}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.token == "" {
		s.token = rand.Text()
	}
	if s.latency == 0 {
		s.latency = defaultLatency
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Addr == "" {
		cfg.Addr = defaultAddr
	}
	s.hooks = newHooks(cfg.Now, s.log)
	if err := s.hooks.set(cfg.Webhook); err != nil {
		return nil, err
	}
	if err := s.open(cfg); err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", cfg.Addr)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sandbox: listen: %w", err), s.closeJournal())
	}
	s.listener, s.url = listener, baseURL(listener.Addr())
	s.handler = s.faults.wrap(s.mux())
	return s, nil
}

func (s *Sandbox) open(cfg Config) error {
	s.shop = &shop{now: cfg.Now, hint: s.hooks.queue, stopped: s.stopped, next: firstNumbers(), bySKU: map[string]*product{},
		byID: map[int64]*product{}, parents: map[int64]*product{}, carts: map[string]*cart{}, orderIndex: newOrderIndex(),
		stock: stock{bySKU: map[string][]*sourceItem{}, reserved: map[string]decimal.Decimal{}}}
	s.shop.seed()
	if cfg.DataDir == "" {
		return nil
	}
	journal, err := openJournal(cfg.DataDir, s.shop.restore)
	if err != nil {
		return err
	}
	s.shop.journal = journal
	if journal.long(s.shop.size()) {
		return journal.compact(s.shop.snapshot())
	}
	return nil
}

func baseURL(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if ip := net.ParseIP(host); err != nil || ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

func (s *Sandbox) mux() http.Handler {
	api := newRouter(s.routes(), s.authorised, s.log)
	admin := s.adminHandler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case under(r.URL.Path, "/rest/"):
			api.ServeHTTP(w, r)
		case under(r.URL.Path, "/media/"):
			serveMedia(w, r)
		case under(r.URL.Path, "/sandbox/"):
			admin.ServeHTTP(w, r)
		default:
			http.NotFound(w, r)
		}
	})
}

func under(path, prefix string) bool { return len(path) >= len(prefix) && path[:len(prefix)] == prefix }

func (s *Sandbox) authorised(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) == 1
}

// Run serves and delivers webhooks until ctx ends, then stops within a second: what is being worked on gets that long. It
// can be called once.
func (s *Sandbox) Run(ctx context.Context) error {
	if s.started.Swap(true) {
		return errors.New("sandbox: already run")
	}
	server := &http.Server{Handler: s.handler, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	delivered := make(chan struct{})
	go func() {
		defer close(delivered)
		s.hooks.run(ctx)
	}()
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
		defer cancel()
		failed := server.Shutdown(grace)
		close(s.stopped)
		if failed != nil {
			_ = server.Close()
		}
	}()
	err := server.Serve(s.listener)
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	stop()
	<-stopped
	<-delivered
	return errors.Join(err, s.closeJournal())
}

// Close frees the listener and the journal of a sandbox that was never run.
func (s *Sandbox) Close() error {
	if s.started.Swap(true) {
		return nil
	}
	return errors.Join(s.listener.Close(), s.closeJournal())
}

func (s *Sandbox) closeJournal() error {
	s.shop.mu.Lock()
	defer s.shop.mu.Unlock()
	if s.shop.journal == nil {
		return nil
	}
	return s.shop.journal.close()
}

// URL is the base URL of the shop; it ends with a slash.
func (s *Sandbox) URL() string { return s.url }

// Token is the bearer token that the shop accepts.
func (s *Sandbox) Token() string { return s.token }

// Handler is the shop without its listener, for a server of the caller's. Webhooks are delivered by Run only.
func (s *Sandbox) Handler() http.Handler { return s.handler }

// Faults are what goes wrong by order.
func (s *Sandbox) Faults() *Faults { return s.faults }

// SetWebhook changes where changes are told; an empty URL stops it. Errors: the secret is not of the form
// "whsec_<base64>".
func (s *Sandbox) SetWebhook(url, secret string) error {
	return s.hooks.set(Webhook{URL: url, Secret: secret})
}
