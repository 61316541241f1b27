package graph

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tillway/tillway/graph/model"
	"github.com/tillway/tillway/graph/render"
)

// quick has catalog queries resolved and written by the renderer, which takes a small part of the time that gqlgen's generated
// code takes for the same bytes, and which knows the shop's own attributes: generated code has but the schema of all shops.
type quick struct {
	renderer *render.Renderer
	present  *presenter
	own      ast.FieldList
	inputs   bool // own attributes are filters or sort keys
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationInterceptor
} = (*quick)(nil)

// newQuick takes the schema that operations fit, and the one that generated code knows.
func newQuick(schema, base *ast.Schema, resolvers *resolver) *quick {
	r := render.New(schema, render.Config{
		Root: resolvers.Query(), IsAttribute: func(of, field string) bool { return base.Types[of].Fields.ForName(field) == nil },
		Resolvers: map[string]any{
			"CategoryTree": resolvers.CategoryTree(), "Customer": resolvers.Customer(), "CustomerAddress": resolvers.CustomerAddress(),
		},
		Inputs: map[string]reflect.Type{
			"SortEnum":             reflect.TypeFor[*model.SortEnum](),
			"FilterEqualTypeInput": reflect.TypeFor[*model.FilterEqualTypeInput](), "FilterMatchTypeInput": reflect.TypeFor[*model.FilterMatchTypeInput](),
			"FilterRangeTypeInput": reflect.TypeFor[*model.FilterRangeTypeInput](), "String": reflect.TypeFor[*string](), "[String]": reflect.TypeFor[[]*string](),
		},
	})
	product[*model.SimpleProduct](r)
	product[*model.VirtualProduct](r)
	product[*model.DownloadableProduct](r)
	product[*model.BundleProduct](r)
	product[*model.GroupedProduct](r)
	product[*model.ConfigurableProduct](r)
	render.Leaves[*model.CategoryTree](r)
	render.Returning[*model.ProductPrice, *model.ProductDiscount](r)
	q := &quick{renderer: r, present: resolvers.present}
	for _, name := range []string{productInterface, categoryInterface} {
		for _, field := range schema.Types[name].Fields {
			if base.Types[name].Fields.ForName(field.Name) == nil {
				q.own = append(q.own, field)
			}
		}
	}
	for _, name := range []string{productFilter, productSort} {
		q.inputs = q.inputs || len(schema.Types[name].Fields) > len(base.Types[name].Fields)
	}
	return q
}

// product has what products are often asked for called without reflection.
func product[T any](r *render.Renderer) {
	render.Leaves[T](r)
	render.Returning[T, *model.ComplexTextValue](r)
	render.Returning[T, *model.PriceRange](r)
	render.Returning[T, *model.ProductImage](r)
	render.Returning[T, []model.MediaGalleryInterface](r)
	render.Returning[T, []model.CategoryInterface](r)
}

func (*quick) ExtensionName() string                     { return "Quick" }
func (*quick) Validate(_ graphql.ExecutableSchema) error { return nil }

// InterceptOperation takes queries that ask for nothing but the catalog. They wait for nothing, so their fields are resolved
// one after the other. Of other queries it takes the fields that generated code cannot answer.
func (q *quick) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	if op.Operation.Operation != ast.Query {
		return next(ctx)
	}
	fields := rootsOf(op)
	ours, others := q.split(fields)
	switch {
	case len(others) == 0:
		return once(func(ctx context.Context) *graphql.Response { return q.answer(ctx, fields) })
	case !asksFor(op.Operation.SelectionSet, true, q.isOwn):
		return next(ctx)
	default:
		less := only(op, others)
		theirs := next(graphql.WithOperationContext(ctx, less))
		return once(func(ctx context.Context) *graphql.Response {
			return joined(fields, q.answer(ctx, ours), theirs(graphql.WithOperationContext(ctx, less)))
		})
	}
}

// split takes out the root fields that are answered here.
func (q *quick) split(fields []graphql.CollectedField) (ours, others []graphql.CollectedField) {
	for i, field := range fields {
		access := accessOf(field.Name)
		if q.renderer.Answers(field.Name) && (access == catalogOnly || access == personal && asksFor(field.Selections, false, q.isOwn)) {
			if len(others) > 0 {
				ours = append(ours, field)
			}
			continue
		}
		if len(others) == 0 {
			ours = slices.Clone(fields[:i])
		}
		others = append(others, field)
	}
	return ours, others
}

// isOwn is whether a field may need the shop's own attributes. Lists of products are filtered and sorted by them, and generated code
// leaves out filters and sort keys that it does not know.
func (q *quick) isOwn(field string, _ bool) bool {
	return q.own.ForName(field) != nil || q.inputs && field == "products"
}

func (q *quick) answer(ctx context.Context, fields []graphql.CollectedField) *graphql.Response {
	ctx = graphql.WithResponseContext(ctx, q.present.error, q.present.panic)
	data := q.renderer.Query(ctx, fields)
	return &graphql.Response{Data: data, Errors: graphql.GetErrors(ctx)}
}

// once is an answer that comes once, unless the caller has left.
func once(answer graphql.ResponseHandler) graphql.ResponseHandler {
	answered := false
	return func(ctx context.Context) *graphql.Response {
		if answered || ctx.Err() != nil {
			return nil
		}
		answered = true
		return answer(ctx)
	}
}

// only is an operation that asks for some of its root fields.
func only(op *graphql.OperationContext, fields []graphql.CollectedField) *graphql.OperationContext {
	operation := *op.Operation
	operation.SelectionSet = make(ast.SelectionSet, len(fields))
	for i, field := range fields {
		one := *field.Field
		one.SelectionSet, one.Directives = field.Selections, nil // those that leave fields out have been looked at
		operation.SelectionSet[i] = &one
	}
	return &graphql.OperationContext{
		RawQuery: op.RawQuery, Variables: op.Variables, OperationName: op.OperationName, Doc: op.Doc, Extensions: op.Extensions,
		Headers: op.Headers, Operation: &operation, DisableIntrospection: op.DisableIntrospection, RecoverFunc: op.RecoverFunc,
		ResolverMiddleware: op.ResolverMiddleware, RootResolverMiddleware: op.RootResolverMiddleware, Stats: op.Stats,
	}
}

// joined is the answer of which two parts were resolved apart, in the order of the fields.
func joined(fields []graphql.CollectedField, a, b *graphql.Response) *graphql.Response {
	if b == nil { // the caller has left
		return nil
	}
	whole := &graphql.Response{Data: json.RawMessage("null"), Errors: append(a.Errors, b.Errors...), Extensions: b.Extensions}
	parts := map[string]json.RawMessage{}
	if json.Unmarshal(a.Data, &parts) != nil || json.Unmarshal(b.Data, &parts) != nil || len(parts) < len(fields) {
		return whole // one of them is null, and so is the whole
	}
	data := []byte("{")
	for i, field := range fields {
		if i > 0 {
			data = append(data, ',')
		}
		data = append(append(append(append(data, '"'), field.Alias...), '"', ':'), parts[field.Alias]...)
	}
	whole.Data = append(data, '}')
	return whole
}
