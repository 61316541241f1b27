package graph

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// shortInteger is how many digits an integer has at most that is of 32 bits whatever they are.
const shortInteger = 9

// hasLongInteger is whether a document may have an integer that is not of 32 bits.
func hasLongInteger(text string) bool {
	digits := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			digits = 0
		} else if digits++; digits > shortInteger {
			return true
		}
	}
	return false
}

// longIntegers says which literals of a valid document are no Int, because they have more than 32 bits, as Magento's GraphQL library does
// (webonyx: Type\Definition\IntType::parseLiteral). They are at the places of the document's values, in its order.
func longIntegers(doc *ast.QueryDocument) gqlerror.List {
	var faults gqlerror.List
	literals(func(v *ast.Value) {
		if v.Kind != ast.IntValue || v.Definition == nil || v.Definition.Name != "Int" {
			return
		}
		if _, err := strconv.ParseInt(v.Raw, 10, 32); err != nil {
			faults = append(faults, &gqlerror.Error{
				Message: fmt.Sprintf("Int cannot represent non-integer value: %s", v.Raw), Locations: []gqlerror.Location{placeOf(v.Position)},
			})
		}
	}).document(doc)
	return faults
}

// reprinted is a message about a literal with the literal as Magento's library prints it (webonyx: Language\Printer).
func reprinted(err *gqlerror.Error, doc *ast.QueryDocument) string {
	message := err.Message
	literals(func(v *ast.Value) {
		if v.Position != nil && len(err.Locations) > 0 && placeOf(v.Position) == err.Locations[0] {
			message = strings.Replace(message, v.String(), literal(v), 1)
		}
	}).document(doc)
	return message
}

func literal(v *ast.Value) string {
	parts := make([]string, len(v.Children))
	for i, child := range v.Children {
		if parts[i] = literal(child.Value); v.Kind == ast.ObjectValue {
			parts[i] = child.Name + ": " + parts[i]
		}
	}
	switch v.Kind {
	case ast.ListValue:
		return "[" + strings.Join(parts, ", ") + "]"
	case ast.ObjectValue:
		return "{ " + strings.Join(parts, ", ") + " }"
	case ast.StringValue:
		return phpJSON(v.Raw)
	default:
		return v.String()
	}
}

// literals is called with each value of a document, those inside others first.
type literals func(*ast.Value)

func (l literals) document(doc *ast.QueryDocument) {
	if doc == nil {
		return
	}
	for _, operation := range doc.Operations {
		for _, variable := range operation.VariableDefinitions {
			l.value(variable.DefaultValue)
		}
		l.directives(operation.Directives)
		l.selections(operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		l.directives(fragment.Directives)
		l.selections(fragment.SelectionSet)
	}
}

func (l literals) selections(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			l.arguments(s.Arguments)
			l.directives(s.Directives)
			l.selections(s.SelectionSet)
		case *ast.InlineFragment:
			l.directives(s.Directives)
			l.selections(s.SelectionSet)
		case *ast.FragmentSpread:
			l.directives(s.Directives)
		}
	}
}

func (l literals) directives(list ast.DirectiveList) {
	for _, directive := range list {
		l.arguments(directive.Arguments)
	}
}

func (l literals) arguments(list ast.ArgumentList) {
	for _, argument := range list {
		l.value(argument.Value)
	}
}

func (l literals) value(v *ast.Value) {
	if v == nil {
		return
	}
	for _, child := range v.Children {
		l.value(child.Value)
	}
	l(v)
}
