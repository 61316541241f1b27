package graph

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

// request is what the edge knows of a request beside the operation. The operation's interceptors fill in the rest.
type request struct {
	store string
	token string
	// groups knows the customer group whose prices the token's bearer is told.
	groups *groups
	// unserved is why the store view is none of ours, nil when it is one; Magento may know it.
	unserved error
	// body is that of a POST, as it came.
	body []byte
	// currency is that of the Content-Currency header, in upper case; empty for the store's own.
	currency string
	caller   string

	// socket is set for operations over a WebSocket, which share one request: nothing is noted in it then.
	socket *connection

	// asked names the answer in the cache, and version is the catalog's from before the answer was made.
	asked   question
	version uint64
	// stock is the catalog's stock version likewise, and looks notes what the answer is told of both.
	stock   uint64
	looks   *model.Looks
	answers *answers
	// server runs the operation, by the schema as it is now; began is when it came.
	server http.Handler
	began  time.Time
	// root is the name of the operation's first root field; ready says that the answer may be kept.
	root  string
	ready bool
	// magentos says that the operation could have been sent to Magento: it asks for nothing of the register side.
	magentos bool
}

// note remembers what is to be known of the operation when it has been answered.
func (r *request) note(fields []graphql.CollectedField, catalogOnly, magentos bool) {
	r.magentos = magentos
	if len(fields) > 0 {
		r.root = fields[0].Name
	}
	r.ready = catalogOnly
}

type requestKey struct{}

func withRequest(ctx context.Context, r *request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// requestFrom returns the request that ctx belongs to; endpoint puts it there, so it is never missing.
func requestFrom(ctx context.Context) *request {
	r, ok := ctx.Value(requestKey{}).(*request)
	if !ok {
		return &request{}
	}
	return r
}

// bearer returns the token of an Authorization header, empty when there is none.
func bearer(header string) string {
	scheme, token, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(scheme, "bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

func (e *endpoint) request(r *http.Request) *request {
	q := &request{
		store: e.storeOf(r), currency: strings.ToUpper(r.Header.Get("Content-Currency")),
		token: bearer(r.Header.Get("Authorization")), caller: e.cfg.CallerAddress(r), answers: e.answers, groups: e.groups,
	}
	return q
}

// storeOf is the code of the store view that a request is about. "default", in any letter case, is also how storefronts ask for the
// default one where none is called so (Magento\StoreGraphQl\Controller\HttpRequestValidator\StoreValidator).
func (e *endpoint) storeOf(r *http.Request) string {
	code := r.Header.Get("Store")
	if code == "" || code != e.cfg.DefaultStore && strings.EqualFold(code, "default") && !e.named(r.Context(), code) {
		return e.cfg.DefaultStore
	}
	return code
}

// named says whether a store view may have this code: it is served here, or beside one that is, or Magento can be asked.
func (e *endpoint) named(ctx context.Context, code string) bool {
	if e.cfg.Forward != nil {
		return true
	}
	if _, err := e.cfg.Catalog.Store(ctx, code); pos.KindOf(err) != pos.KindNotFound {
		return true
	}
	own, err := e.cfg.Catalog.Store(ctx, e.cfg.DefaultStore)
	return err == nil && slices.ContainsFunc(own.Siblings, func(s pos.Store) bool { return s.Code == code })
}
