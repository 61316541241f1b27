package catalog

import (
	"slices"
	"strconv"
	"strings"
)

// attributeFilter asks for one of several raw values of an attribute.
type attributeFilter struct {
	code   string
	raw    []string
	values []value // those that are option numbers, sorted
	texts  bool    // some are not
}

func (g *generation) attributeFilter(code string, raw []string) attributeFilter {
	f := attributeFilter{code: code, raw: raw}
	symbol, known := g.symbols.lookup(code)
	for _, v := range raw {
		n, err := strconv.ParseUint(v, 10, 32)
		switch {
		case err != nil || strconv.FormatUint(n, 10) != v:
			f.texts = true
		case known:
			f.values = append(f.values, value{symbol, uint32(n)})
		}
	}
	slices.SortFunc(f.values, compareValues)
	return f
}

// match says whether the product, or for a composite one of its enabled parts, has one of the values. Values that are no
// option numbers are looked for in the document.
func (f *attributeFilter) match(it *item) bool {
	if it.hasAny(f.values) {
		return true
	}
	if !f.texts {
		return false
	}
	own, ok := it.attribute(f.code)
	if !ok {
		return false
	}
	for part := range strings.SplitSeq(own, ",") {
		if slices.Contains(f.raw, part) {
			return true
		}
	}
	return slices.Contains(f.raw, own)
}
