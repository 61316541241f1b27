package mail_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/mail"
	"github.com/tillway/tillway/gateway/pos"
)

const orderID = "0190a5c0-0000-7000-8000-000000000001"

// shop is everything around the service: one order, one location, one store view, and a mail server that may be away.
type shop struct {
	mu    sync.Mutex
	order pos.Order
	store pos.Store
	fail  error
	sent  []pos.Message
	tries int
	took  chan struct{}
}

func newShop() *shop {
	return &shop{
		took: make(chan struct{}, 10),
		order: pos.Order{OrderInput: pos.OrderInput{
			ID: orderID, RegisterID: "NYC1", Counter: 7, LocationID: "nyc", Currency: "USD", SoldAt: time.Date(2026, 3, 1, 15, 4, 0, 0, time.UTC),
			Lines: []pos.Line{
				{SKU: "24-MB01", Name: "Joust <Duffle> Bag", Quantity: decimal.NewFromInt(2), RowTotal: 246800, Tax: 20000, Discount: 10000},
				{SKU: "GENERIC", Name: "Ribbon", Quantity: decimal.RequireFromString("1.5"), RowTotal: 300, Tax: 25, Unlisted: true},
			},
			Charged: pos.Totals{Subtotal: 247100, Discount: 10000, Tax: 20025, Total: 257125},
			Tenders: []pos.Tender{{Kind: pos.TenderCash, Amount: 260000}, {Kind: pos.TenderCard, Amount: 125, Reference: "4111-secret"}}, Change: 3000,
		}, State: pos.StateSettled},
		store: pos.Store{Code: "default", Locale: "en_US", Timezone: "America/New_York"},
	}
}

func (s *shop) Order(_ context.Context, id string) (pos.Order, error) {
	if id != s.order.ID {
		return pos.Order{}, pos.NotFound("There is no order %q at this location", id)
	}
	return s.order, nil
}

func (s *shop) Location(context.Context, string) (pos.Location, error) {
	return pos.Location{ID: "nyc", Name: "Tillway & Sons", Store: "default", Address: pos.Address{Street: []string{"1 Broadway"}, City: "New York", Postcode: "10004"}}, nil
}

func (s *shop) Store(context.Context, string) (pos.Store, error) { return s.store, nil }

func (s *shop) Send(_ context.Context, m pos.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tries++
	if s.fail != nil {
		return s.fail
	}
	s.sent = append(s.sent, m)
	s.took <- struct{}{}
	return nil
}

func (s *shop) breaks(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = err
}

func (s *shop) outcome() (sent []pos.Message, tries int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent, s.tries
}

// queue keeps mails in memory; sqldb passes the suite of package mailtest, this serves tests with a clock of their own.
type queue struct {
	mu    sync.Mutex
	mails map[string]pos.ReceiptMail
	due   map[string]time.Time
}

func newQueue() *queue {
	return &queue{mails: map[string]pos.ReceiptMail{}, due: map[string]time.Time{}}
}

func (q *queue) KeepMail(_ context.Context, m pos.ReceiptMail) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if _, known := q.mails[m.ID]; !known {
		q.mails[m.ID], q.due[m.ID] = m, m.AskedAt
	}
	return nil
}

func (q *queue) LeaseMails(_ context.Context, now, until time.Time, _ int) (list []pos.ReceiptMail, _ error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for id, m := range q.mails {
		if !q.due[id].After(now) {
			m.Attempts++
			q.mails[id], q.due[id] = m, until
			list = append(list, m)
		}
	}
	return list, nil
}

func (q *queue) DropMail(_ context.Context, m pos.ReceiptMail) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.mails, m.ID)
	return nil
}

func (q *queue) PostponeMail(_ context.Context, m pos.ReceiptMail, until time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.due[m.ID] = until
	return nil
}

func (q *queue) PruneMails(_ context.Context, before time.Time) (n int, _ error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for id, m := range q.mails {
		if m.AskedAt.Before(before) {
			delete(q.mails, id)
			n++
		}
	}
	return n, nil
}

func (q *queue) waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.mails)
}

func service(s *shop, q mail.Queue, log *bytes.Buffer) *mail.Service {
	return mail.New(mail.Config{
		Orders: s, Ledger: s, Queue: q, Sender: s, Locations: s, Stores: s, Limiter: memory.New(), Now: time.Now, Log: slog.New(slog.NewTextHandler(log, nil)),
	})
}

func asDevice(ctx context.Context) context.Context {
	return pos.WithPrincipal(ctx, pos.Principal{DeviceID: "device-1", RegisterID: "NYC1", LocationID: "nyc"})
}

// running tests a service in a bubble, where time passes at once when all wait.
func running(t *testing.T, test func(t *testing.T, s *shop, q *queue, m *mail.Service, log *bytes.Buffer)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, q, log := newShop(), newQueue(), &bytes.Buffer{}
		m := service(s, q, log)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- m.Run(ctx) }()
		test(t, s, q, m, log)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if strings.Contains(log.String(), "ann@") {
			t.Errorf("the log tells an address:\n%s", log)
		}
	})
}

func TestAReceiptIsSentAtOnceAndForgotten(t *testing.T) {
	t.Parallel()
	running(t, func(t *testing.T, s *shop, q *queue, m *mail.Service, _ *bytes.Buffer) {
		t.Helper()
		synctest.Wait()
		if err := m.Email(asDevice(t.Context()), orderID, " Ann@example.com "); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		sent, _ := s.outcome()
		if len(sent) != 1 || sent[0].To != "Ann@example.com" || sent[0].ID == "" {
			t.Fatalf("%+v", sent)
		}
		if q.waiting() != 0 {
			t.Error("the address is still kept")
		}
		if err := m.Email(asDevice(t.Context()), orderID, "ann@example.com"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if again, _ := s.outcome(); len(again) != 2 {
			t.Errorf("asked for again it was sent %d times", len(again))
		}
	})
}

func TestAReceiptIsTriedUntilAServerTakesIt(t *testing.T) {
	t.Parallel()
	running(t, func(t *testing.T, s *shop, q *queue, m *mail.Service, _ *bytes.Buffer) {
		t.Helper()
		s.breaks(pos.Unavailable(nil, "The mail server is away"))
		for range 2 {
			if err := m.Email(asDevice(t.Context()), orderID, "ann@example.com"); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(10 * time.Hour)
		_, tries := s.outcome()
		// Pauses grow to an hour: 10 hours are neither a few tries nor hundreds.
		if tries < 8 || tries > 40 || q.waiting() != 1 {
			t.Errorf("tried %d times, %d wait", tries, q.waiting())
		}
		s.breaks(nil)
		time.Sleep(2 * time.Hour)
		if sent, _ := s.outcome(); len(sent) != 1 || q.waiting() != 0 {
			t.Errorf("sent %d, %d wait", len(sent), q.waiting())
		}
	})
}

func TestAReceiptThatNobodyTakesIsGivenUp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fail  error
		after time.Duration
		tries int // at most
	}{
		"at once when the server never will":        {pos.Invalid("The mail server does not take the message"), time.Second, 1},
		"after three days when none can be reached": {pos.Unavailable(nil, "away"), 73 * time.Hour, 200},
		"after three days when we fail ourselves":   {errors.New("broken"), 73 * time.Hour, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			running(t, func(t *testing.T, s *shop, q *queue, m *mail.Service, log *bytes.Buffer) {
				t.Helper()
				s.breaks(c.fail)
				if err := m.Email(asDevice(t.Context()), orderID, "ann@example.com"); err != nil {
					t.Fatal(err)
				}
				time.Sleep(c.after)
				if _, tries := s.outcome(); q.waiting() != 0 || tries < 1 || tries > c.tries {
					t.Errorf("%d wait after %d tries", q.waiting(), tries)
				}
				if !strings.Contains(log.String(), "given up") {
					t.Errorf("the log says nothing:\n%s", log)
				}
			})
		})
	}
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	s, q := newShop(), newQueue()
	m := service(s, q, &bytes.Buffer{})
	ctx := asDevice(t.Context())
	for _, address := range []string{"", "ann", "ann@", "@example.com", "ann@example", "ann@example.com, eve@example.com", "Ann <ann@example.com>", "a b@example.com",
		"ann@example.com\r\nBcc: eve@example.com", "\"x y\"@example.com", strings.Repeat("a", 250) + "@example.com"} {
		if err := m.Email(ctx, orderID, address); pos.KindOf(err) != pos.KindInvalid || strings.Contains(err.Error(), "eve@") {
			t.Errorf("%q: %v", address, err)
		}
	}
	if err := m.Email(ctx, "other", "ann@example.com"); pos.KindOf(err) != pos.KindNotFound {
		t.Errorf("an order of another location: %v", err)
	}
	if err := m.Email(t.Context(), orderID, "ann@example.com"); pos.KindOf(err) != pos.KindUnauthorized {
		t.Errorf("nobody: %v", err)
	}
	if q.waiting() != 0 {
		t.Errorf("%d mails wait", q.waiting())
	}
	var err error
	for i := 0; i < 100 && err == nil; i++ {
		err = m.Email(ctx, orderID, "ann@example.com")
	}
	if pos.CodeOf(err) != pos.CodeRateLimited {
		t.Errorf("a hundred wishes in a moment: %v", err)
	}
	other := pos.WithPrincipal(t.Context(), pos.Principal{DeviceID: "device-2", LocationID: "nyc"})
	if err := m.Email(other, orderID, "ann@example.com"); err != nil {
		t.Errorf("another device: %v", err)
	}
}

func TestAWishSurvivesTheProcess(t *testing.T) {
	t.Parallel()
	url := "sqlite:" + filepath.Join(t.TempDir(), "ledger.db")
	open := func() *sqldb.DB {
		db, err := sqldb.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		return db
	}
	s, before := newShop(), open()
	if err := service(s, before, &bytes.Buffer{}).Email(asDevice(t.Context()), orderID, "ann@example.com"); err != nil {
		t.Fatal(err)
	}
	_ = before.Close()
	after := open()
	defer func() { _ = after.Close() }()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- service(s, after, &bytes.Buffer{}).Run(ctx) }()
	select {
	case <-s.took:
	case <-time.After(20 * time.Second):
		t.Error("it was not sent")
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
