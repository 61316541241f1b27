package totals_test

import (
	"encoding/json"
	"testing"

	"github.com/tillway/tillway/gateway/pos/totals"
)

// taxed is an engine with one product class (2) and customer class (3), and the total of a basket of 100.00 in New York.
func taxed(t *testing.T, tax string, postcode string) totals.Result {
	t.Helper()
	var s totals.Snapshot
	if err := json.Unmarshal([]byte(tax), &s.Tax); err != nil {
		t.Fatal(err)
	}
	s.Tax.Regions = map[string]int64{"US-NY": 43}
	s.Tax.DefaultCustomerClass = 3
	got, err := totals.Calculate(&s, basketOf(t, `"address":{"country":"US","region_code":"NY","postcode":"`+postcode+`"}`, simple("A", "100", "1")))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestOneRateOfARuleCountsAndRulesAddUpOrCompound(t *testing.T) {
	t.Parallel()
	const rates = `"rates":[
		{"id":1,"code":"country","country":"US","region_id":0,"postcode":"*","percent":1},
		{"id":2,"code":"state","country":"US","region_id":43,"postcode":"*","percent":2},
		{"id":3,"code":"exact","country":"US","region_id":43,"postcode":"10001","percent":4},
		{"id":4,"code":"prefix","country":"US","region_id":43,"postcode":"10*","percent":8},
		{"id":5,"code":"range","country":"US","region_id":43,"postcode":"10100-10199","zip_from":"10100","zip_to":"10199","percent":16},
		{"id":6,"code":"elsewhere","country":"US","region_id":12,"postcode":"*","percent":32},
		{"id":7,"code":"high","country":"US","region_id":43,"postcode":"*","percent":150}]`
	rule := func(more, ids string) string {
		return `{"customer_tax_class_ids":[3],"product_tax_class_ids":[2],` + more + `,"tax_rate_ids":[` + ids + `]}`
	}
	for name, c := range map[string]struct{ rules, postcode, tax, codes string }{
		"the region's own before the country's":   {rule(`"id":1`, "1,2"), "99999", "2", `["state"]`},
		"the country's where no region has one":   {rule(`"id":1`, "1,6"), "99999", "1", `["country"]`},
		"an exact postcode before all":            {rule(`"id":1`, "1,2,3"), "10001", "4", `["exact"]`},
		"a longer text before a shorter prefix":   {rule(`"id":1`, "3,4"), "10001", "4", `["exact"]`},
		"a prefix":                                {rule(`"id":1`, "2,4"), "10055", "8", `["prefix"]`},
		"a range":                                 {rule(`"id":1`, "2,5"), "10150", "16", `["range"]`},
		"a range by the first part of a ZIP+4":    {rule(`"id":1`, "2,5"), "10150-1234", "16", `["range"]`},
		"no range for a postcode that is text":    {rule(`"id":1`, "2,5"), "1015O", "2", `["state"]`},
		"the higher of two equal places":          {rule(`"id":1`, "2,7"), "99999", "150", `["high"]`},
		"two rules of one priority add up":        {rule(`"id":1`, "1") + "," + rule(`"id":2`, "2"), "99999", "3", `["country+state"]`},
		"a later priority compounds":              {rule(`"id":1`, "7") + "," + rule(`"id":2,"priority":1`, "2"), "99999", "155", `["high","state"]`},
		"unless it is off the subtotal":           {rule(`"id":1`, "7") + "," + rule(`"id":2,"priority":1,"calculate_subtotal":true`, "2"), "99999", "152", `["high","state"]`},
		"a rate of two rules counts once":         {rule(`"id":1`, "2") + "," + rule(`"id":2`, "2"), "99999", "2", `["state"]`},
		"rules of equal priority go by their id":  {rule(`"id":9`, "1") + "," + rule(`"id":2`, "2"), "99999", "3", `["state+country"]`},
		"a rule for another customer counts not":  {`{"id":1,"customer_tax_class_ids":[4],"product_tax_class_ids":[2],"tax_rate_ids":[2]}`, "99999", "0", `[]`},
		"a rule with a rate that is gone is none": {rule(`"id":1`, "77"), "99999", "0", `[]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := taxed(t, `{`+rates+`,"rules":[`+c.rules+`]}`, c.postcode)
			codes := []string{}
			for _, a := range got.AppliedTaxes {
				codes = append(codes, a.Rate)
			}
			if got.TaxAmount.String() != c.tax || text(codes) != c.codes {
				t.Errorf("tax %s of %s, want %s of %s", got.TaxAmount, text(codes), c.tax, c.codes)
			}
		})
	}
}

func TestANegativeRateIsAnError(t *testing.T) {
	t.Parallel()
	_, err := totals.New(&totals.Snapshot{Tax: totals.Tax{Rates: []totals.TaxRate{{Code: "odd", Percent: totals.Int(-1)}}}})
	if err == nil {
		t.Error("a rate below zero is accepted")
	}
}
