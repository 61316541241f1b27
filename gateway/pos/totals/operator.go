package totals

import (
	"slices"
	"strings"
)

// fact is a value a condition looks at: nothing, one value, or several.
type fact struct {
	kind    factKind
	text    string
	number  Number
	numeric bool
	list    []string
}

type factKind int

const (
	missing factKind = iota
	single
	several
)

func numberFact(n Number) fact { return fact{kind: single, number: n, numeric: true} }

func textFact(s string) fact {
	f := fact{kind: single, text: s}
	f.number, f.numeric = numeric(s)
	return f
}

// optional is a text that is missing when empty.
func optional(s string) fact {
	if s == "" {
		return fact{}
	}
	return textFact(s)
}

func numeric(s string) (Number, bool) {
	s = strings.TrimSpace(s)
	if s == "" || (s[0] < '0' || s[0] > '9') && s[0] != '-' && s[0] != '.' && s[0] != '+' {
		return Number{}, false
	}
	n, err := ParseNumber(s)
	return n, err == nil
}

func (f *fact) string() string {
	if f.kind == single && f.text == "" && f.numeric {
		return f.number.String()
	}
	return f.text
}

// operand is the value of a condition, read once.
type operand struct {
	text   string
	whole  fact   // text as one value
	list   []fact // for operators and attributes that compare with several values
	isList bool
}

// comparison is an operator with its value (Magento\Rule\Model\Condition\AbstractCondition::validateAttribute).
type comparison struct {
	operator string
	negated  bool
	operand  operand
	lower    []string // the values to be equal to in lower case, when that is all there is to compare and none is a number
}

// newComparison reads an operator; lists says that the attribute holds several values. ok is false for an unknown operator.
func newComparison(operator string, value Operand, lists bool) (c comparison, ok bool) {
	c.operator = operator
	switch operator {
	case "==", "<=", ">=", "{}", "()":
	case "!=":
		c.operator, c.negated = "==", true
	case ">":
		c.operator, c.negated = "<=", true
	case "<":
		c.operator, c.negated = ">=", true
	case "!{}":
		c.operator, c.negated = "{}", true
	case "!()":
		c.operator, c.negated = "()", true
	default:
		return c, false
	}
	c.operand.text = string(value)
	c.operand.whole = textFact(c.operand.text)
	c.operand.isList = lists || c.operator == "()"
	if c.operand.isList {
		for _, part := range listed(c.operand.text) {
			c.operand.list = append(c.operand.list, textFact(part))
		}
	}
	c.lower = c.plainTexts()
	return c, true
}

// blank is what separators take with them.
const blank = " \t\n\v\f\r"

// listed are the values of a list as people type it. Blanks around a separator are no part of a value, those at the ends of the list
// are, and "0" is no list (Magento\Rule\Model\Condition\AbstractCondition::getValueParsed).
func listed(text string) []string {
	if text == "0" {
		return nil
	}
	parts := strings.Split(strings.ReplaceAll(text, ";", ","), ",")
	for i := range parts {
		if i > 0 {
			parts[i] = strings.TrimLeft(parts[i], blank)
		}
		if i < len(parts)-1 {
			parts[i] = strings.TrimRight(parts[i], blank)
		}
	}
	return slices.DeleteFunc(parts, func(part string) bool { return part == "" })
}

func (c *comparison) plainTexts() []string {
	var values []fact
	switch {
	case c.operator == "()":
		values = c.operand.list
	case c.operator == "==" && !c.operand.isList && c.operand.text != "":
		values = []fact{c.operand.whole}
	}
	texts := make([]string, 0, len(values))
	for i := range values {
		if values[i].numeric {
			return nil
		}
		texts = append(texts, strings.ToLower(values[i].text))
	}
	if len(texts) == 0 {
		return nil
	}
	return texts
}

// holds compares. A list operator without values never holds, nor does a comparison of size with nothing: not even negated.
func (c *comparison) holds(f *fact) bool {
	if c.operand.isList && len(c.operand.list) == 0 {
		return false
	}
	var result bool
	switch c.operator {
	case "<=", ">=":
		if f.kind != single || c.operand.isList {
			return false
		}
		order := c.operand.compare(f)
		result = c.operator == "<=" && order <= 0 || c.operator == ">=" && order >= 0
	case "==":
		if c.operand.isList && f.kind != several {
			return false
		}
		result = c.equal(f)
	case "{}":
		if c.operand.isList && f.kind == several && len(f.list) == 0 || c.operand.isList && f.kind == missing {
			return false
		}
		result = c.contains(f)
	case "()":
		result = c.among(f)
	}
	return result != c.negated
}

func (c *comparison) equal(f *fact) bool {
	switch {
	case c.operand.isList:
		return c.intersects(f.list)
	case f.kind == several:
		if len(f.list) != 1 {
			return false
		}
		only := textFact(f.list[0])
		return only.same(&c.operand.whole)
	}
	return f.same(&c.operand.whole)
}

func (c *comparison) contains(f *fact) bool {
	switch {
	case c.operand.isList && f.kind == several:
		return c.intersects(f.list)
	case c.operand.isList:
		for _, want := range c.operand.list {
			if containsFold(f.string(), want.text) {
				return true
			}
		}
		return false
	case f.kind == several:
		return slices.Contains(f.list, c.operand.text)
	}
	return containsFold(f.string(), c.operand.text)
}

func (c *comparison) among(f *fact) bool {
	if f.kind == several {
		return c.intersects(f.list)
	}
	for i := range c.operand.list {
		if f.same(&c.operand.list[i]) {
			return true
		}
	}
	return false
}

func (c *comparison) intersects(list []string) bool {
	for i := range c.operand.list {
		if slices.Contains(list, c.operand.list[i].text) {
			return true
		}
	}
	return false
}

// same compares as numbers when both are, else as text in any case.
func (f *fact) same(o *fact) bool {
	if f.numeric && o.numeric {
		return f.number.Cmp(o.number) == 0
	}
	return strings.EqualFold(f.string(), o.string())
}

// compare orders a fact against the operand: as numbers when both are, else as text.
func (o *operand) compare(f *fact) int {
	if f.numeric && o.whole.numeric {
		return f.number.Cmp(o.whole.number)
	}
	return strings.Compare(f.string(), o.text)
}

func containsFold(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}
