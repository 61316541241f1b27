package totals

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// Limits on a rule's tree: what is larger is judged by Magento only.
const (
	maxDepth = 20
	maxNodes = 500
)

// errUnknown makes a rule "needs Magento".
var errUnknown = errors.New("not a condition this engine knows")

// node is a compiled Condition.
type node struct {
	kind     nodeKind
	any      bool // aggregator
	expect   bool
	children []*node
	compare  comparison
	field    string
	scope    string
	leaf     int // index of an equal product leaf, shared by all rules
	way      leafWay
	values   int // of a leaf that is judged by value: which attribute it looks at
	tree     int // of a root: its place among the different trees
}

type nodeKind int

const (
	combine nodeKind = iota
	found
	subselect
	products // product_combine, and any node that holds product leaves
	productLeaf
	addressLeaf
)

// compiler turns the trees of all rules into nodes and gives equal product leaves one number.
type compiler struct {
	multiselect []string
	leaves      []*node
	known       map[leafKey]int
	nodes       int
	trees       map[treeKey]*node
}

// treeKey is a whole tree: rules often share theirs, and are judged once then.
type treeKey struct {
	raw  string
	want nodeKind
}

type leafKey struct{ field, operator, value string }

// tree compiles a rule's conditions or actions; nothing at all holds always.
func (c *compiler) tree(raw json.RawMessage, want nodeKind) (*node, error) {
	key := treeKey{string(raw), want}
	if n, ok := c.trees[key]; ok {
		return n, nil
	}
	n, err := c.newTree(raw, want)
	if err == nil {
		n.tree = len(c.trees)
		c.trees[key] = n
	}
	return n, err
}

func (c *compiler) newTree(raw json.RawMessage, want nodeKind) (*node, error) {
	c.nodes = 0
	if len(raw) == 0 || string(raw) == "null" {
		return &node{kind: want, expect: true}, nil
	}
	var root Condition
	if err := json.Unmarshal(raw, &root); err != nil {
		return nil, errUnknown
	}
	n, err := c.node(&root, want == products, 0)
	if err != nil || n.kind != want {
		return nil, errUnknown
	}
	return n, nil
}

// node compiles one condition. inProducts says that it is judged on a line, not on the cart.
func (c *compiler) node(from *Condition, inProducts bool, depth int) (*node, error) {
	if c.nodes++; c.nodes > maxNodes || depth > maxDepth {
		return nil, errUnknown
	}
	n := &node{expect: from.Expect == nil || *from.Expect, any: from.Aggregator == "any"}
	switch from.Type {
	case "product":
		return c.product(n, from)
	case "address":
		if inProducts {
			return nil, errUnknown
		}
		return n, c.address(n, from)
	}
	if from.Aggregator != "any" && from.Aggregator != "all" {
		return nil, errUnknown
	}
	below := true
	switch {
	case from.Type == "combine" && !inProducts:
		n.kind, below = combine, false
	case from.Type == "product_combine" && inProducts:
		n.kind = products
	case from.Type == "found" && !inProducts:
		n.kind = found
	case from.Type == "subselect" && !inProducts:
		n.kind = subselect
		if from.Attribute != "qty" && from.Attribute != "base_row_total" {
			return nil, errUnknown
		}
		n.field = from.Attribute
		var ok bool
		if n.compare, ok = newComparison(from.Operator, from.Value, false); !ok {
			return nil, errUnknown
		}
	default:
		return nil, errUnknown
	}
	for i := range from.Conditions {
		child, err := c.node(&from.Conditions[i], below, depth+1)
		if err != nil {
			return nil, err
		}
		if !below && (child.kind == products || child.kind == productLeaf) {
			return nil, errUnknown
		}
		n.children = append(n.children, child)
	}
	return n, nil
}

func (c *compiler) product(n *node, from *Condition) (*node, error) {
	n.kind = productLeaf
	n.scope, n.field = from.scopeAndField()
	operator, lists := from.Operator, slices.Contains(c.multiselect, n.field)
	switch n.field {
	case "", "type_id":
		return nil, errUnknown
	case "category_ids":
		lists = true
		// "is" means "is in" for categories.
		switch operator {
		case "==":
			operator = "{}"
		case "!=":
			operator = "!{}"
		}
	}
	if n.scope != "" && n.scope != "parent" && n.scope != "children" {
		return nil, errUnknown
	}
	value := from.Value
	if n.field == "quote_item_price" {
		value = priceText(value)
	}
	var ok bool
	if n.compare, ok = newComparison(operator, value, lists); !ok {
		return nil, errUnknown
	}
	key := leafKey{n.field, operator, string(from.Value)}
	if n.leaf, ok = c.known[key]; !ok {
		n.leaf = len(c.leaves)
		c.known[key] = n.leaf
		c.leaves = append(c.leaves, n)
	}
	return n, nil
}

// priceText reads a price as people type it into a condition, such as "1,234.50"
// (Magento\SalesRule\Model\Rule\Condition\Product::getFormattedPrice).
func priceText(typed Operand) Operand {
	text := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || strings.ContainsRune(".,-", r) {
			return r
		}
		return -1
	}, string(typed))
	comma, dot := strings.LastIndex(text, ","), strings.LastIndex(text, ".")
	switch {
	case comma < 0:
	case dot < 0 && len(text)-comma == 4, dot > comma:
		text = strings.ReplaceAll(text, ",", "")
	case dot < 0:
		text = strings.Replace(text, ",", ".", 1)
	default:
		text = strings.Replace(strings.ReplaceAll(text, ".", ""), ",", ".", 1)
	}
	return Operand(text)
}

// scopeAndField reads a product leaf's attribute, which may carry its scope before it ("parent::sku").
func (c *Condition) scopeAndField() (scope, field string) {
	for _, scope := range []string{"parent", "children"} {
		if field, ok := strings.CutPrefix(c.Attribute, scope+"::"); ok && field != "" {
			return scope, field
		}
	}
	return c.Scope, c.Attribute
}

func (c *compiler) address(n *node, from *Condition) error {
	n.kind, n.field = addressLeaf, from.Attribute
	switch n.field {
	case "base_subtotal", "base_subtotal_with_discount", "base_subtotal_total_incl_tax", "total_qty", "weight",
		"payment_method", "shipping_method", "postcode", "region_id", "country_id":
	default:
		return errUnknown
	}
	var ok bool
	if n.compare, ok = newComparison(from.Operator, from.Value, false); !ok {
		return errUnknown
	}
	return nil
}
