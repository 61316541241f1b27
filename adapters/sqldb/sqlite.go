package sqldb

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/tillway/tillway/gateway/pos"
)

type sqliteDialect struct{ statements *prepared }

func openSQLite(path string) (*DB, error) {
	if path == "" || strings.Contains(path, ":memory:") {
		return nil, pos.Invalid("The ledger needs a file: give sqlite:<path>")
	}
	// busy_timeout comes first so that the pragmas after it wait too. FULL makes a commit wait for the disk in WAL mode.
	common := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=wal_autocheckpoint(4000)&_pragma=journal_size_limit(67108864)"
	write, err := sql.Open("sqlite", common+"&_txlock=immediate")
	if err != nil {
		return nil, pos.Invalid("The path of the ledger cannot be used").Because(err)
	}
	read, err := sql.Open("sqlite", common+"&_pragma=query_only(1)")
	if err != nil {
		_ = write.Close()
		return nil, pos.Invalid("The path of the ledger cannot be used").Because(err)
	}
	write.SetMaxOpenConns(1)
	read.SetMaxOpenConns(4)
	read.SetMaxIdleConns(4)
	return &DB{write: write, read: read, batch: write, dialect: sqliteDialect{&prepared{pool: write, kept: map[string]*sql.Stmt{}}}}, nil
}

// A transaction on the one writer connection excludes every other from its first statement on.
func (sqliteDialect) forUpdate() string  { return "" }
func (sqliteDialect) skipLocked() string { return "" }

func (sqliteDialect) withID() string     { return "WHERE id IN " }
func (sqliteDialect) longestDue() string { return "WHERE due_at <= ? ORDER BY due_at LIMIT ?" }

func (sqliteDialect) newestDue() string {
	return "INDEXED BY orders_newest WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY received_at DESC LIMIT ?"
}

func (sqliteDialect) by(index string) string { return "INDEXED BY " + index }

func (sqliteDialect) adding(keys, sums []string) string {
	set := make([]string, len(sums))
	for i, c := range sums {
		set[i] = c + " = " + c + " + excluded." + c
	}
	return " ON CONFLICT (" + strings.Join(keys, ", ") + ") DO UPDATE SET " + strings.Join(set, ", ")
}

func (sqliteDialect) clock() string { return "" }

func (d sqliteDialect) ready(ctx context.Context) { d.statements.begin(ctx) }

func (sqliteDialect) writers() int { return 1 }

func (d sqliteDialect) run(ctx context.Context, tx *sql.Tx, list []statement) error {
	for _, s := range list {
		if err := d.statements.exec(ctx, tx, s); err != nil {
			return err
		}
	}
	return nil
}

func (d sqliteDialect) commit(ctx context.Context, pool *sql.DB, list []statement) error {
	return once(ctx, pool, func(ctx context.Context, tx *sql.Tx) error { return d.run(ctx, tx, list) })
}

func (d sqliteDialect) talk(ctx context.Context, pool *sql.DB, do func(ctx context.Context, t talk) error) error {
	return once(ctx, pool, func(ctx context.Context, tx *sql.Tx) error { return do(ctx, sqliteTalk{d.statements, tx}) })
}

// sqliteTalk needs no round trips, but keeps its statements. The transaction is committed when the talk is over.
type sqliteTalk struct {
	statements *prepared
	tx         *sql.Tx
}

func (t sqliteTalk) say(ctx context.Context, parts ...part) error {
	for _, p := range parts {
		if p.scan == nil {
			if err := t.statements.exec(ctx, t.tx, p.statement); err != nil {
				return err
			}
		} else if err := t.statements.query(ctx, t.tx, p); err != nil {
			return err
		}
	}
	return nil
}

func (t sqliteTalk) end(ctx context.Context, parts ...part) error { return t.say(ctx, parts...) }

// among takes the list as one argument, so that lists of all lengths have one statement, which is parsed once.
func (sqliteDialect) among(list []any) (in string, args []any) {
	text, _ := json.Marshal(list) // strings always have a form
	return "(SELECT value FROM json_each(?))", []any{string(text)}
}

func sqliteCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}

func (sqliteDialect) duplicate(err error) bool {
	code := sqliteCode(err)
	return code == sqlite3.SQLITE_CONSTRAINT_UNIQUE || code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}

func (sqliteDialect) repeat(err error) bool {
	code := sqliteCode(err) & 0xff
	return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
}

func (sqliteDialect) unavailable(err error) bool {
	switch sqliteCode(err) & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
		sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT:
		return true
	}
	return false
}

func (sqliteDialect) folder() string { return "sqlite" }

func (d sqliteDialect) migrator(files fs.FS) (*goose.Provider, func() error, error) {
	provider, err := goose.NewProvider(goose.DialectSQLite3, d.statements.pool, files, goose.WithDisableGlobalRegistry(true))
	return provider, func() error { return nil }, err
}
