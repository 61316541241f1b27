package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/tillway/tillway/gateway/pos"
)

// mysqlDialect has what it takes to open connections that are patient enough to migrate.
type mysqlDialect struct{ patient *mysql.Config }

func openMySQL(address string) (*DB, error) {
	cfg, err := mysqlConfig(address)
	if err != nil {
		return nil, err
	}
	pool, err := mysqlPool(cfg, 16)
	if err != nil {
		return nil, err
	}
	patient := cfg.Clone()
	patient.ReadTimeout = 0 // a large table is changed in minutes
	db := &DB{write: pool, read: pool, dialect: mysqlDialect{patient}}
	if db.locks, err = newLocks(db, cfg); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	cfg.MultiStatements, cfg.ReadTimeout, cfg.WriteTimeout = true, callTimeout, callTimeout
	cfg.Params["autocommit"] = "0" // each transaction begins by itself, and need not be told to
	if db.batch, err = mysqlPool(cfg, 2*db.dialect.writers()); err != nil {
		return nil, errors.Join(err, pool.Close(), db.locks.pool.Close())
	}
	return db, nil
}

func mysqlPool(cfg *mysql.Config, connections int) (*sql.DB, error) {
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		return nil, pos.Invalid("The URL of the ledger cannot be used; give mysql://user:password@host:3306/database").Because(err)
	}
	pool := sql.OpenDB(readCommitted{connector})
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	pool.SetConnMaxLifetime(5 * time.Minute) // well below any server's wait_timeout, and follows a fail-over
	pool.SetConnMaxIdleTime(time.Minute)
	return pool, nil
}

func mysqlConfig(address string) (*mysql.Config, error) {
	bad := pos.Invalid("The URL of the ledger cannot be used; give sqlite:<path> or mysql://user:password@host:3306/database")
	cfg := mysql.NewConfig()
	if strings.HasPrefix(address, "mysql://") || strings.HasPrefix(address, "mariadb://") {
		u, err := url.Parse(address)
		if err != nil { // the parser's message repeats the URL, and with it the password
			return nil, bad
		}
		cfg.Net, cfg.Addr, cfg.DBName = "tcp", u.Host, strings.TrimPrefix(u.Path, "/")
		if u.Port() == "" {
			cfg.Addr = net.JoinHostPort(u.Hostname(), "3306")
		}
		cfg.User = u.User.Username()
		cfg.Passwd, _ = u.User.Password()
		if tls := u.Query().Get("tls"); tls != "" {
			cfg.TLSConfig = tls
		}
	} else {
		var err error
		if cfg, err = mysql.ParseDSN(address); err != nil {
			return nil, bad
		}
	}
	if cfg.DBName == "" {
		return nil, bad
	}
	cfg.ParseTime, cfg.InterpolateParams, cfg.ClientFoundRows, cfg.Loc = true, true, true, time.UTC
	cfg.Timeout, cfg.ReadTimeout, cfg.WriteTimeout = 5*time.Second, 30*time.Second, 30*time.Second
	cfg.Logger = &mysql.NopLogger{} // a broken connection comes back as an error, which is logged where it ends
	if cfg.Params == nil {
		cfg.Params = map[string]string{}
	}
	cfg.Params["sql_mode"] = "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"
	return cfg, nil
}

// readCommitted sets the isolation level of each new connection. Under the default, REPEATABLE READ, searching for due rows
// locks the gaps between them, and workers and accepts deadlock. A statement does it because the name of the variable
// differs between MySQL and MariaDB.
type readCommitted struct{ driver.Connector }

func (c readCommitted) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	exec, ok := conn.(driver.ExecerContext)
	if !ok {
		return nil, errors.Join(errors.New("the MySQL driver cannot execute statements"), conn.Close())
	}
	if _, err := exec.ExecContext(ctx, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", nil); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

func (mysqlDialect) forUpdate() string  { return " FOR UPDATE" }
func (mysqlDialect) skipLocked() string { return " FOR UPDATE SKIP LOCKED" }

func (mysqlDialect) withID() string { return "FORCE INDEX (PRIMARY) WHERE id IN " }

func (mysqlDialect) longestDue() string {
	return "FORCE INDEX (orders_due) WHERE due_at <= ? ORDER BY due_at LIMIT ?"
}

func (mysqlDialect) newestDue() string {
	return "FORCE INDEX (orders_newest) WHERE due_since IS NOT NULL AND due_at <= ? ORDER BY due_since DESC LIMIT ?"
}

func (mysqlDialect) by(index string) string { return "FORCE INDEX (" + index + ")" }

func (mysqlDialect) adding(_, sums []string) string {
	set := make([]string, len(sums))
	for i, c := range sums {
		set[i] = c + " = " + c + " + VALUES(" + c + ")"
	}
	return " ON DUPLICATE KEY UPDATE " + strings.Join(set, ", ")
}

func (mysqlDialect) clock() string {
	return "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))"
}

// ready has nothing to do: arguments are put into the statements here, since preparing takes a round trip.
func (mysqlDialect) ready(context.Context) {}

// writers: the server writes the log for several transactions at once, and has a thread for each connection.
func (mysqlDialect) writers() int { return 2 }

func (mysqlDialect) run(ctx context.Context, tx *sql.Tx, list []statement) error {
	text, args := together(list)
	_, err := tx.ExecContext(ctx, text, args...)
	return err
}

// commit takes one round trip. The server stops at the first statement that fails; what ran before it is rolled back.
func (d mysqlDialect) commit(ctx context.Context, pool *sql.DB, list []statement) error {
	return d.talk(ctx, pool, func(ctx context.Context, t talk) error { return t.end(ctx, writes(list)...) })
}

func (mysqlDialect) talk(ctx context.Context, pool *sql.DB, do func(ctx context.Context, t talk) error) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // gives it back to the pool
	t := &mysqlTalk{conn: conn}
	if err = do(ctx, t); err == nil && t.ended {
		return nil
	}
	if t.begun {
		if _, failed := conn.ExecContext(ctx, "ROLLBACK"); failed != nil {
			// Whoever had the connection next would go on with this transaction.
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		}
	}
	return err
}

// mysqlTalk sends the parts that are said together in one round trip, with the end of the transaction. It begins with the first
// of them.
type mysqlTalk struct {
	conn         *sql.Conn
	begun, ended bool
}

func (t *mysqlTalk) say(ctx context.Context, parts ...part) error { return t.send(ctx, parts) }

func (t *mysqlTalk) end(ctx context.Context, parts ...part) error {
	err := t.send(ctx, append(parts[:len(parts):len(parts)], part{statement: statement{text: "COMMIT"}}))
	t.ended = err == nil
	return err
}

func (t *mysqlTalk) send(ctx context.Context, parts []part) error {
	var list []statement
	var scans []func(*sql.Rows) error
	for _, p := range parts {
		list = append(list, p.statement)
		if p.scan != nil {
			scans = append(scans, p.scan)
		}
	}
	text, args := together(list)
	t.begun = true
	// The time-outs of the connection bound this. To have it watch a context as well takes two switches between threads, which
	// is a tenth of what it takes to accept an order.
	ctx = context.WithoutCancel(ctx)
	if len(scans) == 0 {
		_, err := t.conn.ExecContext(ctx, text, args...)
		return err
	}
	rows, err := t.conn.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for _, scan := range scans { // statements without rows are passed over by the driver
		if err := scanAll(rows, scan); err != nil {
			return err
		}
		rows.NextResultSet()
	}
	return rows.Err()
}

func (mysqlDialect) among(list []any) (in string, args []any) {
	return placeholders(1, len(list)), list
}

func together(list []statement) (text string, args []any) {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.text
		args = append(args, s.args...)
	}
	return strings.Join(texts, "; "), args
}

// Error numbers of the server, the same in MySQL and MariaDB.
const (
	erConCount           = 1040
	erServerShutdown     = 1053
	erDupEntry           = 1062
	erTooManyUserConns   = 1203
	erLockWaitTimeout    = 1205
	erLockDeadlock       = 1213
	erOptionPrevents     = 1290 // read-only, as a replica is during a fail-over
	erQueryInterrupted   = 1317
	erReadOnlyMode       = 1836
	erConnectionKilled   = 1927
	erRecordHasChanged   = 1020 // MariaDB with innodb_snapshot_isolation
	erDiskFull           = 1021
	erRecordFileFull     = 1114
	erAccessDenied       = 1045
	erAbortingConnection = 1152
)

func mysqlNumber(err error) uint16 {
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return e.Number
	}
	return 0
}

func (mysqlDialect) duplicate(err error) bool { return mysqlNumber(err) == erDupEntry }

func (mysqlDialect) repeat(err error) bool {
	switch mysqlNumber(err) {
	case erLockDeadlock, erLockWaitTimeout, erRecordHasChanged:
		return true
	}
	return false
}

func (mysqlDialect) unavailable(err error) bool {
	switch mysqlNumber(err) {
	case 0: // not an answer of the server: the connection failed
		return errors.Is(err, mysql.ErrInvalidConn) || errors.Is(err, driver.ErrBadConn) || isNetError(err)
	case erConCount, erServerShutdown, erTooManyUserConns, erLockWaitTimeout, erLockDeadlock, erOptionPrevents, erQueryInterrupted,
		erReadOnlyMode, erConnectionKilled, erRecordHasChanged, erDiskFull, erRecordFileFull, erAccessDenied, erAbortingConnection:
		return true
	}
	return false
}

func isNetError(err error) bool {
	_, ok := errors.AsType[net.Error](err)
	return ok
}

func (mysqlDialect) folder() string { return "mysql" }

func (d mysqlDialect) migrator(files fs.FS) (*goose.Provider, func() error, error) {
	locker, err := lock.NewMySQLTableLocker()
	if err != nil {
		return nil, nil, err
	}
	pool, err := mysqlPool(d.patient, 4)
	if err != nil {
		return nil, nil, err
	}
	provider, err := goose.NewProvider(goose.DialectMySQL, pool, files, goose.WithLocker(locker), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	return provider, provider.Close, nil
}
