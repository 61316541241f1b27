package app

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/customer"
	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/webhooks"
)

func (w *wiring) joinWebhooks(context.Context) error {
	processor := webhooks.NewProcessor(webhooks.ProcessorConfig{
		Inbox: w.g.ledger, Reader: hintReader{w.refresher, w.pusher, w.placement, w.customers}, Workers: hintReaders,
		Now: time.Now, Log: w.log,
	})
	senders := map[string]webhooks.Sender{}
	if w.cfg.WebhookSecret != "" {
		senders["magento"] = webhooks.Sender{Secrets: strings.Fields(string(w.cfg.WebhookSecret))}
	}
	receiver, err := webhooks.NewReceiver(webhooks.Config{
		Inbox: w.g.ledger, Senders: senders, Now: time.Now, Observe: w.g.metrics.Webhook, Woken: processor.Wake, Log: w.log,
	})
	if err != nil {
		return fmt.Errorf("TILLWAY_WEBHOOK_SECRET: %w", err)
	}
	w.g.webhooks = receiver
	w.run("webhook hints", processor.Run)
	return nil
}

// hintReaders is how many hints are read at once. Mostly they wait for one another: the catalog reads all in one go that came
// while it was reading others.
const hintReaders = 100

// hintReader reads what a hint names with whoever keeps it.
type hintReader struct {
	catalog   *catalog.Refresher
	pusher    *catalog.Pusher
	placement *placement.Pool
	customers *customer.Service
}

// Read reads the hint's entity again. A whole catalog takes longer than a hint may: it is only set going.
func (r hintReader) Read(ctx context.Context, hint pos.Hint) error {
	switch hint.Entity {
	case pos.HintOrder:
		return r.placement.Refresh(ctx, hint.EntityID)
	case pos.HintCatalog:
		return r.pusher.Ask(hint.EntityID)
	case pos.HintCustomer:
		id, err := strconv.ParseInt(hint.EntityID, 10, 64)
		if err != nil {
			return pos.Invalid("%.40q is no customer's id", hint.EntityID)
		}
		return r.customers.Forget(ctx, id)
	default:
		return r.catalog.Refresh(ctx, hint)
	}
}
