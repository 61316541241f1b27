package graph

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"
)

// NewGeneratedHandler answers with gqlgen's generated code alone.
func NewGeneratedHandler(cfg Config) http.Handler { return newHandler(cfg, false) }

// PlainBody and AnyBody are the two ways of reading a request's body.
func PlainBody(body []byte) *graphql.RawParams        { return plainBody(body) }
func AnyBody(body []byte) (*graphql.RawParams, error) { return anyBody(body) }
