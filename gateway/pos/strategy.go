package pos

// Strategy is how an order gets into Magento.
type Strategy string

// The strategies. StrategyAuto asks Magento's cart for its totals and then takes one of the other two.
const (
	// StrategyAuto places the cart when Magento charges what the register charged, and imports the order otherwise where
	// stock can be reserved; where it cannot, the location's threshold or a person decides.
	StrategyAuto Strategy = "auto"
	// StrategyCart has Magento price the order and reserve its stock.
	StrategyCart Strategy = "cart"
	// StrategyImport writes the order as it was charged, under the receipt number. Magento then reserves no stock.
	StrategyImport Strategy = "import"
)

// Valid says whether s is one of the strategies. Empty is not: it stands for "as the location says".
func (s Strategy) Valid() bool {
	return s == StrategyAuto || s == StrategyCart || s == StrategyImport
}

// Quote is what Magento would charge for an order: its totals, and what each article comes to.
type Quote struct {
	Totals Totals
	Lines  []QuoteLine
}

// QuoteLine is what Magento would charge for all pieces of one SKU, in minor units. Magento puts lines of one product
// together.
type QuoteLine struct {
	SKU      string
	RowTotal int64 // without tax, before discounts
	Tax      int64
	Discount int64 // positive
}

// LineDifference is what the register charged for a SKU and what Magento would charge, where the two differ. In minor
// units.
type LineDifference struct {
	SKU              string `json:"sku"`
	Charged          int64  `json:"charged"` // without tax
	Expected         int64  `json:"expected"`
	ChargedTax       int64  `json:"chargedTax"`
	ExpectedTax      int64  `json:"expectedTax"`
	ChargedDiscount  int64  `json:"chargedDiscount,omitempty"`
	ExpectedDiscount int64  `json:"expectedDiscount,omitempty"`
}

// Differences compares the lines of an order with a quote, by SKU, in the order of the lines. A SKU that the quote does
// not have is expected to cost nothing. Without any lines in the quote there is nothing to compare.
func (in OrderInput) Differences(q Quote) []LineDifference {
	if len(q.Lines) == 0 {
		return nil
	}
	var list []LineDifference
	at := map[string]int{}
	entry := func(sku string) *LineDifference {
		i, known := at[sku]
		if !known {
			i = len(list)
			at[sku], list = i, append(list, LineDifference{SKU: sku})
		}
		return &list[i]
	}
	for _, l := range in.Lines {
		d := entry(l.SKU)
		d.Charged, d.ChargedTax, d.ChargedDiscount = d.Charged+l.RowTotal, d.ChargedTax+l.Tax, d.ChargedDiscount+l.Discount
	}
	for _, l := range q.Lines {
		d := entry(l.SKU)
		d.Expected, d.ExpectedTax, d.ExpectedDiscount = d.Expected+l.RowTotal, d.ExpectedTax+l.Tax, d.ExpectedDiscount+l.Discount
	}
	differ := list[:0]
	for _, d := range list {
		if d.Charged != d.Expected || d.ChargedTax != d.ExpectedTax || d.ChargedDiscount != d.ExpectedDiscount {
			differ = append(differ, d)
		}
	}
	if len(differ) == 0 {
		return nil
	}
	return differ
}

// StockClaim is stock that an order takes from what can be sold, to be written down in Magento's reservations.
type StockClaim struct {
	Store       string // store view code, which decides the stock
	IncrementID string // of the Magento order
	Items       []ShopOrderItem
}
