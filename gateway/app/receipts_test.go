package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/testserver"
)

const emailMutation = `mutation($o:ID!,$e:String!){emailReceipt(orderId:$o,email:$e)}`

// TestAReceiptAskedForSurvivesAKilledGateway asks for a receipt while the mail server refuses everything, kills the gateway, and
// finds the mail after it came back.
func TestAReceiptAskedForSurvivesAKilledGateway(t *testing.T) {
	t.Parallel()
	mails := testserver.StartMail(t, testserver.MailOptions{})
	mails.Reply("450 4.3.2 <ann@example.com> come back later")
	shop := startShop(t)
	p := startProcess(t, shop.URL(), "TILLWAY_SMTP_URL=smtp://"+mails.Addr+"?from=receipts@shop.example")
	device := p.enrol("R1")
	sold := sale(1, p.articles(1)...)
	p.submitUntilReceived(t, device, sold)
	ask := func(order any, address string) error {
		var out struct{ EmailReceipt bool }
		return p.query(t.Context(), device, emailMutation, map[string]any{"o": order, "e": address}, &out)
	}
	if err := ask("0190a5c0-0000-7000-8000-00000000ffff", "ann@example.com"); err == nil || !strings.Contains(err.Error(), "NOT_FOUND") {
		t.Errorf("an order that is not there: %v", err)
	}
	if err := ask(sold["id"], "ann@nowhere"); err == nil || !strings.Contains(err.Error(), "no e-mail address") {
		t.Errorf("an address that is none: %v", err)
	}
	if err := ask(sold["id"], "ann@example.com"); err != nil {
		t.Fatal(err)
	}
	log := func() string {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.output.String()
	}
	eventually(t, "the mail server refused it", 20*time.Second, func() error {
		if !strings.Contains(log(), "it is tried again") {
			return errNotYet
		}
		return nil
	})
	p.kill()
	p.start()
	got := mails.Await(t, 1)[0]
	if got.To != "ann@example.com" || got.From != "receipts@shop.example" || !strings.Contains(got.Data, "Receipt R1-1, New York") {
		t.Errorf("%+v", got)
	}
	eventually(t, "the gateway notes that it is sent", 20*time.Second, func() error {
		if !strings.Contains(log(), "receipt sent by e-mail") {
			return errNotYet
		}
		return nil
	})
	if strings.Contains(log(), "ann@") {
		t.Errorf("the log tells the address:\n%s", log())
	}
}
