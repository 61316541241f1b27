package totals

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Engine computes totals with one compiled Snapshot. It holds no state between baskets and may be used by many goroutines.
type Engine struct {
	snapshot *Snapshot
	rules    *ruleBook
	rates    *ratePick
	defaults map[string]string // of settings
	spare    chan *scratch
}

// New compiles a snapshot, which must not change afterwards. A rule with a condition it does not know is no error: it is reported in
// Result.NeedsMagento by the baskets it is available for.
func New(snapshot *Snapshot) (*Engine, error) {
	for i := range snapshot.Tax.Rates {
		// A price cannot contain less than no tax.
		if snapshot.Tax.Rates[i].Percent.Sign() < 0 {
			return nil, fmt.Errorf("tax rate %s: negative percentage", snapshot.Tax.Rates[i].Code)
		}
	}
	return &Engine{
		snapshot: snapshot, rules: compileRules(snapshot), rates: newRatePick(&snapshot.Tax), defaults: ConfigPaths(), spare: make(chan *scratch, spares),
	}, nil
}

// Calculate is New and Engine.Calculate in one, for a single basket.
func Calculate(snapshot *Snapshot, basket *Basket) (Result, error) {
	e, err := New(snapshot)
	if err != nil {
		return Result{}, err
	}
	return e.Calculate(basket), nil
}

// Calculate computes a basket. It never fails: see Result.Refused.
func (e *Engine) Calculate(basket *Basket) Result { return e.calculate(basket, nil) }

// Explain is Calculate with Result.Trace filled, for a person who asks how a total came about.
func (e *Engine) Explain(basket *Basket) Result {
	log := &trace{}
	r := e.calculate(basket, log)
	r.Trace = log.steps
	return r
}

// MarshalJSON writes the exchange format of testdata/README.md.
func (r Result) MarshalJSON() ([]byte, error) {
	if r.Refused != nil {
		return json.Marshal(map[string]*Step{"refused": r.Refused})
	}
	return json.Marshal(r.Figures)
}

// calculation is the state of one basket on its way through the stages.
type calculation struct {
	*scratch
	basket   *Basket
	settings *settings
	tax      *taxBook
	log      *trace
	lines    []*line
	cart     cartFacts
	judge    *judge
	rules    []candidate
	ship     *shipment
	due      Number // see discounting.account
	dueNoisy float64
}

func (e *Engine) calculate(basket *Basket, log *trace) Result {
	s, refusal := readSettings(basket.Config, e.defaults)
	if refusal == nil {
		refusal = basket.check()
	}
	if refusal != nil {
		return Result{Refused: refusal}
	}
	memory := e.borrow()
	defer e.giveBack(memory)
	c := &calculation{scratch: memory, basket: basket, settings: &s, log: log, tax: e.taxBook(&s, basket)}
	c.build()
	c.judge = newJudge(&c.cart, e.rules, memory)
	var f Figures
	var unknown []*rule
	c.rules, unknown = e.candidates(basket, c.judge, room(&memory.rules, len(e.rules.rules))[:0], log)
	for _, r := range unknown {
		f.NeedsMagento = append(f.NeedsMagento, r.ID)
	}
	if refusal = c.shipping(); refusal != nil {
		return Result{Refused: refusal}
	}
	d := &discounting{calculation: c}
	d.run()
	log.at(0, "")
	if c.refusesCoupon(unknown) {
		if log != nil {
			log.steps = nil
			log.named(CouponRefused, basket.Coupon, Number{})
		}
		without := *basket
		without.Coupon = ""
		r := e.calculate(&without, log)
		r.CouponRejected = r.Refused == nil
		return r
	}
	shipRules := d.discountShipping()
	d.staff()
	c.finalTax()
	d.total(&f, shipRules)
	if refusal = c.pay(&f); refusal != nil {
		return Result{Refused: refusal}
	}
	return Result{Figures: f}
}

func (e *Engine) taxBook(s *settings, b *Basket) *taxBook {
	book := &taxBook{settings: s, pick: e.rates, origin: s.origin, buyerClass: b.CustomerTaxClass, classes: map[int64]*classTax{}}
	// Without goods to ship there is no shipping address, and Magento uses the billing address for both.
	at, other := b.Address, b.BillingAddress
	if b.IsVirtual || s.basedOn == "billing" {
		at, other = other, at
	}
	if at.Country == "" && !b.IsVirtual { // one stands in for the other (Magento\Tax\Model\Calculation::getRateRequest)
		at = other
	}
	switch {
	case s.basedOn == "origin":
		book.buyer = s.origin
	case at.Country == "":
		book.buyer = s.fallback
	default:
		book.buyer = e.rates.place(at)
	}
	return book
}

// finalTax computes what tax is due, lines in cart order and shipping last, with the discounts known.
func (c *calculation) finalTax() {
	for _, l := range c.lines {
		if !l.dynamic {
			c.finalLine(l)
			continue
		}
		for _, part := range l.parts {
			c.finalLine(part)
			l.tax = l.tax.Add(part.tax)
			l.compensation = l.compensation.Add(part.compensation)
		}
	}
	if c.ship != nil {
		c.log.at(0, "")
		c.tax.before(&c.ship.taxable)
		c.tax.after(&c.ship.taxable, c.ship.discount)
		c.log.add(ShippingTaxDue, c.ship.tax)
	}
}

func (c *calculation) finalLine(l *line) {
	c.tax.after(&l.taxable, l.discount)
	if c.log != nil {
		c.log.at(l.number, l.sku)
		c.log.add(TaxDue, l.tax)
		if l.compensation.Sign() != 0 {
			c.log.add(TaxCompensated, l.compensation)
		}
	}
}

func formatInt(n int64) string { return strconv.FormatInt(n, 10) }
