package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// explanation is what explainTotals answers.
type explanation struct {
	ExplainTotals struct {
		Current                bool
		Payable                *int64
		Refused                *string
		Steps                  []struct{ Code, Stage, Sku, Name, Text, Amount string }
		FromRules, FromMagento *struct {
			Step, Sku, Figure, Charged, Other, Text string
			Line                                    int
		}
	}
}

const explainQuery = `query($id:ID!){explainTotals(orderId:$id){current payable refused steps{code stage sku name text amount}
	fromRules{step line sku figure charged other text} fromMagento{step line sku figure charged other text}}}`

// TestExplainTotals asks why the totals of two orders are what they are: one that Magento agrees with, and one whose register took
// less for a line than it costs.
func TestExplainTotals(t *testing.T) {
	t.Parallel()
	shop := startShop(t)
	p := startProcess(t, shop.URL())
	device := p.enrol("R1")
	manager, sold := p.signIn(device, "sam"), p.articles(1)[0]
	right := sale(1, sold)
	wrong := sale(2, article{sold.sku, sold.cents - 100})
	p.submitUntilReceived(t, device, right)
	p.waitSettled(t, device, 1, 30*time.Second)
	p.submitUntilReceived(t, device, wrong)
	explain := func(token string, input map[string]any) (explanation, error) {
		var out explanation
		err := p.query(t.Context(), token, explainQuery, map[string]any{"id": input["id"]}, &out)
		return out, err
	}

	out, err := explain(manager, right)
	if err != nil {
		t.Fatal(err)
	}
	e := out.ExplainTotals
	if e.Refused != nil || e.FromRules != nil || e.FromMagento != nil || e.Payable == nil || *e.Payable != total(right) {
		t.Errorf("an order that all agree on: %+v", e)
	}
	var stages []string
	for _, s := range e.Steps {
		stages = append(stages, s.Stage)
		if stage, _, _ := strings.Cut(s.Code, "."); stage != s.Stage || s.Text == "" || s.Text == s.Code {
			t.Errorf("a step without words: %+v", s)
		}
	}
	if all := strings.Join(stages, " "); !strings.HasPrefix(all, "price") || !strings.HasSuffix(all, "total") || !strings.Contains(all, "rate") {
		t.Errorf("steps: %s", all)
	}

	eventually(t, "Magento was asked about the order that differs", 30*time.Second, func() error {
		out, err := explain(manager, wrong)
		e := out.ExplainTotals
		switch {
		case err != nil:
			return err
		case e.FromMagento == nil:
			return fmt.Errorf("no difference: %w", errNotYet)
		}
		if d := e.FromMagento; d.Step != "line" || d.Line != 1 || d.Sku != sold.sku || d.Figure != "row_total" {
			t.Errorf("from Magento: %+v", d)
		}
		want := "Line 1 (" + sold.sku + "): the register has price of "
		if d := e.FromRules; d == nil || d.Step != "price" || !strings.HasPrefix(d.Text, want) {
			t.Errorf("from the rules: %+v", d)
		}
		return nil
	})

	for name, token := range map[string]string{"a cashier": p.signIn(device, "kim"), "a device": device} {
		if _, err := explain(token, right); err == nil || !strings.HasPrefix(err.Error(), "FORBIDDEN") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := explain(manager, map[string]any{"id": "01890a5d-ac96-774b-bcce-b302099a8057"}); err == nil || !strings.HasPrefix(err.Error(), "NOT_FOUND") {
		t.Errorf("an unknown order: %v", err)
	}
}

// total is what an input of submitOrder was charged.
func total(input map[string]any) int64 {
	charged, _ := input["charged"].(map[string]any)
	amount, _ := charged["total"].(int64)
	return amount
}
