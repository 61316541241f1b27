package graph

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/exec"
)

//go:embed *.graphqls
var schemaFiles embed.FS

// shop runs operations by the schema of all shops and what the served one's own attributes add to it, which it looks at again
// whenever the catalog has changed.
type shop struct {
	cfg       Config
	resolvers *resolver
	present   *presenter
	rendered  bool
	socket    graphql.Transport
	files     []*ast.Source
	base      *ast.Schema

	categories *categoryAttributes

	changing sync.Mutex
	current  atomic.Pointer[form]
}

// form is the schema in one form, with what runs operations by it.
type form struct {
	own string // what is added to it
	// looked says that own is what the catalog of this version says, and these attributes of categories.
	looked     bool
	version    uint64
	categories *[]pos.EntityAttribute
	settled    bool // all of own is known; before the first import it is not
	server     http.Handler
}

func newShop(cfg Config, resolvers *resolver, present *presenter, rendered bool) *shop {
	s := &shop{cfg: cfg, resolvers: resolvers, present: present, rendered: rendered, socket: newSocket(cfg), categories: newCategoryAttributes(cfg)}
	names, _ := fs.Glob(schemaFiles, "*.graphqls") // the pattern is a good one
	for _, name := range names {
		text, _ := schemaFiles.ReadFile(name) // it was found above
		s.files = append(s.files, &ast.Source{Name: name, Input: string(text)})
	}
	s.base = gqlparser.MustLoadSchema(s.files...)
	s.current.Store(&form{server: s.serverFor(s.base, false)})
	return s
}

// server returns what runs an operation now.
func (s *shop) server(ctx context.Context) http.Handler {
	next := form{looked: true, version: s.cfg.Catalog.Version(s.cfg.DefaultStore), categories: s.categories.known(s.cfg.Now())}
	if now := s.current.Load(); now.isOf(&next) {
		return now.server
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	now := s.current.Load()
	if now.isOf(&next) {
		return now.server
	}
	own, err := s.own(ctx, next.categories)
	if err != nil {
		return now.server // nothing is known yet
	}
	next.own, next.settled, next.server = ownSchema(s.base, own), next.categories != nil, now.server
	if next.own != now.own || next.settled != now.settled {
		schema, err := s.extended(next.own)
		if err != nil {
			s.present.log.LogAttrs(ctx, slog.LevelError, "the shop's own attributes do not fit into the schema: they are left out", slog.Any("error", err))
			schema = s.base
		}
		next.server = s.serverFor(schema, next.settled)
	}
	s.current.Store(&next)
	return next.server
}

// isOf is whether a form is of the same attributes as another.
func (f *form) isOf(other *form) bool {
	return f.looked && f.version == other.version && f.categories == other.categories
}

func (s *shop) own(ctx context.Context, categories *[]pos.EntityAttribute) (ownAttributes, error) {
	own := ownAttributes{}
	var err error
	if own.store, err = s.cfg.Catalog.Store(ctx, s.cfg.DefaultStore); err != nil {
		return own, err
	}
	if categories != nil {
		own.categories = *categories
	}
	own.products, err = s.cfg.Catalog.Attributes(ctx, s.cfg.DefaultStore)
	return own, err
}

// extended is the schema with what is added to it, fields by name as Magento has them.
func (s *shop) extended(own string) (*ast.Schema, error) {
	schema, err := gqlparser.LoadSchema(append(s.files[:len(s.files):len(s.files)], &ast.Source{Name: "own", Input: own})...)
	if err != nil {
		return nil, fmt.Errorf("extend the schema: %w", err)
	}
	extended := []*ast.Definition{schema.Types[productInterface], schema.Types[categoryInterface], schema.Types[productFilter], schema.Types[productSort]}
	for _, of := range extended[:2] {
		extended = append(extended, schema.GetPossibleTypes(of)...)
	}
	for _, definition := range extended {
		slices.SortFunc(definition.Fields, func(a, b *ast.FieldDefinition) int { return strings.Compare(a.Name, b.Name) })
	}
	return schema, nil
}

// serverFor makes what runs operations by a schema; settled says that it has what the shop's own attributes add.
func (s *shop) serverFor(schema *ast.Schema, settled bool) http.Handler {
	cfg, parsed := s.cfg, smallDocuments{lru.New[*ast.QueryDocument](500)}
	srv := handler.New(exec.NewExecutableSchema(exec.Config{Schema: schema, Resolvers: s.resolvers}))
	srv.SetQueryCache(parsed)
	srv.SetParserTokenLimit(cfg.Limits.Tokens)
	srv.SetDisableSuggestion(!cfg.Introspection) // suggestions tell the schema, piece by piece
	srv.SetErrorPresenter(s.present.error)
	srv.SetRecoverFunc(s.present.panic)
	if cfg.Introspection {
		srv.Use(extension.Introspection{})
	}
	srv.Use(kinds{})
	srv.Use(newCrowd(cfg.Limits.Tokens, schema, parsed))
	srv.Use(&bounds{depth: cfg.Limits.Depth, complexity: cfg.Limits.Complexity})
	srv.Use(&gate{registers: cfg.Registers, present: s.present, types: magentosTypes(schema)})
	reuse := func([]byte) {}
	if s.rendered {
		quick := newQuick(schema, s.base, s.resolvers)
		reuse = quick.renderer.Reuse
		srv.Use(quick)
	}
	srv.AddTransport(s.socket)
	srv.AddTransport(&documents{schema: schema, settled: settled, want: s.categories.want, limits: cfg.Limits, observe: cfg.Observe, forward: cfg.Forward, registers: cfg.Registers, present: s.present, told: told{reviews: cfg.Reviews != nil, attributes: cfg.EntityAttributes != nil}, reuse: reuse})
	return srv
}

// smallDocuments keeps parsed documents, but not the huge ones: a few hundred of those would fill the memory.
type smallDocuments struct {
	graphql.Cache[*ast.QueryDocument]
}

// maxKept is the length of a document that is worth keeping; those of storefronts have 2 to 4 kB.
const maxKept = 16 << 10

func (s smallDocuments) Add(ctx context.Context, text string, doc *ast.QueryDocument) {
	if len(text) <= maxKept {
		s.Cache.Add(ctx, text, doc)
	}
}
