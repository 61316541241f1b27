// Package mail sends receipts to customers who ask for them by e-mail.
//
// A wish is kept durably before the register hears yes, and sent by whichever replica comes first, at least once: a process
// that dies between sending and noting so sends again, under the same message id. The address is kept until then, and is
// never logged. The GraphQL edge calls Email; package app runs Run.
package mail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"math/rand/v2"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// How often a device may ask. A busy register has a customer a minute.
const (
	wishes       = 30
	wishesWithin = 10 * time.Minute
)

const (
	// keepFor is how long a mail is tried. Nobody waits longer for a receipt, and their address is not kept longer.
	keepFor = 72 * time.Hour
	// lookEvery is how long a mail may lie that this replica was not woken for.
	lookEvery = 10 * time.Second
	// sendFor bounds one mail; leaseFor is enough for a batch of them, and how long one lies when a replica dies over it.
	sendFor  = 30 * time.Second
	leaseFor = 5 * time.Minute
	batch    = 5
	// The first pause after a failure, and the longest.
	firstPause, lastPause = 5 * time.Second, time.Hour
)

// Config is what a Service needs. Every field is required.
type Config struct {
	Orders    Orders
	Ledger    Ledger
	Queue     Queue
	Sender    Sender
	Locations Locations
	Stores    Stores
	Limiter   Limiter
	Now       func() time.Time
	Log       *slog.Logger
}

// Service takes wishes for receipts and sends them. It is safe for concurrent use.
type Service struct {
	cfg  Config
	wake chan struct{}
}

// New returns a service. It starts nothing.
func New(cfg Config) *Service { return &Service{cfg: cfg, wake: make(chan struct{}, 1)} }

// Email has the receipt of an order that concerns the calling device's location sent to an address. Nil says that it is
// kept and will be sent. Errors: unauthorized; invalid, for an address that cannot be one; not_found; unavailable, with
// CodeRateLimited when the device asked too often.
func (s *Service) Email(ctx context.Context, orderID, address string) error {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return err
	}
	if address, err = readAddress(address); err != nil {
		return err
	}
	ok, wait, err := s.cfg.Limiter.Allow(ctx, "receipt-mail:"+p.DeviceID, wishes, wishesWithin)
	if err != nil {
		return err
	}
	if !ok {
		return pos.NewError(pos.KindUnavailable, pos.CodeRateLimited, "This register asked for too many e-mails; try again in %s, or print the receipt",
			max(wait.Round(time.Second), time.Second))
	}
	o, err := s.cfg.Orders.Order(ctx, orderID)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(o.ID + "\n" + strings.ToLower(address)))
	m := pos.ReceiptMail{ID: hex.EncodeToString(sum[:]), OrderID: o.ID, Address: address, AskedAt: s.now()}
	if err := s.cfg.Queue.KeepMail(ctx, m); err != nil {
		return err
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
	return nil
}

// readAddress is one plain address that a mail server can be given.
func readAddress(text string) (string, error) {
	text = strings.TrimSpace(text)
	parsed, err := netmail.ParseAddress(text)
	_, domain, _ := strings.Cut(text, "@")
	if err != nil || parsed.Address != text || len(text) > 254 || !strings.Contains(domain, ".") || strings.ContainsAny(text, "\r\n\t \"<>") {
		return "", pos.Invalid("This is no e-mail address: give one such as ann@example.com")
	}
	return text, nil
}

func (s *Service) now() time.Time { return s.cfg.Now().UTC().Truncate(time.Microsecond) }

// Run sends what is due until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.wake:
		case <-timer.C:
		}
		for s.sendDue(ctx) {
		}
		timer.Reset(lookEvery/2 + rand.N(lookEvery))
	}
}

// sendDue sends a batch, and says whether there may be another.
func (s *Service) sendDue(ctx context.Context) bool {
	now := s.now()
	given, err := s.cfg.Queue.PruneMails(ctx, now.Add(-keepFor))
	if given > 0 {
		s.cfg.Log.WarnContext(ctx, "receipts by e-mail were given up: no mail server took them for too long", slog.Int("mails", given))
	}
	var due []pos.ReceiptMail
	if err == nil {
		due, err = s.cfg.Queue.LeaseMails(ctx, now, now.Add(leaseFor), batch)
	}
	if err != nil {
		s.failed(ctx, "could not look for receipts to send by e-mail", err)
		return false
	}
	for _, m := range due {
		if err := s.settle(ctx, m, s.send(ctx, m)); err != nil {
			s.failed(ctx, "could not note what became of a receipt by e-mail; it may be sent again", err, slog.String("order", m.OrderID))
			return false
		}
	}
	return len(due) == batch && ctx.Err() == nil
}

func (s *Service) failed(ctx context.Context, what string, err error, about ...slog.Attr) {
	if ctx.Err() == nil {
		s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, what, append(about, slog.Any("error", err))...)
	}
}

// send renders and sends one mail.
func (s *Service) send(ctx context.Context, m pos.ReceiptMail) error {
	ctx, cancel := context.WithTimeout(ctx, sendFor)
	defer cancel()
	o, err := s.cfg.Ledger.Order(ctx, m.OrderID)
	if err != nil {
		return err
	}
	location, err := s.cfg.Locations.Location(ctx, o.LocationID)
	if err != nil {
		return err
	}
	store, err := s.cfg.Stores.Store(ctx, location.Store)
	if err != nil {
		return err
	}
	message, err := render(o, location, store)
	if err != nil {
		return err
	}
	message.ID, message.To = m.ID[:32]+"."+m.AskedAt.Format("20060102150405"), m.Address
	return s.cfg.Sender.Send(ctx, message)
}

// settle notes what became of a mail, also when the process is being stopped.
func (s *Service) settle(ctx context.Context, m pos.ReceiptMail, err error) error {
	stopped := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendFor)
	defer cancel()
	switch {
	case err == nil:
		s.cfg.Log.InfoContext(ctx, "receipt sent by e-mail", slog.String("order", m.OrderID), slog.Int("attempts", m.Attempts))
		return s.cfg.Queue.DropMail(ctx, m)
	case stopped:
		return s.cfg.Queue.PostponeMail(ctx, m, s.now())
	case pos.KindOf(err) == pos.KindUnavailable || pos.KindOf(err) == pos.KindInternal:
		pause := min(firstPause<<min(m.Attempts-1, 10), lastPause)
		pause = pause/2 + rand.N(pause)
		s.cfg.Log.WarnContext(ctx, "receipt could not be sent by e-mail; it is tried again", slog.String("order", m.OrderID), slog.Duration("in", pause), slog.Any("error", err))
		return s.cfg.Queue.PostponeMail(ctx, m, s.now().Add(pause))
	default:
		s.cfg.Log.WarnContext(ctx, "receipt cannot be sent by e-mail, and is given up", slog.String("order", m.OrderID), slog.Any("error", err))
		return s.cfg.Queue.DropMail(ctx, m)
	}
}
