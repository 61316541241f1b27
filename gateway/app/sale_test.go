package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// article is a product to sell, with its price in cents.
type article struct {
	sku   string
	cents int64
}

// articles returns taxed simple products and what they cost, read from the shop.
func (p *process) articles(n int) []article {
	p.t.Helper()
	const criteria = "/rest/V1/products?searchCriteria[filterGroups][0][filters][0][field]=tax_class_id" +
		"&searchCriteria[filterGroups][0][filters][0][value]=2&searchCriteria[filterGroups][1][filters][0][field]=type_id" +
		"&searchCriteria[filterGroups][1][filters][0][value]=simple&searchCriteria[filterGroups][2][filters][0][field]=visibility" +
		"&searchCriteria[filterGroups][2][filters][0][value]=4&searchCriteria[pageSize]=100"
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, strings.TrimSuffix(p.shop, "/")+criteria, http.NoBody)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var out struct{ Items []struct{ SKU string } }
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil || len(out.Items) < n {
		p.t.Fatalf("the shop has %d taxed simple products, %d are needed: %v", len(out.Items), n, err)
	}
	found := make([]article, n)
	for i := range found {
		found[i] = article{out.Items[i].SKU, int64(math.Round(p.price(p.t, out.Items[i].SKU) * 100))}
	}
	return found
}

// newYorkTax is the tax on goods in the test location, in hundred thousandths.
const newYorkTax = 8375

// sale is the input of submitOrder for one piece of each article, paid in cash.
func sale(counter int, articles ...article) map[string]any {
	var lines []map[string]any
	var subtotal, tax int64
	for _, a := range articles {
		subtotal += a.cents
		// The lines' shares add up to the tax on the sum, as a register makes them.
		share := (subtotal*newYorkTax+50_000)/100_000 - tax
		tax += share
		lines = append(lines, map[string]any{"sku": a.sku, "name": "An article", "quantity": "1", "unitPrice": a.cents, "rowTotal": a.cents, "tax": share})
	}
	total := subtotal + tax
	return map[string]any{
		"id": uuid.Must(uuid.NewV7()).String(), "counter": counter, "staffId": "sam", "currency": "USD",
		"soldAt": time.Now().UTC().Format(time.RFC3339Nano), "lines": lines, "change": 100,
		"tenders": []map[string]any{{"kind": "CASH", "amount": total + 100}},
		"charged": map[string]any{"subtotal": subtotal, "tax": tax, "total": total},
	}
}

// submitAnswer is what submitOrder answers, all members of the union in one.
type submitAnswer struct {
	SubmitOrder struct {
		Typename  string `json:"__typename"`
		Duplicate bool
		Code      string
		Message   string
		Order     struct{ ID, State, ReceiptNumber string }
	}
}

const submitMutation = `mutation($i:SubmitOrderInput!){submitOrder(input:$i){__typename
	...on OrderReceived{duplicate order{id state receiptNumber}} ...on OrderConflict{message} ...on OrderRefused{code message}}}`

func (p *process) submit(ctx context.Context, token string, input map[string]any) (submitAnswer, error) {
	var out submitAnswer
	err := p.query(ctx, token, submitMutation, map[string]any{"i": input}, &out)
	return out, err
}

// submitUntilReceived sends an order as a device does: again and again until the gateway says that it has it.
func (p *process) submitUntilReceived(t testing.TB, token string, input map[string]any) {
	t.Helper()
	eventually(t, "the order is received", time.Minute, func() error {
		out, err := p.submit(t.Context(), token, input)
		if err != nil {
			return err
		}
		if out.SubmitOrder.Typename != "OrderReceived" {
			return fmt.Errorf("%s: %s", out.SubmitOrder.Typename, out.SubmitOrder.Message)
		}
		return nil
	})
}

// shownOrder is an order as the gateway shows it.
type shownOrder struct {
	ID, State, ReceiptNumber, MagentoOrderNumber, MagentoStatus string
	Held                                                        *struct{ Reason, Message, Detail string }
}

// orders returns all orders of the token's location.
func (p *process) orders(ctx context.Context, token string) ([]shownOrder, error) {
	var all []shownOrder
	for after := any(nil); ; {
		var out struct {
			Orders struct {
				Orders []shownOrder
				Next   *string
			}
		}
		if err := p.query(ctx, token, `query($a:String){orders(first:100,after:$a){next orders{id state receiptNumber
			magentoOrderNumber magentoStatus held{reason message detail}}}}`, map[string]any{"a": after}, &out); err != nil {
			return nil, err
		}
		all = append(all, out.Orders.Orders...)
		if out.Orders.Next == nil {
			return all, nil
		}
		after = *out.Orders.Next
	}
}

// waitSettled waits until n orders are there and all of them are settled.
func (p *process) waitSettled(t testing.TB, token string, n int, limit time.Duration) []shownOrder {
	t.Helper()
	var all []shownOrder
	eventually(t, fmt.Sprintf("%d orders are settled", n), limit, func() error {
		var err error
		if all, err = p.orders(t.Context(), token); err != nil {
			return err
		}
		states := map[string]int{}
		for _, o := range all {
			states[o.State]++
			if o.Held != nil {
				t.Fatalf("order %s is held: %s (%s)", o.ReceiptNumber, o.Held.Reason, o.Held.Detail)
			}
		}
		if len(all) != n || states["SETTLED"] != n {
			return fmt.Errorf("%d orders: %v", len(all), states)
		}
		return nil
	})
	return all
}

// lastPart is the last element of a URL's path.
func lastPart(path string) string { return path[strings.LastIndex(path, "/")+1:] }
