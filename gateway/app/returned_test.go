package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// returned is what a register is told to have come back of an order, as "later order: pieces for cents".
func (p *process) returned(t *testing.T, token, receipt string) string {
	t.Helper()
	var out struct {
		Orders struct {
			Orders []struct {
				Returned []struct {
					OrderID  string
					Quantity string
					Refund   int64
				}
			}
		}
	}
	err := p.query(t.Context(), token, `query($r:String!){orders(filter:{receiptNumber:$r},first:1){orders{returned{orderId quantity refund}}}}`, map[string]any{"r": receipt}, &out)
	if err != nil || len(out.Orders.Orders) != 1 {
		t.Fatalf("%d orders with receipt %s, %v", len(out.Orders.Orders), receipt, err)
	}
	var told []string
	for _, r := range out.Orders.Orders[0].Returned {
		told = append(told, fmt.Sprintf("%s: %s for %d", r.OrderID, r.Quantity, r.Refund))
	}
	return strings.Join(told, ", ")
}

// TestGoodsComeBackOnceWhileMagentoIsDown has a register take goods back that another asks about, while Magento is away, the
// gateway is killed, and Magento has come back.
func TestGoodsComeBackOnceWhileMagentoIsDown(t *testing.T) {
	t.Parallel()
	shop := startShop(t)
	var down atomic.Bool
	p := startProcess(t, before(t, shop, func(r *http.Request) bool { return down.Load() && strings.Contains(r.URL.Path, "order") }))
	one, other, article := p.enrol("R1"), p.enrol("R2"), p.articles(1)[0]
	sold := sale(1, article)
	p.submitUntilReceived(t, one, sold)
	p.waitSettled(t, one, 1, time.Minute)
	if told := p.returned(t, other, "R1-1"); told != "" {
		t.Fatalf("before anything came back %s is told", told)
	}

	down.Store(true)
	back := sale(2)
	refund := sold["charged"].(map[string]any)["total"].(int64)
	back["lines"], back["change"] = []any{}, 0
	back["tenders"] = []map[string]any{{"kind": "CASH", "amount": -refund}}
	back["returns"] = []map[string]any{{"orderId": sold["id"], "sku": article.sku, "name": "An article", "quantity": "1", "refund": refund, "tax": 0, "restock": false, "reason": "too small"}}
	p.submitUntilReceived(t, one, back)
	want := fmt.Sprintf("%s: 1 for %d", back["id"], refund)
	look := func(when string) {
		t.Helper()
		if told := p.returned(t, other, "R1-1"); told != want {
			t.Errorf("%s %q is told, want %q", when, told, want)
		}
	}
	look("with Magento down")
	p.submitUntilReceived(t, one, back)
	look("sent again")
	p.kill()
	p.start()
	look("after a kill")
	down.Store(false)
	p.waitSettled(t, one, 2, time.Minute)
	look("once it is placed")
}
