package sqldb

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"math"
	"sync"
	"time"

	"github.com/go-sql-driver/mysql"
)

// lockCall bounds a call about a lock.
const lockCall = 5 * time.Second

// Locks are held by connections to a MySQL or MariaDB server (GET_LOCK): they cost no write, and the server takes back the
// lock of a replica that dies. They save work: a Galera cluster has them for each node by itself, so nothing may depend on
// there being one holder only.
type Locks struct {
	db *DB
	// pool is for nothing else: the server closes its connections when they are idle for as long as a lock may be held.
	pool     *sql.DB
	database string
}

// Locks returns the locks that the replicas of this ledger share; false for SQLite, which one gateway has to itself.
func (db *DB) Locks() (*Locks, bool) { return db.locks, db.locks != nil }

func newLocks(db *DB, cfg *mysql.Config) (*Locks, error) {
	pool, err := mysqlPool(cfg, 4)
	if err != nil {
		return nil, err
	}
	pool.SetConnMaxIdleTime(time.Second)
	return &Locks{db: db, pool: pool, database: cfg.DBName}, nil
}

// TryLock takes the lock of a name for at most ttl; false when somebody has it. Release gives it back, and does nothing when
// it has run out. Where this process hangs, the server takes it back after ttl rounded up to a second. Errors: unavailable.
func (l *Locks) TryLock(ctx context.Context, name string, ttl time.Duration) (release func(), ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, lockCall)
	defer cancel()
	conn, err := l.pool.Conn(ctx)
	if err != nil {
		return nil, false, l.db.fail("take a lock", err)
	}
	key := l.key(name)
	var got sql.NullInt64
	_, err = conn.ExecContext(ctx, "SET SESSION wait_timeout = ?", int(math.Ceil(ttl.Seconds())))
	if err == nil {
		err = conn.QueryRowContext(ctx, "SELECT GET_LOCK(?, 0)", key).Scan(&got)
	}
	if err != nil {
		drop(conn) // it may have the lock
		return nil, false, l.db.fail("take a lock", err)
	}
	if got.Int64 != 1 {
		return nil, false, l.db.fail("take a lock", conn.Close())
	}
	var once sync.Once
	timer := time.AfterFunc(ttl, func() { once.Do(func() { drop(conn) }) })
	return func() {
		timer.Stop()
		once.Do(func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lockCall)
			defer cancel()
			if _, err := conn.ExecContext(ctx, "DO RELEASE_LOCK(?)", key); err != nil {
				drop(conn)
				return
			}
			_ = conn.Close() // gives it back to the pool
		})
	}, true, nil
}

// drop closes a connection, and with it gives back its lock.
func drop(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = conn.Close()
}

// key is a lock's name in the whole server, which holds other databases too. The server takes up to 64 characters.
func (l *Locks) key(name string) string {
	sum := sha256.Sum256([]byte(l.database + "\x00" + name))
	return "tillway." + hex.EncodeToString(sum[:16])
}
