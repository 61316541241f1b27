package graph

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// endpoint is the outermost handler: it reads the body within its limit, gives kept answers, checks the store view, and
// passes the rest on to gqlgen.
type endpoint struct {
	cfg     Config
	shop    *shop
	present *presenter
	answers *answers
	groups  *groups
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	req := e.request(r)
	req.began, req.server = e.cfg.Now(), e.shop.server(r.Context())
	if r.Header.Get("Upgrade") != "" {
		req.server.ServeHTTP(w, r.WithContext(withRequest(r.Context(), req)))
		return
	}
	req.looks = &model.Looks{}
	body, err := e.body(w, r)
	if err == nil {
		req.asked = question{method: r.Method, store: req.store, currency: req.currency, query: r.URL.RawQuery, body: body}
		req.version, req.stock = e.cfg.Catalog.Version(req.store), e.cfg.Catalog.StockVersion(req.store)
		if kept, ok := e.answers.get(r.Context(), req); ok {
			e.cfg.ObserveKept(kept.root)
			writeAnswer(w, http.StatusOK, kept.body)
			e.cfg.Observe(kept.root, time.Since(start), false)
			return
		}
		req.unserved = e.knownStore(r, req)
		if err = e.knownCurrency(r, req); req.unserved != nil && e.cfg.Forward == nil {
			err = req.unserved
		}
	}
	if err != nil {
		e.refuse(w, r, err, start)
		return
	}
	req.body = body
	r = r.WithContext(withRequest(r.Context(), req))
	r.Body = io.NopCloser(bytes.NewReader(body))
	req.server.ServeHTTP(w, r)
}

// refusal is an answer for a request that is none that we can look into.
type refusal struct {
	status int
	err    error
	// magentos is for what Magento refuses with the same words.
	magentos bool
}

func (r *refusal) Error() string { return r.err.Error() }
func (r *refusal) Unwrap() error { return r.err }

// body returns the body of a POST. A POST must be JSON: browsers cannot send that to us from a foreign page unasked.
func (e *endpoint) body(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	switch r.Method {
	case http.MethodGet:
		return nil, nil
	case http.MethodPost:
	default:
		w.Header().Set("Allow", "GET, POST")
		return nil, &refusal{status: http.StatusMethodNotAllowed, err: pos.Invalid("Use POST, or GET for queries.")}
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, &refusal{status: http.StatusUnsupportedMediaType, err: pos.Invalid("Send the operation as JSON, with Content-Type: application/json.")}
	}
	body, err := e.wholeBody(w, r)
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, &refusal{status: http.StatusRequestEntityTooLarge, err: pos.NewError(pos.KindInvalid, pos.CodeTooLarge, "The request is larger than %d bytes.", e.cfg.Limits.BodyBytes)}
	}
	if err != nil {
		return nil, &refusal{status: http.StatusBadRequest, err: pos.Unavailable(err, "The request broke off before its end. Send it again.")}
	}
	return body, nil
}

// wholeBody is io.ReadAll within the limit, with one allocation when the length is known: net/http lets no more than that be read.
func (e *endpoint) wholeBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength <= 0 || r.ContentLength > e.cfg.Limits.BodyBytes {
		return io.ReadAll(http.MaxBytesReader(w, r.Body, e.cfg.Limits.BodyBytes))
	}
	body := make([]byte, r.ContentLength)
	n, err := io.ReadFull(r.Body, body)
	return body[:n], err
}

// knownStore refuses a store view that the caller named and that is not known, with Magento's message and status
// (Magento\StoreGraphQl\Controller\HttpRequestValidator\StoreValidator); where operations are passed on, Magento refuses those
// that it could answer itself. The default store is looked up only by what
// needs it: registers must be able to sell before the first import.
func (e *endpoint) knownStore(r *http.Request, req *request) error {
	if r.Header.Get("Store") == "" {
		return nil
	}
	_, err := e.cfg.Catalog.Store(r.Context(), req.store)
	if pos.KindOf(err) != pos.KindNotFound {
		return nil
	}
	return &refusal{http.StatusInternalServerError, pos.Invalid("Requested store is not found (%.64s)", req.store).Because(err), true}
}

// knownCurrency refuses a currency that the store view does not tell prices in, as
// Magento\StoreGraphQl\Controller\HttpRequestValidator\CurrencyValidator does.
func (e *endpoint) knownCurrency(r *http.Request, req *request) error {
	if req.currency == "" {
		return nil
	}
	store, err := e.cfg.Catalog.Store(r.Context(), req.store)
	if err != nil || slices.Contains(currencies(store), req.currency) {
		return nil //nolint:nilerr // whoever needs the store says that it is missing
	}
	return &refusal{http.StatusInternalServerError, pos.Invalid("Please correct the target currency"), true}
}

func (e *endpoint) refuse(w http.ResponseWriter, r *http.Request, err error, start time.Time) {
	status := http.StatusInternalServerError
	if refused, ok := errors.AsType[*refusal](err); ok {
		status = refused.status
	}
	response := &graphql.Response{Errors: gqlerror.List{e.present.error(r.Context(), err)}}
	if refused, ok := errors.AsType[*refusal](err); ok && refused.magentos {
		asMagento(response, nil)
	}
	respond(w, status, response)
	e.cfg.Observe(invalidOperation, time.Since(start), true)
}

func writeAnswer(w http.ResponseWriter, status int, body []byte) {
	h := w.Header()
	h["Content-Type"] = jsonType()
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(status)
	_, _ = w.Write(body) // the caller is gone when this fails
}

func jsonType() []string { return []string{"application/json"} }
