package graph_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

const submit = `mutation($o:SubmitOrderInput!){submitOrder(input:$o){__typename
	...on OrderReceived{duplicate order{id receiptNumber registerId locationId staffId state currency soldAt receivedAt settledAt change
		lines{sku quantity unitPrice rowTotal tax} tenders{kind amount reference} charged{subtotal tax total} expected{total} held{reason} magentoOrderNumber}}
	...on OrderConflict{message} ...on OrderRefused{code message}}}`

// sale is an order input, changed by a few fields.
func sale(changes map[string]any) map[string]any {
	o := map[string]any{
		"id": "0190a5c0-0000-7000-8000-000000000001", "counter": 42, "staffId": "ann", "currency": "USD", "soldAt": "2026-03-01T10:00:00+01:00",
		"lines":   []any{map[string]any{"sku": "24-MB01", "name": "Joust Duffle Bag", "quantity": "1.500", "unitPrice": 3400, "rowTotal": 5100, "tax": 427}},
		"tenders": []any{map[string]any{"kind": "CASH", "amount": 6000}}, "change": 473, "charged": map[string]any{"subtotal": 5100, "tax": 427, "total": 5527},
	}
	maps.Copy(o, changes)
	return o
}

func TestSubmitOrder(t *testing.T) {
	t.Parallel()
	t.Run("answers with the order as it was stored, under the device's register", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		a := w.ask(t, submit, map[string]any{"o": sale(nil)}, "device")
		want := map[string]any{"__typename": "OrderReceived", "duplicate": false, "order": map[string]any{
			"id": "0190a5c0-0000-7000-8000-000000000001", "receiptNumber": "NYC1-42", "registerId": "NYC1", "locationId": "nyc", "staffId": "ann",
			"state": "RECEIVED", "currency": "USD", "soldAt": "2026-03-01T09:00:00Z", "receivedAt": "2026-03-01T09:00:00Z", "settledAt": nil,
			"change": 473.0, "lines": []any{map[string]any{"sku": "24-MB01", "quantity": "1.5", "unitPrice": 3400.0, "rowTotal": 5100.0, "tax": 427.0}},
			"tenders": []any{map[string]any{"kind": "CASH", "amount": 6000.0, "reference": nil}},
			"charged": map[string]any{"subtotal": 5100.0, "tax": 427.0, "total": 5527.0}, "expected": nil, "held": nil, "magentoOrderNumber": nil,
		}}
		if diff := cmp.Diff(want, a.at("submitOrder")); diff != "" {
			t.Error(diff, string(a.Raw))
		}
		if a := w.ask(t, submit, map[string]any{"o": sale(nil)}, "device"); a.at("submitOrder", "duplicate") != true {
			t.Errorf("again: %s", a.Raw)
		}
		a = w.ask(t, submit, map[string]any{"o": sale(map[string]any{"note": "other"})}, "device")
		if a.at("submitOrder", "__typename") != "OrderConflict" || a.at("submitOrder", "message") == "" {
			t.Errorf("other contents: %s", a.Raw)
		}
	})
	t.Run("takes a picture with the rest of the order", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		one := sale(nil)
		one["lines"].([]any)[0].(map[string]any)["choices"] = map[string]any{"custom": []any{
			map[string]any{"optionId": 3, "value": "us.gif", "file": map[string]any{"mediaType": "image/gif", "content": "R0lGODlhAQAB"}}}}
		if a := w.ask(t, submit, map[string]any{"o": one}, "device"); a.at("submitOrder", "__typename") != "OrderReceived" {
			t.Errorf("%s", a.Raw)
		}
		want := pos.CustomChoice{OptionID: 3, Value: "us.gif", File: &pos.ChosenFile{MediaType: "image/gif", Content: "R0lGODlhAQAB"}}
		if diff := cmp.Diff(want, w.orders.held["0190a5c0-0000-7000-8000-000000000001"].Lines[0].Choices.Custom[0]); diff != "" {
			t.Error(diff)
		}
	})
	line := func(quantity any) map[string]any {
		return map[string]any{"lines": []any{map[string]any{"sku": "x", "name": "x", "quantity": quantity, "unitPrice": 1, "rowTotal": 1, "tax": 0}}}
	}
	for name, c := range map[string]struct {
		changes map[string]any
		code    string
	}{
		"a negative quantity": {line("-1"), "BAD_QUANTITY"},
		"no quantity":         {line("0"), "BAD_QUANTITY"},
		"a tender too small":  {map[string]any{"tenders": []any{map[string]any{"kind": "CASH", "amount": 5}}}, "TENDER_TOO_SMALL"},
	} {
		t.Run(name+" is a refusal with data", func(t *testing.T) {
			t.Parallel()
			a := setup(t).ask(t, submit, map[string]any{"o": sale(c.changes)}, "device")
			if a.at("submitOrder", "__typename") != "OrderRefused" || a.at("submitOrder", "code") != c.code {
				t.Errorf("%s", a.Raw)
			}
		})
	}
	for name, changes := range map[string]map[string]any{
		"a quantity that is a number":    line(1.5),
		"a quantity with an exponent":    line("1e9"),
		"a quantity of a hundred digits": line(strings.Repeat("9", 100)),
		"a broken amount":                {"change": 1.5},
		"an amount as text":              {"change": "473"},
		"an amount beyond 64 bits":       {"change": json.Number("99999999999999999999")},
		"a moment that is none":          {"soldAt": "yesterday"},
		"a tender that does not exist":   {"tenders": []any{map[string]any{"kind": "SHELLS", "amount": 5}}},
		"a field that does not exist":    {"discount": 5},
	} {
		t.Run(name+" is bad input and reaches nobody", func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			a := w.ask(t, submit, map[string]any{"o": sale(changes)}, "device")
			if a.code() != "BAD_INPUT" || a.Status != 200 || len(w.orders.held) > 0 {
				t.Errorf("%d %s", a.Status, a.Raw)
			}
		})
	}
	t.Run("codes that the union does not have become bad input, outages stay errors", func(t *testing.T) {
		t.Parallel()
		w := setup(t)
		w.orders.fail = pos.NewError(pos.KindInvalid, pos.CodeUnknownSKU, "Unknown SKU.")
		if a := w.ask(t, submit, map[string]any{"o": sale(nil)}, "device"); a.at("submitOrder", "code") != "BAD_INPUT" {
			t.Errorf("%s", a.Raw)
		}
		w.orders.fail = pos.Unavailable(nil, "The ledger is away.")
		if a := w.ask(t, submit, map[string]any{"o": sale(nil)}, "device"); a.code() != "UNAVAILABLE" || a.Errors[0].Message != "The ledger is away." {
			t.Errorf("%s", a.Raw)
		}
	})
}

func TestOrders(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.orders.held["h"] = pos.Order{
		OrderInput: pos.OrderInput{ID: "h", RegisterID: "NYC1", Counter: 7, LocationID: "nyc"}, State: pos.StateHeld,
		Held:      &pos.Held{Reason: pos.HeldTotalsDiffer, Message: "The totals differ.", Detail: pos.Met(pos.MetOverpayment, pos.Figures{"order": "NYC1-7", "amount": "1.20", "currency": "USD"})},
		SettledAt: time.Unix(1_772_355_601, 0), Placement: pos.Placement{IncrementID: "000000012", ShopStatus: "pending", Expected: &pos.Totals{Total: 5528}, Steps: []pos.Step{
			{Name: pos.StepCustomer},
			{Name: pos.StepOrder, BegunAt: time.Unix(1_772_355_601, 0), DoneAt: time.Unix(1_772_355_602, 0), Attempts: 2, Result: "9"},
			{Name: pos.StepInvoice, BegunAt: time.Unix(1_772_355_603, 0), Attempts: 1, Error: "secret"},
		}},
	}
	w.orders.held["s"] = pos.Order{OrderInput: pos.OrderInput{ID: "s"}, State: pos.StateHeld, Held: &pos.Held{Reason: pos.HeldTotalsDiffer, Detail: pos.HeldDetail{Text: "charged too little"}}}
	t.Run("an order that is not there is null", func(t *testing.T) {
		t.Parallel()
		if a := w.ask(t, `{order(id:"nope"){id}}`, nil, "device"); len(a.Errors) > 0 || a.Data["order"] != nil {
			t.Errorf("%s", a.Raw)
		}
	})
	t.Run("an order says what was done about it in Magento", func(t *testing.T) {
		t.Parallel()
		a := w.ask(t, `{order(id:"h"){steps{name begunAt doneAt attempts result}}}`, nil, "device")
		want := []any{
			map[string]any{"name": "ORDER", "begunAt": "2026-03-01T09:00:01Z", "doneAt": "2026-03-01T09:00:02Z", "attempts": 2.0, "result": "9"},
			map[string]any{"name": "INVOICE", "begunAt": "2026-03-01T09:00:03Z", "doneAt": nil, "attempts": 1.0, "result": nil},
		}
		if diff := cmp.Diff(any(want), a.at("order", "steps")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a held order says why", func(t *testing.T) {
		t.Parallel()
		a := w.ask(t, `{order(id:"h"){state held{reason message detail code figures{name value}} settledAt expected{total} magentoOrderNumber magentoStatus}}`, nil, "device")
		want := map[string]any{"state": "HELD", "held": map[string]any{
			"reason": "TOTALS_DIFFER", "message": "The totals differ.", "detail": "order NYC1-7 was paid 1.20 USD too much", "code": "overpayment",
			"figures": []any{
				map[string]any{"name": "amount", "value": "1.20"}, map[string]any{"name": "currency", "value": "USD"}, map[string]any{"name": "order", "value": "NYC1-7"},
			},
		},
			"settledAt": "2026-03-01T09:00:01Z", "expected": map[string]any{"total": 5528.0}, "magentoOrderNumber": "000000012", "magentoStatus": "pending"}
		if diff := cmp.Diff(want, a.at("order")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("an order that was held in a sentence says it, and no code", func(t *testing.T) {
		t.Parallel()
		a := w.ask(t, `{order(id:"s"){held{detail code figures{name value}}}}`, nil, "device")
		want := map[string]any{"detail": "charged too little", "code": nil, "figures": []any{}}
		if diff := cmp.Diff(want, a.at("order", "held")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a list is of the device's location, whatever is asked", func(t *testing.T) {
		t.Parallel()
		a := w.ask(t, `{orders(first:5,filter:{states:[HELD,SETTLED],registerId:"NYC1",receiptNumber:"NYC1-7"}){orders{id} next}}`, nil, "device")
		if a.at("orders", "next") != "more" {
			t.Errorf("%s", a.Raw)
		}
		want := pos.OrderFilter{LocationID: "nyc", RegisterID: "NYC1", Receipt: "NYC1-7", States: []pos.OrderState{pos.StateHeld, pos.StateSettled}}
		w.orders.mu.Lock()
		defer w.orders.mu.Unlock()
		if diff := cmp.Diff(want, w.orders.filter); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("no page size is refused, not a crash", func(t *testing.T) {
		t.Parallel()
		if a := w.ask(t, `{orders(first:null){next}}`, nil, "device"); a.code() != "BAD_INPUT" {
			t.Errorf("%s", a.Raw)
		}
	})
	t.Run("only a manager has an order tried again", func(t *testing.T) {
		t.Parallel()
		if a := w.ask(t, `mutation{retryOrder(id:"h"){id}}`, nil, "device"); a.code() != "FORBIDDEN" {
			t.Errorf("%s", a.Raw)
		}
		if a := w.ask(t, `mutation{retryOrder(id:"h"){id}}`, nil, "manager"); a.at("retryOrder", "id") != "h" {
			t.Errorf("%s", a.Raw)
		}
	})
	t.Run("a manager's decision is kept with its reason", func(t *testing.T) {
		t.Parallel()
		const resolve = `mutation{resolveOrder(id:"h",action:ACCEPT_DIFFERENCE,note:"goodwill"){decisions{by action note reason}}}`
		if a := w.ask(t, resolve, nil, "device"); a.code() != "FORBIDDEN" {
			t.Errorf("%s", a.Raw)
		}
		want := []any{map[string]any{"by": "mia", "action": "ACCEPT_DIFFERENCE", "note": "goodwill", "reason": "TOTALS_DIFFER"}}
		if diff := cmp.Diff(any(want), w.ask(t, resolve, nil, "manager").at("resolveOrder", "decisions")); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAfterTheSale(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.orders.held["o"] = pos.Order{
		OrderInput: pos.OrderInput{ID: "o", Lines: []pos.Line{{SKU: "A"}}, Deferred: 5, Fulfilment: &pos.Fulfilment{Kind: pos.FulfilPickup, LocationID: "la"},
			Customer: &pos.Buyer{ID: 7, Name: "Kim Park"}},
		ReceivedAt: time.Unix(1_772_355_600, 0), State: pos.StateSettled,
		Placement: pos.Placement{
			Returned: []pos.Returned{{OrderID: "b", SKU: "A", Quantity: decimal.NewFromInt(1)}},
			Payments: []pos.Payment{{OrderID: "c", Receipt: "NYC1-9", Amount: 2, At: time.Unix(1_772_355_600, 0)}},
		},
	}
	for name, c := range map[string]struct {
		query string
		want  map[string]any
	}{
		"what it waits for, and what came back": {`{order(id:"o"){waitsFor returned{orderId sku quantity} cancelling handedOverAt}}`, map[string]any{"order": map[string]any{
			"waitsFor": []any{"PAYMENT", "HAND_OVER"}, "returned": []any{map[string]any{"orderId": "b", "sku": "A", "quantity": "1"}}, "cancelling": false, "handedOverAt": nil}}},
		"who bought it, and what was paid since": {`{order(id:"o"){customerName payments{orderId receiptNumber amount}}}`, map[string]any{"order": map[string]any{
			"customerName": "Kim Park", "payments": []any{map[string]any{"orderId": "c", "receiptNumber": "NYC1-9", "amount": 2.0}}}}},
		"cancelling":       {`mutation{cancelOrder(id:"o",note:"x"){cancelling}}`, map[string]any{"cancelOrder": map[string]any{"cancelling": true}}},
		"handing over":     {`mutation{handOver(orderId:"o",staffId:"lou"){handedOverAt handedOverBy}}`, map[string]any{"handOver": map[string]any{"handedOverAt": "2026-03-01T09:00:00Z", "handedOverBy": "lou"}}},
		"another customer": {`mutation{resolveOrder(id:"o",action:EDIT_CUSTOMER,note:"n",customer:{email:"p@example.com"}){decisions{action}}}`, map[string]any{"resolveOrder": map[string]any{"decisions": []any{map[string]any{"action": "EDIT_CUSTOMER"}}}}},
		"no parked order":  {`mutation{recallOrder(id:"z"){id}}`, nil},
		"nothing to park":  {`mutation{parkOrder(input:{id:"0190a5c0-0000-7000-8000-000000000009",body:""}){id}}`, nil},
		"an order to park": {`mutation{parkOrder(input:{id:"0190a5c0-0000-7000-8000-000000000001",label:"t",body:"{}"}){id label body}}`, map[string]any{"parkOrder": map[string]any{"id": "0190a5c0-0000-7000-8000-000000000001", "label": "t", "body": "{}"}}},
	} {
		t.Run(name, func(t *testing.T) {
			a := w.ask(t, c.query, nil, "manager")
			if c.want == nil {
				if code := a.code(); code != "NOT_FOUND" && code != "BAD_INPUT" {
					t.Errorf("%s", a.Raw)
				}
				return
			}
			for field, want := range c.want {
				if diff := cmp.Diff(want, a.at(field)); diff != "" {
					t.Error(diff, string(a.Raw))
				}
			}
		})
	}
	a := w.ask(t, `{parkedOrders{label body}}`, nil, "device")
	if list, ok := a.at("parkedOrders").([]any); !ok || len(list) == 0 || list[0].(map[string]any)["body"] != nil {
		t.Errorf("%s", a.Raw)
	}
}

func TestTheSchemaHasEveryWordOfTheVocabulary(t *testing.T) {
	t.Parallel()
	for _, state := range pos.OrderStates() {
		if !model.OrderState(strings.ToUpper(string(state))).IsValid() {
			t.Errorf("order state %s", state)
		}
	}
	for _, reason := range pos.HeldReasons() {
		if !model.HeldReason(strings.ToUpper(string(reason))).IsValid() {
			t.Errorf("reason %s", reason)
		}
	}
	for _, kind := range []pos.DocumentKind{pos.DocProduct, pos.DocCategory, pos.DocStock, pos.DocStore} {
		if !model.DocumentKind(strings.ToUpper(string(kind))).IsValid() {
			t.Errorf("document kind %s", kind)
		}
	}
	for _, role := range []pos.Role{pos.RoleCashier, pos.RoleManager} {
		if !model.Role(strings.ToUpper(string(role))).IsValid() {
			t.Errorf("role %s", role)
		}
	}
	for _, wait := range []pos.Wait{pos.WaitPayment, pos.WaitHandOver, pos.WaitShipment} {
		if !model.OrderWait(strings.ToUpper(string(wait))).IsValid() {
			t.Errorf("wait %s", wait)
		}
	}
	for _, r := range []pos.Resolution{pos.ResolveRetry, pos.ResolveAccept, pos.ResolveCart, pos.ResolveImport, pos.ResolveCancel, pos.ResolveEditCustomer} {
		if !model.Resolution(strings.ToUpper(string(r))).IsValid() {
			t.Errorf("resolution %s", r)
		}
	}
	for _, kind := range pos.TenderKinds() {
		if !model.TenderKind(strings.ToUpper(string(kind))).IsValid() {
			t.Errorf("tender kind %s", kind)
		}
	}
}
