package sqldb_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// TestLedgerIsLikeItsModel has the ledger and a model do the same things in any order, and compares all they say.
func TestLedgerIsLikeItsModel(t *testing.T) {
	t.Parallel()
	onBoth(t, func(on server) {
		db := on.fresh(on.T)
		longest := map[bool]int{true: 12, false: 40}[on.slow] // a round trip costs more than a call
		checks := 0
		rapid.Check(on.T, func(t *rapid.T) {
			checks++
			p := &property{T: t, db: db, model: newModel(), now: ordertest.Start(), registers: []string{fmt.Sprintf("a%d", checks), fmt.Sprintf("b%d", checks)}}
			defer p.tidy()
			for range rapid.IntRange(1, longest).Draw(t, "steps") {
				rapid.SampledFrom([]func(){p.accept, p.accept, p.acceptAtOnce, p.update, p.update, p.refuse, p.lease, p.lease, p.updateLeased,
					p.updateLeased, p.release, p.changeAtOnce, p.archive, p.pass}).Draw(t, "do")()
			}
			p.compare()
		})
	})
}

type property struct {
	*rapid.T
	db        *sqldb.DB
	model     *model
	now       time.Time
	registers []string
	leases    []pos.Lease // also old ones
	events    int
}

func (p *property) eventID() string {
	p.events++
	return fmt.Sprint(p.registers[0], "-", p.events)
}

func (p *property) wantKind(what string, err error, want pos.Kind) {
	if err == nil && want != "" || err != nil && pos.KindOf(err) != want {
		p.Fatalf("%s = %v, want kind %q", what, err, want)
	}
}

func (p *property) draw() pos.Order {
	return sampleOrder(rapid.SampledFrom(p.registers).Draw(p.T, "register"), rapid.IntRange(1, 3).Draw(p.T, "n"),
		rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(p.T, "variant"), p.now)
}

// known is the id of an order that was accepted, or now and then of none.
func (p *property) known() string {
	return ordertest.Input(rapid.SampledFrom(p.registers).Draw(p.T, "register"), rapid.IntRange(1, 3).Draw(p.T, "n")).ID
}

func (p *property) accept() {
	o := p.draw()
	events := []pos.Event{o.Event(pos.OrderCreated, p.eventID(), p.now)}
	want, again, kind := p.model.accept(o, events)
	got, duplicate, err := p.db.Accept(p.Context(), o, events)
	p.wantKind("Accept", err, kind)
	if diff := ordertest.Diff(want, got); duplicate != again || kind == "" && diff != "" {
		p.Fatalf("Accept = duplicate %t, want %t; (-want +got):\n%s", duplicate, again, diff)
	}
}

// acceptAtOnce sends orders together, each of two devices. Who comes first is open; that one of equals is stored is not.
func (p *property) acceptAtOnce() {
	const each = 2
	var orders []pos.Order
	for range rapid.IntRange(2, 4).Draw(p.T, "orders") {
		if o := p.draw(); !slices.ContainsFunc(orders, func(other pos.Order) bool { return other.ID == o.ID || other.Receipt() == o.Receipt() }) {
			orders = append(orders, o)
		}
	}
	created := make([][each]bool, len(orders))
	failed := make([][each]error, len(orders))
	var wg sync.WaitGroup
	for i, o := range orders {
		for j := range each {
			wg.Go(func() {
				_, duplicate, err := p.db.Accept(p.Context(), o, nil)
				created[i][j], failed[i][j] = err == nil && !duplicate, err
			})
		}
	}
	wg.Wait()
	for i, o := range orders {
		_, again, kind := p.model.accept(o, nil)
		for _, err := range failed[i] {
			p.wantKind("Accept at once", err, kind)
		}
		if stored := created[i][0] != created[i][1]; kind == "" && stored == again || created[i] == [each]bool{true, true} {
			p.Fatalf("order %s: created %v, want it known %t", o.Receipt(), created[i], again)
		}
	}
}

func (p *property) change() func(*pos.Order) []pos.Event {
	return sampleChange(rapid.IntRange(0, 8*len(pos.OrderStates())-1).Draw(p.T, "change"), p.now, p.eventID())
}

func (p *property) update() {
	id, change := p.known(), p.change()
	_, kind := p.model.update(id, nil, change)
	err := p.db.Update(p.Context(), id, func(o *pos.Order) ([]pos.Event, error) { return change(o), nil })
	p.wantKind("Update", err, kind)
	p.compareOne(id)
}

func (p *property) refuse() {
	id, change := p.known(), p.change()
	refused := errors.New("refused")
	err := p.db.Update(p.Context(), id, func(o *pos.Order) ([]pos.Event, error) { return change(o), refused })
	if o := p.model.orders[id]; o != nil && !o.archived && !errors.Is(err, refused) {
		p.Fatalf("Update = %v, want the refusal", err)
	}
	p.compareOne(id)
}

// changeAtOnce changes all orders together.
func (p *property) changeAtOnce() {
	change := p.change()
	ids := []string{}
	for id := range p.model.orders {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	errs := make([]error, len(ids))
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() {
			errs[i] = p.db.Update(p.Context(), id, func(o *pos.Order) ([]pos.Event, error) { change(o); return nil, nil })
		})
	}
	wg.Wait()
	for i, id := range ids {
		_, kind := p.model.update(id, nil, func(o *pos.Order) []pos.Event { change(o); return nil })
		p.wantKind("Update at once", errs[i], kind)
	}
}

func (p *property) lease() {
	limit, until := rapid.IntRange(1, 4).Draw(p.T, "limit"), p.now.Add(time.Duration(rapid.IntRange(1, 60).Draw(p.T, "seconds"))*time.Second)
	newest := rapid.Bool().Draw(p.T, "newest")
	lease := p.db.Lease
	before := func(a, b *modelOrder) int { x, _ := a.dueAt(); y, _ := b.dueAt(); return x.Compare(y) }
	if newest {
		lease, before = p.db.LeaseNewest, func(a, b *modelOrder) int { return b.ReceivedAt.Compare(a.ReceivedAt) }
	}
	due := p.model.due(p.now)
	slices.SortFunc(due, before)
	leases, err := lease(p.Context(), p.now, until, limit)
	p.wantKind("Lease", err, "")
	if len(leases) != min(limit, len(due)) {
		p.Fatalf("leased %d orders of %d that are due, limit %d", len(leases), len(due), limit)
	}
	for i, l := range leases {
		o := p.model.orders[l.Order.ID]
		if o == nil || !slices.Contains(due, o) || before(o, due[i]) != 0 {
			p.Fatalf("leased %s as number %d, want %s or its equal", l.Order.Receipt(), i, due[i].Receipt())
		}
		if diff := ordertest.Diff(o.Order, l.Order); diff != "" {
			p.Fatalf("leased order (-want +got):\n%s", diff)
		}
	}
	for _, l := range leases {
		o := p.model.orders[l.Order.ID]
		o.token, o.until = l.Token, until
		p.leases = append(p.leases, l)
	}
}

// oneLease is a lease that was given at some time; some have run out or been given back.
func (p *property) oneLease() (pos.Lease, bool) {
	if len(p.leases) == 0 {
		return pos.Lease{}, false
	}
	return p.leases[rapid.IntRange(0, len(p.leases)-1).Draw(p.T, "lease")], true
}

func (p *property) updateLeased() {
	l, ok := p.oneLease()
	if !ok {
		return
	}
	change := p.change()
	want, kind := p.model.update(l.Order.ID, &l, change)
	got, err := p.db.UpdateLeased(p.Context(), l, func(o *pos.Order) ([]pos.Event, error) { return change(o), nil })
	p.wantKind("UpdateLeased", err, kind)
	got.Placement.Steps = slices.DeleteFunc(got.Placement.Steps, func(s pos.Step) bool { return s == pos.Step{Name: s.Name} })
	slices.SortFunc(got.Placement.Steps, func(a, b pos.Step) int {
		return cmp.Compare(slices.Index(pos.Steps(), a.Name), slices.Index(pos.Steps(), b.Name))
	})
	if diff := ordertest.Diff(want, got); kind == "" && diff != "" {
		p.Fatalf("UpdateLeased (-want +got):\n%s", diff)
	}
	p.compareOne(l.Order.ID)
}

func (p *property) release() {
	if l, ok := p.oneLease(); ok {
		p.wantKind("Release", p.db.Release(p.Context(), l), p.model.release(l))
	}
}

func (p *property) archive() {
	before := p.now.Add(-time.Duration(rapid.IntRange(0, 20).Draw(p.T, "seconds")) * time.Second)
	want := p.model.archive(before)
	if n, err := p.db.Archive(p.Context(), before); err != nil || n != want {
		p.Fatalf("Archive = %d, %v; want %d", n, err, want)
	}
}

func (p *property) pass() {
	p.now = p.now.Add(time.Duration(rapid.IntRange(1, 30).Draw(p.T, "seconds")) * time.Second)
}

func (p *property) compareOne(id string) {
	got, err := p.db.Order(p.Context(), id)
	o := p.model.orders[id]
	if o == nil {
		p.wantKind("Order", err, pos.KindNotFound)
		return
	}
	p.wantKind("Order", err, "")
	if diff := ordertest.Diff(o.Order, got); diff != "" {
		p.Fatalf("order %s, archived %t (-want +got):\n%s", o.Receipt(), o.archived, diff)
	}
}

func (p *property) compare() {
	for id, o := range p.model.orders {
		p.compareOne(id)
		page, err := p.db.Orders(p.Context(), pos.OrderFilter{Receipt: o.Receipt()}, "", 5)
		if err != nil || len(page.Orders) != 1 || page.Orders[0].ID != id {
			p.Fatalf("receipt %s belongs to %d orders, %v", o.Receipt(), len(page.Orders), err)
		}
	}
	for _, register := range p.registers {
		ids := []string{}
		for after, more := "", true; more; more = after != "" {
			page, err := p.db.Orders(p.Context(), pos.OrderFilter{RegisterID: register}, after, 2)
			p.wantKind("Orders", err, "")
			for _, o := range page.Orders {
				ids = append(ids, o.ID)
			}
			after = page.Next
		}
		if want := p.model.listed(register); !slices.Equal(ids, want) {
			p.Fatalf("register %s has %v, want %v", register, ids, want)
		}
	}
	var told []string
	events, err := p.db.Unpublished(p.Context(), 1000)
	p.wantKind("Unpublished", err, "")
	for _, e := range events {
		told = append(told, e.ID)
	}
	if !slices.Equal(told, p.model.events) {
		p.Fatalf("the outbox holds %v, want %v", told, p.model.events)
	}
}

// tidy leaves nothing that the next check could see: no order is due, old or told of.
func (p *property) tidy() {
	ctx := p.Context()
	for id, o := range p.model.orders {
		if !o.archived {
			if err := p.db.Update(ctx, id, func(o *pos.Order) ([]pos.Event, error) {
				o.State = pos.StateHeld
				return nil, nil
			}); err != nil {
				p.Errorf("tidy: %v", err)
			}
		}
	}
	events, err := p.db.Unpublished(ctx, 1000)
	if err != nil {
		p.Errorf("tidy: %v", err)
	}
	var ids []string
	for _, e := range events {
		ids = append(ids, e.ID)
	}
	if err := p.db.MarkPublished(ctx, ids); err != nil {
		p.Errorf("tidy: %v", err)
	}
}
