package graph

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// trait is something that a document can have, and that some rules of validation look at and at nothing else.
type trait uint8

const (
	hasFragments trait = 1 << iota
	hasDirectives
	hasVariables
	hasMore // than one operation, which is a query
	hasMeta // fields that ask about the schema, or __typename
	hasRepeats
	traits
)

// looksAt are the traits without which a rule finds nothing. Rules that are not listed here always run.
func looksAt(rule string) trait {
	switch rule {
	case "FragmentsOnCompositeTypes", "KnownFragmentNames", "NoFragmentCycles", "NoUnusedFragments", "PossibleFragmentSpreads", "UniqueFragmentNames":
		return hasFragments
	case "KnownDirectives", "UniqueDirectivesPerLocation":
		return hasDirectives
	case "NoUndefinedVariables", "NoUnusedVariables", "UniqueVariableNames", "VariablesAreInputTypes", "VariablesInAllowedPosition":
		return hasVariables
	case "KnownTypeNames":
		return hasFragments | hasVariables
	case "KnownRootType", "LoneAnonymousOperation", "SingleFieldSubscriptions", "UniqueOperationNames":
		return hasMore
	case "MaxIntrospectionDepth":
		return hasMeta
	case "OverlappingFieldsCanBeMerged": // what is asked for once merges with nothing
		return hasFragments | hasRepeats
	default:
		return traits - 1
	}
}

// ruleSets are the rules for documents by their traits. Leaving out what can find nothing halves the time of validation.
type ruleSets [traits][]validator.Rule

// newRuleSets sorts the rules once: the executor would sort them for every document, one by one.
func newRuleSets() *ruleSets {
	all, sets := rules.NewDefaultRules().GetInner(), &ruleSets{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for has := range sets {
			if always := looksAt(name) == traits-1; always || looksAt(name)&trait(has) != 0 { //nolint:gosec // below traits
				sets[has] = append(sets[has], validator.Rule{Name: name, RuleFunc: all[name]})
			}
		}
	}
	return sets
}

func (r *ruleSets) of(text string, doc *ast.QueryDocument) []validator.Rule {
	return r[traitsOf(text, doc)]
}

// traitsOf may find a trait that is only in a text or a comment: a rule too many costs time, nothing else.
func traitsOf(text string, doc *ast.QueryDocument) trait {
	var found trait
	for _, t := range []struct {
		is   trait
		mark string
	}{{hasFragments, "..."}, {hasDirectives, "@"}, {hasVariables, "$"}, {hasMeta, "__"}} {
		if strings.Contains(text, t.mark) {
			found |= t.is
		}
	}
	if len(doc.Fragments) > 0 {
		found |= hasFragments
	}
	if len(doc.Operations) != 1 || doc.Operations[0].Operation != ast.Query {
		return found | hasMore | hasRepeats
	}
	if found&hasFragments == 0 && repeats(doc.Operations[0].SelectionSet) {
		found |= hasRepeats
	}
	return found
}

// fewFields is up to where comparing each field with each other costs less than the rule does.
const fewFields = 64

// repeats is whether a set without fragments, or one below it, asks for a response key twice, or has many fields.
func repeats(set ast.SelectionSet) bool {
	if len(set) > fewFields {
		return true
	}
	for i, selection := range set {
		field, ok := selection.(*ast.Field)
		if !ok || repeats(field.SelectionSet) {
			return true
		}
		for _, other := range set[:i] {
			if before, ok := other.(*ast.Field); !ok || before.Alias == field.Alias {
				return true
			}
		}
	}
	return false
}
