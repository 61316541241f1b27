package sqldb

import (
	"context"
	"database/sql"
)

// part is a statement of a transaction; a query has what becomes of each of its rows.
type part struct {
	statement
	scan func(*sql.Rows) error
}

// talk is a write transaction that reads before it writes, in as few round trips as the database takes.
type talk interface {
	// say runs parts in order.
	say(ctx context.Context, parts ...part) error
	// end runs parts in order and commits.
	end(ctx context.Context, parts ...part) error
}

// writes are statements of which no rows come back.
func writes(list []statement) []part {
	parts := make([]part, len(list))
	for i, s := range list {
		parts[i].statement = s
	}
	return parts
}

// talking runs a transaction that do ends, again when the database asks for that. The error is the database's own, or that
// of do, after which nothing was written.
func (db *DB) talking(ctx context.Context, do func(ctx context.Context, t talk) error) error {
	return db.repeated(ctx, func(ctx context.Context) error {
		db.dialect.ready(ctx)
		return db.dialect.talk(ctx, db.batch, do)
	})
}

// scanAll hands every row to scan.
func scanAll(rows *sql.Rows, scan func(*sql.Rows) error) error {
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
