package totals

import (
	"slices"
	"strings"
)

// leafWay is how a leaf about products is judged.
type leafWay int

const (
	byFigure   leafWay = iota // on each subject: nearly each has another number
	byValue                   // on each value that subjects have
	bySKU                     // from leafIndex.skus
	byCategory                // from leafIndex.categories
	never
)

// leafIndex finds the leaves that a SKU or a category decides by looking up those of the cart, so that carts are not compared with
// the lists of all rules.
type leafIndex struct {
	leaves     []*node
	skus       map[string][]int // by SKU in lower case: the leaves that list it
	categories map[int64][]int
	attributes int // how many attributes leaves look at by value
}

// newLeafIndex says of each leaf how it is judged.
func newLeafIndex(leaves []*node) leafIndex {
	x := leafIndex{leaves: leaves, skus: map[string][]int{}, categories: map[int64][]int{}}
	type key struct {
		field   string
		several bool
	}
	attributes := map[key]int{}
	for i, n := range leaves {
		switch n.way = n.wayOf(); n.way {
		case bySKU:
			for _, sku := range n.compare.lower {
				x.skus[sku] = append(x.skus[sku], i)
			}
		case byCategory:
			for _, id := range n.compare.idsOf() {
				x.categories[id] = append(x.categories[id], i)
			}
		case byValue:
			k := key{n.field, n.compare.asksForSeveral()}
			if _, ok := attributes[k]; !ok {
				attributes[k] = len(attributes)
			}
			n.values = attributes[k]
		}
	}
	x.attributes = len(attributes)
	return x
}

func (n *node) wayOf() leafWay {
	switch n.field {
	case "price", "weight", "quote_item_qty", "quote_item_price", "quote_item_row_total":
		return byFigure
	case "category_ids":
		// A comparison of size with a list never holds, nor does one with an empty list, not even negated.
		if len(n.compare.operand.list) == 0 || n.compare.operator != "()" && n.compare.operator != "{}" {
			return never
		}
		return byCategory
	case "sku":
		// A number is equal in many forms, and is no text to look up.
		if n.compare.lower != nil {
			return bySKU
		}
	}
	return byValue
}

// ofSKU are the leaves that list a SKU.
func (x *leafIndex) ofSKU(sku string) []int {
	var lower [64]byte // on the stack, where strings.ToLower asks for memory
	if len(sku) > len(lower) {
		return x.skus[strings.ToLower(sku)]
	}
	for i := range len(sku) {
		c := sku[i]
		if c >= 0x80 {
			return x.skus[strings.ToLower(sku)]
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return x.skus[string(lower[:len(sku)])]
}

// leafMatches are the subjects for which a leaf holds.
func (j *judge) leafMatches(leaf int) set {
	if j.leafs[leaf] != nil {
		return j.leafs[leaf]
	}
	n := j.index.leaves[leaf]
	switch n.way {
	case bySKU, byCategory:
		j.lookUp(n.way)
		return j.leafs[leaf]
	case byFigure:
		s := j.empty()
		for i := range j.cart.subjects {
			f := j.cart.subjects[i].fact(n.field, false)
			if n.compare.holds(&f) {
				s.put(i)
			}
		}
		j.leafs[leaf] = s
	case byValue:
		s, v := j.empty(), j.valuesOf(n)
		for i := range v.facts {
			if n.compare.holds(&v.facts[i]) {
				s.add(v.sets[i])
			}
		}
		j.leafs[leaf] = s
	case never:
		j.leafs[leaf] = j.empty()
	}
	return j.leafs[leaf]
}

// lookUp judges all leaves that are judged in one of the ways of the index.
func (j *judge) lookUp(way leafWay) {
	of := func(visit func(leaf int, c *comparison)) {
		for leaf, n := range j.index.leaves {
			if n.way == way {
				visit(leaf, &n.compare)
			}
		}
	}
	of(func(leaf int, _ *comparison) { j.leafs[leaf] = j.empty() })
	uncategorised := j.empty()
	for i := range j.cart.subjects {
		s := &j.cart.subjects[i]
		if way == bySKU {
			for _, leaf := range j.index.ofSKU(s.sku) {
				j.leafs[leaf].put(i)
			}
			continue
		}
		if len(s.categories) == 0 {
			uncategorised.put(i)
		}
		for _, id := range s.categories {
			for _, leaf := range j.index.categories[id] {
				j.leafs[leaf].put(i)
			}
		}
	}
	of(func(leaf int, c *comparison) {
		if c.negated {
			s := j.leafs[leaf]
			for i := range s {
				s[i] = ^s[i]
				if c.operator == "{}" {
					// What is in no category contains none, not even negated.
					s[i] &^= uncategorised[i]
				}
			}
		}
	})
}

// asksForSeveral says that an attribute is read as several values even when it holds one.
func (c *comparison) asksForSeveral() bool { return c.operand.isList && c.operator != "()" }

// idsOf are the values that an id can be equal to, each once.
func (c *comparison) idsOf() []int64 {
	var ids []int64
	for i := range c.operand.list {
		text := c.operand.list[i].text
		if id := whole(text); formatInt(id) == text && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
