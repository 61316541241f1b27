package graph_test

import (
	"context"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph"
)

// receipts sends those of order o, and remembers where to.
type receipts struct{ sent []string }

func (r *receipts) Email(ctx context.Context, orderID, address string) error {
	p, err := pos.PrincipalFrom(ctx)
	if err != nil {
		return err
	}
	if orderID != "o" {
		return pos.NotFound("There is no order %q at this location", orderID)
	}
	r.sent = append(r.sent, p.LocationID+" "+address)
	return nil
}

func TestEmailReceipt(t *testing.T) {
	t.Parallel()
	const ask = `mutation($o:ID!){emailReceipt(orderId:$o,email:"ann@example.com")}`
	sent := &receipts{}
	w := setup(t, func(c *graph.Config) { c.Receipts = sent })
	if a := w.ask(t, ask, map[string]any{"o": "o"}, "device"); a.at("emailReceipt") != true || len(sent.sent) != 1 || sent.sent[0] != "nyc ann@example.com" {
		t.Errorf("%s, sent %v", a.Raw, sent.sent)
	}
	if a := w.ask(t, ask, map[string]any{"o": "p"}, "device"); a.code() != "NOT_FOUND" {
		t.Errorf("an order that is not there: %s", a.Raw)
	}
	if a := w.ask(t, ask, map[string]any{"o": "o"}, ""); a.code() != "UNAUTHENTICATED" || len(sent.sent) != 1 {
		t.Errorf("without a device: %s, sent %v", a.Raw, sent.sent)
	}
	if a := setup(t).ask(t, ask, map[string]any{"o": "o"}, "device"); a.code() != "UNAVAILABLE" {
		t.Errorf("without a mail server: %s", a.Raw)
	}
}
