package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxBody bounds what a request may send.
const maxBody = 4 << 20

// request is a call of the web API after routing.
type request struct {
	store string // the store code in the path, "default" when there is none
	vars  []string
	query url.Values
	// fields are what is kept of the answer, nil for all of it.
	fields fieldTree
	body   []byte
}

// decode reads the JSON body into a pointer after checking that it has the named argument. Errors: Magento's 400.
func (r *request) decode(into any, argument string) error {
	var top map[string]json.RawMessage
	if len(r.body) > 0 {
		if err := json.Unmarshal(r.body, &top); err != nil {
			return refuse(400, "Decoding error.")
		}
	}
	if argument != "" && top[argument] == nil {
		return required(argument)
	}
	if len(r.body) == 0 {
		return nil
	}
	if err := json.Unmarshal(r.body, into); err != nil {
		return refuse(400, "Invalid type for value: "+err.Error())
	}
	return nil
}

// route is one method and path of the web API. Segments in braces are variables. Resource is the permission that
// Magento names when it refuses; an anonymous route has none.
type route struct {
	method, path string
	resource     string
	handle       func(*request) (any, error)
	segments     []string
}

type router struct {
	routes []route
	token  func(string) bool
	log    *slog.Logger
}

func newRouter(routes []route, token func(string) bool, log *slog.Logger) *router {
	for i := range routes {
		routes[i].segments = strings.Split(routes[i].path, "/")
	}
	// A literal segment wins over a variable: products/attributes is no SKU.
	slices.SortStableFunc(routes, func(a, b route) int {
		return strings.Count(a.path, "{") - strings.Count(b.path, "{")
	})
	return &router{routes: routes, token: token, log: log}
}

func (rt *router) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	query := req.URL.Query()
	fields := parseFields(query.Get("fields"))
	answer, err := rt.answer(req, query, fields)
	if err != nil {
		rt.refuse(w, err)
		return
	}
	body, err := encode(fields.apply(answer))
	if err != nil {
		rt.refuse(w, err)
		return
	}
	writeJSON(w, http.StatusOK, body)
}

func (rt *router) answer(req *http.Request, query url.Values, fields fieldTree) (any, error) {
	store, segments, err := splitPath(req.URL.EscapedPath())
	if err != nil {
		return nil, err
	}
	if accept := req.Header.Get("Accept"); strings.HasPrefix(accept, "text/html") {
		return nil, errorPage(http.StatusInternalServerError)
	}
	found, vars := rt.match(req.Method, segments)
	if found == nil {
		return nil, noRoute()
	}
	if found.resource != "" && !rt.token(bearer(req)) {
		return nil, &refusal{status: http.StatusUnauthorized,
			message: "The consumer isn't authorized to access %resources.", params: pairs("resources", found.resource)}
	}
	body, err := io.ReadAll(io.LimitReader(req.Body, maxBody+1))
	if err != nil || len(body) > maxBody {
		return nil, refuse(http.StatusBadRequest, "Decoding error.")
	}
	return found.handle(&request{store: store, vars: vars, query: query, fields: fields, body: body})
}

// splitPath takes /rest[/<store>]/V1/... apart. A segment may hold an escaped slash.
func splitPath(escaped string) (store string, segments []string, err error) {
	parts := strings.Split(strings.Trim(escaped, "/"), "/")
	if len(parts) < 2 || parts[0] != "rest" {
		return "", nil, noRoute()
	}
	parts, store = parts[1:], "default"
	if parts[0] != "V1" {
		store, parts = parts[0], parts[1:]
		if store != "default" && store != "all" {
			return "", nil, refuse(http.StatusBadRequest, "Specified request cannot be processed.")
		}
	}
	if len(parts) < 2 || parts[0] != "V1" {
		return "", nil, noRoute()
	}
	for _, p := range parts[1:] {
		s, err := url.PathUnescape(p)
		if err != nil {
			return "", nil, noRoute()
		}
		segments = append(segments, s)
	}
	return store, segments, nil
}

func (rt *router) match(method string, segments []string) (*route, []string) {
	for i := range rt.routes {
		r := &rt.routes[i]
		if r.method != method || len(r.segments) != len(segments) {
			continue
		}
		if vars, ok := matchSegments(r.segments, segments); ok {
			return r, vars
		}
	}
	return nil, nil
}

func matchSegments(pattern, segments []string) (vars []string, ok bool) {
	for i, p := range pattern {
		switch {
		case p[0] == '{':
			vars = append(vars, segments[i])
		case p != segments[i]:
			return nil, false
		}
	}
	return vars, true
}

func bearer(req *http.Request) string {
	scheme, token, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

func (rt *router) refuse(w http.ResponseWriter, err error) {
	var r *refusal
	if !errors.As(err, &r) {
		rt.log.Error("sandbox: request failed", slog.Any("error", err))
		r = internal()
	}
	if r.raw != "" {
		w.Header().Set("Content-Type", r.contentType)
		w.WriteHeader(r.status)
		_, _ = io.WriteString(w, r.raw)
		return
	}
	o := pairs("message", r.message)
	if r.params != nil {
		o = o.with("parameters", r.params)
	}
	body, err := encode(o)
	if err != nil {
		body = []byte(`{"message":"Internal Error"}`)
	}
	writeJSON(w, r.status, body)
}

func writeJSON(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
