package pos_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos"
)

// orderModel is what is known of an order's life: where it is, and what of it Magento has.
type orderModel struct {
	state  pos.OrderState
	reason pos.HeldReason
	cart   bool // a cart was filled
	begun  bool // a call may have made the Magento order
	made   bool // the Magento order exists
	paid   bool // its invoice exists
	asked  bool // somebody wants it cancelled, and a worker has to
	said   int  // decisions written down
}

// moves are the steps of an order's life: received is r, placing p, indeterminate i, placed d, settled s, held h and
// cancelled c.
func (m *orderModel) may(to pos.OrderState) bool {
	letters := map[pos.OrderState]string{pos.StateReceived: "r", pos.StatePlacing: "p", pos.StateIndeterminate: "i", pos.StatePlaced: "d",
		pos.StateSettled: "s", pos.StateHeld: "h", pos.StateCancelled: "c"}
	return m.state == to || slices.Contains([]string{"rp", "rh", "rc", "pr", "pi", "pd", "ph", "pc", "ip", "ir", "id", "ih", "ic", "ds", "dh", "dc",
		"hr", "hd", "hc"}, letters[m.state]+letters[to])
}

func (m *orderModel) move(to pos.OrderState) pos.Kind {
	if !m.may(to) {
		return pos.KindConflict
	}
	if m.state = to; to != pos.StateHeld {
		m.reason = ""
	}
	return ""
}

// retry has it go on where it was.
func (m *orderModel) retry() pos.Kind {
	if m.state != pos.StateHeld {
		return pos.KindConflict
	}
	if m.made {
		return m.move(pos.StatePlaced)
	}
	if !m.begun {
		m.cart = false
	}
	return m.move(pos.StateReceived)
}

func (m *orderModel) resolve(action pos.Resolution, note string) pos.Kind {
	kind := func() pos.Kind {
		switch {
		case note == "" && action != pos.ResolveRetry:
			return pos.KindInvalid
		case action == pos.ResolveNote && m.said >= 200:
			return pos.KindConflict
		case action == pos.ResolveNote:
			return ""
		case m.state != pos.StateHeld:
			return pos.KindConflict
		}
		switch action {
		case pos.ResolveRetry:
			return m.retry()
		case pos.ResolveAccept:
			if m.reason != pos.HeldTotalsDiffer && m.reason != pos.HeldOverReturned && m.reason != pos.HeldReturnRefused && m.reason != pos.HeldRestockUnclear && m.reason != pos.HeldOverpaid {
				return pos.KindConflict
			}
			return m.retry()
		case pos.ResolveCart, pos.ResolveImport, pos.ResolveCancel:
			if m.made || m.begun {
				return pos.KindConflict // Magento has it, or may have it
			}
			if action == pos.ResolveCancel {
				return m.move(pos.StateCancelled)
			}
			m.cart = false
			return m.retry()
		default:
			return pos.KindInvalid
		}
	}()
	if kind == "" {
		m.said++
	}
	return kind
}

func (m *orderModel) askCancel(note string) (done bool, kind pos.Kind) {
	switch {
	case note == "":
		return false, pos.KindInvalid
	case m.state == pos.StateCancelled || m.asked || m.paid || m.state == pos.StateSettled:
		return false, pos.KindConflict
	}
	m.said++
	if !m.made && !m.begun && !m.cart && (m.state == pos.StateReceived || m.state == pos.StateHeld) {
		return true, m.move(pos.StateCancelled)
	}
	m.asked = true
	if m.state == pos.StateHeld {
		return false, m.retry()
	}
	return false, ""
}

// TestOrderIsLikeItsModel does anything that workers and people can do to an order, in any order, and compares what may be
// done with a model. What is refused must leave no trace.
func TestOrderIsLikeItsModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC)
		o := &pos.Order{OrderInput: pos.OrderInput{ID: "id", RegisterID: "nyc-1", Counter: 7, Lines: []pos.Line{{SKU: "A", Quantity: decimal.NewFromInt(1)}}},
			State: pos.StateReceived, ReceivedAt: at}
		m := &orderModel{state: pos.StateReceived}
		try := func(what string, want pos.Kind, do func() error) {
			before := *o
			before.Placement.Steps, before.Decisions = slices.Clone(o.Placement.Steps), slices.Clone(o.Decisions)
			if o.Held != nil {
				held := *o.Held
				before.Held = &held
			}
			err := do()
			if (err == nil) != (want == "") || err != nil && pos.KindOf(err) != want {
				t.Fatalf("%s of an order that is %s = %v, want kind %q", what, before.State, err, want)
			}
			if err == nil {
				return
			}
			untouched := cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "Placement.Steps" }, cmp.Comparer(sameSteps))
			if diff := cmp.Diff(before, *o, untouched); diff != "" {
				t.Fatalf("%s was refused, and changed the order:\n%s", what, diff)
			}
		}
		note := func() string { return rapid.SampledFrom([]string{"because", "because", ""}).Draw(t, "note") }
		actions := []pos.Resolution{pos.ResolveRetry, pos.ResolveAccept, pos.ResolveCart, pos.ResolveImport, pos.ResolveCancel, pos.ResolveNote, "nonsense"}
		commands := map[string]func(*rapid.T){
			"move": func(t *rapid.T) {
				all := slices.DeleteFunc(pos.OrderStates(), func(to pos.OrderState) bool { return to == pos.StateHeld }) // held needs a reason
				likely := slices.DeleteFunc(slices.Clone(all), func(to pos.OrderState) bool { return !m.may(to) || to == pos.StateCancelled })
				to := rapid.SampledFrom(slices.Concat(all, likely, likely, likely, likely)).Draw(t, "to")
				try("Move", m.move(to), func() error { return o.Move(to) })
			},
			"hold": func(t *rapid.T) {
				reason := rapid.SampledFrom(pos.HeldReasons()).Draw(t, "reason")
				kind := m.move(pos.StateHeld)
				if kind == "" {
					m.reason = reason
				}
				try("Hold", kind, func() error { return o.Hold(reason, pos.HeldDetail{Text: "detail"}) })
			},
			"retry": func(*rapid.T) { try("Retry", m.retry(), func() error { return o.Retry(at) }) },
			"resolve": func(t *rapid.T) {
				d := pos.Decision{At: at, By: "ana", Action: rapid.SampledFrom(actions).Draw(t, "action"), Note: note()}
				try("Resolve "+string(d.Action), m.resolve(d.Action, d.Note), func() error { return o.Resolve(d) })
			},
			"ask to cancel": func(*rapid.T) {
				d := pos.Decision{At: at, By: "ana", Note: note()}
				want, kind := m.askCancel(d.Note)
				try("AskCancel", kind, func() error {
					done, err := o.AskCancel(d)
					if done != want {
						t.Fatalf("AskCancel says that it is done %t, want %t", done, want)
					}
					return err
				})
			},
			"reopen": func(*rapid.T) {
				kind := pos.KindConflict
				if m.state == pos.StateSettled {
					kind, m.state = "", pos.StatePlaced
				}
				try("Reopen", kind, func() error { return o.Reopen(at, pos.StepShipment) })
			},
			"a worker fills a cart, calls, and learns what came of it": func(t *rapid.T) {
				if m.state != pos.StatePlacing || m.made {
					return // no worker is at it
				}
				switch rapid.IntRange(0, 3).Draw(t, "how far") {
				case 0:
					o.Placement.Cart, m.cart = pos.CartRef{MaskedID: "m", QuoteID: "1"}, true
				case 1:
					o.Placement.Step(pos.StepOrder).BegunAt, m.begun = at, true
				case 2:
					o.Placement.Step(pos.StepOrder).BegunAt, m.begun = time.Time{}, false // nothing was done
				default:
					o.Placement.Step(pos.StepOrder).BegunAt, o.Placement.OrderID = at, "7"
					m.begun, m.made = true, true
				}
			},
			"a worker invoices": func(t *rapid.T) {
				if m.state != pos.StatePlaced {
					return
				}
				o.Placement.Step(pos.StepInvoice).Result, m.paid = "9", true
			},
			"look": func(t *rapid.T) {
				if o.State != m.state || len(o.Decisions) != m.said || (o.Placement.Cart != pos.CartRef{}) != m.cart || (o.Placement.Cancelling != nil) != m.asked {
					t.Fatalf("the order is %s with %d decisions, cart %v, cancelling %v; want %+v", o.State, len(o.Decisions), o.Placement.Cart, o.Placement.Cancelling, *m)
				}
				if (o.State == pos.StateHeld) != (o.Held != nil) || o.Held != nil && (o.Held.Reason != m.reason || o.Held.Message == "") {
					t.Fatalf("the order is %s, held %+v, want %s", o.State, o.Held, m.reason)
				}
			},
		}
		for range rapid.IntRange(1, 200).Draw(t, "commands") {
			commands[rapid.SampledFrom([]string{"move", "move", "move", "hold", "hold", "retry", "retry", "resolve", "resolve", "ask to cancel", "reopen",
				"a worker fills a cart, calls, and learns what came of it", "a worker fills a cart, calls, and learns what came of it",
				"a worker invoices"}).Draw(t, "command")](t)
			commands["look"](t)
		}
	})
}

// sameSteps compares journals without steps that were only looked at.
func sameSteps(a, b []pos.Step) bool {
	told := func(list []pos.Step) []pos.Step {
		return slices.DeleteFunc(slices.Clone(list), func(s pos.Step) bool { return s == pos.Step{Name: s.Name} })
	}
	return slices.Equal(told(a), told(b))
}
