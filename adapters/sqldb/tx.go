package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// maxRepeats is how often a transaction is tried again after a deadlock or a lock that did not come free.
const maxRepeats = 8

// decided carries an error of the caller's own function through the translation of database errors untouched.
type decided struct{ err error }

func (d decided) Error() string { return d.err.Error() }

// statement is one SQL statement with its arguments.
type statement struct {
	text string
	args []any
}

// inTx runs do in one write transaction, again when the database asks for that.
func (db *DB) inTx(ctx context.Context, doing string, do func(ctx context.Context, tx *sql.Tx) error) error {
	err := db.repeated(ctx, func(ctx context.Context) error { return once(ctx, db.write, do) })
	if d, ok := errors.AsType[decided](err); ok {
		return d.err
	}
	return db.fail(doing, err)
}

// inBatch is inTx for transactions that many callers share. The error is the database's own.
func (db *DB) inBatch(ctx context.Context, do func(ctx context.Context, tx *sql.Tx) error) error {
	return db.repeated(ctx, func(ctx context.Context) error {
		db.dialect.ready(ctx)
		return once(ctx, db.batch, do)
	})
}

// commit runs statements in one write transaction, again when the database asks for that. The error is the database's own.
func (db *DB) commit(ctx context.Context, list []statement) error {
	return db.repeated(ctx, func(ctx context.Context) error {
		db.dialect.ready(ctx)
		return db.dialect.commit(ctx, db.batch, list)
	})
}

// repeated bounds what try does in time, and has it try again after a deadlock or a lock that did not come free.
func (db *DB) repeated(ctx context.Context, try func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	for n := 1; ; n++ {
		err := try(ctx)
		if err == nil || n == maxRepeats || !db.dialect.repeat(err) || !pause(ctx, time.Duration(1+rand.IntN(10*n))*time.Millisecond) {
			return err
		}
	}
}

func once(ctx context.Context, pool *sql.DB, do func(ctx context.Context, tx *sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(ctx, tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

// pause waits, false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// fail turns an error of the database into one of ours; errors that are ours already stay.
func (db *DB) fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*pos.Error](err); ok {
		return err
	}
	gone := db.closed.Load() || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if gone || db.dialect.unavailable(err) {
		return pos.Unavailable(fmt.Errorf("%s: %w", doing, err), "The gateway's database does not answer; try again in a moment")
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// micros is how times are stored.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}
