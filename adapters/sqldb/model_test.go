package sqldb_test

import (
	"cmp"
	"slices"
	"time"

	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// model is a ledger as it should be, in memory.
type model struct {
	orders   map[string]*modelOrder
	receipts map[string]string // receipt number to id
	events   []string          // ids, in the order they became true
}

type modelOrder struct {
	pos.Order
	token    string
	until    time.Time
	archived bool
}

func newModel() *model {
	return &model{orders: map[string]*modelOrder{}, receipts: map[string]string{}}
}

// copied is an order that shares nothing with another.
func copied(o pos.Order) pos.Order {
	o.Placement.Steps = slices.Clone(o.Placement.Steps)
	o.Decisions = slices.Clone(o.Decisions)
	if o.Held != nil {
		held := *o.Held
		o.Held = &held
	}
	if o.Placement.Expected != nil {
		expected := *o.Placement.Expected
		o.Placement.Expected = &expected
	}
	return o
}

func (m *model) accept(o pos.Order, events []pos.Event) (stored pos.Order, duplicate bool, kind pos.Kind) {
	if known := m.orders[o.ID]; known != nil {
		if known.Hash == o.Hash {
			return known.Order, true, ""
		}
		return pos.Order{}, false, pos.KindConflict
	}
	if m.receipts[o.Receipt()] != "" {
		return pos.Order{}, false, pos.KindConflict
	}
	m.orders[o.ID] = &modelOrder{Order: copied(o)}
	m.receipts[o.Receipt()] = o.ID
	m.tell(events)
	return o, false, ""
}

func (m *model) tell(events []pos.Event) {
	for _, e := range events {
		m.events = append(m.events, e.ID)
	}
}

// update changes an order; lease may be nil.
func (m *model) update(id string, lease *pos.Lease, change func(*pos.Order) []pos.Event) (pos.Order, pos.Kind) {
	o := m.orders[id]
	switch {
	case o == nil:
		return pos.Order{}, pos.KindNotFound
	case o.archived, lease != nil && (lease.Token == "" || o.token != lease.Token):
		return pos.Order{}, pos.KindConflict
	}
	changed := copied(o.Order)
	events := change(&changed)
	changed.Placement.Steps = slices.DeleteFunc(changed.Placement.Steps, func(s pos.Step) bool { return s == pos.Step{Name: s.Name} })
	slices.SortFunc(changed.Placement.Steps, func(a, b pos.Step) int {
		return cmp.Compare(slices.Index(pos.Steps(), a.Name), slices.Index(pos.Steps(), b.Name))
	})
	o.Order = changed
	if _, due := o.dueAt(); !due {
		o.token, o.until = "", time.Time{}
	}
	m.tell(events)
	return copied(changed), ""
}

func (m *model) release(lease pos.Lease) pos.Kind {
	o := m.orders[lease.Order.ID]
	switch {
	case o == nil:
		return pos.KindNotFound
	case o.archived, lease.Token == "" || o.token != lease.Token:
		return pos.KindConflict
	}
	o.token, o.until = "", time.Time{}
	return ""
}

func (o *modelOrder) dueAt() (time.Time, bool) {
	switch o.State {
	case pos.StateReceived, pos.StatePlacing, pos.StateIndeterminate, pos.StatePlaced:
		if o.archived {
			return time.Time{}, false
		}
		if o.until.After(o.NextAttemptAt) {
			return o.until, true
		}
		return o.NextAttemptAt, true
	default:
		return time.Time{}, false
	}
}

// due are the orders that may be leased.
func (m *model) due(now time.Time) []*modelOrder {
	var list []*modelOrder
	for _, o := range m.orders {
		if at, ok := o.dueAt(); ok && !at.After(now) {
			list = append(list, o)
		}
	}
	return list
}

func (m *model) archive(before time.Time) int {
	n := 0
	for _, o := range m.orders {
		if !o.archived && o.MayBeArchived(before) {
			o.archived, o.Order = true, o.WithoutPerson()
			n++
		}
	}
	return n
}

// listed are the ids of a register's orders, newest first.
func (m *model) listed(registerID string) []string {
	var list []pos.Order
	for _, o := range m.orders {
		if o.RegisterID == registerID && !o.archived {
			list = append(list, o.Order)
		}
	}
	slices.SortFunc(list, func(a, b pos.Order) int { return cmp.Or(b.ReceivedAt.Compare(a.ReceivedAt), cmp.Compare(b.ID, a.ID)) })
	ids := []string{}
	for _, o := range list {
		ids = append(ids, o.ID)
	}
	return ids
}

// sampleChange is one of many changes to an order, by number, all at a time.
func sampleChange(n int, at time.Time, eventID string) func(*pos.Order) []pos.Event {
	return func(o *pos.Order) []pos.Event {
		switch n % 8 {
		case 0:
			o.State, o.Held = pos.OrderStates()[n/8%len(pos.OrderStates())], nil
			if o.State == pos.StateSettled {
				o.SettledAt = at
			}
		case 1:
			o.State, o.Held = pos.StateHeld, &pos.Held{Reason: pos.HeldOutOfStock, Message: "m", Detail: pos.HeldDetail{Text: "d — ✓", Code: pos.MetUnpaidOrder, Figures: pos.Figures{"order": "Straße-1"}}}
		case 2:
			o.Attempts, o.NextAttemptAt = o.Attempts+1, at.Add(time.Duration(n)*time.Second)
		case 3:
			*o.Placement.Step(pos.StepInvoice) = pos.Step{Name: pos.StepInvoice, BegunAt: at, Error: "timed out"}
		case 4:
			*o.Placement.Step(pos.StepOrder) = pos.Step{Name: pos.StepOrder, BegunAt: at, DoneAt: at.Add(time.Second), Attempts: n, Result: "7"}
		case 5:
			o.Placement.Cart, o.Placement.Expected = pos.CartRef{MaskedID: "m", QuoteID: "42"}, &pos.Totals{Subtotal: 1, Tax: 2, Total: int64(n)}
		case 6:
			o.Placement.Expected, o.Placement.Accepted = nil, !o.Placement.Accepted
			o.Decisions = append(o.Decisions, pos.Decision{At: at, By: "ana", Action: pos.ResolveRetry, Note: "because"})
		default:
			_ = o.Placement.Step(pos.StepShipment) // only looked at
		}
		return []pos.Event{o.Event(pos.OrderChanged, eventID, at)}
	}
}

// sampleOrder is an order of a register as some device may send it: as it is, with other contents, or with another order's
// receipt number.
func sampleOrder(registerID string, n, variant int, at time.Time) pos.Order {
	o := ordertest.Received(registerID, n)
	o.ReceivedAt, o.NextAttemptAt = at, at
	switch variant {
	case 1:
		o.Change++
	case 2:
		o.Counter = int64(n%3 + 1)
	}
	o.Hash = o.OrderInput.Hash()
	return o
}
