package graph

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// argumentOf finds the argument that an error about the field around it names.
func argumentOf(err *gqlerror.Error, doc *ast.QueryDocument) *ast.Position {
	field, name := fieldAt(err, doc), firstQuoted(err.Message)
	if field == nil || name == "" {
		return nil
	}
	if argument := field.Arguments.ForName(name); argument != nil {
		return argument.Position
	}
	return nil
}

// placesOf are the places that Magento's library names of a fault with two sides; ours names one of them.
func placesOf(err *gqlerror.Error, doc *ast.QueryDocument) []gqlerror.Location {
	if doc == nil || len(err.Locations) == 0 {
		return err.Locations
	}
	name, here := firstQuoted(err.Message), err.Locations[0]
	switch err.Rule {
	case "OverlappingFieldsCanBeMerged":
		for _, field := range fieldsOf(doc) {
			if field.Alias == name {
				return around(field.Position, here)
			}
		}
	case "UniqueArgumentNames":
		if field := fieldAt(err, doc); field != nil {
			var places []gqlerror.Location
			for _, argument := range field.Arguments {
				if argument.Name == name {
					places = append(places, placeOf(argument.Position))
				}
			}
			return places[:min(2, len(places))]
		}
	case "UniqueOperationNames":
		var places []gqlerror.Location
		for _, operation := range doc.Operations {
			if operation.Name == name { // the place is that of the name, one blank after the word
				at := placeOf(operation.Position)
				at.Column += len(operation.Operation) + 1
				places = append(places, at)
			}
		}
		return places[:min(2, len(places))]
	case "VariablesAreInputTypes", "VariablesInAllowedPosition":
		for _, operation := range doc.Operations {
			variable := operation.VariableDefinitions.ForName(strings.TrimPrefix(name, "$"))
			switch {
			case variable == nil:
			case err.Rule == "VariablesAreInputTypes":
				return []gqlerror.Location{placeOf(variable.Type.Position)}
			default:
				return around(variable.Position, here)
			}
		}
	default:
		return placesOfSpreads(err, doc, name)
	}
	return err.Locations
}

func around(first *ast.Position, second gqlerror.Location) []gqlerror.Location {
	places := []gqlerror.Location{placeOf(first)}
	if places[0] != second {
		places = append(places, second)
	}
	return places
}

func placeOf(p *ast.Position) gqlerror.Location {
	return gqlerror.Location{Line: p.Line, Column: p.Column}
}

// firstQuoted is the first name in quotes in a message.
func firstQuoted(message string) string {
	parts := strings.SplitN(message, `"`, 3)
	if len(parts) < 3 {
		return ""
	}
	return parts[1]
}

// fieldAt is the field, or the one with the argument, at the place of an error.
func fieldAt(err *gqlerror.Error, doc *ast.QueryDocument) *ast.Field {
	if doc == nil || len(err.Locations) == 0 {
		return nil
	}
	for _, field := range fieldsOf(doc) {
		if placeOf(field.Position) == err.Locations[0] ||
			slices.ContainsFunc(field.Arguments, func(a *ast.Argument) bool { return placeOf(a.Position) == err.Locations[0] }) {
			return field
		}
	}
	return nil
}

// fieldsOf are a document's fields, as they are written.
func fieldsOf(doc *ast.QueryDocument) []*ast.Field {
	var found []*ast.Field
	var walk func(ast.SelectionSet)
	walk = func(selections ast.SelectionSet) {
		for _, selection := range selections {
			switch selection := selection.(type) {
			case *ast.Field:
				found = append(found, selection)
				walk(selection.SelectionSet)
			case *ast.InlineFragment:
				walk(selection.SelectionSet)
			}
		}
	}
	for _, operation := range doc.Operations {
		walk(operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		walk(fragment.SelectionSet)
	}
	return found
}
