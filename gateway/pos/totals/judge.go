package totals

// set is a set of subjects, one bit each. Whole trees are judged for all subjects at once, so that hundreds of rules cost little.
type set []uint64

func (s set) has(i int) bool { return s[i>>6]&(1<<(i&63)) != 0 }
func (s set) put(i int)      { s[i>>6] |= 1 << (i & 63) }

// add puts all of another set into this one.
func (s set) add(o set) {
	for i, w := range o {
		s[i] |= w
	}
}

// meets says whether two sets share a subject.
func (s set) meets(o set) bool {
	for i, w := range s {
		if w&o[i] != 0 {
			return true
		}
	}
	return false
}

// judge evaluates compiled conditions on one cart.
type judge struct {
	cart  *cartFacts
	words int
	leafs []set // by leaf number; nil until asked for
	arena []uint64
	// composites are the lines that have parts.
	composites []int
	index      *leafIndex
	trees      []verdict // by tree
	values     []values  // by attribute
}

// verdict is what is known of a tree.
type verdict struct {
	judged, holds bool
	matched       set
}

func newJudge(cart *cartFacts, book *ruleBook, memory *scratch) *judge {
	j := &judge{cart: cart, index: &book.index, trees: room(&memory.trees, book.trees), words: (len(cart.subjects) + 63) / 64,
		leafs: room(&memory.leafs, len(book.index.leaves)), values: room(&memory.values, book.index.attributes)}
	j.arena = room(&memory.arena, 256*j.words)
	for i := range cart.subjects {
		if cart.subjects[i].parts > 0 {
			j.composites = append(j.composites, i)
		}
	}
	return j
}

func (j *judge) empty() set {
	if len(j.arena) < j.words {
		j.arena = make([]uint64, 256*j.words)
	}
	s := j.arena[:j.words:j.words]
	j.arena = j.arena[j.words:]
	return s
}

func (j *judge) all() set {
	s := j.empty()
	for i := range s {
		s[i] = ^uint64(0)
	}
	return s
}

// holds is cartHolds of a rule's tree, judged once.
func (j *judge) holds(root *node) bool {
	v := &j.trees[root.tree]
	if !v.judged {
		v.judged, v.holds = true, j.cartHolds(root)
	}
	return v.holds
}

// picks are the matches of a rule's tree, judged once.
func (j *judge) picks(root *node) set {
	v := &j.trees[root.tree]
	if v.matched == nil {
		v.matched = j.matches(root)
	}
	return v.matched
}

// alone says whether a product node holds for a line as if it had no parts.
func (j *judge) alone(n *node, subject int) bool {
	without := *j
	without.composites, without.arena = nil, nil
	return without.matches(n).has(subject)
}

// matches are the subjects for which a product node holds. The caller must not change them.
func (j *judge) matches(n *node) set {
	if n.kind == productLeaf {
		return j.leafMatches(n.leaf)
	}
	switch len(n.children) {
	case 0:
		return j.all()
	case 1:
		return j.hits(n, n.children[0])
	}
	if n.any {
		result := j.empty()
		for _, child := range n.children {
			result.add(j.hits(n, child))
		}
		return result
	}
	result := j.all()
	for _, child := range n.children {
		for i, w := range j.hits(n, child) {
			result[i] &= w
		}
	}
	return result
}

// hits are the subjects for which child comes to what n expects, looking at the parts of a line first: one hit is enough when true is
// expected, one miss when false is (Magento\SalesRule\Model\Rule\Condition\Product\Combine::validateEntity).
func (j *judge) hits(n, child *node) set {
	own := j.matches(child)
	if n.expect && len(j.composites) == 0 {
		return own
	}
	result := j.empty()
	for i, w := range own {
		if n.expect {
			result[i] = w
		} else {
			result[i] = ^w
		}
	}
	if child.scope == "parent" {
		return j.hitsOfParents(result)
	}
	for _, line := range j.composites {
		hit := child.scope != "children" && result.has(line)
		for part := line + 1; part <= line+j.cart.subjects[line].parts; part++ {
			hit = hit || result.has(part)
		}
		if hit {
			result.put(line)
		} else {
			result[line>>6] &^= 1 << (line & 63)
		}
	}
	return result
}

func (j *judge) hitsOfParents(own set) set {
	result := j.empty()
	for i := range j.cart.subjects {
		at := i
		if parent := j.cart.subjects[i].parent; parent >= 0 {
			at = parent
		}
		if own.has(at) {
			result.put(i)
		}
	}
	return result
}

// cartHolds judges a cart node.
func (j *judge) cartHolds(n *node) bool {
	switch n.kind {
	case addressLeaf:
		f := j.cart.fact(n.field)
		return n.compare.holds(&f)
	case found:
		return j.foundHolds(n)
	case subselect:
		f := numberFact(j.selected(n))
		return len(n.children) > 0 && n.compare.holds(&f)
	}
	for _, child := range n.children {
		hit := j.cartHolds(child) == n.expect
		if hit == n.any {
			return n.any
		}
	}
	return !n.any || len(n.children) == 0
}

// foundHolds follows Magento\SalesRule\Model\Rule\Condition\Product\Found, its early ends included.
func (j *judge) foundHolds(n *node) bool {
	s := j.matches(n)
	valid := false
	for i := range j.cart.subjects {
		hit := s.has(i)
		if !n.expect && !hit {
			return false
		}
		if hit && (n.any || n.expect) {
			return true
		}
		valid = valid || hit
	}
	return valid
}

// selected adds up a figure of the lines that match (Magento\SalesRule\Model\Rule\Condition\Product\Subselect): of the matching parts of
// a bundle when there are any, else of the line.
func (j *judge) selected(n *node) Number {
	s := j.matches(n)
	figure := func(c *subject) Number {
		if n.field == "qty" {
			return c.qty
		}
		return c.row
	}
	var total Number
	for i := range j.cart.subjects {
		line := &j.cart.subjects[i]
		if line.parent >= 0 {
			continue
		}
		var ofParts Number
		partMatches := false
		for part := i + 1; part <= i+line.parts; part++ {
			if s.has(part) {
				partMatches = true
				if line.bundle {
					ofParts = ofParts.Add(figure(&j.cart.subjects[part]))
				}
			}
		}
		if n.field == "qty" {
			ofParts = ofParts.Mul(line.qty)
		}
		switch {
		case !partMatches && !s.has(i):
		case partMatches && ofParts.Sign() > 0:
			total = total.Add(ofParts)
		default:
			total = total.Add(figure(line))
		}
	}
	return total
}
