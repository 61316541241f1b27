package render

import (
	"context"
	"strconv"

	"github.com/shopspring/decimal"
	"github.com/vektah/gqlparser/v2/ast"
)

// Attributed values have attributes that no Go code knows of. The schema may name them as fields of the types Int, Float and
// String.
type Attributed interface {
	// Attribute returns a value as text, nil when there is none.
	Attribute(code string) *string
}

// attribute appends an attribute's value by the type of its field. What is no number where one is due is null.
func attribute(field *ast.FieldDefinition) func(ctx context.Context, b []byte, object any) ([]byte, bool) {
	write := func(b []byte, text string) ([]byte, bool) { return appendText(b, text), true }
	switch field.Type.NamedType {
	case "Int":
		write = func(b []byte, text string) ([]byte, bool) {
			n, err := strconv.ParseInt(text, 10, 32)
			if err != nil {
				return b, false
			}
			return strconv.AppendInt(b, n, 10), true
		}
	case "Float":
		write = func(b []byte, text string) ([]byte, bool) {
			d, err := decimal.NewFromString(text)
			if err != nil {
				return b, false
			}
			return appendNumber(b, d), true
		}
	}
	return func(_ context.Context, b []byte, object any) ([]byte, bool) {
		text := object.(Attributed).Attribute(field.Name) //nolint:forcetypeassert // sourceOf has looked
		if text == nil {
			return b, false
		}
		return write(b, *text)
	}
}
