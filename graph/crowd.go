package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// maxCrowd bounds the sum of squares of how often each name is asked for in a document. Validation compares fields of one
// name in pairs (whether they can be merged): a document of 15 kB that asks for one field 3,000 times keeps it busy for two
// seconds. Storefront queries with __typename everywhere stay below 5,000; 100,000 take some 50 ms.
const maxCrowd = 100_000

// crowd refuses documents that validation would take too long over. It looks at documents once: those that are in the
// executor's cache have passed.
type crowd struct {
	tokens int
	passed graphql.Cache[*ast.QueryDocument]
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
	return nil
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
