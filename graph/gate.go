package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tillway/tillway/gateway/pos"
)

// gate lets operations in: whatever is not open to everyone needs a device's token. It also notes which answers depend on
// the catalog alone.
type gate struct {
	registers Registers
	present   *presenter
	// types are those that may be asked about where introspection is off.
	types map[string]bool
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
} = (*gate)(nil)

// access says who may ask for a root field.
type access int

const (
	needsDevice access = iota // and so does every field that is not listed
	openToAll
	introspection
	personal    // open to all, answered by Magento for the bearer of its token, and never kept
	catalogOnly // open to all, and the answer depends on nothing but the catalog
)

func accessOf(field string) access {
	switch field {
	case "products", "categories", "category", "categoryList", "storeConfig", "availableStores", "countries", "country", "currency",
		"route", "urlResolver", "customAttributeMetadata", "customAttributeMetadataV2", "attributesList", "attributesForm",
		"pickupLocations", "productReviewRatingsMetadata", "__typename":
		return catalogOnly
	case "customer", "isEmailAvailable":
		return personal
	case "enrolDevice":
		return openToAll
	case "__schema", "__type":
		return introspection
	default:
		return needsDevice
	}
}

func (*gate) ExtensionName() string                     { return "Gate" }
func (*gate) Validate(_ graphql.ExecutableSchema) error { return nil }
func (g *gate) refusal(ctx context.Context, err error) graphql.ResponseHandler {
	return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{g.present.error(ctx, err)}})
}

// InterceptOperation lets an operation in as a whole or not at all.
func (g *gate) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	req := requestFrom(ctx)
	fields := rootsOf(op)
	catalog, device, magentos, about := op.Operation.Operation == ast.Query, false, true, false
	for _, field := range fields {
		need := accessOf(field.Name)
		magentos = magentos && need != needsDevice && need != openToAll
		catalog = catalog && need == catalogOnly
		device = device || need == needsDevice
		about = about || need == introspection
		if need == introspection && op.DisableIntrospection && !isOpen(op, field, g.types) {
			return g.refusal(ctx, pos.NewError(pos.KindInvalid, pos.CodeBadInput, "Introspection is switched off."))
		}
	}
	if about {
		op.DisableIntrospection = false
	}
	if req.socket == nil {
		kept := catalog && !asksFor(op.Operation.SelectionSet, true, readElsewhere)
		req.note(fields, kept, magentos)
	} else if !req.socket.begin(ctx) {
		return g.refusal(ctx, pos.NewError(pos.KindInvalid, pos.CodeTooComplex, "At most %d operations may run on one WebSocket.", maxOperations))
	}
	if device {
		principal, err := g.principal(ctx, req)
		if err != nil {
			return g.refusal(ctx, err)
		}
		ctx = pos.WithPrincipal(ctx, principal)
	}
	return next(ctx)
}

// rootsOf are an operation's root fields.
func rootsOf(op *graphql.OperationContext) []graphql.CollectedField {
	if set := op.Operation.SelectionSet; plain(set) {
		fields := make([]graphql.CollectedField, len(set))
		for i, selected := range set {
			field := selected.(*ast.Field) //nolint:forcetypeassert // plain sets have nothing else
			fields[i] = graphql.CollectedField{Field: field, Selections: field.SelectionSet}
		}
		return fields
	}
	return graphql.CollectFields(op, op.Operation.SelectionSet, []string{rootType(op.Operation.Operation)})
}

// plain is whether a set is a few fields under names of their own that are all asked for, so that nothing is to be collected.
func plain(set ast.SelectionSet) bool {
	if len(set) > maxPlain {
		return false
	}
	for i, selected := range set {
		field, ok := selected.(*ast.Field)
		if !ok || len(field.Directives) > 0 {
			return false
		}
		for _, other := range set[:i] {
			if other.(*ast.Field).Alias == field.Alias { //nolint:forcetypeassert // those before it were seen
				return false
			}
		}
	}
	return true
}

// maxPlain is up to how many fields comparing every name with every other costs less than a map of them.
const maxPlain = 16

// readElsewhere is whether a field is answered with more than the store view's catalog, which changes without the catalog's
// knowing.
func readElsewhere(field string, root bool) bool {
	switch field {
	case "reviews":
		return true
	case "attributesForm", "attributesList", "availableStores", "customAttributeMetadata", "customAttributeMetadataV2", "pickupLocations",
		"productReviewRatingsMetadata":
		return root
	default:
		return false
	}
}

func (g *gate) principal(ctx context.Context, req *request) (pos.Principal, error) {
	if req.token == "" {
		return pos.PrincipalFrom(ctx) // says what is missing
	}
	return g.registers.Authenticate(ctx, req.token)
}

func rootType(operation ast.Operation) string {
	switch operation {
	case ast.Mutation:
		return "Mutation"
	case ast.Subscription:
		return "Subscription"
	default:
		return "Query"
	}
}
