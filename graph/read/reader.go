package read

import (
	"github.com/vektah/gqlparser/v2/ast"
)

// Reader reads documents for one schema. Safe for concurrent use.
type Reader struct {
	schema *ast.Schema
	query  *object
	tokens int
	fields int
}

// object is a type that has fields.
type object struct {
	definition *ast.Definition
	fields     map[string]*field
}

type field struct {
	definition *ast.FieldDefinition
	below      *object // nil for leaves
}

// New returns a reader of documents of at most so many tokens and fields.
func New(schema *ast.Schema, tokens, fields int) *Reader {
	r := &Reader{schema: schema, tokens: tokens, fields: fields}
	objects := make(map[string]*object, len(schema.Types))
	for name, definition := range schema.Types {
		if definition.IsCompositeType() {
			objects[name] = &object{definition: definition, fields: make(map[string]*field, len(definition.Fields)+1)}
		}
	}
	typeName := &field{definition: &ast.FieldDefinition{Name: "__typename", Type: ast.NamedType("String", nil)}}
	for _, o := range objects {
		o.fields["__typename"] = typeName
		for _, definition := range o.definition.Fields {
			if of := schema.Types[definition.Type.Name()]; of != nil && definition.Name[0] != '_' {
				o.fields[definition.Name] = &field{definition: definition, below: objects[of.Name]}
			}
		}
	}
	r.query = objects[schema.Query.Name]
	return r
}

// Read returns a document as gqlparser parses it, with what its validation adds, or false when it is not plain or not valid.
func (r *Reader) Read(text string) (*ast.QueryDocument, bool) {
	s := scan{Reader: r, source: &ast.Source{Input: text}, text: text, line: 1}
	return s.document()
}

// scan is one document being read.
type scan struct {
	*Reader
	source *ast.Source
	text   string
	at     int
	line   int
	// lineStart is where the line begins, so far the number of tokens and fields.
	lineStart, tokensSeen, fieldsSeen int
	// nodes and selections are room for what comes next.
	nodes      []node
	selections []ast.Selection
	open       []*ast.Field // of the sets that have not ended
}

// node is a field with its place: together they cost one allocation for many.
type node struct {
	field ast.Field
	at    ast.Position
}

const (
	nodesAtOnce      = 24
	selectionsAtOnce = 32
	// mostInSet is up to where comparing every response key with every other costs little.
	mostInSet = 64
)

func (s *scan) document() (*ast.QueryDocument, bool) {
	s.space()
	start, end := s.at, s.at+1
	operation := &ast.OperationDefinition{Operation: ast.Query}
	if !s.see('{') {
		word, ok := s.name()
		if !ok || word != "query" {
			return nil, false
		}
		end = s.at
		operation.Position = s.place(start, end)
		if s.space(); !s.see('{') {
			if operation.Name, ok = s.name(); !ok {
				return nil, false
			}
			s.space()
		}
	} else {
		operation.Position = s.place(start, end)
	}
	first := *operation.Position
	var ok bool
	if operation.SelectionSet, ok = s.set(s.query); !ok {
		return nil, false
	}
	if s.space(); s.at != len(s.text) || s.tokensSeen > s.tokens {
		return nil, false
	}
	return &ast.QueryDocument{Operations: ast.OperationList{operation}, Position: &first}, true
}

// set reads a selection set from its brace.
func (s *scan) set(of *object) (ast.SelectionSet, bool) {
	if !s.take('{') {
		return nil, false
	}
	mine := len(s.open)
	for s.space(); !s.see('}'); s.space() {
		f, ok := s.field(of)
		if !ok || len(s.open)-mine >= mostInSet {
			return nil, false
		}
		for _, other := range s.open[mine:] {
			if other.Alias == f.Alias {
				return nil, false
			}
		}
		s.open = append(s.open, f)
	}
	n := len(s.open) - mine
	if !s.take('}') || n == 0 {
		return nil, false
	}
	if len(s.selections) < n {
		s.selections = make([]ast.Selection, max(n, selectionsAtOnce))
	}
	set := s.selections[:n:n]
	s.selections = s.selections[n:]
	for i, f := range s.open[mine:] {
		set[i] = f
	}
	s.open = s.open[:mine]
	return set, true
}

func (s *scan) field(of *object) (*ast.Field, bool) {
	if len(s.nodes) == 0 {
		s.nodes = make([]node, nodesAtOnce)
	}
	n := &s.nodes[0]
	s.nodes = s.nodes[1:]
	f, start := &n.field, s.at
	var ok bool
	if f.Alias, ok = s.name(); !ok {
		return nil, false
	}
	n.at = s.position(start, s.at)
	f.Position, f.Name = &n.at, f.Alias
	if s.space(); s.see(':') {
		s.take(':')
		s.space()
		if f.Name, ok = s.name(); !ok {
			return nil, false
		}
		s.space()
	}
	known := of.fields[f.Name]
	if s.fieldsSeen++; known == nil || s.fieldsSeen > s.fields {
		return nil, false
	}
	f.Definition, f.ObjectDefinition = known.definition, of.definition
	if !s.arguments(f) {
		return nil, false
	}
	if known.below == nil {
		return f, true // a brace that follows is read as a name, and is none
	}
	s.space()
	f.SelectionSet, ok = s.set(known.below)
	return f, ok
}

// space skips what separates tokens. Comments are left to gqlparser, and so is everything beyond ASCII, of which positions are
// counted in characters.
func (s *scan) space() {
	for ; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case ' ', '\t', ',':
		case '\r': // columns count from after it, also where it is half of a line's end
			s.line, s.lineStart = s.line+1, s.at+1
			if s.at+1 < len(s.text) && s.text[s.at+1] == '\n' {
				s.at++
			}
		case '\n':
			s.line, s.lineStart = s.line+1, s.at+1
		default:
			return
		}
	}
}

func (s *scan) see(c byte) bool { return s.at < len(s.text) && s.text[s.at] == c }

// take reads a token of one character.
func (s *scan) take(c byte) bool {
	if !s.see(c) {
		return false
	}
	s.at++
	s.tokensSeen++
	return true
}

func (s *scan) name() (string, bool) {
	start := s.at
	for s.at < len(s.text) && isNamed(s.text[s.at]) {
		s.at++
	}
	s.tokensSeen++
	return s.text[start:s.at], s.at > start && !isDigit(s.text[start])
}

func isNamed(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || isDigit(c)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (s *scan) position(start, end int) ast.Position {
	return ast.Position{Start: start, End: end, Line: s.line, Column: start - s.lineStart + 1, Src: s.source}
}

func (s *scan) place(start, end int) *ast.Position {
	p := s.position(start, end)
	return &p
}
