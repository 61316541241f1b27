package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// Attributes returns the product attributes of a store view, by code. Errors: as Store.
func (c *Catalog) Attributes(_ context.Context, store string) ([]pos.Attribute, error) {
	g, err := c.generation(store)
	if err != nil {
		return nil, err
	}
	out := make([]pos.Attribute, len(g.attributes))
	for i, a := range g.attributes {
		out[i] = *a
	}
	return out, nil
}

// Attribute returns one product attribute. Errors: not_found; as Store.
func (c *Catalog) Attribute(_ context.Context, store, code string) (pos.Attribute, error) {
	g, err := c.generation(store)
	if err != nil {
		return pos.Attribute{}, err
	}
	if a, ok := g.attribute(code); ok {
		return *a, nil
	}
	return pos.Attribute{}, pos.NotFound("There is no product attribute %.64q", code)
}

func (g *generation) attribute(code string) (*pos.Attribute, bool) {
	i, ok := slices.BinarySearchFunc(g.attributes, code, func(a *pos.Attribute, code string) int { return strings.Compare(a.Code, code) })
	if !ok {
		return nil, false
	}
	return g.attributes[i], true
}
