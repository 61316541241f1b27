package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	gqlschema "github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/ast"
)

// magentosTypes are the names of the types that Magento's queries take and answer with, and of all that these lead to. Storefronts
// ask for them: Magento's own for the filters of its category pages.
func magentosTypes(schema *ast.Schema) map[string]bool {
	found := map[string]bool{}
	for _, field := range schema.Query.Fields {
		if need := accessOf(field.Name); need == catalogOnly || need == personal {
			addTypes(schema, field, found)
		}
	}
	return found
}

func addTypes(schema *ast.Schema, field *ast.FieldDefinition, found map[string]bool) {
	addType(schema, field.Type.Name(), found)
	for _, argument := range field.Arguments {
		addType(schema, argument.Type.Name(), found)
	}
}

func addType(schema *ast.Schema, name string, found map[string]bool) {
	if found[name] {
		return
	}
	found[name] = true
	definition := schema.Types[name]
	for _, field := range definition.Fields {
		addTypes(schema, field, found)
	}
	for _, other := range definition.Interfaces {
		addType(schema, other, found)
	}
	for _, possible := range schema.GetPossibleTypes(definition) {
		addType(schema, possible.Name, found)
	}
}

// isOpen is whether a field that asks about the schema asks about one of the types.
func isOpen(op *graphql.OperationContext, field graphql.CollectedField, types map[string]bool) bool {
	name, _ := field.ArgumentMap(op.Variables)["name"].(string)
	return field.Name == "__type" && types[name]
}

// kinds tells null of a type, not an empty list, where its kind has no such things (GraphQL, October 2021: 4.2.2).
type kinds struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.FieldInterceptor
} = kinds{}

func (kinds) ExtensionName() string                     { return "Kinds" }
func (kinds) Validate(_ graphql.ExecutableSchema) error { return nil }

// InterceptField looks at fields of types, and lets all others be.
func (kinds) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx)
	if field.Object == "__Type" {
		if of, ok := field.Parent.Result.(*gqlschema.Type); ok && of != nil && !has(ast.DefinitionKind(of.Kind()), field.Field.Name) {
			return nil, nil //nolint:nilnil // that is what is told
		}
	}
	return next(ctx)
}

func has(kind ast.DefinitionKind, field string) bool {
	switch field {
	case "fields", "interfaces":
		return kind == ast.Object || kind == ast.Interface
	case "possibleTypes":
		return kind == ast.Interface || kind == ast.Union
	case "enumValues":
		return kind == ast.Enum
	case "inputFields":
		return kind == ast.InputObject
	default:
		return true
	}
}
