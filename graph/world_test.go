package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

const hash = "cache/314331f24d060739764680d05f536f25"

// world is an edge with a register behind it, the smallest there can be.
type world struct {
	*httptest.Server
	catalog   *catalog
	orders    *orders
	registers *registers
	feed      *feed
	logged    *lockedBuffer

	mu       sync.Mutex
	observed []string
	kept     int // answers that were given again
}

func setup(tb testing.TB, change ...func(*graph.Config)) *world {
	tb.Helper()
	w := &world{
		catalog: loadCatalog(tb), orders: &orders{held: map[string]pos.Order{}}, registers: &registers{}, feed: newFeed(), logged: &lockedBuffer{},
	}
	cfg := graph.Config{
		Catalog: w.catalog, Orders: w.orders, Registers: w.registers, Feed: w.feed, DefaultStore: "default",
		ImagePath: hash, Placeholder: "frontend/Magento/luma/en_US/Magento_Catalog/images/product/placeholder", URLSuffix: ".html",
		Log: slog.New(slog.NewTextHandler(w.logged, nil)),
		Observe: func(operation string, _ time.Duration, failed bool) {
			w.mu.Lock()
			defer w.mu.Unlock()
			if failed {
				operation += " failed"
			}
			w.observed = append(w.observed, operation)
		},
	}
	cfg.ObserveKept = func(string) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.kept++
	}
	for _, f := range change {
		f(&cfg)
	}
	handler := graph.NewHandler(cfg)
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = handler.Run(ctx) })
	w.Server = httptest.NewServer(handler)
	tb.Cleanup(func() { w.Close(); stop(); running.Wait() })
	return w
}

func (w *world) keptSoFar() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.kept
}

// answer is what came back.
type answer struct {
	Status int
	Raw    []byte
	Data   map[string]any `json:"data"`
	Errors []struct {
		Message    string         `json:"message"`
		Path       []any          `json:"path"`
		Extensions map[string]any `json:"extensions"`
	} `json:"errors"`
}

func (a answer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	code, _ := a.Errors[0].Extensions["code"].(string)
	return code
}

// at walks into the data by keys.
func (a answer) at(keys ...string) any {
	var v any = a.Data
	for _, key := range keys {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[key]
	}
	return v
}

func (w *world) do(tb testing.TB, r *http.Request) answer {
	tb.Helper()
	response, err := w.Client().Do(r)
	if err != nil {
		tb.Fatal(err)
	}
	defer response.Body.Close() //nolint:errcheck // nothing is lost
	a := answer{Status: response.StatusCode}
	if a.Raw, err = io.ReadAll(response.Body); err != nil {
		tb.Fatal(err)
	}
	if err := json.Unmarshal(a.Raw, &a); err != nil {
		tb.Fatalf("%s is no JSON: %v", a.Raw, err)
	}
	return a
}

func (w *world) raw(tb testing.TB, body, token string, header ...string) answer {
	tb.Helper()
	r, err := http.NewRequestWithContext(tb.Context(), http.MethodPost, w.URL+"/graphql", strings.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return w.do(tb, r)
}

func (w *world) ask(tb testing.TB, query string, variables map[string]any, token string, header ...string) answer {
	tb.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		tb.Fatal(err)
	}
	return w.raw(tb, string(body), token, header...)
}

// registers knows two devices by their tokens.
type registers struct {
	mu      sync.Mutex
	revoked bool
	callers []string
	tries   int
}

func (r *registers) revoke() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.revoked = true
}

func (r *registers) Authenticate(_ context.Context, token string) (pos.Principal, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := pos.Principal{DeviceID: "d1", RegisterID: "NYC1", LocationID: "nyc"}
	switch {
	case r.revoked, token != "device" && token != "manager":
		err := pos.NewError(pos.KindUnauthorized, pos.CodeUnauthenticated, "This token is not valid.")
		return pos.Principal{}, err.Because(io.ErrUnexpectedEOF)
	case token == "manager":
		p.StaffID, p.Role = "ann", pos.RoleManager
	}
	return p, nil
}

func (r *registers) Enrol(_ context.Context, code, label, caller string) (pos.Enrolment, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.callers = append(r.callers, caller)
	if code != "K7QM-4XPD" {
		return pos.Enrolment{}, pos.NotFound("This enrolment code is not valid.")
	}
	return pos.Enrolment{Token: "device", Device: pos.Device{ID: "d1", Label: label}, Workplace: workplace()}, nil
}

func (r *registers) SignIn(ctx context.Context, _, pin string) (pos.SignedIn, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := pos.PrincipalFrom(ctx); err != nil {
		return pos.SignedIn{}, err
	}
	if r.tries++; r.tries > 5 {
		return pos.SignedIn{}, pos.NewError(pos.KindUnavailable, pos.CodeRateLimited, "Too many attempts. Try again in 300 seconds.")
	}
	if pin != "1234" {
		return pos.SignedIn{}, pos.NewError(pos.KindUnauthorized, pos.CodeWrongPIN, "That PIN is not right.")
	}
	return pos.SignedIn{Token: "manager", ExpiresAt: time.Unix(1_800_000_000, 0), Staff: workplace().Staff[0]}, nil
}

func (r *registers) Workplace(ctx context.Context) (pos.Workplace, error) {
	_, err := pos.PrincipalFrom(ctx)
	return workplace(), err
}

func workplace() pos.Workplace {
	return pos.Workplace{
		Register: pos.Register{ID: "NYC1", Name: "Front", LocationID: "nyc"}, LastCounter: 41,
		Location: pos.Location{ID: "nyc", Name: "New York", Store: "default", Address: pos.Address{
			Street: []string{"1 Main St"}, City: "New York", Postcode: "10001", Country: "US", RegionID: 43, Telephone: "555",
		}, Shipping: []pos.ShippingOption{{Method: pos.FlatRate, Name: "Standard"}, {Method: "ups_air", Name: "Air", Price: new(int64)}}},
		Pickup: []pos.Location{{ID: "la", Name: "Los Angeles", Address: pos.Address{Street: []string{"2 Spring St"}, City: "Los Angeles", Country: "US"}}},
		Staff:  []pos.Staff{{ID: "ann", Name: "Ann", LocationID: "nyc", Role: pos.RoleManager}},
	}
}

// feed has two subscribers' channels and one change.
type feed struct {
	orders  chan string
	cursors chan pos.Cursor
	asked   chan string
}

func newFeed() *feed {
	return &feed{orders: make(chan string, 8), cursors: make(chan pos.Cursor, 8), asked: make(chan string, 8)}
}

func (*feed) Manifest(_ context.Context, store string) (pos.Manifest, error) {
	if store != "default" {
		return pos.Manifest{}, pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "The catalog is being imported.")
	}
	return pos.Manifest{
		Store: store, Cursor: pos.Cursor{Epoch: "e1", Seq: 7}, Fingerprint: "f", BuiltAt: "2026-03-01T09:00:00Z",
		Chunks: []pos.Chunk{{Kind: pos.DocProduct, Digest: "ab12", Documents: 3, Bytes: 99}},
	}, nil
}

func (*feed) Changes(_ context.Context, _ string, after pos.Cursor, _ int) (pos.Changes, error) {
	if after.Epoch != "e1" {
		return pos.Changes{}, pos.NewError(pos.KindConflict, pos.CodeResyncFirst, "another epoch")
	}
	return pos.Changes{Next: pos.Cursor{Epoch: "e1", Seq: 9}, Entries: []pos.Change{
		{Seq: 8, Kind: pos.DocStock, Key: "24-MB01", Body: []byte(`{"sku":"24-MB01","inStock":true,"html":"<b>"}`)},
		{Seq: 9, Kind: pos.DocProduct, Key: "5", Deleted: true},
	}}, nil
}

func (f *feed) SubscribeOrders(_ context.Context, locationID string) (<-chan string, error) {
	f.asked <- locationID
	return f.orders, nil
}

func (f *feed) SubscribeCatalog(_ context.Context, store string) (<-chan pos.Cursor, error) {
	f.asked <- store
	return f.cursors, nil
}

// orders accepts what is well-formed.
type orders struct {
	mu     sync.Mutex
	held   map[string]pos.Order
	parked []pos.Parked
	filter pos.OrderFilter
	fail   error
}

func (o *orders) Submit(_ context.Context, in pos.OrderInput) (pos.Order, bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch stored, ok := o.held[in.ID]; {
	case o.fail != nil:
		return pos.Order{}, false, o.fail
	case slices.ContainsFunc(in.Lines, func(l pos.Line) bool { return !l.Quantity.IsPositive() }):
		return pos.Order{}, false, pos.NewError(pos.KindInvalid, pos.CodeBadQuantity, "The quantity must be positive.")
	case in.Tenders[0].Amount < in.Charged.Total:
		return pos.Order{}, false, pos.NewError(pos.KindInvalid, pos.CodeTenderTooSmall, "The tenders do not cover the total.")
	case ok && stored.Note != in.Note:
		return pos.Order{}, false, pos.Conflict("This order was sent before with other contents.")
	default:
		stored = pos.Order{OrderInput: in, State: pos.StateReceived, ReceivedAt: time.Unix(1_772_355_600, 0)}
		o.held[in.ID] = stored
		return stored, ok, nil
	}
}

func (o *orders) Order(_ context.Context, id string) (pos.Order, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	stored, ok := o.held[id]
	if !ok {
		return pos.Order{}, pos.NotFound("There is no such order.")
	}
	return stored, nil
}

func (o *orders) Orders(_ context.Context, filter pos.OrderFilter, _ string, first int) (pos.OrderPage, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if first < 1 {
		return pos.OrderPage{}, pos.Invalid("first must be at least 1")
	}
	o.filter = filter
	page := pos.OrderPage{Next: "more"}
	for _, stored := range o.held {
		page.Orders = append(page.Orders, stored)
	}
	return page, nil
}

func (o *orders) Resolve(ctx context.Context, id string, d pos.Decision) (pos.Order, error) {
	if p, err := pos.PrincipalFrom(ctx); err != nil || !p.May(pos.PermitHeadOffice) {
		return pos.Order{}, pos.NewError(pos.KindUnauthorized, pos.CodeForbidden, "You may not.")
	}
	found, err := o.Order(ctx, id)
	d.By, d.Reason = "mia", pos.HeldTotalsDiffer
	found.Decisions, found.Placement.Contact = append(found.Decisions, d), d.Contact
	return found, err
}

func (o *orders) Retry(ctx context.Context, id string) (pos.Order, error) {
	return o.Resolve(ctx, id, pos.Decision{Action: pos.ResolveRetry})
}

func (o *orders) Cancel(ctx context.Context, id, note string) (pos.Order, error) {
	found, err := o.Order(ctx, id)
	found.State, found.Placement.Cancelling = pos.StatePlaced, &pos.Decision{Note: note}
	return found, err
}

func (o *orders) HandOver(ctx context.Context, id, by string) (pos.Order, error) {
	found, err := o.Order(ctx, id)
	found.Placement.HandedOver = &pos.HandOver{At: found.ReceivedAt, By: by}
	return found, err
}

func (o *orders) Park(_ context.Context, p pos.Parked) (pos.Parked, error) {
	o.parked = append(o.parked, p)
	return p, p.Validate()
}

func (o *orders) Parked(context.Context) ([]pos.Parked, error) {
	list := slices.Clone(o.parked)
	for i := range list {
		list[i].Body = ""
	}
	return list, nil
}

func (o *orders) Recall(_ context.Context, id string) (pos.Parked, error) {
	for _, p := range o.parked {
		if p.ID == id {
			return p, nil
		}
	}
	return pos.Parked{}, pos.NotFound("It is gone.")
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
