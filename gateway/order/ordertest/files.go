package ordertest

import (
	"encoding/base64"
	"testing"

	"github.com/tillway/tillway/gateway/order"
	"github.com/tillway/tillway/gateway/pos"
)

// Pictured returns the n-th order of a register with a picture of so many bytes, no other order's, on each of its lines.
func Pictured(registerID string, n, bytes int) pos.Order {
	o := Received(registerID, n)
	for i := range o.Lines {
		content := append([]byte("GIF89a"), make([]byte, bytes)...)
		content[len(content)-1] = byte(2*n + i)
		o.Lines[i].Choices = &pos.Choices{Custom: []pos.CustomChoice{
			{OptionID: 1, Value: "Kim"},
			{OptionID: 2, Value: "logo.gif", File: &pos.ChosenFile{MediaType: "image/gif", Content: base64.StdEncoding.EncodeToString(content)}},
		}}
	}
	o.Hash = o.OrderInput.Hash()
	return o
}

// files: pictures are kept with their order and nowhere else.
func files(t probe) {
	l := t.ledger
	const large = 300 << 10
	first, second := accept(t, l, Pictured("nyc-1", 1, large)), accept(t, l, Pictured("nyc-1", 2, large))
	err := l.Update(t.Context(), first.ID, func(o *pos.Order) ([]pos.Event, error) { return nil, o.Move(pos.StatePlacing) })
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []pos.Order{first, second} {
		if got, err := l.Order(t.Context(), want.ID); err != nil || got.OrderInput.Hash() != want.Hash {
			t.Errorf("%s is read back with other contents: %v", want.Receipt(), err)
		}
	}
	if _, duplicate, err := l.Accept(t.Context(), first, nil); err != nil || !duplicate {
		t.Errorf("the same order again: duplicate %t, %v", duplicate, err)
	}
	other := Pictured("nyc-1", 1, large+1)
	other.ID = first.ID
	other.Hash = other.OrderInput.Hash()
	wantConflict(t, l, other)
	bare, _ := second.WithoutFiles()
	page, err := l.Orders(t.Context(), pos.OrderFilter{RegisterID: "nyc-1"}, "", 5)
	if err != nil || len(page.Orders) != 2 || page.Orders[0].OrderInput.Hash() != bare.Hash() {
		t.Errorf("the list holds contents of pictures: %v", err)
	}
	searched(t, l, "logo.gif", 2)
	searched(t, l, second.Lines[0].Choices.Custom[1].File.Content[:6], 0)
}

// filesAtOnce: a server takes so many bytes in one piece, and 16 MiB as MariaDB comes.
func filesAtOnce(t probe) {
	for _, err := range atOnce(40, func(i int) error {
		_, _, err := t.ledger.Accept(t.Context(), Pictured("nyc-1", i+1, pos.MaxFileBytes/2), nil)
		return err
	}) {
		if err != nil {
			t.Error(err)
		}
	}
}

// searched checks how many orders hold a text.
func searched(tb testing.TB, l order.Ledger, text string, want int) {
	tb.Helper()
	if got := all(tb, l, pos.OrderFilter{Text: text}, 5); len(got) != want {
		tb.Errorf("%d orders hold %q, want %d", len(got), text, want)
	}
}
