package check

import "fmt"

// Rule is a promise that every order keeps.
type Rule string

// The rules. A closed list.
const (
	RuleStuck        Rule = "stuck"        // every received order ends settled, held or cancelled
	RuleMissing      Rule = "missing"      // what we placed is in Magento
	RuleDoubled      Rule = "doubled"      // one Magento order for one order
	RuleNotAdopted   Rule = "not_adopted"  // what is in Magento is known to the ledger
	RuleTotals       Rule = "totals"       // Magento's order comes to what was charged, or somebody accepted the difference
	RuleTenders      Rule = "tenders"      // tenders less change are the charged total
	RuleInvoice      Rule = "invoice"      // a settled order is paid in Magento
	RuleShipment     Rule = "shipment"     // a settled order is shipped in Magento
	RuleReservations Rule = "reservations" // the reservations of a settled order add up to zero
	RuleCancelled    Rule = "cancelled"    // what was cancelled is cancelled in Magento too
	RuleReceiptGap   Rule = "receipt_gap"  // a register's receipt numbers have no gaps
	RuleLineTotals   Rule = "line_totals"  // the lines of an order add up to its totals
)

// Violation is a broken promise.
type Violation struct {
	Rule    Rule
	OrderID string // empty for a gap between orders
	Receipt string
	Detail  string
	// Repair says what was done about it, or why it was not; empty when nothing was tried.
	Repair string
}

func (v Violation) String() string {
	text := fmt.Sprintf("%-13s %s %s: %s", v.Rule, v.Receipt, v.OrderID, v.Detail)
	if v.Repair != "" {
		text += " [" + v.Repair + "]"
	}
	return text
}

// Report is what a check found.
type Report struct {
	Orders     int
	Violations int
	Repaired   int
	// Skipped are rules that could not be checked, with why.
	Skipped []string
}
