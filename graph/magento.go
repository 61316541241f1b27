package graph

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/tillway/tillway/gateway/pos"
)

// wordings are the messages of validation that Magento's GraphQL library (webonyx/graphql-php 15) words otherwise than ours.
//
//nolint:gochecknoglobals // a table of compiled expressions
var wordings = []struct {
	ours   *regexp.Regexp
	theirs string
}{
	{regexp.MustCompile(`^Unknown argument "(\w+)" on field "(\w+)\.(\w+)"\.`), `Unknown argument "$1" on field "$3" of type "$2".`},
	{regexp.MustCompile(`^(Field "\w+" argument "\w+" of type "[^"]+" is required), but it was not provided\.$`), `$1 but not provided.`},
	{regexp.MustCompile(`^Field "(\w+)" must not have a selection since type "([^"]+)" has no subfields\.$`), `Field "$1" of type "$2" must not have a sub selection.`},
	{regexp.MustCompile(`^(Field "\w+" of type "[^"]+" must have a) selection of subfields\..*$`), `$1 sub selection.`},
	{regexp.MustCompile(`^Variable "\$?(\w+)" is not defined by operation "\w+"\.$`), `Variable "$$$1" is not defined.`},
	{regexp.MustCompile(`^Variable "\$?(\w+)" is not defined\.$`), `Variable "$$$1" is not defined by operation "".`},
	{regexp.MustCompile(`^Variable "\$?(\w+)" of type "([^"]+)" used in position`), `Variable "$$$1" of type "$2" used in position`},
	{regexp.MustCompile(`^Field "(\w+\.\w+)" of required type "([^"]+)" was not provided\.$`), `Field $1 of required type $2 was not provided.`},
	{regexp.MustCompile(`^Int cannot represent non 32-bit signed integer value: `), `Int cannot represent non-integer value: `},
	{regexp.MustCompile(`^operation  not found$`), `Must provide operation name if query contains multiple operations.`},
	{regexp.MustCompile(`^operation (.+) not found$`), `Unknown operation named "$1".`},
	{regexp.MustCompile(`^Directive "@(\w+)" may not be used on (\w+)\.$`), `Directive "$1" may not be used on "$2".`},
	{regexp.MustCompile(`^The directive "@(\w+)" can only be used once at this location\.$`), `The directive "$1" can only be used once at this location.`},
	{regexp.MustCompile(`^(Directive "@\w+" argument "\w+" of type "[^"]+" is required), but it was not provided\.$`), `$1 but not provided.`},
	{regexp.MustCompile(`^(Fields "\w+" conflict because .*)"(\w+)" and "(\w+)" are different fields`), `$1$2 and $3 are different fields`},
	{regexp.MustCompile(`^(Value ".*" does not exist in "\w+)!(" enum\..*)$`), `$1$2`},
	{regexp.MustCompile(`^(Enum "\w+)!(" cannot represent .*)$`), `$1$2`},
	{regexp.MustCompile(`^There can be only one variable named "\$(\w+)"\.$`), `There can be only one variable named "$1".`},
	{regexp.MustCompile(`^(Fields "\w+" conflict because .*they return conflicting types )"([^"]+)" and "([^"]+)"`), `$1$2 and $3`},
}

// serverError is what Magento says of an operation that made it fail as a whole, as one that names an unknown type does.
const serverError = "Internal server error"

// asked is what a document asks for, as far as it can be read: it need not fit the schema.
type asked struct {
	doc       *ast.QueryDocument
	operation *ast.OperationDefinition // nil when the document cannot be read or has no such operation
	roots     []string
}

func readAsked(params *graphql.RawParams, tokens int) asked {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: params.Query}, tokens)
	if err != nil {
		return asked{}
	}
	a := asked{doc: doc, operation: doc.Operations.ForName(params.OperationName)}
	if a.operation != nil {
		a.roots = rootFields(doc, a.operation.SelectionSet, nil, map[string]bool{})
	}
	return a
}

func rootFields(doc *ast.QueryDocument, selections ast.SelectionSet, names []string, seen map[string]bool) []string {
	for _, selection := range selections {
		switch selection := selection.(type) {
		case *ast.Field:
			names = append(names, selection.Name)
		case *ast.InlineFragment:
			names = rootFields(doc, selection.SelectionSet, names, seen)
		case *ast.FragmentSpread:
			if fragment := doc.Fragments.ForName(selection.Name); fragment != nil && !seen[selection.Name] {
				seen[selection.Name] = true
				names = rootFields(doc, fragment.SelectionSet, names, seen)
			}
		}
	}
	return names
}

// isOurs is whether an operation asks for anything of the register side, which Magento knows nothing of.
func (a asked) isOurs(schema *ast.Schema) bool {
	if a.operation == nil {
		return false
	}
	root := rootOf(schema, a.operation.Operation)
	for _, name := range a.roots {
		if need := accessOf(name); root.Fields.ForName(name) != nil && (need == needsDevice || need == openToAll) {
			return true
		}
	}
	return a.operation.Operation == ast.Subscription
}

func rootOf(schema *ast.Schema, operation ast.Operation) *ast.Definition {
	switch operation {
	case ast.Mutation:
		return schema.Mutation
	case ast.Subscription:
		return schema.Subscription
	default:
		return schema.Query
	}
}

// asMagento rewrites the errors of an operation that could have been sent to Magento into what Magento would have said:
// its wording, and no code of ours. States that Magento does not have (not ready, our own failure) keep their code.
func asMagento(response *graphql.Response, refused gqlerror.List) {
	if len(refused) == 0 {
		for _, err := range response.Errors {
			if isMagentos(err) {
				delete(err.Extensions, "code")
			}
		}
		response.Errors = firstOf(response.Errors)
		if string(response.Data) == "null" { // a field that must have a value has none (GraphQL\Executor\ExecutionResult)
			response.Data = nil
		}
		return
	}
	for _, err := range refused {
		if err.Rule == "KnownTypeNames" {
			response.Errors = gqlerror.List{{Message: serverError}}
			return
		}
	}
	for i, err := range response.Errors {
		if !isMagentos(err) {
			continue
		}
		response.Errors[i] = &gqlerror.Error{Message: reworded(err.Message), Locations: err.Locations}
		if i < len(refused) && len(refused[i].Locations) > 0 {
			response.Errors[i].Locations = refused[i].Locations
		}
		if i < len(refused) && refused[i].Message == noOperation {
			response.Errors[i].Locations = []gqlerror.Location{{Line: 1, Column: 1}}
		}
	}
	response.Errors = response.Errors[:min(1, len(response.Errors))]
}

// firstOf keeps the first error, in the order of the document, as Magento does unless it is in developer mode
// (Magento\Framework\GraphQl\Query\ErrorHandler). Fields are resolved side by side here, so errors come in any order.
func firstOf(errs gqlerror.List) gqlerror.List {
	if len(errs) < 2 {
		return errs
	}
	return gqlerror.List{slices.MinFunc(errs, byPath)}
}

// byPath orders errors by where in the answer they are: list items by their number, fields by where the document asks for
// them.
func byPath(a, b *gqlerror.Error) int {
	for i := range min(len(a.Path), len(b.Path)) {
		if n, ok := a.Path[i].(ast.PathIndex); ok {
			m, _ := b.Path[i].(ast.PathIndex)
			if n != m {
				return cmp.Compare(n, m)
			}
		} else if a.Path[i] != b.Path[i] {
			break
		}
	}
	if len(a.Locations) == 0 || len(b.Locations) == 0 {
		return cmp.Compare(len(a.Locations), len(b.Locations))
	}
	at, other := a.Locations[0], b.Locations[0]
	return cmp.Or(cmp.Compare(at.Line, other.Line), cmp.Compare(at.Column, other.Column))
}

// isMagentos is whether an error is one that Magento could have made.
func isMagentos(err *gqlerror.Error) bool {
	switch code, _ := err.Extensions["code"].(string); pos.Code(code) {
	case pos.CodeInternal, pos.CodeUnavailable, pos.CodeNotReady, pos.CodeRateLimited, pos.CodeTooLarge:
		return false
	case pos.CodeTooComplex: // of the limits only the one on depth is Magento's
		return strings.HasPrefix(err.Message, "Max query depth")
	default:
		return true
	}
}

func reworded(message string) string {
	if spread, via, ok := strings.Cut(message, " within itself via "); ok {
		return spread + " within itself via " + strings.ReplaceAll(via, `"`, "")
	}
	for _, w := range wordings {
		if w.ours.MatchString(message) {
			return w.ours.ReplaceAllString(message, w.theirs)
		}
	}
	return message
}

// replaced puts errors where Magento's library puts them: an unknown argument at itself, and nothing below a field that has
// no fields.
func replaced(errs gqlerror.List, doc *ast.QueryDocument, schema *ast.Schema) gqlerror.List {
	var kept gqlerror.List
	for _, err := range errs {
		switch ruleOf(err) {
		case "KnownArgumentNames":
			if at := argumentOf(err, doc); at != nil {
				moved := *err
				moved.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
				err = &moved
			}
		case "KnownDirectives", "ProvidedRequiredArguments":
			if strings.Contains(err.Message, "irective") && len(err.Locations) > 0 { // ours is at the name, after the @
				moved := *err
				moved.Locations = []gqlerror.Location{{Line: err.Locations[0].Line, Column: err.Locations[0].Column - 1}}
				err = &moved
			}
		case "OverlappingFieldsCanBeMerged", "UniqueArgumentNames", "UniqueOperationNames", "VariablesAreInputTypes", "VariablesInAllowedPosition",
			"UniqueFragmentNames", "UniqueVariableNames", "UniqueInputFieldNames", "UniqueDirectivesPerLocation", "NoFragmentCycles",
			"PossibleFragmentSpreads", "FragmentsOnCompositeTypes", "ValuesOfCorrectType":
			moved := *err
			if err.Rule == "ValuesOfCorrectType" {
				moved.Message = reprinted(err, doc)
			}
			moved.Locations = placesOf(err, doc)
			err = &moved
		case unknownField:
			if parts := strings.Split(err.Message, `"`); len(parts) > 3 {
				if def := schema.Types[parts[3]]; def != nil && def.IsLeafType() {
					continue
				}
			}
		}
		if !slices.ContainsFunc(kept, func(k *gqlerror.Error) bool {
			return k.Message == err.Message && slices.Equal(k.Locations, err.Locations)
		}) {
			kept = append(kept, err) // ours looks at a fragment wherever it is spread
		}
	}
	slices.SortStableFunc(kept, func(a, b *gqlerror.Error) int {
		return cmp.Or(cmp.Compare(foundAfter(a.Rule), foundAfter(b.Rule)), byPath(a, b))
	})
	return kept
}

// unknownField is the rule that fields are those of the schema.
const unknownField = "FieldsOnCorrectType"

// ruleOf is the rule of validation that an error is about, whether or not it may suggest what was meant.
func ruleOf(err *gqlerror.Error) string { return strings.TrimSuffix(err.Rule, "WithoutSuggestions") }

// foundAfter orders what Magento's library finds when it leaves an operation, or the document, after what it finds in them.
func foundAfter(rule string) int {
	switch rule {
	case "NoUndefinedVariables", "NoUnusedVariables", "VariablesInAllowedPosition":
		return 1
	case "NoUnusedFragments":
		return 2
	default:
		return 0
	}
}

// aboutVariables are errors about values of variables, which ours tells one at a time and without a place.
func aboutVariables(errs gqlerror.List) bool {
	return len(errs) == 1 && len(errs[0].Path) > 0 && errs[0].Extensions["code"] == errcode.ValidationFailed &&
		strings.HasPrefix(errs[0].Path.String(), "variable")
}
