package graph

import (
	"context"
	"maps"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// maxCrowd bounds the sum of squares of how often each name is asked for in a document. Validation compares fields of one
// name in pairs (whether they can be merged): a document of 15 kB that asks for one field 3,000 times keeps it busy for two
// seconds. Storefront queries with __typename everywhere stay below 5,000; 100,000 take some 50 ms.
const maxCrowd = 100_000

// crowd refuses documents that validation would take too long over, and validates the others: what is valid is put where the
// executor finds it, so that it is neither parsed nor validated again. It looks at documents once: those that are there
// have passed.
type crowd struct {
	tokens int
	schema *ast.Schema
	rules  []validator.Rule
	passed graphql.Cache[*ast.QueryDocument]
}

// newCrowd sorts the rules once: the executor would sort them for every document, one by one.
func newCrowd(tokens int, schema *ast.Schema, passed graphql.Cache[*ast.QueryDocument]) *crowd {
	c := &crowd{tokens: tokens, schema: schema, passed: passed}
	all := rules.NewDefaultRules().GetInner()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		c.rules = append(c.rules, validator.Rule{Name: name, RuleFunc: all[name]})
	}
	return c
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
} = (*crowd)(nil)

func (*crowd) ExtensionName() string                     { return "Crowd" }
func (*crowd) Validate(_ graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters changes nothing; it is gqlgen's place before parsing.
func (c *crowd) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	if _, ok := c.passed.Get(ctx, params.Query); ok {
		return nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: params.Query}, c.tokens)
	if err != nil {
		return nil // the executor says what is wrong with it
	}
	names := map[string]int{}
	for _, operation := range doc.Operations {
		countNames(operation.SelectionSet, names)
	}
	for _, fragment := range doc.Fragments {
		countNames(fragment.SelectionSet, names)
	}
	sum := 0
	for _, n := range names {
		sum += n * n
	}
	if sum > maxCrowd {
		return tooComplex("The document asks for the same fields too often. Ask for less in one request.")
	}
	if len(doc.Operations) > 0 && len(validator.ValidateWithSources(c.schema, doc, c.rules...)) == 0 {
		c.passed.Add(ctx, params.Query, doc)
	}
	return nil // what is not valid the executor looks at again, and words what is wrong with it
}

func countNames(selections ast.SelectionSet, names map[string]int) {
	for _, selection := range selections {
		switch selection := selection.(type) {
		case *ast.Field:
			names[selection.Alias]++
			countNames(selection.SelectionSet, names)
		case *ast.InlineFragment:
			countNames(selection.SelectionSet, names)
		}
	}
}
