package app_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"
)

// moment is when, around a write to Magento, the gateway is killed.
type moment struct {
	call string // last part of the path of a POST
	when string // before Magento does the work, after it and before we know, or once we know
}

// killer stands between the gateway and the shop and kills the gateway at the planned moments, one after the other.
type killer struct {
	shop http.Handler
	kill func()

	mu      sync.Mutex
	plan    []moment
	done    int
	down    bool          // killed and not back yet
	resumed chan struct{} // told of each kill once the gateway is back
}

// due takes the next moment off the plan when this is it.
func (k *killer) due(m moment) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.down || k.done >= len(k.plan) || k.plan[k.done] != m {
		return false
	}
	k.done++
	k.down = true
	return true
}

// back says that the gateway runs again.
func (k *killer) back() {
	k.mu.Lock()
	k.down = false
	k.mu.Unlock()
	k.resumed <- struct{}{}
}

func (k *killer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		k.shop.ServeHTTP(w, r)
		return
	}
	call := lastPart(r.URL.Path)
	if k.due(moment{call, "before"}) {
		k.kill()
		panic(http.ErrAbortHandler)
	}
	// The shop goes on working when its caller is gone.
	answer := httptest.NewRecorder()
	k.shop.ServeHTTP(answer, r.WithContext(context.WithoutCancel(r.Context())))
	if k.due(moment{call, "after"}) {
		k.kill()
		panic(http.ErrAbortHandler)
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
	if k.due(moment{call, "known"}) {
		_ = http.NewResponseController(w).Flush()
		k.kill()
	}
}

// TestKilledAtEveryStep kills the gateway around every kind of write to Magento, twice over, while registers sell: before the
// work, after it was done and before the gateway knew, and just after. Every order must be in Magento exactly once.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	const orders, registers, perKill = 200, 4, 4
	shop, err := sandbox.New(sandbox.Config{Token: testToken})
	if err != nil {
		t.Fatal(err)
	}
	k := &killer{shop: shop.Handler(), resumed: make(chan struct{}, 1)}
	for range 2 {
		for _, call := range []string{"guest-carts", "items", "shipping-information", "payment-information", "invoice", "comments", "ship"} {
			for _, when := range []string{"before", "after", "known"} {
				k.plan = append(k.plan, moment{call, when})
			}
		}
	}
	front := httptest.NewServer(k)
	t.Cleanup(front.Close)
	p := startProcess(t, front.URL+"/")
	k.kill = func() {
		p.kill()
		go func() { p.start(); k.back() }()
	}

	articles := p.articles(5)
	for _, a := range articles {
		if err := shop.SetSource(a.sku, "store_nyc", decimal.NewFromInt(orders)); err != nil {
			t.Fatal(err)
		}
	}
	released := make(chan struct{}, orders)
	var sellers sync.WaitGroup
	tokens := make([]string, registers)
	for i := range tokens {
		tokens[i] = p.enrol(fmt.Sprintf("R%d", i+1))
		sellers.Go(func() {
			for n := range orders / registers {
				<-released
				p.submitUntilReceived(t, tokens[i], sale(n+1, articles[n%5], articles[(n+1)%5]))
			}
		})
	}
	left := orders
	release := func(n int) {
		for range min(n, left) {
			released <- struct{}{}
			left--
		}
	}
	release(perKill)
	for range k.plan {
		select {
		case <-k.resumed:
		case <-time.After(60 * time.Second):
			t.Fatalf("the gateway was killed %d of %d times: the moment %v never came", k.done, len(k.plan), k.plan[k.done])
		}
		release(perKill)
	}
	release(left)
	sellers.Wait()
	shown := p.waitSettled(t, tokens[0], orders, 2*time.Minute)

	numbers := map[string]string{}
	for _, o := range shown {
		if other, taken := numbers[o.MagentoOrderNumber]; taken {
			t.Errorf("%s and %s are both Magento order %s", o.ReceiptNumber, other, o.MagentoOrderNumber)
		}
		numbers[o.MagentoOrderNumber] = o.ReceiptNumber
	}
	placed := shop.Orders()
	if len(placed) != orders {
		t.Errorf("Magento has %d orders, want %d", len(placed), orders)
	}
	for _, o := range placed {
		if numbers[o.IncrementID] == "" {
			t.Errorf("Magento order %s belongs to no receipt", o.IncrementID)
		}
		if len(o.Invoices) != 1 || len(o.Shipments) != 1 || o.Status != "complete" {
			t.Errorf("Magento order %s: %d invoices, %d shipments, %s; want one each, complete", o.IncrementID, len(o.Invoices), len(o.Shipments), o.Status)
			continue
		}
		if o.Shipments[0].Source != "store_nyc" {
			t.Errorf("Magento order %s was taken from %s", o.IncrementID, o.Shipments[0].Source)
		}
	}
	for _, a := range articles {
		sum := decimal.Zero
		for _, r := range shop.Reservations(a.sku) {
			sum = sum.Add(r.Quantity)
		}
		if !sum.IsZero() {
			t.Errorf("reservations of %s add up to %s, want 0", a.sku, sum)
		}
	}
}
