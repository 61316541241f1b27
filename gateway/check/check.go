package check

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// page is how many orders are read at once.
const page = 100

// Config is what a check needs. Reservations may be nil: then that rule is skipped, and the report says so.
type Config struct {
	Ledger       Ledger
	Shop         Shop
	Reservations Reservations
	Locations    Locations
	Now          func() time.Time
	NewID        func() string // unique ids for events
	// Overdue is how long an order may be on its way. Younger orders are not held against anybody. Default one hour.
	Overdue time.Duration
	// Repair has what can be repaired safely repaired.
	Repair bool
	// Found is told of every violation as it is found.
	Found func(Violation)
}

// run is one check under way.
type run struct {
	Config
	report Report
	open   map[string]map[string]decimal.Decimal // reservations left, by increment id
	counts map[string]*spans                     // receipt counters by register
	now    time.Time
}

// Run checks every order of the ledger against every rule. Errors: whatever kept it from looking; a violation is no error.
func Run(ctx context.Context, cfg Config) (Report, error) {
	if cfg.Overdue <= 0 {
		cfg.Overdue = time.Hour
	}
	r := &run{Config: cfg, counts: map[string]*spans{}, now: cfg.Now().UTC().Truncate(time.Microsecond)}
	if cfg.Reservations == nil {
		r.report.Skipped = append(r.report.Skipped, "reservations: the gateway has no account on Magento's database (TILLWAY_MAGENTO_RESERVATIONS_URL)")
	} else {
		var err error
		if r.open, err = cfg.Reservations.Unsettled(ctx); err != nil {
			return r.report, fmt.Errorf("read Magento's reservations: %w", err)
		}
	}
	for after := ""; ; {
		orders, err := cfg.Ledger.Orders(ctx, pos.OrderFilter{}, after, page)
		if err != nil {
			return r.report, fmt.Errorf("read the ledger: %w", err)
		}
		found, err := r.ask(ctx, orders.Orders)
		if err != nil {
			return r.report, fmt.Errorf("read Magento's orders: %w", err)
		}
		for _, o := range orders.Orders {
			r.report.Orders++
			if err := r.order(ctx, o, found.of(o)); err != nil {
				return r.report, err
			}
		}
		if after = orders.Next; after == "" {
			break
		}
	}
	return r.report, r.gaps(ctx)
}

// violated reports a violation, after trying to repair it when that was asked for and can be done.
func (r *run) violated(ctx context.Context, v Violation, o pos.Order, repair func(context.Context) (string, error)) error {
	v.OrderID, v.Receipt = o.ID, o.Receipt()
	r.report.Violations++
	if r.Repair && repair != nil {
		done, err := repair(ctx)
		switch {
		case err == nil:
			v.Repair = "repaired: " + done
			r.report.Repaired++
		case ctx.Err() != nil:
			return err
		default:
			v.Repair = "not repaired: " + pos.MessageOf(err)
		}
	}
	r.Found(v)
	return nil
}

// order checks one order against what Magento has of it.
func (r *run) order(ctx context.Context, o pos.Order, shop found) error {
	young := r.now.Sub(o.ReceivedAt) < r.Overdue
	if !young {
		r.count(o)
	}
	broken := r.own(o, young)
	broken = append(broken, r.inShop(o, shop, young)...)
	for _, b := range broken {
		if err := r.violated(ctx, b.Violation, o, b.repair); err != nil {
			return err
		}
	}
	return nil
}

// finding is a violation with how to repair it, nil when a person must.
type finding struct {
	Violation
	repair func(context.Context) (string, error)
}

// own checks what the ledger alone tells.
func (r *run) own(o pos.Order, young bool) []finding {
	var broken []finding
	var paid, subtotal, tax int64
	for _, t := range o.Tenders {
		paid += t.Amount
	}
	for _, l := range o.Lines {
		subtotal, tax = subtotal+l.RowTotal, tax+l.Tax
	}
	if err := o.Validate(); err != nil {
		switch {
		case paid-o.Change != o.Due():
			broken = append(broken, finding{Violation: Violation{Rule: RuleTenders, Detail: fmt.Sprintf("tenders %d less change %d are not what was due, %d", paid, o.Change, o.Due())}})
		default:
			broken = append(broken, finding{Violation: Violation{Rule: RuleLineTotals, Detail: pos.MessageOf(err)}})
		}
	}
	switch o.State {
	case pos.StateReceived, pos.StatePlacing, pos.StateIndeterminate, pos.StatePlaced:
		if !young {
			step, _ := o.NextStep()
			detail := fmt.Sprintf("%s for %s, next is step %s: %s", o.State, r.now.Sub(o.ReceivedAt).Round(time.Minute), step, o.Placement.Step(step).Error)
			broken = append(broken, finding{Violation{Rule: RuleStuck, Detail: detail}, r.again(o)})
		}
	}
	return broken
}
