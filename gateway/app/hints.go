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

// hintReaders is how many hints are read at once that are not read together: orders, each with calls of its own.
const hintReaders = 100

// hintReader reads what a hint names with whoever keeps it.
type hintReader struct {
	catalog   *catalog.Refresher
	pusher    *catalog.Pusher
	placement *placement.Pool
	customers *customer.Service
}

// Together says so of the catalog, which reads a thousand things in twenty times what one takes it.
func (r hintReader) Together(entity pos.HintEntity) bool {
	return entity == pos.HintProduct || entity == pos.HintStock || entity == pos.HintCategory
}

// Read reads again what hints name. A whole catalog takes longer than a hint may: it is only set going.
func (r hintReader) Read(ctx context.Context, hints []pos.Hint) error {
	switch first := hints[0]; first.Entity {
	case pos.HintOrder:
		return r.placement.Refresh(ctx, first.EntityID)
	case pos.HintCatalog:
		return r.pusher.Ask(first.EntityID)
	case pos.HintCustomer:
		id, err := strconv.ParseInt(first.EntityID, 10, 64)
		if err != nil {
			return pos.Invalid("%.40q is no customer's id", first.EntityID)
		}
		return r.customers.Forget(ctx, id)
	default:
		return r.catalog.Refresh(ctx, hints...)
	}
}
