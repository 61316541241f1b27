package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"github.com/tillway/tillway/graph/read"
)

// maxCrowd bounds the sum of squares of how often each name is asked for in a document. Validation compares fields of one
// name in pairs (whether they can be merged): a document of 15 kB that asks for one field 3,000 times keeps it busy for two
// seconds. Storefront queries with __typename everywhere stay below 5,000; 100,000 take some 50 ms.
const maxCrowd = 100_000

// plainFields is how many fields a document may have to be read in one go: too few to be a crowd.
const plainFields = 300

// crowd refuses documents that validation would take too long over, and validates the others: what is valid is put where the
// executor finds it, so that it is neither parsed nor validated again. It looks at documents once: those that are there
// have passed.
type crowd struct {
	tokens int
	schema *ast.Schema
	plain  *read.Reader
	rules  *ruleSets
	passed graphql.Cache[*ast.QueryDocument]
}

func newCrowd(tokens int, schema *ast.Schema, passed graphql.Cache[*ast.QueryDocument]) *crowd {
	return &crowd{tokens: tokens, schema: schema, plain: read.New(schema, tokens, plainFields), rules: newRuleSets(), passed: passed}
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
	if doc, ok := c.plain.Read(params.Query); ok {
		c.passed.Add(ctx, params.Query, doc)
		return nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: params.Query}, c.tokens)
	if err != nil {
		return nil // the executor says what is wrong with it
	}
	if crowded(doc) {
		return tooComplex("The document asks for the same fields too often. Ask for less in one request.")
	}
	if len(doc.Operations) > 0 && len(validator.ValidateWithSources(c.schema, doc, c.rules.of(params.Query, doc)...)) == 0 {
		c.passed.Add(ctx, params.Query, doc)
	}
	return nil // what is not valid the executor looks at again, and words what is wrong with it
}

func crowded(doc *ast.QueryDocument) bool {
	sets := make([]ast.SelectionSet, 0, 1)
	for _, operation := range doc.Operations {
		sets = append(sets, operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		sets = append(sets, fragment.SelectionSet)
	}
	total := 0
	for _, set := range sets {
		total += countFields(set)
	}
	if total*total <= maxCrowd { // whatever they are called
		return false
	}
	names, sum := map[string]int{}, 0
	for _, set := range sets {
		countNames(set, names)
	}
	for _, n := range names {
		sum += n * n
	}
	return sum > maxCrowd
}

func countFields(selections ast.SelectionSet) int {
	n := len(selections)
	for _, selection := range selections {
		switch selection := selection.(type) {
		case *ast.Field:
			n += countFields(selection.SelectionSet)
		case *ast.InlineFragment:
			n += countFields(selection.SelectionSet)
		}
	}
	return n
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
