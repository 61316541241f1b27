package rest

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Config says which shop to call and how hard.
type Config struct {
	// BaseURL is the shop's root, such as https://shop.example/; /rest/… is added.
	BaseURL string
	// Token is the access token of a Magento integration, sent as a bearer token.
	Token string
	// Timeout bounds one attempt of one call, answer included. Default 15 s.
	Timeout time.Duration
	// Concurrency bounds the writes in flight. Default 4. Reads of the catalog and look-ups of orders have bounds of their
	// own, each twice as wide.
	Concurrency int
	// BarcodeAttribute is the code of the product attribute that holds barcodes. Default "sku": the SKU is the barcode.
	BarcodeAttribute string
	// MaxAnswer bounds an answer in bytes, after decompression. Default 64 MiB.
	MaxAnswer int64
	// Client is used for its transport only, if set: cookies and redirects are switched off, since Magento makes calls with
	// the same session cookie wait for each other.
	Client *http.Client
	// Observe, if set, is told of every attempt: the route template, the status (0 when none came) and the time taken.
	Observe func(endpoint string, status int, d time.Duration)
	// Broken, if set, is told how many products Magento could not load while it loaded others ("product").
	Broken func(entity string, rows int)
	Log    *slog.Logger
	// Now is the clock of the attribute cache, and what a recent change is measured by. Default time.Now.
	Now func() time.Time
}

// Client calls one Magento shop. It is safe for concurrent use and needs no closing.
type Client struct {
	base      *url.URL
	token     string
	timeout   time.Duration
	barcode   string
	maxAnswer int64
	http      *http.Client
	observe   func(endpoint string, status int, d time.Duration)
	broken    func(entity string, rows int)
	log       *slog.Logger
	now       func() time.Time
	guard     guard
	meta      metadata
	sales     salesCache
	items     itemCache

	mu    sync.Mutex
	fresh map[string]struct{} // carts that this client opened and has not filled yet
}

// New returns a client. It calls nothing. Errors: what is wrong with the configuration, all at once.
func New(cfg Config) (*Client, error) {
	base, err := url.Parse(strings.TrimRight(cfg.BaseURL, "/"))
	var problems []error
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		problems = append(problems, fmt.Errorf("the shop's address %q is not of the form https://shop.example/", cfg.BaseURL))
	}
	if strings.TrimSpace(cfg.Token) == "" {
		problems = append(problems, errors.New("no access token: create an integration in Magento (System, Integrations) and take its access token"))
	}
	if cfg.Timeout < 0 || cfg.Concurrency < 0 || cfg.MaxAnswer < 0 {
		problems = append(problems, errors.New("timeout, concurrency and the size of answers cannot be negative"))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, fmt.Errorf("magento rest: %w", err)
	}
	c := &Client{
		base: base, token: strings.TrimSpace(cfg.Token), timeout: cfg.Timeout, barcode: cfg.BarcodeAttribute,
		maxAnswer: cfg.MaxAnswer, observe: cfg.Observe, broken: cfg.Broken, log: cfg.Log, now: cfg.Now, fresh: map[string]struct{}{},
	}
	c.fillDefaults()
	writes := cfg.Concurrency
	if writes == 0 {
		writes = 4
	}
	c.http = httpClient(cfg.Client, 5*writes)
	c.guard = newGuard(writes, c.timeout, c.log)
	c.meta.byStore = map[string]*storeMetadata{}
	c.items.turn = make(chan struct{}, 1)
	return c, nil
}

func (c *Client) fillDefaults() {
	if c.timeout == 0 {
		c.timeout = 15 * time.Second
	}
	if c.barcode == "" {
		c.barcode = "sku"
	}
	if c.maxAnswer == 0 {
		c.maxAnswer = 64 << 20
	}
	if c.observe == nil {
		c.observe = func(string, int, time.Duration) {}
	}
	if c.broken == nil {
		c.broken = func(string, int) {}
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.now == nil {
		c.now = time.Now
	}
}

func httpClient(given *http.Client, connections int) *http.Client {
	var transport http.RoundTripper
	if given != nil {
		transport = given.Transport
	}
	if transport == nil {
		if t, ok := http.DefaultTransport.(*http.Transport); ok {
			t = t.Clone()
			t.MaxIdleConnsPerHost = connections
			transport = t
		}
	}
	return &http.Client{
		Transport: transport,
		// A redirected POST would be sent on as a GET and look like a success.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
