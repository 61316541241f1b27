package sqldb

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// callTimeout bounds every call to the database, so that a server that hangs is an error and not a wait.
const callTimeout = 15 * time.Second

// DB is the ledger, the outbox, the device list and the webhook inbox. It is safe for concurrent use.
type DB struct {
	write, read *sql.DB
	dialect     dialect
	accepting   acceptQueue
	closed      atomic.Bool
}

// dialect is what differs between the databases.
type dialect interface {
	// forUpdate and skipLocked end a SELECT that reads what the transaction will change.
	forUpdate() string
	skipLocked() string
	// newestDue selects due orders by an index on when they were received, so that many that wait cost nothing.
	newestDue() string
	// duplicate says that a unique key refused a row; repeat that the transaction should be tried again; unavailable that
	// the database cannot do anything just now.
	duplicate(err error) bool
	repeat(err error) bool
	unavailable(err error) bool
	migrator(db *sql.DB, files fs.FS) (*goose.Provider, error)
	folder() string
}

// Open connects to "sqlite:<path>", to "mysql://user:password@host:port/database", or to a data source name in the form of
// go-sql-driver/mysql (for unix sockets). It creates the SQLite file, but no tables: see Migrate. Errors: invalid, for a URL
// that cannot be; unavailable.
func Open(ctx context.Context, url string) (*DB, error) {
	var db *DB
	var err error
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		db, err = openSQLite(path)
	} else {
		db, err = openMySQL(url)
	}
	if err != nil {
		return nil, err
	}
	db.accepting.turn = make(chan struct{}, 1)
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	for _, pool := range []*sql.DB{db.write, db.read} {
		if err := pool.PingContext(ctx); err != nil {
			_ = db.Close()
			return nil, db.fail("connect to the ledger", err)
		}
	}
	return db, nil
}

// Migrate brings the tables to the form that this version needs. Several replicas may call it at once.
func (db *DB) Migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations/"+db.dialect.folder())
	if err != nil {
		return err
	}
	provider, err := db.dialect.migrator(db.write, files)
	if err != nil {
		return fmt.Errorf("read the ledger's migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate the ledger: %w", err)
	}
	return nil
}

// Ping says whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return db.fail("reach the ledger", db.read.PingContext(ctx))
}

// Close closes all connections. Calls that are under way end first.
func (db *DB) Close() error {
	db.closed.Store(true)
	if db.write == db.read {
		return db.write.Close()
	}
	return errors.Join(db.read.Close(), db.write.Close())
}
