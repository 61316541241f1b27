package graph

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tillway/tillway/gateway/pos"
)

// invalidOperation is what Observe hears of operations that did not come as far as a root field.
const invalidOperation = "invalid"

// documents is the transport of single operations, by POST and GET. Statuses are Magento's: 200 for most errors, 500 for
// a document that cannot be read, an unknown type in it, and a mutation by GET.
type documents struct {
	schema *ast.Schema
	// settled says that the schema has what the shop's own attributes add to it.
	settled bool
	// want is called when an operation asks for what the schema may get.
	want    func()
	limits  Limits
	observe func(operation string, d time.Duration, failed bool)
	// forward is nil when nothing is passed on; registers tells a device's token from a customer's.
	forward   Forward
	registers Registers
	present   *presenter
	told      told
	// reuse takes data that was written.
	reuse func(data []byte)
}

// told is what is answered here that only Magento's database tells.
type told struct{ reviews, attributes bool }

var _ graphql.Transport = (*documents)(nil)

func (*documents) Supports(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodPost
}

func (d *documents) Do(w http.ResponseWriter, r *http.Request, x graphql.GraphExecutor) {
	start := time.Now()
	req := requestFrom(r.Context())
	status, response := d.run(r, x)
	if response == nil {
		d.pass(w, r, start)
		return
	}
	failed := len(response.Errors) > 0
	body := respond(w, status, response)
	d.reuse(response.Data)
	if req.ready && !failed && body != nil {
		req.answers.put(r.Context(), req, body)
	}
	root := req.root
	if root == "" {
		root = invalidOperation
	}
	d.observe(root, time.Since(start), failed)
}

// run returns nil for an operation that is to be passed on.
func (d *documents) run(r *http.Request, x graphql.GraphExecutor) (int, *graphql.Response) {
	ctx, unserved := r.Context(), requestFrom(r.Context()).unserved
	params, err := parameters(r)
	if err != nil {
		return http.StatusBadRequest, x.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(err)})
	}
	op, errs := x.CreateOperationContext(ctx, params)
	if isUnknownName(errs) { // Magento does not look at the name
		params.OperationName = ""
		op, errs = x.CreateOperationContext(ctx, params)
	}
	if !d.settled && mayFitLater(errs) {
		d.want()
	}
	unlisted(params.Variables)
	if aboutVariables(errs) {
		what := readAsked(params, d.limits.Tokens)
		if what.operation != nil && asRead(d.schema, what.operation, params.Variables) {
			op, errs = x.CreateOperationContext(ctx, params)
		}
	}
	if op != nil {
		unlisted(op.Variables)
	}
	if d.forward != nil {
		if passes, tooBig := d.passes(params, op, errs, unserved == nil); passes && tooBig == nil {
			return 0, nil
		} else if tooBig != nil {
			errs = gqlerror.List{tooBig}
		}
	}
	if unserved != nil {
		response := x.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(unserved)})
		asMagento(response, nil)
		return http.StatusInternalServerError, response
	}
	if len(errs) == 0 {
		errs = d.strictly(op, params)
	}
	if len(errs) > 0 {
		if !d.settled && mayFitLater(errs) {
			d.want()
			return http.StatusOK, x.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(errUnsettled())})
		}
		return d.refuse(r, x, op, params, errs)
	}
	if refused := unfit(r, op); refused != nil {
		return http.StatusInternalServerError, x.DispatchError(graphql.WithOperationContext(ctx, op), gqlerror.List{gqlerror.Wrap(refused)})
	}
	responses, ctx := x.DispatchOperation(ctx, op)
	response := responses(ctx)
	if response == nil { // the caller left before it began
		response = x.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(pos.Unavailable(ctx.Err(), "The request was given up."))})
	}
	if len(response.Errors) > 0 && requestFrom(ctx).magentos {
		asMagento(response, nil)
	}
	return http.StatusOK, response
}

// isUnknownName is whether a document has no operation of the name that was sent along.
func isUnknownName(errs gqlerror.List) bool {
	return len(errs) == 1 && errs[0].Rule == "" && strings.HasPrefix(errs[0].Message, "operation ") && strings.HasSuffix(errs[0].Message, " not found")
}

// mayFitLater is whether an operation names fields, of answers or inputs, that the schema may get from the shop's own attributes.
func mayFitLater(errs gqlerror.List) bool {
	return aboutVariables(errs) || slices.ContainsFunc(errs, func(err *gqlerror.Error) bool {
		return ruleOf(err) == unknownField || ruleOf(err) == "ValuesOfCorrectType"
	})
}

func errUnsettled() error {
	return pos.NewError(pos.KindUnavailable, pos.CodeNotReady, "The shop's attributes are not known yet. Try again in a minute.")
}

// strictly holds variables and numbers against their types as Magento does, where ours is more lenient (a number for a text).
func (d *documents) strictly(op *graphql.OperationContext, params *graphql.RawParams) gqlerror.List {
	long := hasLongInteger(params.Query)
	if len(params.Variables) == 0 && !long {
		return nil
	}
	what := asked{operation: op.Operation, roots: rootFields(op.Doc, op.Operation.SelectionSet, nil, map[string]bool{})}
	if what.isOurs(d.schema) {
		return nil
	}
	if long {
		if errs := longIntegers(op.Doc); len(errs) > 0 {
			return errs
		}
	}
	return variableErrors(d.schema, op.Operation, params.Variables)
}

// refuse answers an operation that cannot be run: with Magento's words where it could have been sent to Magento.
func (d *documents) refuse(r *http.Request, x graphql.GraphExecutor, op *graphql.OperationContext, params *graphql.RawParams, errs gqlerror.List) (int, *graphql.Response) {
	ctx := graphql.WithOperationContext(r.Context(), op)
	what := readAsked(params, d.limits.Tokens)
	if r.Method == http.MethodGet && what.operation != nil && what.operation.Operation == ast.Mutation {
		response := x.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(errMutationByGet())})
		asMagento(response, nil)
		return http.StatusInternalServerError, response
	}
	if aboutVariables(errs) && what.operation != nil {
		if better := variableErrors(d.schema, what.operation, params.Variables); len(better) > 0 {
			errs = better
		}
	}
	if !what.isOurs(d.schema) {
		errs = replaced(misread(errs, params.Query), what.doc, d.schema)
	}
	status, response := statusOf(errs), x.DispatchError(ctx, errs)
	if !what.isOurs(d.schema) {
		asMagento(response, errs)
	}
	return status, response
}

func errMutationByGet() error { return pos.Invalid("Mutation requests allowed only for POST requests") }

// unfit says why an operation cannot be run over this transport, nil when it can.
func unfit(r *http.Request, op *graphql.OperationContext) error {
	switch {
	case op.Operation.Operation == ast.Subscription:
		return pos.Invalid("Subscriptions need a WebSocket with the subprotocol graphql-transport-ws.")
	case r.Method == http.MethodGet && op.Operation.Operation != ast.Query:
		return errMutationByGet()
	default:
		return nil
	}
}

// parameters reads what a GET or POST asks for. Errors: invalid.
func parameters(r *http.Request) (*graphql.RawParams, error) {
	if r.Method == http.MethodGet {
		return parametersOfQuery(r.URL.RawQuery)
	}
	return parametersOfBody(requestFrom(r.Context()).body)
}

// parametersOfBody reads a POST's body. A list has no query: what Magento makes of several operations sent together.
func parametersOfBody(body []byte) (*graphql.RawParams, error) {
	if params := plainBody(body); params != nil {
		return params, nil
	}
	return anyBody(body)
}

func anyBody(body []byte) (*graphql.RawParams, error) {
	if len(body) > 0 && body[0] == '[' {
		return &graphql.RawParams{}, nil
	}
	var sent struct {
		graphql.RawParams
		Variables variables `json:"variables"`
	}
	if err := json.Unmarshal(body, &sent); err != nil {
		if json.NewDecoder(bytes.NewReader(body)).Decode(&json.RawMessage{}) == nil && !json.Valid(body) {
			return nil, pos.Invalid("There is something after the end of the JSON request.").Because(err)
		}
		return nil, pos.Invalid("The request is not JSON of the form {\"query\": …, \"variables\": {…}}.").Because(err)
	}
	sent.RawParams.Variables = sent.Variables
	return &sent.RawParams, nil
}

// variables are an object. Those of a list are none, as for PHP, which writes an object without fields so and calls others by numbers.
type variables map[string]any

// UnmarshalJSON reads them.
func (v *variables) UnmarshalJSON(b []byte) error {
	if b[0] == '[' {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.UseNumber()
	return decoder.Decode((*map[string]any)(v))
}

func parametersOfQuery(raw string) (*graphql.RawParams, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, pos.Invalid("The address has a malformed query string.").Because(err)
	}
	params := &graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName")}
	if sent := []byte(values.Get("variables")); len(sent) > 0 {
		if !json.Valid(sent) {
			return nil, pos.Invalid("variables is not JSON.")
		}
		_ = json.Unmarshal(sent, (*variables)(&params.Variables)) // what is no object is none (Magento\GraphQl\Controller\GraphQl::getDataFromRequest)
	}
	return params, nil
}

func statusOf(errs gqlerror.List) int {
	for _, err := range errs {
		if err.Rule == "KnownTypeNames" || err.Extensions["code"] == errcode.ParseFailed || err.Message == noOperation {
			return http.StatusInternalServerError
		}
	}
	return http.StatusOK
}

type refusedResponse struct {
	Errors     gqlerror.List  `json:"errors"`
	Extensions map[string]any `json:"extensions,omitempty"`
}

// respond writes an answer and returns its bytes, nil when it could not be encoded.
func respond(w http.ResponseWriter, status int, response *graphql.Response) []byte {
	body, err := encode(response)
	if err != nil {
		http.Error(w, `{"errors":[{"message":"the answer could not be encoded"}]}`, http.StatusInternalServerError)
		return nil
	}
	writeAnswer(w, status, body)
	return body
}

// encode writes clean answers straight through: they are JSON already, and json.Marshal would go over them again.
func encode(response *graphql.Response) ([]byte, error) {
	if len(response.Errors) == 0 && len(response.Extensions) == 0 && response.HasNext == nil && len(response.Data) > 0 {
		body := make([]byte, 0, len(response.Data)+len(`{"data":}`))
		body = append(body, `{"data":`...)
		body = append(body, response.Data...)
		return append(body, '}'), nil
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // it would change what stored documents are, and nothing here is a page
	var whole any = response
	if len(response.Data) == 0 { // refused before it began: there is no data, not even null
		whole = refusedResponse{response.Errors, response.Extensions}
	}
	err := encoder.Encode(whole)
	return b.Bytes(), err
}
