package sqldb

import (
	"context"
	"database/sql"
	"slices"
	"sync"
)

// maxPrepared bounds the statements that are kept. Small batches, which gain most, need few.
const maxPrepared = 64

// prepared keeps the statements of a pool with one connection, so that SQLite does not parse them for each transaction. A
// statement can be kept only between transactions, since one that is open has the connection.
type prepared struct {
	pool *sql.DB

	mu     sync.Mutex
	kept   map[string]*sql.Stmt
	wanted []string
}

// begin prepares what the transactions before had to parse. A statement that cannot be prepared fails when it is run.
func (p *prepared) begin(ctx context.Context) {
	p.mu.Lock()
	wanted := p.wanted
	p.wanted = nil
	p.mu.Unlock()
	for _, text := range wanted {
		if s, err := p.pool.PrepareContext(ctx, text); err == nil { //nolint:sqlclosecheck // closed with the pool
			p.mu.Lock()
			p.kept[text] = s
			p.mu.Unlock()
		}
	}
}

func (p *prepared) exec(ctx context.Context, tx *sql.Tx, s statement) error {
	if kept := p.statement(s.text); kept != nil {
		_, err := tx.StmtContext(ctx, kept).ExecContext(ctx, s.args...) //nolint:sqlclosecheck // closed with the transaction
		return err
	}
	_, err := tx.ExecContext(ctx, s.text, s.args...)
	return err
}

func (p *prepared) query(ctx context.Context, tx *sql.Tx, q part) error {
	var rows *sql.Rows
	var err error
	if kept := p.statement(q.text); kept != nil {
		rows, err = tx.StmtContext(ctx, kept).QueryContext(ctx, q.args...) //nolint:sqlclosecheck // closed with the transaction
	} else {
		rows, err = tx.QueryContext(ctx, q.text, q.args...)
	}
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	return scanAll(rows, q.scan)
}

func (p *prepared) statement(text string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	kept := p.kept[text]
	if kept == nil && len(p.kept)+len(p.wanted) < maxPrepared && !slices.Contains(p.wanted, text) {
		p.wanted = append(p.wanted, text)
	}
	return kept
}
