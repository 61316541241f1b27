package pos_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos"
)

func sold() time.Time { return time.Date(2026, 3, 14, 15, 9, 26, 535_000_000, time.UTC) }

// valid is an order of two lines, paid in cash with change.
func valid() pos.OrderInput {
	return pos.OrderInput{
		ID: "01890a5d-ac96-774b-bcce-b302099a8057", LocationID: "nyc", RegisterID: "nyc-1", Counter: 7, StaffID: "ana",
		Currency: "USD", SoldAt: sold(),
		Lines: []pos.Line{
			{SKU: "24-MB01", Name: "Joust Duffle Bag", Quantity: decimal.RequireFromString("2"), UnitPrice: 3400, RowTotal: 6800, Tax: 570},
			{SKU: "ROPE", Name: "Rope by the metre", Quantity: decimal.RequireFromString("1.235"), UnitPrice: 100, RowTotal: 124, Tax: 10},
		},
		Tenders: []pos.Tender{{Kind: pos.TenderCash, Amount: 8000}},
		Change:  496,
		Charged: pos.Totals{Subtotal: 6924, Tax: 580, Total: 7504},
	}
}

// drawOrder draws a valid order.
func drawOrder(t *rapid.T) pos.OrderInput {
	in := valid()
	in.ID = fmt.Sprintf("01890a5d-ac96-774b-bcce-%012x", rapid.Int64Range(0, 1<<40).Draw(t, "id"))
	in.Counter = rapid.Int64Range(1, 1<<40).Draw(t, "counter")
	in.Currency = rapid.SampledFrom([]string{"USD", "JPY", "KWD"}).Draw(t, "currency")
	in.Lines, in.Tenders, in.Charged = nil, nil, pos.Totals{}
	for i := range rapid.IntRange(1, 8).Draw(t, "lines") {
		qty := decimal.New(rapid.Int64Range(1, pos.MaxQuantity*10_000).Draw(t, "quantity"), -4)
		price := rapid.Int64Range(0, 1_000_000).Draw(t, "price")
		l := pos.Line{SKU: fmt.Sprintf("S%d", i), Quantity: qty, UnitPrice: price, RowTotal: qty.Mul(decimal.NewFromInt(price)).Round(0).IntPart()}
		l.Tax = rapid.Int64Range(0, l.RowTotal/4).Draw(t, "tax")
		in.Lines = append(in.Lines, l)
		in.Charged.Subtotal += l.RowTotal
		in.Charged.Tax += l.Tax
	}
	in.Charged.Total = in.Charged.Subtotal + in.Charged.Tax
	in.Change = rapid.Int64Range(0, 10_000).Draw(t, "change")
	for due := in.Charged.Total + in.Change; due > 0; {
		part := rapid.Int64Range(1, due).Draw(t, "tender")
		if len(in.Tenders) == 3 {
			part = due
		}
		in.Tenders = append(in.Tenders, pos.Tender{Kind: pos.TenderCash, Amount: part})
		due -= part
	}
	return in
}
