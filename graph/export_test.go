package graph

import "net/http"

// NewGeneratedHandler answers with gqlgen's generated code alone.
func NewGeneratedHandler(cfg Config) http.Handler { return newHandler(cfg, false) }
