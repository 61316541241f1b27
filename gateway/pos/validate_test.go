package pos_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos"
)

func TestOrderInputValidate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*pos.OrderInput)
		want   pos.Code // empty: accepted
	}{
		"accepts a cash order with change":           {func(*pos.OrderInput) {}, ""},
		"accepts a customer's address and a note":    {func(in *pos.OrderInput) { in.Email, in.Note = "ana@example.com", "gift" }, ""},
		"accepts trailing zeros beyond the decimals": {func(in *pos.OrderInput) { in.Lines[0].Quantity = decimal.RequireFromString("2.000000") }, ""},
		"accepts tenders of every kind together": {func(in *pos.OrderInput) {
			in.Tenders, in.Change = nil, 0
			left := in.Charged.Total
			for _, kind := range pos.TenderKinds()[1:] {
				in.Tenders, left = append(in.Tenders, pos.Tender{Kind: kind, Amount: 1, Reference: "r-1"}), left-1
			}
			in.Tenders, in.Change = append(in.Tenders, pos.Tender{Kind: pos.TenderCash, Amount: left + 50}), 50
		}, ""},
		"accepts an order that costs nothing without a tender": {func(in *pos.OrderInput) {
			in.Lines = []pos.Line{{SKU: "FREE", Quantity: decimal.NewFromInt(1)}}
			in.Charged, in.Change, in.Tenders = pos.Totals{}, 0, nil
		}, ""},
		"refuses an id of another version":                {func(in *pos.OrderInput) { in.ID = "01890a5d-ac96-474b-bcce-b302099a8057" }, pos.CodeBadInput},
		"refuses an id in capitals":                       {func(in *pos.OrderInput) { in.ID = strings.ToUpper(in.ID) }, pos.CodeBadInput},
		"refuses a counter below 1":                       {func(in *pos.OrderInput) { in.Counter = 0 }, pos.CodeBadInput},
		"refuses an order without a register":             {func(in *pos.OrderInput) { in.RegisterID = "" }, pos.CodeBadInput},
		"refuses a location with a blank":                 {func(in *pos.OrderInput) { in.LocationID = "new york" }, pos.CodeBadInput},
		"refuses a staff id that is too long":             {func(in *pos.OrderInput) { in.StaffID = strings.Repeat("a", 65) }, pos.CodeBadInput},
		"refuses a currency in small letters":             {func(in *pos.OrderInput) { in.Currency = "usd" }, pos.CodeBadInput},
		"accepts a sale by a clock that counts from 1970": {func(in *pos.OrderInput) { in.SoldAt = time.Unix(60, 0) }, ""},
		"refuses a sale without a time":                   {func(in *pos.OrderInput) { in.SoldAt = time.Time{} }, pos.CodeBadInput},
		"refuses an address without an @":                 {func(in *pos.OrderInput) { in.Email = "ana" }, pos.CodeBadInput},
		"refuses a note of 1001 characters":               {func(in *pos.OrderInput) { in.Note = strings.Repeat("ä", 1001) }, pos.CodeTooLarge},
		"refuses text that is not UTF-8":                  {func(in *pos.OrderInput) { in.Note = "\xff" }, pos.CodeTooLarge},
		"refuses no lines":                                {func(in *pos.OrderInput) { in.Lines = nil }, pos.CodeBadInput},
		"refuses 501 lines":                               {func(in *pos.OrderInput) { in.Lines = make([]pos.Line, 501) }, pos.CodeTooLarge},
		"refuses a line without a SKU":                    {func(in *pos.OrderInput) { in.Lines[1].SKU = "" }, pos.CodeBadInput},
		"refuses a SKU of 65 characters":                  {func(in *pos.OrderInput) { in.Lines[1].SKU = strings.Repeat("s", 65) }, pos.CodeBadInput},
		"refuses a name of 256 characters":                {func(in *pos.OrderInput) { in.Lines[1].Name = strings.Repeat("n", 256) }, pos.CodeTooLarge},
		"refuses a quantity of 0":                         {func(in *pos.OrderInput) { in.Lines[0].Quantity = decimal.Zero }, pos.CodeBadQuantity},
		"refuses a negative quantity":                     {func(in *pos.OrderInput) { in.Lines[0].Quantity = decimal.NewFromInt(-1) }, pos.CodeBadQuantity},
		"refuses a quantity above 10,000":                 {func(in *pos.OrderInput) { in.Lines[0].Quantity = decimal.RequireFromString("10000.0001") }, pos.CodeBadQuantity},
		"refuses five decimals":                           {func(in *pos.OrderInput) { in.Lines[0].Quantity = decimal.RequireFromString("0.00001") }, pos.CodeBadQuantity},
		"refuses an exponent that would fill the memory":  {func(in *pos.OrderInput) { in.Lines[0].Quantity = decimal.New(1, math.MaxInt32) }, pos.CodeBadQuantity},
		"refuses an exponent of endless decimals":         {func(in *pos.OrderInput) { in.Lines[0].Quantity = decimal.New(1, math.MinInt32+1) }, pos.CodeBadQuantity},
		"refuses a negative price":                        {func(in *pos.OrderInput) { in.Lines[0].UnitPrice = -1 }, pos.CodeBadInput},
		"refuses a negative tax":                          {func(in *pos.OrderInput) { in.Lines[0].Tax = -1 }, pos.CodeBadInput},
		"refuses the smallest integer as a price":         {func(in *pos.OrderInput) { in.Lines[0].UnitPrice = math.MinInt64 }, pos.CodeBadInput},
		"refuses a price whose row total would overflow":  {func(in *pos.OrderInput) { in.Lines[0].UnitPrice = math.MaxInt64 }, pos.CodeTooLarge},
		"refuses a row total that is cut, not rounded":    {func(in *pos.OrderInput) { in.Lines[1].RowTotal = 123 }, pos.CodeTotalsMismatch},
		"refuses a subtotal that is not the lines'":       {func(in *pos.OrderInput) { in.Charged.Subtotal++ }, pos.CodeTotalsMismatch},
		"refuses a tax that is not the lines'":            {func(in *pos.OrderInput) { in.Charged.Tax++; in.Charged.Total++ }, pos.CodeTotalsMismatch},
		"refuses a total that is not subtotal and tax":    {func(in *pos.OrderInput) { in.Charged.Total++ }, pos.CodeTotalsMismatch},
		"refuses a tender that is too small":              {func(in *pos.OrderInput) { in.Tenders[0].Amount = 7503; in.Change = 0 }, pos.CodeTenderTooSmall},
		"refuses no tender":                               {func(in *pos.OrderInput) { in.Tenders, in.Change = nil, 0 }, pos.CodeTenderTooSmall},
		"refuses a tender of 0":                           {func(in *pos.OrderInput) { in.Tenders = append(in.Tenders, pos.Tender{Kind: pos.TenderCash}) }, pos.CodeBadInput},
		"refuses an unknown kind of tender":               {func(in *pos.OrderInput) { in.Tenders[0].Kind = "shells" }, pos.CodeBadInput},
		"refuses a card without a reference": {func(in *pos.OrderInput) {
			in.Tenders, in.Change = []pos.Tender{{Kind: pos.TenderCard, Amount: in.Charged.Total}}, 0
		}, pos.CodeBadInput},
		"refuses change on a card": {func(in *pos.OrderInput) {
			in.Tenders, in.Change = []pos.Tender{{Kind: pos.TenderCard, Amount: in.Charged.Total + 100, Reference: "t-1"}}, 100
		}, pos.CodeTotalsMismatch},
		"refuses negative change":                   {func(in *pos.OrderInput) { in.Change = -1; in.Tenders[0].Amount = 7503 }, pos.CodeBadInput},
		"refuses too little change":                 {func(in *pos.OrderInput) { in.Change-- }, pos.CodeTotalsMismatch},
		"refuses more change than the cash given":   {func(in *pos.OrderInput) { in.Change = 9000 }, pos.CodeTotalsMismatch},
		"refuses tenders that would overflow a sum": {func(in *pos.OrderInput) { in.Tenders[0].Amount = math.MaxInt64 }, pos.CodeTooLarge},
		"refuses a bundle of which nothing was chosen": {func(in *pos.OrderInput) {
			in.Lines[0].Choices = &pos.Choices{Bundle: []pos.BundleChoice{{OptionID: 1, Quantity: decimal.NewFromInt(1)}}}
		}, pos.CodeBadInput},
		"accepts a bundle with an option left out": {func(in *pos.OrderInput) {
			one := decimal.NewFromInt(1)
			in.Lines[0].Choices = &pos.Choices{Bundle: []pos.BundleChoice{{OptionID: 1, Quantity: one}, {OptionID: 2, Selections: []int64{3}, Quantity: one}}}
		}, ""},
		"refuses an order that pays for itself": {func(in *pos.OrderInput) {
			in.Balances = []pos.Balance{{OrderID: in.ID, Amount: 100}}
			in.Deferred = 100
		}, pos.CodeBadInput},
		"refuses 51 tenders": {func(in *pos.OrderInput) { in.Tenders = make([]pos.Tender, 51) }, pos.CodeTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := valid()
			c.change(&in)
			err := in.Validate()
			if got := pos.CodeOf(err); got != c.want {
				t.Fatalf("Validate() = %v, code %q, want %q", err, got, c.want)
			}
			if err != nil && (pos.KindOf(err) != pos.KindInvalid || pos.MessageOf(err) == "") {
				t.Errorf("Validate() = %v of kind %s", err, pos.KindOf(err))
			}
		})
	}
}

func TestOrderInputValidateProperties(t *testing.T) {
	t.Parallel()
	t.Run("an order that adds up is accepted, and no amount of it can be moved alone", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			in := drawOrder(t)
			if err := in.Validate(); err != nil {
				t.Fatalf("Validate() = %v", err)
			}
			delta := rapid.SampledFrom([]int64{-1, 1}).Draw(t, "delta")
			amounts := []*int64{&in.Charged.Subtotal, &in.Charged.Tax, &in.Charged.Total, &in.Change, &in.Lines[0].RowTotal, &in.Lines[0].Tax}
			*amounts[rapid.IntRange(0, len(amounts)-1).Draw(t, "amount")] += delta
			if in.Validate() == nil {
				t.Fatalf("an order that does not add up was accepted: %+v", in)
			}
		})
	})
	t.Run("no numbers make it panic or overflow", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			in := valid()
			in.Lines[0].Quantity = decimal.New(rapid.Int64().Draw(t, "q"), rapid.Int32().Draw(t, "exp"))
			in.Lines[0].UnitPrice = rapid.Int64().Draw(t, "price")
			in.Lines[0].RowTotal = rapid.Int64().Draw(t, "row")
			in.Tenders[0].Amount = rapid.Int64().Draw(t, "tender")
			in.Change = rapid.Int64().Draw(t, "change")
			in.Charged.Total = rapid.Int64().Draw(t, "total")
			if err := in.Validate(); err != nil && pos.KindOf(err) != pos.KindInvalid {
				t.Fatalf("Validate() = %v", err)
			}
		})
	})
}
