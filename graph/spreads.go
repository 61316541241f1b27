package graph

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// placesOfSpreads is placesOf for faults of fragments, of names that are given twice, and of values.
func placesOfSpreads(err *gqlerror.Error, doc *ast.QueryDocument, name string) []gqlerror.Location {
	here := err.Locations[0]
	text := lineOf(doc, here.Line)
	switch err.Rule {
	case "PossibleFragmentSpreads":
		return []gqlerror.Location{behind(text, here, "...")}
	case "FragmentsOnCompositeTypes":
		parts := strings.Split(err.Message, `"`)
		if i := strings.Index(from(text, here), "on "+parts[len(parts)-2]); i >= 0 {
			here.Column += i + len("on ")
		}
		return []gqlerror.Location{here}
	case "NoFragmentCycles":
		return cycle(err, doc, name)
	case "UniqueFragmentNames":
		var places []gqlerror.Location
		for _, fragment := range doc.Fragments {
			if fragment.Name == name { // the place is that of the name, one blank after the word
				at := placeOf(fragment.Position)
				at.Column += len("fragment ")
				places = append(places, at)
			}
		}
		return places[:min(2, len(places))]
	case "UniqueVariableNames":
		for _, operation := range doc.Operations {
			if first := operation.VariableDefinitions.ForName(strings.TrimPrefix(name, "$")); first != nil {
				places := around(first.Position, here)
				for i := range places {
					places[i].Column++ // after the $
				}
				return places
			}
		}
	case "UniqueInputFieldNames":
		if before := strings.LastIndex(upTo(text, here), name+":"); before >= 0 {
			return []gqlerror.Location{{Line: here.Line, Column: before + 1}, here}
		}
	case "UniqueDirectivesPerLocation":
		second := behind(text, here, "@")
		if before := strings.LastIndex(upTo(text, second), name); before >= 0 {
			return []gqlerror.Location{{Line: here.Line, Column: before + 1}, second}
		}
		return []gqlerror.Location{second}
	case "ValuesOfCorrectType": // that of a text is after its quote
		if strings.HasSuffix(upTo(text, here), `"`) {
			here.Column--
		}
		return []gqlerror.Location{here}
	}
	return err.Locations
}

// cycle are the spreads by which a fragment comes back to itself.
func cycle(err *gqlerror.Error, doc *ast.QueryDocument, name string) []gqlerror.Location {
	chain := []string{name}
	if _, via, ok := strings.Cut(strings.TrimSuffix(err.Message, "."), " via "); ok {
		chain = append(chain, strings.Split(strings.ReplaceAll(via, `"`, ""), ", ")...)
	}
	var places []gqlerror.Location
	for i, in := range chain {
		fragment := doc.Fragments.ForName(in)
		if fragment == nil {
			return err.Locations
		}
		if spread := spreadOf(fragment.SelectionSet, chain[(i+1)%len(chain)]); spread != nil {
			at := placeOf(spread.Position)
			places = append(places, behind(lineOf(doc, at.Line), at, "..."))
		}
	}
	return places
}

func spreadOf(set ast.SelectionSet, name string) *ast.FragmentSpread {
	for _, selection := range set {
		var found *ast.FragmentSpread
		switch selection := selection.(type) {
		case *ast.Field:
			found = spreadOf(selection.SelectionSet, name)
		case *ast.InlineFragment:
			found = spreadOf(selection.SelectionSet, name)
		case *ast.FragmentSpread:
			if selection.Name == name {
				found = selection
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

func lineOf(doc *ast.QueryDocument, line int) string {
	if len(doc.Operations) == 0 || doc.Operations[0].Position == nil || doc.Operations[0].Position.Src == nil {
		return ""
	}
	lines := strings.Split(doc.Operations[0].Position.Src.Input, "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	return lines[line-1]
}

// behind is the place of the last mark at or before a place in its line, which is that place when there is none.
func behind(text string, here gqlerror.Location, mark string) gqlerror.Location {
	if i := strings.LastIndex(upTo(text, here), mark); i >= 0 {
		here.Column = i + 1
	}
	return here
}

func upTo(text string, here gqlerror.Location) string {
	return text[:min(max(here.Column-1, 0), len(text))]
}

func from(text string, here gqlerror.Location) string {
	return text[min(max(here.Column-1, 0), len(text)):]
}
