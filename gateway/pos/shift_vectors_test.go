package pos_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/pos"
)

var update = flag.Bool("update", false, "rewrite the reports in testdata/shifts.json")

// shiftVector is a shift as a register knows it, and its report. The register's own reports are held to the same file.
type shiftVector struct {
	Name   string           `json:"name"`
	Events []pos.ShiftEvent `json:"events"`
	Orders []struct {
		Input     pos.OrderInput `json:"input"`
		Cancelled bool           `json:"cancelled"`
	} `json:"orders"`
	Report shiftFigures `json:"report"`
}

// shiftFigures are what registers compute too. Times are left out while nobody told of them.
type shiftFigures struct {
	OpenedAt        *time.Time    `json:"openedAt"`
	OpenedBy        string        `json:"openedBy"`
	ClosedAt        *time.Time    `json:"closedAt"`
	ClosedBy        string        `json:"closedBy"`
	Float           int64         `json:"float"`
	PaidIn          int64         `json:"paidIn"`
	PaidOut         int64         `json:"paidOut"`
	DrawerOpened    int           `json:"drawerOpened"`
	Orders          int           `json:"orders"`
	Sales           int64         `json:"sales"`
	Discounts       int64         `json:"discounts"`
	Refunds         int64         `json:"refunds"`
	Tax             int64         `json:"tax"`
	Rounding        int64         `json:"rounding"`
	Deferred        int64         `json:"deferred"`
	Balances        int64         `json:"balances"`
	Cancelled       int           `json:"cancelled"`
	CancelledAmount int64         `json:"cancelledAmount"`
	OtherCurrency   int           `json:"otherCurrency"`
	Tenders         []tenderTotal `json:"tenders"`
	ExpectedCash    int64         `json:"expectedCash"`
	CountedCash     *int64        `json:"countedCash"`
	Difference      *int64        `json:"difference"`
}

type tenderTotal struct {
	Kind   string `json:"kind"`
	Count  int    `json:"count"`
	Amount int64  `json:"amount"`
}

func TestShiftReportsOfVectors(t *testing.T) {
	t.Parallel()
	const file = "testdata/shifts.json"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var vectors []shiftVector
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	for i, v := range vectors {
		got := figures(v)
		if !*update {
			if diff := cmp.Diff(v.Report, got); diff != "" {
				t.Errorf("%s: %s", v.Name, diff)
			}
		}
		vectors[i].Report = got
	}
	if *update {
		writeReports(t, file, data, vectors)
	}
}

// figures makes the report of a vector. Registers write kinds as GraphQL does, in capitals.
func figures(v shiftVector) shiftFigures {
	for i, e := range v.Events {
		v.Events[i].Kind, v.Events[i].RegisterID = pos.ShiftEventKind(strings.ToLower(string(e.Kind))), "NYC1"
	}
	tally := pos.NewShiftTally(v.Events)
	for _, o := range v.Orders {
		for i, tender := range o.Input.Tenders {
			o.Input.Tenders[i].Kind = pos.TenderKind(strings.ToLower(string(tender.Kind)))
		}
		order := pos.Order{OrderInput: o.Input, State: pos.StateSettled}
		if o.Cancelled {
			order.State = pos.StateCancelled
		}
		tally.Add(order)
	}
	r := tally.Report()
	f := shiftFigures{
		OpenedAt: known(r.OpenedAt), OpenedBy: r.OpenedBy, ClosedAt: known(r.ClosedAt), ClosedBy: r.ClosedBy,
		Float: r.Float, PaidIn: r.PaidIn, PaidOut: r.PaidOut, DrawerOpened: r.DrawerOpened, Orders: r.Orders, Sales: r.Sales,
		Discounts: r.Discounts, Refunds: r.Refunds, Tax: r.Tax, Rounding: r.Rounding, Deferred: r.Deferred, Balances: r.Balances, Cancelled: r.Cancelled,
		CancelledAmount: r.CancelledAmount, OtherCurrency: r.OtherCurrency, Tenders: []tenderTotal{}, ExpectedCash: r.ExpectedCash,
	}
	for _, sum := range r.Tenders {
		f.Tenders = append(f.Tenders, tenderTotal{Kind: strings.ToUpper(string(sum.Kind)), Count: sum.Count, Amount: sum.Amount})
	}
	if !r.CountedAt.IsZero() {
		counted, difference := r.CountedCash, r.Difference()
		f.CountedCash, f.Difference = &counted, &difference
	}
	return f
}

func known(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// writeReports leaves the rest of the file as it is.
func writeReports(t *testing.T, file string, data []byte, vectors []shiftVector) {
	t.Helper()
	var raw []map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		raw[i]["report"] = vectors[i].Report
	}
	out, err := json.MarshalIndent(raw, "", " ")
	if err == nil {
		err = os.WriteFile(file, append(out, '\n'), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
