// Package ordertest is the suite that every order ledger must pass, and the sample orders that it is run with.
package ordertest

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

// Input returns the n-th order that a register sold: valid, two lines, paid in cash with change. Its id and receipt
// counter differ for each register and n.
func Input(registerID string, n int) pos.OrderInput {
	var salt uint32
	for _, r := range registerID {
		salt = salt*31 + uint32(r)
	}
	return pos.OrderInput{
		ID:         fmt.Sprintf("01890a5d-ac96-774b-8%03x-%04x%08x", salt>>16&0xfff, salt&0xffff, n),
		LocationID: "nyc", RegisterID: registerID, Counter: int64(n), StaffID: "ana", Currency: "USD",
		SoldAt: time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Second),
		Lines: []pos.Line{
			{SKU: "24-MB01", Name: "Joust Duffle Bag", Quantity: decimal.RequireFromString("2"), UnitPrice: 3400, RowTotal: 6800, Tax: 570},
			{SKU: "24-UG06", Name: "Affirm Water Bottle", Quantity: decimal.RequireFromString("1"), UnitPrice: 700, RowTotal: 700, Tax: 59},
		},
		Tenders: []pos.Tender{{Kind: pos.TenderCash, Amount: 10_000}},
		Change:  1871,
		Charged: pos.Totals{Subtotal: 7500, Tax: 629, Total: 8129},
		Email:   "customer@example.com",
		Note:    "leave at the counter — ✓",
	}
}

// Received returns Input as it is accepted, received n seconds after a fixed time.
func Received(registerID string, n int) pos.Order {
	in := Input(registerID, n)
	at := Start().Add(time.Duration(n) * time.Second)
	return pos.Order{
		OrderInput: in, Hash: in.Hash(), DeviceID: "device-1", State: pos.StateReceived, ReceivedAt: at, NextAttemptAt: at,
	}
}

// Start is the time that samples count from.
func Start() time.Time { return time.Date(2026, 3, 14, 10, 0, 0, 123_456_000, time.UTC) }
