package db_test

import (
	"database/sql"
	"strings"
	"sync"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/placement"
	"github.com/tillway/tillway/gateway/pos"
)

var _ placement.Reservations = (*db.Reservations)(nil)

type reservations struct {
	*db.Reservations
	admin *sql.DB
	dsn   string
}

// openReservations starts from the tables that a gateway's account sees, as a recorded shop has them.
func openReservations(t *testing.T) reservations {
	t.Helper()
	dsn := testserver.MariaDB(t)
	admin, err := sql.Open("mysql", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close() })
	for _, statement := range []string{
		"CREATE TABLE store_website (website_id SMALLINT UNSIGNED PRIMARY KEY, code VARCHAR(32))",
		"CREATE TABLE store (store_id SMALLINT UNSIGNED PRIMARY KEY, code VARCHAR(32), website_id SMALLINT UNSIGNED)",
		"CREATE TABLE inventory_stock_sales_channel (type VARCHAR(64), code VARCHAR(64), stock_id INT UNSIGNED, PRIMARY KEY (type, code))",
		`CREATE TABLE inventory_reservation (reservation_id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, stock_id INT UNSIGNED NOT NULL,
			sku VARCHAR(64) NOT NULL, quantity DECIMAL(10,4) NOT NULL DEFAULT 0, metadata VARCHAR(255)) DEFAULT CHARSET=utf8mb3`,
		"INSERT INTO store_website VALUES (0, 'admin'), (1, 'base')",
		"INSERT INTO store VALUES (0, 'admin', 0), (1, 'default', 1)",
		"INSERT INTO inventory_stock_sales_channel VALUES ('website', 'base', 2)",
		`INSERT INTO inventory_reservation (stock_id, sku, quantity, metadata) VALUES
			(2, '24-MB02', -3, '{"event_type":"order_placed","object_type":"order","object_id":"","object_increment_id":"000000015"}'),
			(2, '24-MB02', 3, '{"event_type":"shipment_created","object_type":"order","object_id":"11","object_increment_id":"000000015"}')`,
	} {
		if _, err := admin.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	r, err := db.OpenReservations(t.Context(), db.ReservationConfig{DSN: dsn})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return reservations{r, admin, dsn}
}

func (r reservations) rows(t *testing.T, number string) []string {
	t.Helper()
	found, err := r.admin.Query("SELECT CONCAT(stock_id, ' ', sku, ' ', quantity, ' ', metadata) FROM inventory_reservation WHERE metadata LIKE ? ORDER BY reservation_id", "%"+number+"%")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = found.Close() }()
	var rows []string
	for found.Next() {
		var row string
		if err := found.Scan(&row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func claimOf(number string) pos.StockClaim {
	item := func(sku, qty string) pos.ShopOrderItem {
		return pos.ShopOrderItem{SKU: sku, Ordered: decimal.RequireFromString(qty)}
	}
	return pos.StockClaim{Store: "default", IncrementID: number, Items: []pos.ShopOrderItem{
		item("24-MB01", "2"), item("24-UG06", "0.5"), item("24-mb01", "1"), item("CANCELLED", "0"),
	}}
}

const placedMetadata = `{"event_type":"order_placed","object_type":"order","object_id":"","object_increment_id":"NYC1-7"}`

func TestReserve(t *testing.T) {
	t.Parallel()
	t.Run("takes the pieces of each SKU once, as Magento does for a cart", func(t *testing.T) {
		t.Parallel()
		r := openReservations(t)
		for range 3 {
			if err := r.Reserve(t.Context(), claimOf("NYC1-7")); err != nil {
				t.Fatal(err)
			}
		}
		want := []string{"2 24-MB01 -3.0000 " + placedMetadata, "2 24-UG06 -0.5000 " + placedMetadata}
		if diff := cmp.Diff(want, r.rows(t, "NYC1-7")); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
	})
	t.Run("adds only the rows that are missing", func(t *testing.T) {
		t.Parallel()
		r := openReservations(t)
		if _, err := r.admin.Exec("INSERT INTO inventory_reservation (stock_id, sku, quantity, metadata) VALUES (2, '24-MB01', -3, ?)", placedMetadata); err != nil {
			t.Fatal(err)
		}
		if err := r.Reserve(t.Context(), claimOf("NYC1-7")); err != nil {
			t.Fatal(err)
		}
		if rows := r.rows(t, "NYC1-7"); len(rows) != 2 || !strings.HasPrefix(rows[1], "2 24-UG06") {
			t.Errorf("rows %v", rows)
		}
	})
	t.Run("writes each row once when many try at the same time", func(t *testing.T) {
		t.Parallel()
		r := openReservations(t)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if err := r.Reserve(t.Context(), claimOf("NYC1-7")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if rows := r.rows(t, "NYC1-7"); len(rows) != 2 {
			t.Errorf("rows %v", rows)
		}
	})
	t.Run("refuses a store view that sells from no stock", func(t *testing.T) {
		t.Parallel()
		r := openReservations(t)
		claim := claimOf("NYC1-7")
		claim.Store = "elsewhere"
		if err := r.Reserve(t.Context(), claim); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("Reserve = %v", err)
		}
		claim.Store, claim.IncrementID = "default", ""
		if err := r.Reserve(t.Context(), claim); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("Reserve without a number = %v", err)
		}
	})
	t.Run("says when the account may only read", func(t *testing.T) {
		t.Parallel()
		r := openReservations(t)
		cfg, err := mysql.ParseDSN(r.dsn)
		if err != nil {
			t.Fatal(err)
		}
		user := "reader_" + cfg.DBName
		for _, statement := range []string{"CREATE USER " + user + " IDENTIFIED BY 'x'", "GRANT SELECT ON " + cfg.DBName + ".* TO " + user} {
			if _, err := r.admin.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		t.Cleanup(func() { _, _ = r.admin.Exec("DROP USER " + user) })
		cfg.User, cfg.Passwd = user, "x"
		reader, err := db.OpenReservations(t.Context(), db.ReservationConfig{DSN: cfg.FormatDSN()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = reader.Close() })
		if err := reader.Reserve(t.Context(), claimOf("NYC1-7")); pos.KindOf(err) != pos.KindUnauthorized {
			t.Errorf("Reserve = %v", err)
		}
	})
}

func TestUnsettledReservations(t *testing.T) {
	t.Parallel()
	r := openReservations(t)
	if err := r.Reserve(t.Context(), claimOf("NYC1-7")); err != nil {
		t.Fatal(err)
	}
	open, err := r.Unsettled(t.Context())
	if err != nil || len(open) != 1 || !open["NYC1-7"]["24-MB01"].Equal(decimal.NewFromInt(-3)) {
		t.Errorf("Unsettled = %v, %v; want what NYC1-7 has sold and not shipped, and no order that adds up", open, err)
	}
}

func TestOpenReservationsOfNoMagento(t *testing.T) {
	t.Parallel()
	if _, err := db.OpenReservations(t.Context(), db.ReservationConfig{DSN: testserver.MariaDB(t)}); pos.KindOf(err) != pos.KindInvalid {
		t.Errorf("OpenReservations = %v", err)
	}
}
