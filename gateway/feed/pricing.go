package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/tillway/tillway/gateway/pos"
)

// ruleAttributes remembers, for each store view, the attributes that the pricing document of its generation lists. A rule that looks
// at another one begins the log anew, so that they hold for all changes of an epoch.
type ruleAttributes struct {
	mu   sync.Mutex
	read map[string]readAttributes
}

type readAttributes struct {
	digest string
	codes  []string
}

// ruleAttributes returns the product attributes that registers need. Errors: unavailable.
func (s *Service) ruleAttributes(ctx context.Context, store string) ([]string, error) {
	m, err := s.cfg.Shelf.Manifest(ctx, store)
	if pos.KindOf(err) == pos.KindNotFound { // the log was begun, and its generation is not complete
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, c := range m.Chunks {
		if c.Kind != pos.DocPricing {
			continue
		}
		s.rules.mu.Lock()
		known := s.rules.read[store]
		s.rules.mu.Unlock()
		if known.digest == c.Digest {
			return known.codes, nil
		}
		body, err := s.cfg.Shelf.Chunk(ctx, c.Digest)
		if err != nil {
			return nil, pos.Unavailable(err, "The price rules of store view %s cannot be read; try again", store)
		}
		var p struct {
			Attributes []string `json:"attributes"`
		}
		if err := json.Unmarshal(body, &p); err != nil {
			return nil, fmt.Errorf("read the price rules of %s: %w", store, err)
		}
		s.rules.mu.Lock()
		defer s.rules.mu.Unlock()
		if s.rules.read == nil {
			s.rules.read = map[string]readAttributes{}
		}
		s.rules.read[store] = readAttributes{c.Digest, p.Attributes}
		return p.Attributes, nil
	}
	return nil, nil
}
