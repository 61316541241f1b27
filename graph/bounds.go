package graph

import (
	"context"
	"encoding/json"
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tillway/tillway/gateway/pos"
)

// bounds refuses operations that are nested too deeply or whose answer could be too large. Each fragment is measured once,
// so a short document cannot keep it busy by spreading fragments within fragments.
type bounds struct {
	depth      int
	complexity int
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = (*bounds)(nil)

func (*bounds) ExtensionName() string                     { return "Bounds" }
func (*bounds) Validate(_ graphql.ExecutableSchema) error { return nil }

// MutateOperationContext changes nothing; it is gqlgen's place for such checks.
func (b *bounds) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	m := measure{variables: op.Variables, fragments: map[string]size{}, doc: op.Doc}
	return b.check(m.set(op.Operation.SelectionSet))
}

func (b *bounds) check(s size) *gqlerror.Error {
	switch {
	case s.depth-1 > b.depth:
		return tooComplex("Max query depth should be %d but got %d.", b.depth, s.depth-1)
	case s.fields > b.complexity:
		return tooComplex("The answer could have %d fields; at most %d are allowed. Ask for smaller pages or less in each.", s.fields, b.complexity)
	default:
		return nil
	}
}

func tooComplex(format string, args ...any) *gqlerror.Error {
	err := pos.NewError(pos.KindInvalid, pos.CodeTooComplex, format, args...)
	return &gqlerror.Error{Err: err, Message: err.Message, Extensions: extensionsOf(err)}
}

// size is how deep a selection goes and how many fields its answer could have. Depth is counted as Magento counts it: a
// field without fields below it does not count, nor does the first one (webonyx: Validator\Rules\QueryDepth).
type size struct{ depth, fields int }

type measure struct {
	doc       *ast.QueryDocument
	variables map[string]any
	fragments map[string]size
}

func (m *measure) set(selections ast.SelectionSet) size {
	var sum size
	for _, selection := range selections {
		var s size
		switch selection := selection.(type) {
		case *ast.Field:
			s = m.field(selection)
		case *ast.InlineFragment:
			s = m.set(selection.SelectionSet)
		case *ast.FragmentSpread:
			s = m.fragment(selection)
		}
		sum = size{depth: max(sum.depth, s.depth), fields: saturated(sum.fields + s.fields)}
	}
	return sum
}

func (m *measure) field(f *ast.Field) size {
	below := m.set(f.SelectionSet)
	if len(f.SelectionSet) == 0 {
		return size{fields: 1}
	}
	return size{depth: below.depth + 1, fields: saturated(1 + m.times(f)*below.fields)}
}

// fragment counts a fragment within itself once: documents that are passed on have not been validated.
func (m *measure) fragment(spread *ast.FragmentSpread) size {
	if s, ok := m.fragments[spread.Name]; ok {
		return s
	}
	m.fragments[spread.Name] = size{}
	definition := m.doc.Fragments.ForName(spread.Name)
	if definition == nil {
		return size{}
	}
	s := m.set(definition.SelectionSet)
	m.fragments[spread.Name] = s
	return s
}

// times is how often a field's selection may be answered: the size of its page, or a typical number.
func (m *measure) times(f *ast.Field) int {
	for _, name := range []string{"pageSize", "first"} {
		if argument := f.Arguments.ForName(name); argument != nil {
			return m.number(argument.Value)
		}
	}
	switch f.Name {
	case "products", "orders", "officeOrders", "shifts":
		return 20
	case "catalogChanges":
		return 500
	case "variants":
		return 12
	case "categories", "children", "values":
		return 4
	default:
		return 1
	}
}

// number is the value of an Int argument, as far as it is a sensible one.
func (m *measure) number(v *ast.Value) int {
	raw, err := v.Value(m.variables)
	if err != nil {
		return 1
	}
	var n int64
	switch raw := raw.(type) {
	case int64:
		n = raw
	case int:
		n = int64(raw)
	case json.Number:
		n, _ = strconv.ParseInt(raw.String(), 10, 64)
	}
	return int(min(max(n, 1), math.MaxInt16))
}

func saturated(n int) int { return min(max(n, 0), math.MaxInt32) }
