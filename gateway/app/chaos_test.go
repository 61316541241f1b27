package app_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/sandbox"
	"github.com/tillway/tillway/adapters/testserver"
)

// TestChaos sells while everything fails: the networks between registers, gateway, ledger, cache and shop, each of these
// parts, and what Magento answers. Each register is open in two tabs, which send the same orders in an order of their own,
// some of them again after they were received. Afterwards every order is in Magento exactly once, and complete.
//
// TILLWAY_CHAOS_ORDERS and TILLWAY_CHAOS_SEED change how long it lasts and what happens.
func TestChaos(t *testing.T) {
	t.Parallel()
	orders, seed := setting(t, "TILLWAY_CHAOS_ORDERS", 80), setting(t, "TILLWAY_CHAOS_SEED", 1)
	t.Logf("%d orders, TILLWAY_CHAOS_SEED=%d", orders, seed)
	c := newChaos(t, uint64(seed), orders/ordersPerRound) //nolint:gosec // any number will do
	const registers = 4
	tokens := make([]string, registers)
	for i := range tokens {
		tokens[i] = c.gateway.enrol(fmt.Sprintf("R%d", i+1))
	}
	articles := c.gateway.articles(5)
	for _, a := range articles {
		if err := c.shop.SetSource(a.sku, "store_nyc", decimal.NewFromInt(int64(2*orders))); err != nil {
			t.Fatal(err)
		}
	}
	var supervised, raging sync.WaitGroup
	supervised.Go(c.supervise)
	defer supervised.Wait()
	defer c.gateway.stop() // before the supervisor is waited for

	begun, sold := time.Now(), make(chan struct{})
	raging.Go(func() { c.rage(sold) })
	var tabs sync.WaitGroup
	front := &process{t: t, url: "http://" + c.registers.addr()}
	for i, token := range tokens {
		outbox := make([]map[string]any, orders/registers)
		for n := range outbox {
			outbox[n] = sale(n+1, articles[n%5], articles[(n+i+1)%5])
		}
		for range 2 {
			dice := rand.New(rand.NewPCG(c.dice.Uint64(), 0)) //nolint:gosec // the story must be the same with the same seed
			tabs.Go(func() { c.sendAll(front, token, outbox, dice) })
		}
	}
	tabs.Wait()
	close(sold)
	raging.Wait()
	c.shop.Faults().Clear()
	t.Logf("sold after %s; what went wrong: %v", time.Since(begun).Round(time.Second), c.told())

	c.gateway.awaitReady()
	shown := c.gateway.waitSettled(t, tokens[0], orders, 6*time.Minute)
	t.Logf("settled after %s", time.Since(begun).Round(time.Second))
	c.verify(orders, shown, articles)
	out, err := c.gateway.check("--overdue=1ns")
	if err != nil || !strings.Contains(out, fmt.Sprintf("%d orders, 0 violations", orders)) {
		t.Errorf("check = %v\n%s", err, out)
	}
}

func setting(t *testing.T, name string, fallback int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return fallback
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 4 && name == "TILLWAY_CHAOS_ORDERS" {
		t.Fatalf("%s=%s is no number to work with", name, text)
	}
	return n
}

// ordersPerRound is how many orders are sold while one or two things go wrong.
const ordersPerRound = 6

func newChaos(t *testing.T, seed uint64, rounds int) *chaos {
	t.Helper()
	c := &chaos{T: t, dice: rand.New(rand.NewPCG(seed, 1)), counts: map[string]int{}} //nolint:gosec // as above
	for range max(1, rounds) {
		c.rounds = append(c.rounds, make(chan struct{}))
	}
	c.database, c.cache = testserver.StartMariaDB(t), testserver.StartRedis(t)
	if err := c.database.Exec("CREATE DATABASE tillway CHARACTER SET utf8mb4"); err != nil {
		t.Fatal(err)
	}
	var err error
	if c.shop, err = sandbox.New(sandbox.Config{Token: testToken}); err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(c.repeating(c.shop.Handler()))
	t.Cleanup(front.Close)
	toxic := newToxiproxy()
	c.ledger = newLink(t, toxic, "gateway and ledger", c.database.Addr())
	c.redis = newLink(t, toxic, "gateway and Redis", c.cache.Addr())
	c.http = newLink(t, toxic, "gateway and Magento", front.Listener.Addr().String())
	c.gateway = startProcess(t, "http://"+c.http.addr()+"/",
		"TILLWAY_DATABASE_URL=mysql://root@"+c.ledger.addr()+"/tillway", "TILLWAY_REDIS_URL=redis://"+c.redis.addr()+"/0",
		"TILLWAY_BUS_URL=redis://"+c.redis.addr()+"/0", "TILLWAY_SETTLE_FOR=6s")
	c.registers = newLink(t, toxic, "registers and gateway", strings.TrimPrefix(c.gateway.url, "http://"))
	return c
}

// sendAll sends the orders of an outbox as the rounds begin, not quite in the order they were sold in, each until it is
// received, and some once more.
func (c *chaos) sendAll(front *process, token string, outbox []map[string]any, dice *rand.Rand) {
	queue := slices.Clone(outbox)
	for i := range queue { // changes places with one of the next few
		j := min(len(queue)-1, i+dice.IntN(4))
		queue[i], queue[j] = queue[j], queue[i]
	}
	for i, order := range queue {
		<-c.rounds[i*len(c.rounds)/len(queue)]
		send(c.T, front, token, order, dice)
		if dice.IntN(5) == 0 {
			send(c.T, front, token, queue[dice.IntN(i+1)], dice)
		}
	}
}

// send sends one order as a device does, until it is told that the gateway has it. No other answer may come.
func send(t *testing.T, front *process, token string, order map[string]any, dice *rand.Rand) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); ; {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		answer, err := front.submit(ctx, token, order)
		cancel()
		switch {
		case err == nil && answer.SubmitOrder.Typename == "OrderReceived":
			return
		case err == nil:
			t.Errorf("order %v: %s %s", order["counter"], answer.SubmitOrder.Typename, answer.SubmitOrder.Message)
			return
		case time.Now().After(deadline):
			t.Errorf("order %v was not received within two minutes: %v", order["counter"], err)
			return
		}
		<-time.After(time.Duration(20+dice.IntN(100)) * time.Millisecond)
	}
}

func (c *chaos) told() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var list []string
	for _, name := range slices.Sorted(maps.Keys(c.counts)) {
		list = append(list, fmt.Sprintf("%d %s", c.counts[name], name))
	}
	return list
}

// verify compares what the gateway shows with what the shop has.
func (c *chaos) verify(orders int, shown []shownOrder, articles []article) {
	numbers, receipts := map[string]string{}, map[string]bool{}
	for _, o := range shown {
		if other, taken := numbers[o.MagentoOrderNumber]; taken {
			c.Errorf("%s and %s are both Magento order %s", o.ReceiptNumber, other, o.MagentoOrderNumber)
		}
		numbers[o.MagentoOrderNumber] = o.ReceiptNumber
		receipts[o.ReceiptNumber] = true
	}
	placed := c.shop.Orders()
	if len(placed) != orders || len(receipts) != orders {
		c.Errorf("Magento has %d orders and the ledger %d receipts, want %d", len(placed), len(receipts), orders)
	}
	for _, o := range placed {
		if numbers[o.IncrementID] == "" {
			c.Errorf("Magento order %s belongs to no receipt", o.IncrementID)
		}
		if len(o.Invoices) != 1 || len(o.Shipments) != 1 || o.Status != "complete" {
			c.Errorf("Magento order %s: %d invoices, %d shipments, %s; want one each, complete", o.IncrementID, len(o.Invoices), len(o.Shipments), o.Status)
		}
	}
	for _, a := range articles {
		sum := decimal.Zero
		for _, r := range c.shop.Reservations(a.sku) {
			sum = sum.Add(r.Quantity)
		}
		if !sum.IsZero() {
			c.Errorf("reservations of %s add up to %s, want 0", a.sku, sum)
		}
	}
}
