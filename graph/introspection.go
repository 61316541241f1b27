package graph

import (
	"github.com/99designs/gqlgen/graphql"
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
