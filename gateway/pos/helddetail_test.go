package pos_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

func TestHeldDetail(t *testing.T) {
	t.Parallel()
	t.Run("is an English sentence with its figures", func(t *testing.T) {
		t.Parallel()
		figures := pos.Figures{"order": "NYC1-7", "amount": "1.20", "currency": "USD"}
		want := pos.HeldDetail{Text: "order NYC1-7 was paid 1.20 USD too much", Code: pos.MetOverpayment, Figures: figures}
		if diff := cmp.Diff(want, pos.Met(pos.MetOverpayment, figures)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("takes words in braces for what they are", func(t *testing.T) {
		t.Parallel()
		for range 50 { // figures come in any order
			met := pos.Met(pos.MetFault, pos.Figures{"step": "order", "said": "no {step} here"})
			if want := "panic at step order: no {step} here; the gateway's log has the stack"; met.Text != want {
				t.Fatalf("%q, want %q", met.Text, want)
			}
		}
	})
	t.Run("of a failure is its text, with what the refusal behind it is about", func(t *testing.T) {
		t.Parallel()
		figures := pos.Figures{"sku": "WS12"}
		refused := pos.Invalid("Magento has no WS12").About(pos.MetUnknownSKU, figures)
		want := pos.HeldDetail{Text: "fill the cart: Magento has no WS12", Code: pos.MetUnknownSKU, Figures: figures}
		if diff := cmp.Diff(want, pos.DetailOf(fmt.Errorf("fill the cart: %w", refused))); diff != "" {
			t.Error(diff)
		}
		if got := pos.DetailOf(fmt.Errorf("timed out")); got.Text != "timed out" || got.Code != "" {
			t.Errorf("%+v", got)
		}
	})
}
