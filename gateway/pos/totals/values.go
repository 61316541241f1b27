package totals

// values are what the subjects of a cart hold of one attribute, each with the subjects that hold it: a condition is compared with a
// value once, however many hold it.
type values struct {
	known bool
	texts []held
	facts []fact
	sets  []set
}

// held is what a subject has of an attribute, if anything.
type held struct {
	text string
	ok   bool
}

// mostTexts bounds how many values are looked through for one that is known. What nearly every subject has another of is not worth it.
const mostTexts = 64

// valuesOf are the values of a leaf's attribute, read once for all leaves of it.
func (j *judge) valuesOf(n *node) *values {
	v := &j.values[n.values]
	if v.known {
		return v
	}
	v.known = true
	for i := range j.cart.subjects {
		s := &j.cart.subjects[i]
		text, ok := s.attributes[n.field]
		if n.field == "sku" {
			text, ok = s.sku, true
		}
		at := v.find(held{text, ok})
		if at == len(v.sets) {
			v.facts = append(v.facts, s.fact(n.field, n.compare.asksForSeveral()))
			v.sets = append(v.sets, j.empty())
		}
		v.sets[at].put(i)
	}
	return v
}

// find is the place of a value, which it adds when it is new.
func (v *values) find(h held) int {
	for i := range min(len(v.texts), mostTexts) {
		if v.texts[i] == h {
			return i
		}
	}
	v.texts = append(v.texts, h)
	return len(v.texts) - 1
}

// reset forgets the values, and keeps their memory.
func (v *values) reset() {
	clear(v.texts)
	clear(v.facts)
	clear(v.sets)
	*v = values{texts: v.texts[:0], facts: v.facts[:0], sets: v.sets[:0]}
}
