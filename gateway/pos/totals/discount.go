package totals

import "math/bits"

// discounting applies the rules to the lines (Magento\SalesRule\Model\Quote\Discount and RulesApplier).
type discounting struct {
	*calculation
	carries []percentCarry
	slots   []int   // the last of carries, counted from 1, whose percentage has this hash
	order   []*line // in which lines are visited
	places  []int   // of the lines among all lines and parts, in that order
	visits  []int   // by subject: its line's place in the order
	inPlay  set     // subjects of lines that later rules may still discount
	visited set     // of places in the order, for the rule in hand
	place   int     // of the line in hand among all lines and parts, in that order
	given   []given // per candidate
	// staffGave is what staff took off the whole basket.
	staffGave Number
	hits      []hit
	pools     bool   // whether play, counted and noisy are needed: a cart_fixed rule holds
	play      Number // discounts of the lines still in play, without the parts of bundles
	counted   Number // see count
	noisy     float64
	nonsense  []Nonsense
	unit      int64 // there are so many in 1; see fixed
	pieces    int64 // how many parts a piece has
}

// slotBits are how many bits of a hash find the remainder of a percentage.
const slotBits = 8

// percentCarry is the remainder that lines with one running percentage hand on.
type percentCarry struct {
	percent, value Number
	before         int // another of the same slot, counted from 1
}

// given is what a rule took off the lines, amount and cents together, for the receipt, and the place of the first of them.
type given struct {
	rule   *rule
	amount Number
	cents  int64
	first  int
}

// total is all that a rule gave.
func (g *given) total() Number { return g.amount.Add(Ratio(g.cents, 100)) }

// hit says that a rule applied to a line.
type hit struct {
	line int
	rule int64
}

// pool is the state of one cart_fixed rule.
type pool struct {
	left, sum Number
	lines     int     // those counted in sum and not visited yet
	noisy     float64 // sum as Magento's doubles add up to it
	carry     carry
}

func (d *discounting) run() {
	d.order = d.visitOrder()
	d.places, d.visits, d.visited, d.inPlay = room(&d.scratch.places, len(d.order)), room(&d.scratch.visits, len(d.cart.subjects)), d.judge.empty(), d.judge.empty()
	place := 0
	for i, l := range d.order {
		place += len(l.parts) + 1
		d.places[i], d.visits[l.subject] = place, i
		if l.discountPrice.Sign() >= 0 {
			d.inPlay.put(l.subject)
		}
	}
	d.slots = room(&d.scratch.slots, 1<<slotBits)
	d.given = room(&d.scratch.given, len(d.rules))
	d.hits = room(&d.scratch.hits, 8*len(d.lines))[:0]
	d.carries = room(&d.scratch.carries, len(d.lines))[:0]
	for i := range d.rules {
		d.pools = d.pools || d.rules[i].valid && d.rules[i].Action == cartFixed
	}
	d.measure()
	for i := range d.rules {
		if d.rules[i].valid {
			d.apply(i)
		}
		d.count()
		d.drop(i)
	}
	d.noteRules()
}

// apply visits the lines in play with one rule.
func (d *discounting) apply(at int) {
	c := &d.rules[at]
	d.given[at].rule = c.rule
	clear(d.visited)
	for w, word := range c.matched {
		for word &= d.inPlay[w]; word != 0; word &= word - 1 {
			d.visited.put(d.visits[w<<6+bits.TrailingZeros64(word)])
		}
	}
	var p *pool
	for w, word := range d.visited {
		for ; word != 0; word &= word - 1 {
			i := w<<6 + bits.TrailingZeros64(word)
			if p == nil && c.Action == cartFixed {
				p = d.pool(c)
			}
			d.place = d.places[i]
			d.visit(at, d.order[i], p)
		}
	}
}

func (d *discounting) visit(at int, l *line, p *pool) {
	c := &d.rules[at]
	before := l.discount
	d.applyTo(at, l, p)
	d.hits = append(d.hits, hit{l.number, c.ID})
	c.applied = true
	l.hits++
	if d.pools {
		d.play, l.noisy = d.play.Add(l.discount.Sub(before)), l.discount.float()
	}
	l.stopping = c.Stop
}

// count adds the discounts of all lines in play after every rule, applied or not: Magento counts what earlier rules gave once for each
// rule since (Magento\SalesRule\Model\Quote\Discount::collect, $totalDiscount), and leaves out the parts of bundles.
func (d *discounting) count() {
	if !d.pools {
		return
	}
	d.counted = d.counted.Add(d.play)
	d.due = d.counted
	for _, l := range d.order {
		if !l.stopped {
			d.noisy += l.noisy
		}
	}
	d.dueNoisy = d.noisy
}

// drop takes the lines out of play that a stopping rule applied to.
func (d *discounting) drop(at int) {
	if !d.rules[at].Stop {
		return
	}
	for _, l := range d.order {
		if l.stopping && !l.stopped {
			l.stopped = true
			d.inPlay[l.subject>>6] &^= 1 << (l.subject & 63)
			if d.pools {
				d.play = d.play.Sub(l.discount)
			}
		}
	}
}

// noteRules gives every line the ids of its rules, in the order they applied.
func (d *discounting) noteRules() {
	d.scratch.hits, d.scratch.carries = d.hits, d.carries // grown, perhaps
	ids := make([]int64, len(d.hits))
	for _, l := range d.lines {
		l.rules, ids = ids[:0:l.hits], ids[l.hits:]
	}
	for _, h := range d.hits {
		l := d.lines[h.line-1]
		l.rules = append(l.rules, h.rule)
	}
}

// visitOrder is cart order, except that lines matched by an earlier rule come first
// (Magento\SalesRule\Model\Validator::sortItemsByPriority).
func (d *discounting) visitOrder() []*line {
	order, rest, left := room(&d.scratch.order, len(d.lines))[:0], room(&d.rest, len(d.lines)), d.judge.empty()
	copy(rest, d.lines)
	for _, l := range rest {
		left.put(l.subject)
	}
	for i := 0; i < len(d.rules) && len(rest) > 0; i++ {
		matched := d.rules[i].matched
		if !matched.meets(left) {
			continue
		}
		kept := rest[:0]
		for _, l := range rest {
			if matched.has(l.subject) {
				order = append(order, l)
			} else {
				kept = append(kept, l)
			}
		}
		rest = kept
		for i := range left {
			left[i] &^= matched[i]
		}
	}
	return append(order, rest...)
}

// applyTo discounts the line, or the matching parts of a dynamic bundle; when none matches, the bundle itself.
func (d *discounting) applyTo(at int, l *line, p *pool) {
	own := true
	for i, part := range l.chargeable() {
		if d.rules[at].matched.has(part.subject) {
			own = false
			d.discountLine(at, part, p, d.place-len(l.parts)+i)
		}
	}
	// Magento asks a copy of the bundle that has no parts.
	if own && (!l.dynamic || d.judge.alone(d.rules[at].actions, l.subject)) {
		d.discountLine(at, l, p, d.place)
	}
}

// discountLine computes one discount: the action, then the carried rounding, then the cap.
func (d *discounting) discountLine(at int, l *line, p *pool, place int) {
	if d.log == nil && d.inUnits(at, l, place) {
		return
	}
	c := &d.rules[at]
	q, value := l.qty, l.value
	if c.limits {
		q = c.pieces(q)
		value = l.discountPrice.Mul(q)
	}
	x := d.carry(l, d.action(c, l, q, value, p))
	if x.Sign() > 0 {
		// Before the cap, as Magento lists it.
		g := &d.given[at]
		if g.amount = g.amount.Add(x); g.first == 0 || place < g.first {
			g.first = place
		}
	}
	// The cap uses the limited quantity, so it may take back what earlier rules gave.
	l.discount = l.discount.Add(x).Min(value)
	if d.log != nil {
		d.log.at(l.number, l.sku)
		d.log.gives(RuleGives, c.title(), x, l.discount)
	}
	if l.discount.Sign() < 0 || p.absurd(c, d.calculation) {
		d.nonsense = append(d.nonsense, Nonsense{c.ID, l.number})
	}
}

// pieces is how many of q pieces count for the rule.
func (r *rule) pieces(q Number) Number {
	if r.DiscountQty.Sign() > 0 {
		q = q.Min(r.DiscountQty)
	}
	if r.DiscountStep.Sign() > 0 && (r.Action == byPercent || r.Action == byFixed) {
		q = q.Div(r.DiscountStep).Floor().Mul(r.DiscountStep)
	}
	return q
}

// action is the discount before rounding and cap; value is the discount price of the pieces that count.
func (d *discounting) action(c *candidate, l *line, q, value Number, p *pool) Number {
	switch c.Action {
	case byPercent:
		x := value.Sub(l.discount).Mul(c.factor)
		l.percent = l.percent.Add(c.percent).Min(Int(100))
		return x
	case byFixed:
		return value.Sub(l.discount).Min(c.DiscountAmount.Mul(q))
	case buyXGetY:
		return freePieces(c.rule, q).Mul(l.discountPrice)
	}
	return d.share(c, l, value, p)
}

// freePieces is how many of q pieces buy_x_get_y gives (Magento\SalesRule\Model\Rule\Action\Discount\BuyXGetY).
func freePieces(r *rule, q Number) Number {
	x, y := r.DiscountStep, r.DiscountAmount
	if x.Sign() == 0 || y.Cmp(x) > 0 {
		return Number{}
	}
	period := x.Add(y)
	full := q.Div(period).Floor()
	free := full.Mul(y)
	if rest := q.Sub(full.Mul(period)).Sub(x); rest.Sign() > 0 {
		free = free.Add(rest)
	}
	return free
}

// pool opens the amount of a cart_fixed rule: sum is the value of all lines and parts it picks, whether they are visited or not.
func (d *discounting) pool(c *candidate) *pool {
	p := &pool{left: c.DiscountAmount}
	add := func(l *line) {
		if !c.matched.has(l.subject) {
			return
		}
		q := l.qty
		if c.DiscountQty.Sign() > 0 {
			q = q.Min(c.DiscountQty)
		}
		p.sum = p.sum.Add(l.discountPrice.Mul(q))
		// The conversion keeps a machine with fused multiply-add from being more exact than PHP.
		p.noisy += float64(l.discountPrice.float() * q.float())
		p.lines++
	}
	for i, l := range d.lines {
		if !l.dynamic {
			add(l)
		}
		if !l.dynamic && d.basket.Items[i].Type == "bundle" {
			p.lines += d.idleParts(c, l, len(d.basket.Items[i].Children))
		}
		for _, part := range l.chargeable() {
			add(part)
		}
	}
	if c.ApplyToShip && d.ship != nil {
		p.sum = p.sum.Add(d.ship.discountPrice)
	}
	return p
}

// absurd says that the divisor of the shares is zero but for the noise of Magento's doubles: it stores 1e16 or so there. Where the
// doubles come to exactly zero, so does the discount.
func (p *pool) absurd(c *candidate, at *calculation) bool {
	return p != nil && at.due.Sign() > 0 && p.sum.Cmp(at.due) == 0 && c.DiscountAmount.Sign() > 0 && !c.ApplyToShip &&
		p.noisy != at.dueNoisy
}

// share is the part of a cart_fixed amount that a line gets (Magento\SalesRule\Model\Rule\Action\Discount\CartFixed).
func (d *discounting) share(c *candidate, l *line, value Number, p *pool) Number {
	if p.left.Sign() <= 0 {
		return Number{}
	}
	part, whole := value, p.sum
	if !c.ApplyToShip {
		part, whole = value.Sub(l.discount), p.sum.Sub(d.due)
	}
	var x Number
	if whole.Sign() != 0 {
		x = p.carry.round(c.DiscountAmount.Mul(part).Div(whole))
	}
	x = x.Min(value).Round()
	// The remainder ends with the last counted line; a bundle that takes the place of its parts is not counted.
	if p.lines <= 1 {
		p.carry = carry{}
	} else {
		p.lines--
	}
	p.left = p.left.Sub(x)
	return x
}

// idleParts are the parts of a bundle of fixed price that a rule picks: Magento counts them, without a price, among the lines.
func (d *discounting) idleParts(c *candidate, l *line, parts int) int {
	n := 0
	for part := l.subject + 1; part <= l.subject+parts; part++ {
		if c.matched.has(part) {
			n++
		}
	}
	return n
}

// carry rounds a discount; lines with the same running percentage hand the remainder on
// (Magento\SalesRule\Model\Utility::deltaRoundingFix).
func (d *discounting) carry(l *line, x Number) Number {
	var kept *Number
	if l.percent.Sign() != 0 && l.row.Sign() > 0 {
		kept = d.remainder(l.percent)
		x = x.Add(*kept)
	}
	rounded := x.Round()
	if kept != nil {
		*kept = x.Sub(rounded)
	}
	if l.percent.Cmp(Int(100)) == 0 && x.Cmp(l.rowIncl) > 0 {
		return l.rowIncl.Round()
	}
	return rounded
}

// remainder is where the lines with one running percentage keep theirs.
func (d *discounting) remainder(percent Number) *Number {
	key := percent
	if key.den != percentUnit {
		key = key.scaled(percentUnit)
	}
	slot := &d.slots[uint64(key.num*(percentUnit/key.d()))*0x9E3779B97F4A7C15>>(64-slotBits)] //nolint:gosec // any bits do
	for i := *slot; i > 0; i = d.carries[i-1].before {
		if c := &d.carries[i-1]; c.percent == percent || c.percent.Cmp(percent) == 0 {
			return &c.value
		}
	}
	d.carries = append(d.carries, percentCarry{percent: percent, before: *slot})
	*slot = len(d.carries)
	return &d.carries[len(d.carries)-1].value
}
