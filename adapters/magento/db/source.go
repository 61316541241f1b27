package db

import (
	"context"
	"database/sql"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/tillway/tillway/gateway/pos"
)

// Config says where Magento's database is and how to read it.
type Config struct {
	// DSN is mysql://user:password@host:port/database, or in the form of go-sql-driver/mysql. The account needs SELECT only. parseTime, interpolateParams and the
	// session's time zone are set by Open whatever the DSN says.
	DSN string
	// TablePrefix is Magento's table_prefix (env.php), usually empty. Letters, digits and underscores.
	TablePrefix string
	// BarcodeAttribute is the code of the product attribute that holds barcodes. Default "sku".
	BarcodeAttribute string
	// Parallel is how many connections one long page of products is read over. Default 4. Twice as many may be open, and two.
	Parallel int
	// Timeout bounds one call of a method. Default one minute.
	Timeout time.Duration
	// MetadataTTL is how long attributes, options and labels are taken as they were read. Default one minute; an unknown
	// attribute or option is looked up at once.
	MetadataTTL time.Duration
	// Now is the clock that MetadataTTL goes by. Default time.Now.
	Now func() time.Time
	// Observe, if set, is told after each query its name and how long it took until the last row was read. It may be called
	// by several goroutines at once.
	Observe func(query string, d time.Duration)
	// Broken, if set, is told how many rows were found broken: values of attributes that do not exist ("attribute_value"),
	// bytes that are no text ("text"), prices that are NULL ("price"), categories beside their path ("category"). It may be
	// called by several goroutines at once.
	Broken func(entity string, rows int)
	// Log is told of rows that cannot be read and parts that are missing. Default: nobody.
	Log *slog.Logger
}

// Source reads Magento's catalog over SQL. Safe for concurrent use. Errors of every method: unavailable, unauthorized (the
// account may not read a table), invalid.
type Source struct {
	cfg    Config
	pool   *sql.DB
	prefix *strings.Replacer // of {name} by the table's

	index    kept
	mu       sync.Mutex
	metadata map[int64]*metadata // by store id
}

// maxPage is the most products that one call returns, and the most values in one list of a query.
const maxPage = 5000

var prefixPattern = regexp.MustCompile(`^[A-Za-z0-9_]{0,32}$`)

// Open connects to Magento's database and looks whether its tables are there. The caller closes the Source.
// Errors: invalid, for a DSN or prefix that cannot be, or tables that are not Magento Open Source's; unauthorized;
// unavailable.
func Open(ctx context.Context, cfg Config) (*Source, error) {
	if !prefixPattern.MatchString(cfg.TablePrefix) {
		return nil, pos.Invalid("table prefix %.40q: use letters, digits and underscores only", cfg.TablePrefix)
	}
	driverCfg, err := parseAddress(cfg.DSN)
	if err != nil {
		return nil, err
	}
	if _, err := mysql.NewConnector(sessionSettings(driverCfg)); err != nil {
		return nil, pos.Invalid("Magento's database address cannot be used").Because(err)
	}
	s := &Source{cfg: withDefaults(cfg), pool: sql.OpenDB(connector{driverCfg}), prefix: strings.NewReplacer("{", cfg.TablePrefix, "}", ""), metadata: map[int64]*metadata{},
		index: kept{settled: stampSettled, sums: map[string]keptSum{}}}
	s.pool.SetMaxOpenConns(2*s.cfg.Parallel + heldConnections)
	s.pool.SetMaxIdleConns(2*s.cfg.Parallel + heldConnections)
	s.pool.SetConnMaxLifetime(3 * time.Minute)
	if err := s.checkTables(ctx); err != nil {
		_ = s.pool.Close()
		return nil, err
	}
	return s, nil
}

// Close ends all connections. Calls in flight fail.
func (s *Source) Close() error { return s.pool.Close() }

func withDefaults(cfg Config) Config {
	if cfg.BarcodeAttribute == "" {
		cfg.BarcodeAttribute = "sku"
	}
	if cfg.Parallel <= 0 {
		cfg.Parallel = 4
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = time.Minute
	}
	if cfg.MetadataTTL <= 0 {
		cfg.MetadataTTL = time.Minute
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Observe == nil {
		cfg.Observe = func(string, time.Duration) {}
	}
	if cfg.Broken == nil {
		cfg.Broken = func(string, int) {}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return cfg
}

// sessionSettings makes every session read as Magento's own do: times are UTC, values come as text, and nothing waits for
// ever.
func sessionSettings(cfg *mysql.Config) *mysql.Config {
	cfg.ParseTime, cfg.InterpolateParams, cfg.Loc = false, true, time.UTC
	if cfg.Timeout == 0 {
		cfg.Timeout = 5 * time.Second
	}
	if cfg.ReadTimeout == 0 {
		cfg.ReadTimeout = time.Minute
	}
	if cfg.WriteTimeout == 0 {
		cfg.WriteTimeout = 10 * time.Second
	}
	if cfg.Params == nil {
		cfg.Params = map[string]string{}
	}
	cfg.Params["time_zone"] = "'+00:00'"
	return cfg
}

// checkTables tells a wrong prefix or another edition apart from a database that is down.
func (s *Source) checkTables(ctx context.Context) error {
	return s.read(ctx, func(ctx context.Context, r *reader) error {
		commerce := false
		err := r.each(ctx, "tables", "SHOW COLUMNS FROM {catalog_product_entity} LIKE 'row_id'", nil, func(*row) { commerce = true })
		if err != nil {
			return err
		}
		if commerce {
			return pos.Invalid("this is an Adobe Commerce database (row_id): read it over REST instead")
		}
		return nil
	})
}

// snapshot is how transactions see one state whatever is written meanwhile.
func snapshot() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// read runs fn in one read-only transaction on one snapshot, within the time limit of a call.
func (s *Source) read(ctx context.Context, fn func(context.Context, *reader) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Timeout)
	defer cancel()
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return translate(err, "connect to Magento's database")
	}
	defer func() { _ = conn.Close() }()
	tx, err := conn.BeginTx(ctx, snapshot())
	if err != nil {
		return translate(err, "begin reading Magento's database")
	}
	defer func() { _ = tx.Rollback() }()
	return fn(ctx, &reader{source: s, conn: conn})
}
