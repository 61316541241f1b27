package db

import (
	"context"
	"database/sql"

	"golang.org/x/sync/errgroup"

	"github.com/tillway/tillway/gateway/pos"
)

// heldConnections is over how many connections digests of a held state are computed. While they are, the shop's own queries
// find a processor free.
const heldConnections = 2

// HoldDigests keeps hold of how everything is now, and returns what computes its digests later, when nobody waits for them.
// Each row is summed as it was when HoldDigests returned: transactions that stay open see it so, whatever is written meanwhile.
// Until drop was called, two connections are taken and the server keeps what was overwritten, as for a dump. The context given here
// bounds the holding. Errors of both: as Digests.
func (s *Source) HoldDigests(ctx context.Context, store pos.Store, size int) (
	digests func(context.Context) ([]pos.RangeDigest, error), drop func(), err error,
) {
	if size < 1 {
		return nil, nil, wrongSize(size)
	}
	h := &hold{source: s}
	if err := h.open(ctx, store, size); err != nil {
		h.drop()
		return nil, nil, err
	}
	return h.digests, h.drop, nil
}

// hold is transactions on the state of one moment.
type hold struct {
	source  *Source
	kinds   []digestKind
	readers []*reader
	txs     []*sql.Tx
}

func (h *hold) open(ctx context.Context, store pos.Store, size int) error {
	for range heldConnections {
		if err := h.begin(ctx); err != nil {
			return err
		}
	}
	short, cancel := context.WithTimeout(ctx, h.source.cfg.Timeout)
	defer cancel()
	for _, r := range h.readers {
		// The state that a transaction sees is that of its first reading.
		if err := r.each(short, "hold", "SELECT COUNT(*) FROM {store}", nil, func(*row) {}); err != nil {
			return err
		}
	}
	var err error
	h.kinds, err = h.source.digestKinds(short, h.readers[0], store, size)
	return err
}

func (h *hold) begin(ctx context.Context) error {
	conn, err := h.source.pool.Conn(ctx)
	if err != nil {
		return translate(err, "connect to Magento's database")
	}
	h.readers = append(h.readers, &reader{source: h.source, conn: conn})
	tx, err := conn.BeginTx(ctx, snapshot())
	if err != nil {
		return translate(err, "begin reading Magento's database")
	}
	h.txs = append(h.txs, tx)
	return nil
}

func (h *hold) drop() {
	for _, tx := range h.txs {
		_ = tx.Rollback()
	}
	for _, r := range h.readers {
		_ = r.conn.Close()
	}
	h.txs, h.readers = nil, nil
}

func (h *hold) digests(ctx context.Context) ([]pos.RangeDigest, error) {
	group, ctx := errgroup.WithContext(ctx)
	work := make(chan func(context.Context, *reader) error)
	for _, r := range h.readers {
		group.Go(func() error {
			for sum := range work {
				short, cancel := context.WithTimeout(ctx, h.source.cfg.Timeout)
				err := sum(short, r)
				cancel()
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		defer close(work)
		for sum := range sums(h.kinds) {
			select {
			case work <- sum:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return allDigests(h.kinds), nil
}
