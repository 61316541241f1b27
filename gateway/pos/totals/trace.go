package totals

// Step is one decision of the calculation, for a person to read: in which stage, about which line, what happened, and the amount
// it came to.
type Step struct {
	Stage  string `json:"stage"` // price, rate, rule, discount, shipping, tax, total, rounding
	Line   int    `json:"line"`  // from 1 in basket order; 0 is the basket or shipping
	SKU    string `json:"sku,omitempty"`
	Text   string `json:"text"`
	Amount Number `json:"amount"`
}

// trace collects steps. A nil trace collects nothing and costs a comparison.
type trace struct {
	line  int
	sku   string
	steps []Step
}

// at says which line the following steps are about.
func (t *trace) at(line int, sku string) {
	if t != nil {
		t.line, t.sku = line, sku
	}
}

func (t *trace) add(stage, text string, amount Number) {
	if t != nil {
		t.steps = append(t.steps, Step{stage, t.line, t.sku, text, amount})
	}
}
