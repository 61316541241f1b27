package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/tillway/tillway/gateway/check"
	"github.com/tillway/tillway/gateway/pos"
)

// CheckOptions say how Check looks.
type CheckOptions struct {
	// Repair has what can be repaired safely repaired.
	Repair bool
	// Overdue is how long an order may be on its way.
	Overdue time.Duration
}

// Check compares the ledger with Magento and writes a line for every broken promise, with the order's id. It needs neither a
// running gateway nor one that is stopped. Errors: conflict, when promises are broken that were not repaired; whatever kept
// it from looking.
func Check(ctx context.Context, cfg Config, log *slog.Logger, out io.Writer, options CheckOptions) error {
	if err := cfg.Validate(); err != nil {
		return err
	}
	w := &wiring{cfg: cfg, log: log, g: &Gateway{log: log}}
	defer func() { _ = w.g.Close() }() // what was written is committed
	for _, step := range []func(context.Context) error{w.readShops, w.openLedger, w.openShop} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	var lost error
	settings := check.Config{
		Ledger: w.g.ledger, Shop: w.shop, Locations: w.directory, Now: time.Now, NewID: newID, Repair: options.Repair, Overdue: options.Overdue,
		Found: func(v check.Violation) {
			if _, err := fmt.Fprintln(out, v); err != nil {
				lost = err
			}
		},
	}
	if w.reservations != nil {
		settings.Reservations = w.reservations
	}
	report, err := check.Run(ctx, settings)
	if err == nil {
		err = lost
	}
	if err != nil {
		return err
	}
	for _, skipped := range report.Skipped {
		if _, err := fmt.Fprintln(out, "not checked:", skipped); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintf(out, "%d orders, %d violations, %d repaired\n", report.Orders, report.Violations, report.Repaired); err != nil {
		return err
	}
	if left := report.Violations - report.Repaired; left > 0 {
		return pos.Conflict("%d promises about orders are broken: see above", left)
	}
	return nil
}
