package sqldb

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// callTimeout bounds every call to the database, so that a server that hangs is an error and not a wait.
const callTimeout = 15 * time.Second

// maxMigrateTries is how often migrating is tried without getting any further.
const maxMigrateTries = 3

// DB is the ledger, the outbox, the device list and the webhook inbox. It is safe for concurrent use.
type DB struct {
	write, read *sql.DB
	// batch is for the transactions that many callers share: in MySQL it has connections that take several statements in one
	// round trip, which nothing else may.
	batch     *sql.DB
	locks     *Locks // nil for SQLite
	dialect   dialect
	accepting *queue[acceptance]
	changing  *queue[change]
	closed    atomic.Bool
}

// dialect is what differs between the databases.
type dialect interface {
	// forUpdate and skipLocked end a SELECT that reads what the transaction will change.
	forUpdate() string
	skipLocked() string
	// withID begins a SELECT of orders by id; longestDue selects due orders by the index on that, and newestDue by one on
	// when they were received, so that many that wait cost nothing. MySQL prefers to read a small table as a whole, which
	// locks rows that are none of the caller's business: it is told the index.
	withID() string
	longestDue() string
	newestDue() string
	// by names the index to read a table by; planners prefer to read a small table as a whole.
	by(index string) string
	// adding ends an INSERT of rows whose sums are added to those of the row with the same keys.
	adding(keys, sums []string) string
	// clock is a query for the microseconds since 1970 by the server's clock; empty where there is no server.
	clock() string
	// ready is called before a transaction of the batch pool.
	ready(ctx context.Context)
	// run runs statements in a transaction of the batch pool; commit runs them in a transaction of their own.
	run(ctx context.Context, tx *sql.Tx, list []statement) error
	commit(ctx context.Context, pool *sql.DB, list []statement) error
	// talk runs a transaction of the batch pool that do reads and writes in, and ends; it is undone when do returns an error.
	talk(ctx context.Context, pool *sql.DB, do func(ctx context.Context, t talk) error) error
	// among selects by a list: what follows IN, and its arguments.
	among(list []any) (in string, args []any)
	// writers is how many transactions of one kind are worth having at once.
	writers() int
	// duplicate says that a unique key refused a row; repeat that the transaction should be tried again; unavailable that
	// the database cannot do anything just now.
	duplicate(err error) bool
	repeat(err error) bool
	unavailable(err error) bool
	// migrator returns what migrates, and what to call after it.
	migrator(files fs.FS) (provider *goose.Provider, done func() error, err error)
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
	db.accepting = newQueue(1, acceptable, db.accept)
	db.changing = newQueue(db.dialect.writers(), changeable, db.changeAll)
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	for _, pool := range db.pools() {
		if err := db.connect(ctx, pool); err != nil {
			_ = db.Close()
			return nil, db.fail("connect to the ledger", err)
		}
	}
	return db, nil
}

// connect makes a pool's first connection. Of processes that turn a new SQLite file to WAL at once, all but one are refused
// and not made to wait.
func (db *DB) connect(ctx context.Context, pool *sql.DB) error {
	for {
		err := pool.PingContext(ctx)
		if err == nil || !db.dialect.repeat(err) || !pause(ctx, 20*time.Millisecond) {
			return err
		}
	}
}

// Migrate brings the tables to the form that this version needs. Several replicas may call it at once.
func (db *DB) Migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations/"+db.dialect.folder())
	if err != nil {
		return err
	}
	provider, done, err := db.dialect.migrator(files)
	if err != nil {
		return fmt.Errorf("read the ledger's migrations: %w", err)
	}
	defer func() { _ = done() }()
	// MySQL's migrator waits for its turn. In SQLite each migration is one transaction, so that of two processes one fails,
	// and finds the work done when it looks again.
	for tries, reached := 0, int64(-1); ; tries++ {
		_, err := provider.Up(ctx)
		if err == nil {
			return nil
		}
		if version, failed := provider.GetDBVersion(ctx); failed == nil && version > reached {
			tries, reached = 0, version
		}
		if tries == maxMigrateTries || !pause(ctx, 50*time.Millisecond) {
			return fmt.Errorf("migrate the ledger: %w", err)
		}
	}
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
	var problems []error
	for _, pool := range db.pools() {
		problems = append(problems, pool.Close())
	}
	return errors.Join(problems...)
}

// pools lists each pool once.
func (db *DB) pools() []*sql.DB {
	list := slices.Compact([]*sql.DB{db.read, db.write, db.batch})
	if db.locks != nil {
		list = append(list, db.locks.pool)
	}
	return list
}
