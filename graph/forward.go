package graph

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tillway/tillway/gateway/pos"
)

// Forward passes operations on that are not ours to answer.
type Forward interface {
	// Forward sends a request with this body on to Magento's /graphql and returns its answer, whatever the status. The
	// caller closes its body. Errors: unavailable.
	Forward(ctx context.Context, r *http.Request, body []byte) (*http.Response, error)
}

// forwarded is what Observe hears of operations that were passed on: their names are the callers' to choose.
const forwarded = "forwarded"

// passes is whether an operation is for Magento: it has root fields that are not ours, or asks for what only Magento knows,
// and nothing of the register side. Of a store view that is not served here it is all that Magento can answer. Operations that
// are refused for their size or form are not passed on.
func (d *documents) passes(params *graphql.RawParams, op *graphql.OperationContext, errs gqlerror.List, served bool) (bool, *gqlerror.Error) {
	for _, err := range errs {
		if refused, ok := errors.AsType[*pos.Error](err); ok && refused.Code == pos.CodeTooComplex {
			return false, nil
		}
	}
	if len(errs) == 0 {
		what := asked{operation: op.Operation, roots: rootFields(op.Doc, op.Operation.SelectionSet, nil, map[string]bool{})}
		return (!served || asksFor(op.Operation.SelectionSet, true, d.isMagentos)) && !what.isOurs(d.schema), nil
	}
	what := readAsked(params, d.limits.Tokens)
	if what.operation == nil || what.isOurs(d.schema) || served && d.answersRoots(what) {
		return false, nil
	}
	m := measure{variables: params.Variables, fragments: map[string]size{}, doc: what.doc}
	return true, (&bounds{depth: d.limits.Depth, complexity: d.limits.Complexity}).check(m.set(what.operation.SelectionSet))
}

// answersRoots is whether every root field is answered here.
func (d *documents) answersRoots(what asked) bool {
	root := rootOf(d.schema, what.operation.Operation)
	for _, name := range what.roots {
		if strings.HasPrefix(name, "__") {
			continue
		}
		if root.Fields.ForName(name) == nil || d.isMagentosRoot(name) {
			return false
		}
	}
	return true
}

// isMagentosRoot is whether a root field is better answered by Magento, which knows all of what may be asked below it; here it
// is answered in part, or refused as Magento refuses it.
func (d *documents) isMagentosRoot(name string) bool {
	return name == "customer" || name == "isEmailAvailable" || name == "attributesForm" && !d.told.attributes ||
		name == "productReviewRatingsMetadata" && !d.told.reviews
}

// isMagentos is whether a field that the schema has can be answered by Magento only.
func (d *documents) isMagentos(field string, root bool) bool {
	switch field {
	case "reviews":
		return !root && !d.told.reviews
	case "cms_block", "video_content":
		return !root
	default:
		return root && d.isMagentosRoot(field)
	}
}

// asksFor is whether a valid selection has a field of a kind.
func asksFor(selections ast.SelectionSet, root bool, wanted func(field string, root bool) bool) bool {
	for _, selection := range selections {
		found := false
		switch selection := selection.(type) {
		case *ast.Field:
			found = wanted(selection.Name, root) || asksFor(selection.SelectionSet, false, wanted)
		case *ast.InlineFragment:
			found = asksFor(selection.SelectionSet, root, wanted)
		case *ast.FragmentSpread:
			found = asksFor(selection.Definition.SelectionSet, root, wanted)
		}
		if found {
			return true
		}
	}
	return false
}

// pass sends an operation on and copies the answer. A device's token stays here: to Magento it says nothing.
func (d *documents) pass(w http.ResponseWriter, r *http.Request, start time.Time) {
	req := requestFrom(r.Context())
	failed := true
	defer func() { d.observe(forwarded, time.Since(start), failed) }()
	if req.token != "" {
		switch _, err := d.registers.Authenticate(r.Context(), req.token); pos.KindOf(err) {
		case pos.KindUnauthorized:
		case "":
			r.Header.Del("Authorization")
		default:
			d.fail(w, r, err)
			return
		}
	}
	answer, err := d.forward.Forward(r.Context(), r, req.body)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		d.fail(w, r, pos.OutcomeUnknown(err, "Magento's answer broke off. Look whether it was done before trying again."))
		return
	}
	failed = answer.StatusCode >= http.StatusBadRequest
	h := w.Header()
	for _, name := range []string{"Content-Type", "X-Magento-Cache-Id", "Retry-After"} {
		if v := answer.Header.Get(name); v != "" {
			h.Set(name, v)
		}
	}
	h.Set("Cache-Control", "no-store")
	if control := answer.Header.Get("Cache-Control"); isCacheable(control) {
		h.Set("Cache-Control", control)
		h.Set("Vary", "Store, Content-Currency, Authorization, X-Magento-Cache-Id")
	}
	w.WriteHeader(answer.StatusCode)
	_, _ = w.Write(body) // the caller is gone when this fails
}

// isCacheable is whether Magento lets an answer be kept by anyone.
func isCacheable(control string) bool {
	control = strings.ToLower(control)
	return strings.Contains(control, "public") && !strings.Contains(control, "no-store") && !strings.Contains(control, "no-cache")
}

func (d *documents) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusBadGateway
	if pos.KindOf(err) == pos.KindInvalid {
		status = http.StatusBadRequest
	}
	respond(w, status, &graphql.Response{Errors: gqlerror.List{d.present.error(r.Context(), err)}})
}
