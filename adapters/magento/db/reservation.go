package db

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	reservationTimeout = 15 * time.Second
	lockWait           = 5 // seconds
	maxReservations    = 1000
)

// ReservationConfig says where Magento's database is and with which account to write reservations.
type ReservationConfig struct {
	// DSN is mysql://user:password@host:port/database, or in the form of go-sql-driver/mysql. The account needs SELECT and INSERT on inventory_reservation, and SELECT on
	// inventory_stock_sales_channel, store and store_website; nothing else.
	DSN string
	// TablePrefix is Magento's table_prefix (env.php), usually empty.
	TablePrefix string
}

// Reservations appends to Magento's stock reservations (module InventoryReservations) and adds them up. Rows are only ever
// added, as Magento itself does. Safe for concurrent use.
type Reservations struct {
	pool   *sql.DB
	prefix string
}

// OpenReservations connects and looks whether the table can be read. The caller closes it. Errors: invalid; unauthorized;
// unavailable.
func OpenReservations(ctx context.Context, cfg ReservationConfig) (*Reservations, error) {
	if !prefixPattern.MatchString(cfg.TablePrefix) {
		return nil, pos.Invalid("table prefix %.40q: use letters, digits and underscores only", cfg.TablePrefix)
	}
	driverCfg, err := parseAddress(cfg.DSN)
	if err != nil {
		return nil, err
	}
	driverCfg.InterpolateParams, driverCfg.Loc, driverCfg.ParseTime = true, time.UTC, false
	driverCfg.Timeout = cmp.Or(driverCfg.Timeout, 5*time.Second)
	driverCfg.ReadTimeout = cmp.Or(driverCfg.ReadTimeout, 2*reservationTimeout)
	driverCfg.WriteTimeout = cmp.Or(driverCfg.WriteTimeout, 2*reservationTimeout)
	connector, err := mysql.NewConnector(driverCfg)
	if err != nil {
		return nil, pos.Invalid("Magento's database address cannot be used").Because(err)
	}
	r := &Reservations{pool: sql.OpenDB(connector), prefix: cfg.TablePrefix}
	r.pool.SetMaxOpenConns(4)
	r.pool.SetMaxIdleConns(4)
	r.pool.SetConnMaxLifetime(3 * time.Minute)
	ctx, cancel := context.WithTimeout(ctx, reservationTimeout)
	defer cancel()
	var found int
	err = r.pool.QueryRowContext(ctx, r.sql("SELECT 1 FROM {inventory_reservation} LIMIT 1")).Scan(&found)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		_ = r.pool.Close()
		return nil, translate(err, "read the stock reservations")
	}
	return r, nil
}

// Close ends all connections. Calls in flight fail.
func (r *Reservations) Close() error { return r.pool.Close() }

func (r *Reservations) sql(query string) string {
	return strings.NewReplacer("{", r.prefix, "}", "").Replace(query)
}

// reservationEvent is a reservation's metadata as Magento writes it when an order is placed through a cart: without the
// order's entity id (Magento\InventorySales\Model\SalesEventToArrayConverter).
type reservationEvent struct {
	Event     string `json:"event_type"`
	Object    string `json:"object_type"`
	ID        string `json:"object_id"`
	Increment string `json:"object_increment_id"`
}

// Reserve takes the claim's pieces out of what can be sold, one row for each SKU, in the stock that the store view's website
// sells from. Rows that are there for the order already are not written again, also when two gateways try at once.
// Errors: invalid, for an unknown store view; unauthorized, when the account may not write; unavailable.
func (r *Reservations) Reserve(ctx context.Context, claim pos.StockClaim) error {
	metadata, err := json.Marshal(reservationEvent{Event: "order_placed", Object: "order", Increment: claim.IncrementID})
	if err != nil || claim.IncrementID == "" || len(metadata) > 255 {
		return pos.Invalid("the order's number %.60q cannot stand in a reservation", claim.IncrementID)
	}
	pieces, skus := claimed(claim)
	if len(skus) == 0 {
		return nil
	}
	if len(skus) > maxReservations {
		return pos.Invalid("an order of %d products is more than the %d that can be reserved at once", len(skus), maxReservations)
	}
	ctx, cancel := context.WithTimeout(ctx, reservationTimeout)
	defer cancel()
	conn, err := r.pool.Conn(ctx)
	if err != nil {
		return translate(err, "reserve stock")
	}
	defer func() { _ = conn.Close() }() // goes back to the pool
	unlock, err := lockOrder(ctx, conn, claim.IncrementID)
	if err != nil {
		return err
	}
	defer unlock()
	stock, err := r.stockOf(ctx, conn, claim.Store)
	if err != nil {
		return err
	}
	missing, err := r.missing(ctx, conn, stock, string(metadata), skus)
	if err != nil || len(missing) == 0 {
		return err
	}
	var args []any
	for _, sku := range missing {
		args = append(args, stock, sku, pieces[sku].Neg().String(), string(metadata))
	}
	// One statement: all rows or none.
	_, err = conn.ExecContext(ctx, r.sql("INSERT INTO {inventory_reservation} (stock_id, sku, quantity, metadata) VALUES (?, ?, ?, ?)"+
		strings.Repeat(", (?, ?, ?, ?)", len(missing)-1)), args...)
	return translateReserve(err)
}

// claimed adds up the pieces by SKU, which one order may name in two lines, and in two spellings.
func claimed(claim pos.StockClaim) (pieces map[string]decimal.Decimal, skus []string) {
	pieces = map[string]decimal.Decimal{}
	spelt := map[string]string{}
	for _, i := range claim.Items {
		sku, known := spelt[strings.ToLower(i.SKU)]
		if !known {
			sku = i.SKU
			spelt[strings.ToLower(sku)] = sku
			skus = append(skus, sku)
		}
		pieces[sku] = pieces[sku].Add(i.Ordered)
	}
	return pieces, slices.DeleteFunc(skus, func(sku string) bool { return !pieces[sku].IsPositive() })
}

// lockOrder keeps other sessions from reserving for the same order. The lock ends with the connection at the latest.
func lockOrder(ctx context.Context, conn *sql.Conn, increment string) (unlock func(), err error) {
	name := "tillway:" + increment
	if len(name) > 64 { // the longest name that a lock may have
		name = name[:64]
	}
	var got sql.NullInt64
	if err := conn.QueryRowContext(ctx, "SELECT GET_LOCK(?, ?)", name, lockWait).Scan(&got); err != nil {
		return nil, translate(err, "reserve stock")
	}
	if got.Int64 != 1 {
		return nil, pos.Unavailable(nil, "another gateway is reserving stock for order %s", increment)
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lockWait*time.Second)
		defer cancel()
		var released sql.NullInt64
		_ = conn.QueryRowContext(ctx, "SELECT RELEASE_LOCK(?)", name).Scan(&released) // else it ends with the connection
	}, nil
}

// stockOf finds the stock that a store view's website sells from.
func (r *Reservations) stockOf(ctx context.Context, conn *sql.Conn, store string) (int64, error) {
	var id int64
	err := conn.QueryRowContext(ctx, r.sql(`SELECT c.stock_id FROM {store} s JOIN {store_website} w ON w.website_id = s.website_id
		JOIN {inventory_stock_sales_channel} c ON c.type = 'website' AND c.code = w.code WHERE s.code = ?`), store).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, pos.Invalid("store view %.40q sells from no stock in Magento", store)
	}
	if err != nil {
		return 0, translate(err, "find the stock")
	}
	return id, nil
}

// missing returns the SKUs that have no reservation of this event in the stock.
func (r *Reservations) missing(ctx context.Context, conn *sql.Conn, stock int64, metadata string, skus []string) ([]string, error) {
	condition, args := among("sku", skus)
	rows, err := conn.QueryContext(ctx, r.sql("SELECT sku FROM {inventory_reservation} WHERE stock_id = ? AND metadata = ? AND "+condition),
		append([]any{stock, metadata}, args...)...)
	if err != nil {
		return nil, translate(err, "read the stock reservations")
	}
	defer func() { _ = rows.Close() }()
	there := map[string]bool{}
	for rows.Next() {
		var sku string
		if err := rows.Scan(&sku); err != nil {
			return nil, translate(err, "read the stock reservations")
		}
		there[strings.ToLower(sku)] = true
	}
	if err := rows.Err(); err != nil {
		return nil, translate(err, "read the stock reservations")
	}
	return slices.DeleteFunc(slices.Clone(skus), func(sku string) bool { return there[strings.ToLower(sku)] }), nil
}

// Unsettled returns, by increment id, the orders whose reservations do not add up to zero, with what is left for each SKU:
// below zero for pieces that were sold and not shipped. Magento removes the rows of orders that do add up.
func (r *Reservations) Unsettled(ctx context.Context) (map[string]map[string]decimal.Decimal, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	rows, err := r.pool.QueryContext(ctx, r.sql(`SELECT JSON_UNQUOTE(JSON_EXTRACT(metadata, '$.object_increment_id')) AS number, sku,
		SUM(quantity) AS remains FROM {inventory_reservation} WHERE metadata LIKE '%"object_increment_id":"%' GROUP BY number, sku HAVING remains <> 0`))
	if err != nil {
		return nil, translate(err, "add up the stock reservations")
	}
	defer func() { _ = rows.Close() }()
	remaining := map[string]map[string]decimal.Decimal{}
	for rows.Next() {
		var number, sku string
		var left []byte
		if err := rows.Scan(&number, &sku, &left); err != nil {
			return nil, translate(err, "add up the stock reservations")
		}
		if remaining[number] == nil {
			remaining[number] = map[string]decimal.Decimal{}
		}
		remaining[number][sku] = parseDecimal(left)
	}
	if err := rows.Err(); err != nil {
		return nil, translate(err, "add up the stock reservations")
	}
	return remaining, nil
}

func translateReserve(err error) error {
	if err == nil {
		return nil
	}
	var server *mysql.MySQLError
	if errors.As(err, &server) && (server.Number == errTableAccessDenied || server.Number == errReadOnly) {
		return pos.NewError(pos.KindUnauthorized, pos.CodeForbidden,
			"Magento's database does not let us reserve stock: give the account INSERT on inventory_reservation, on a server that may be written").Because(err)
	}
	return translate(err, "reserve stock")
}

// errReadOnly is what a replica answers.
const errReadOnly = 1290
