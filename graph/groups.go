package graph

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/tillway/tillway/gateway/pos"
)

// Groups knows the customers that log in to Magento.
type Groups interface {
	// CustomerGroup returns the group of the customer that a token of Magento's stands for. Errors: unauthorized, when it is
	// no customer's; unavailable.
	CustomerGroup(ctx context.Context, token string) (int64, error)
}

const (
	// groupFor is how long the group of a token is believed. Tokens that are no customer's are kept as guests'.
	groupFor  = time.Minute
	maxGroups = 20_000
	// maxGroupLookups is how many tokens Magento is asked about at the same time, whoever makes them up.
	maxGroupLookups = 8
)

// groups remembers which group's prices the bearer of a token is told. A device's token, and one that nobody knows, stands
// for guests, as Magento takes it for catalog queries.
type groups struct {
	source    Groups // nil when all are guests
	registers Registers
	known     *otter.Cache[[sha256.Size]byte, int64]
	room      chan struct{}
}

func newGroups(source Groups, registers Registers) *groups {
	g := &groups{source: source, registers: registers, room: make(chan struct{}, maxGroupLookups)}
	if source != nil {
		g.known = otter.Must(&otter.Options[[sha256.Size]byte, int64]{
			MaximumSize: maxGroups, ExpiryCalculator: otter.ExpiryWriting[[sha256.Size]byte, int64](groupFor),
		})
	}
	return g
}

// remembered returns the group of a token's bearer, false when Magento must be asked.
func (g *groups) remembered(token string) (int64, bool) {
	if g.source == nil || token == "" {
		return 0, true
	}
	return g.known.GetIfPresent(sha256.Sum256([]byte(token)))
}

// of returns the group of a token's bearer. Errors: unavailable: guests' prices would be wrong ones.
func (g *groups) of(ctx context.Context, token string) (int64, error) {
	if group, ok := g.remembered(token); ok {
		return group, nil
	}
	var group int64
	if _, err := g.registers.Authenticate(ctx, token); pos.KindOf(err) == pos.KindUnauthorized {
		group, err = g.ask(ctx, token)
		if err != nil && pos.KindOf(err) != pos.KindUnauthorized {
			return 0, err
		}
	} else if err != nil {
		return 0, nil //nolint:nilerr // what needs the device says so
	}
	g.known.Set(sha256.Sum256([]byte(token)), group)
	return group, nil
}

func (g *groups) ask(ctx context.Context, token string) (int64, error) {
	select {
	case g.room <- struct{}{}:
		defer func() { <-g.room }()
		return g.source.CustomerGroup(ctx, token)
	case <-ctx.Done():
		return 0, pos.Unavailable(ctx.Err(), "Magento was not asked in time who the customer is.")
	}
}
