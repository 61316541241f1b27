package app

import (
	"context"
	"fmt"
	"time"

	smtp "github.com/tillway/tillway/adapters/mail"
	"github.com/tillway/tillway/gateway/mail"
)

// joinReceipts has receipts sent by e-mail, where there is a mail server.
func (w *wiring) joinReceipts(context.Context) error {
	if w.cfg.SMTPURL == "" {
		return nil
	}
	sender, err := smtp.New(smtp.Config{URL: string(w.cfg.SMTPURL)})
	if err != nil {
		return fmt.Errorf("TILLWAY_SMTP_URL: %w", err)
	}
	service := mail.New(mail.Config{
		Orders: w.orders, Ledger: w.g.ledger, Queue: w.g.ledger, Sender: sender, Locations: w.directory, Stores: w.g.catalog, Limiter: w.cache,
		Now: time.Now, Log: w.log,
	})
	w.receipts = service
	w.run("receipts by e-mail", service.Run)
	return nil
}
