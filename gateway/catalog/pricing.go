package catalog

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// keepRulesFor is how long rules that ended stay in the pricing document: a register's clock may be late.
const keepRulesFor = 48 * time.Hour

// Pricing returns what the totals of a cart depend on besides products. The caller must not change it. Errors: unavailable with
// CodeNotReady, while the catalog holds none; as Store.
func (c *Catalog) Pricing(_ context.Context, store string) (*totals.Pricing, error) {
	g, err := c.generation(store)
	if err != nil {
		return nil, err
	}
	if g.pricing.doc == nil {
		return nil, pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "The price rules of store view %s are not read yet; try again", store)
	}
	return g.pricing.doc, nil
}

// readPricing reads the pricing document as it is on the day that a moment falls on.
func readPricing(ctx context.Context, src StoreSource, store pos.Store, now time.Time) (totals.Pricing, pos.Document, error) {
	p, err := src.Pricing(ctx, store)
	if err != nil {
		return p, pos.Document{}, fmt.Errorf("read pricing: %w", err)
	}
	p.Complete(now.Add(-keepRulesFor).In(store.Zone()).Format(time.DateOnly))
	p.Fingerprint = ""
	d, err := encode(pos.DocPricing, totals.PricingKey, p)
	if err != nil {
		return p, d, err
	}
	sum := digestOf(d.Body)
	p.Fingerprint = hex.EncodeToString(sum[:8])
	d, err = encode(pos.DocPricing, totals.PricingKey, p)
	return p, d, err
}

// ruleAttributes are the product attributes that a pricing document says registers need.
func (d documents) ruleAttributes() ([]string, error) {
	var p struct {
		Attributes []string `json:"attributes"`
	}
	if body := find(d.of(pos.DocPricing), pos.DocPricing, totals.PricingKey); body != nil {
		if err := json.Unmarshal(body, &p); err != nil {
			return nil, fmt.Errorf("read pricing: %w", err)
		}
	}
	return p.Attributes, nil
}

// ruleAttributes are those of the pricing document that is held.
func (g *generation) ruleAttributes() []string {
	if g.pricing.doc == nil {
		return nil
	}
	return g.pricing.doc.Attributes
}

func (g *generation) applyPricing(b *batch) {
	if b.pricing != nil {
		g.pricing = *b.pricing
	}
}

// pricing compares the pricing document. When rules begin to look at other attributes of products, registers need these of every
// product: everything is imported.
func (p *Poller) pricing(ctx context.Context, s *polled) (int, error) {
	g, err := p.catalog.generation(s.code)
	if err != nil {
		return 0, err
	}
	doc, d, err := readPricing(ctx, p.cfg.Refresher.cfg.Source, g.store, p.cfg.Now())
	if err != nil {
		return 0, err
	}
	if g.pricing.doc == nil || !slices.Equal(doc.Attributes, g.ruleAttributes()) {
		p.cfg.Logger.InfoContext(ctx, "rules look at other attributes; the catalog is made anew", slog.String("store", s.code))
		return p.importAll(ctx, s)
	}
	return p.cfg.Refresher.update(ctx, s.code, "price rules and taxes", func(context.Context, *generation) (fresh, error) {
		f := fresh{}
		f.add(d)
		return f, nil
	})
}

// pricingUntold compares the pricing document, unless the source tells of its changes.
func (p *Poller) pricingUntold(ctx context.Context, s *polled) (int, error) {
	if p.cfg.Changes != nil && s.loaded && !slices.Contains(s.blind, pos.DocPricing) {
		return 0, nil
	}
	return p.pricing(ctx, s)
}
