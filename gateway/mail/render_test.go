package mail_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/mail"
	"github.com/tillway/tillway/gateway/pos"
)

// receipt is what is sent for the shop's order.
func receipt(t *testing.T, change func(s *shop)) (m pos.Message) {
	t.Helper()
	running(t, func(t *testing.T, s *shop, _ *queue, service *mail.Service, _ *bytes.Buffer) {
		t.Helper()
		change(s)
		if err := service.Email(asDevice(t.Context()), orderID, "ann@example.com"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		sent, _ := s.outcome()
		if len(sent) != 1 {
			t.Fatalf("%d sent", len(sent))
		}
		m = sent[0]
	})
	return m
}

func TestAReceiptSaysWhatWasSoldAndPaid(t *testing.T) {
	t.Parallel()
	m := receipt(t, func(*shop) {})
	if m.Subject != "Receipt NYC1-7, Tillway & Sons" {
		t.Errorf("subject %q", m.Subject)
	}
	want := `Tillway & Sons
1 Broadway, 10004 New York

Receipt NYC1-7
March 1, 2026, 10:04 AM

2 × Joust <Duffle> Bag (24-MB01): $2,468.00
1.5 × Ribbon: $3.00

Subtotal: $2,471.00
Discount: −$100.00
Tax: $200.25
Total: $2,571.25

Cash: $2,600.00
Card: $1.25
Change: −$30.00

Thank you for your purchase.
`
	if m.Text != want {
		t.Errorf("text:\n%s", m.Text)
	}
	for _, part := range []string{"Tillway &amp; Sons", "Joust &lt;Duffle&gt; Bag", "<strong>$2,571.25</strong>", `lang="en"`} {
		if !strings.Contains(m.HTML, part) {
			t.Errorf("the page lacks %s:\n%s", part, m.HTML)
		}
	}
	if strings.Contains(m.Text+m.HTML, "4111-secret") {
		t.Error("the card's reference is told")
	}
}

func TestAReceiptIsWrittenAsTheStoreWrites(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		locale, currency string
		want             []string
	}{
		"German, in euros":           {"de_DE", "EUR", []string{"2.468,00\u00a0€", "1,5 × Ribbon", "Beleg NYC1-7", "01.03.2026 10:04", "Rückgeld"}},
		"French has English words":   {"fr_FR", "EUR", []string{"Total: 2\u00a0571,25\u00a0€"}},
		"Japanese yen have no parts": {"ja_JP", "JPY", []string{"Total: ￥257,125"}},
		"Kuwaiti dinars have three":  {"en_KW", "KWD", []string{"Total: KWD\u00a0257.125"}},
		"no locale":                  {"", "USD", []string{"$2,571.25"}},
		"no currency":                {"en_US", "XYZ", []string{"XYZ\u00a02,571.25"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := receipt(t, func(s *shop) { s.store.Locale, s.order.Currency = c.locale, c.currency })
			for _, want := range c.want {
				if !strings.Contains(m.Text, want) {
					t.Errorf("lacks %q:\n%s", want, m.Text)
				}
			}
		})
	}
}

func TestAReceiptWithTaxInsideAddsUpToTheTotal(t *testing.T) {
	t.Parallel()
	m := receipt(t, func(s *shop) {
		s.store.Settings = map[string]string{"tax/calculation/price_includes_tax": "1"}
		// 119.00 with 19 % inside, less 11.90.
		s.order.Lines = []pos.Line{{SKU: "A", Name: "Lamp", Quantity: decimal.NewFromInt(1), RowTotal: 10000, Tax: 1710, Discount: 1190, Compensation: 190}}
		s.order.Charged = pos.Totals{Subtotal: 10000, Tax: 1710, Discount: 1190, Compensation: 190, Total: 10710}
		s.order.Returns = []pos.Return{{SKU: "B", Name: "Chair", Quantity: decimal.NewFromInt(1), Refund: 500}}
		s.order.Rounding, s.order.Deferred = -2, 5000
		s.order.State = pos.StateCancelled
	})
	for _, want := range []string{"Lamp (A): $119.00\n", "Discount: −$11.90\nTotal: $107.10\nTax inside: $17.10\n", "−1 × Chair (Returned): −$5.00", "Rounding: −$0.02",
		"To be paid later: −$50.00", "This purchase was cancelled."} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("lacks %q:\n%s", want, m.Text)
		}
	}
	if strings.Contains(m.Text, "Subtotal") {
		t.Errorf("a subtotal without tax under prices with tax:\n%s", m.Text)
	}
}
