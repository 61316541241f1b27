package graph

import (
	"bytes"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// plainBody reads the body of a POST as most clients write it: an object with a query in ASCII, without a name or variables.
// It returns nil for all others, also where they are wrong.
func plainBody(body []byte) *graphql.RawParams {
	s := jsonScan{rest: body}
	if !s.token('{') {
		return nil
	}
	params := &graphql.RawParams{}
	for {
		name, ok := s.text()
		if !ok || !s.token(':') {
			return nil
		}
		switch {
		case name == "query" && params.Query == "":
			if params.Query, ok = s.text(); !ok || params.Query == "" {
				return nil
			}
		case name == "variables" && params.Variables == nil:
			if !s.word("null") {
				if !s.token('{') || !s.token('}') {
					return nil
				}
				params.Variables = map[string]any{}
			}
		case name == "operationName" && s.word("null"):
		default:
			return nil
		}
		if !s.token(',') {
			break
		}
	}
	if !s.token('}') || len(s.rest) > 0 {
		return nil
	}
	return params
}

// jsonScan reads JSON from its beginning.
type jsonScan struct{ rest []byte }

// token reads a character, and the space around it.
func (s *jsonScan) token(c byte) bool {
	if s.space(); len(s.rest) == 0 || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	s.space()
	return true
}

func (s *jsonScan) word(w string) bool {
	rest, ok := bytes.CutPrefix(s.rest, []byte(w))
	s.rest = rest
	return ok
}

func (s *jsonScan) space() {
	for len(s.rest) > 0 && (s.rest[0] == ' ' || s.rest[0] == '\n' || s.rest[0] == '\t' || s.rest[0] == '\r') {
		s.rest = s.rest[1:]
	}
}

// text reads a string in ASCII.
func (s *jsonScan) text() (string, bool) {
	if len(s.rest) == 0 || s.rest[0] != '"' {
		return "", false
	}
	escaped := false
	for i := 1; i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c == '"':
			raw := s.rest[1:i]
			s.rest = s.rest[i+1:]
			if !escaped {
				return string(raw), true
			}
			return unescaped(raw)
		case c == '\\':
			escaped = true
			i++
		case c < ' ' || c > '~':
			return "", false
		}
	}
	return "", false
}

func unescaped(raw []byte) (string, bool) {
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			b.WriteByte(raw[i])
			continue
		}
		i++
		switch raw[i] { // a backslash is never the last: a quote would have been escaped by it
		case '"', '\\', '/':
			b.WriteByte(raw[i])
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'u': // as Go writes < > &
			if i+4 >= len(raw) || raw[i+1] != '0' || raw[i+2] != '0' || raw[i+3] < '2' || raw[i+3] > '7' {
				return "", false
			}
			low := strings.IndexByte("0123456789abcdef", raw[i+4])
			if low < 0 {
				return "", false
			}
			b.WriteByte((raw[i+3]-'0')<<4 | byte(low))
			i += 4
		default:
			return "", false
		}
	}
	return b.String(), true
}
