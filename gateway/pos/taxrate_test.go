package pos_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

func TestMagentoTakesOneRateOfEachRule(t *testing.T) {
	t.Parallel()
	rate := func(rule int64, code string, region int64, postcode, percent string) pos.TaxRate {
		return pos.TaxRate{Code: code, CustomerTaxClass: 3, ProductTaxClass: 2, Country: "US", RegionID: region, Postcode: postcode,
			Percent: decimal.RequireFromString(percent), Rule: rule}
	}
	shop := pos.Address{Country: "US", RegionID: 43, Postcode: "10118"}
	elsewhere, otherClass, wholesale := rate(1, "elsewhere", 12, "*", "9"), rate(1, "food", 43, "*", "2"), rate(1, "wholesale", 43, "*", "1")
	otherClass.ProductTaxClass, wholesale.CustomerTaxClass = 4, 5
	for what, c := range map[string]struct {
		rates []pos.TaxRate
		want  string
	}{
		"none":                               {[]pos.TaxRate{elsewhere, otherClass, wholesale}, ""},
		"the region before any region":       {[]pos.TaxRate{rate(1, "any", 0, "*", "20"), rate(1, "ny", 43, "*", "8")}, "ny"},
		"the postcode before any postcode":   {[]pos.TaxRate{rate(1, "all", 43, "*", "20"), rate(1, "here", 43, "10118", "8")}, "here"},
		"the higher of two":                  {[]pos.TaxRate{rate(1, "low", 43, "*", "5"), rate(1, "high", 43, "*", "8")}, "high"},
		"one of each rule":                   {[]pos.TaxRate{rate(2, "city", 43, "*", "1"), rate(1, "state", 43, "*", "4"), rate(1, "low", 43, "*", "3")}, "state city"},
		"a rate of two rules once":           {[]pos.TaxRate{rate(1, "state", 43, "*", "4"), rate(2, "state", 43, "*", "4")}, "state"},
		"a postcode's beginning":             {[]pos.TaxRate{rate(1, "ny", 43, "101*", "4")}, "ny"},
		"another beginning":                  {[]pos.TaxRate{rate(1, "ny", 43, "102*", "4")}, ""},
		"a range of postcodes":               {[]pos.TaxRate{rate(1, "ny", 43, "10001-10299", "4")}, "ny"},
		"a range that ends before":           {[]pos.TaxRate{rate(1, "ny", 43, "10001-10117", "4")}, ""},
		"no postcode is any postcode":        {[]pos.TaxRate{rate(1, "ny", 43, "", "4")}, "ny"},
		"a postcode with a dash is no range": {[]pos.TaxRate{rate(1, "ny", 43, "10118-AB", "4")}, ""},
	} {
		var got []string
		for _, r := range pos.RatesFor(c.rates, 2, shop) {
			got = append(got, r.Code)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %q", what, got, c.want)
		}
	}
}
