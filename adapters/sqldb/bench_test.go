package sqldb_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/order/ordertest"
	"github.com/tillway/tillway/gateway/pos"
)

// BenchmarkAccept measures durable accepts by a number of registers at once, against as many bare INSERT commits of the
// same bytes into the same database by as many clients. xbare is the ratio of the two rates.
func BenchmarkAccept(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": sqliteURL, "mariadb": testserver.MariaDB} {
		for _, clients := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/clients=%d", name, clients), func(b *testing.B) {
				at := url(b)
				db := open(b, at)
				bare := openBare(b, at)
				accept := func(n int) error {
					o := ordertest.Received("nyc-1", n)
					created, changed := o.Event(pos.OrderCreated, uuid.NewString(), o.ReceivedAt), o.Event(pos.OrderChanged, uuid.NewString(), o.ReceivedAt)
					_, _, err := db.Accept(b.Context(), o, []pos.Event{created, changed})
					return err
				}
				var bareTime, acceptTime time.Duration
				const turns = 10 // in turn, so that other work on the machine slows both alike
				each := max(1, b.N/turns)
				b.ResetTimer()
				for turn := range turns {
					bareTime += measure(b, clients, turn*each, each, func(int) error { return bare() })
					acceptTime += measure(b, clients, turn*each, each, accept)
				}
				n := float64(turns * each)
				b.ReportMetric(n/acceptTime.Seconds(), "accepts/s")
				b.ReportMetric(n/bareTime.Seconds(), "bare/s")
				b.ReportMetric(float64(bareTime)/float64(acceptTime), "xbare")
			})
		}
	}
}

// measure calls do with the numbers after first, by some clients at once, and returns how long all of them took.
func measure(b *testing.B, clients, first, count int, do func(n int) error) time.Duration {
	b.Helper()
	var wg sync.WaitGroup
	var done atomic.Int64
	begun := time.Now()
	for range clients {
		wg.Go(func() {
			for n := done.Add(1); n <= int64(count); n = done.Add(1) {
				if err := do(first + int(n)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return time.Since(begun)
}

// openBare returns a function that commits one row of an order's size and a key of its own.
func openBare(b *testing.B, url string) func() error {
	b.Helper()
	driver, source := "mysql", url
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver = "sqlite"
		source = "file:" + strings.ReplaceAll(strings.ReplaceAll(path, " ", "%20"), "#", "%23") +
			"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(4000)&_txlock=immediate"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	if driver == "sqlite" {
		db.SetMaxOpenConns(1)
	} else {
		db.SetMaxOpenConns(16)
		db.SetMaxIdleConns(16)
	}
	if _, err := db.ExecContext(b.Context(), "CREATE TABLE bare (id VARCHAR(36) PRIMARY KEY, body TEXT NOT NULL)"); err != nil {
		b.Fatal(err)
	}
	body, err := json.Marshal(ordertest.Input("nyc-1", 1))
	if err != nil {
		b.Fatal(err)
	}
	return func() error {
		_, err := db.ExecContext(b.Context(), "INSERT INTO bare (id, body) VALUES (?, ?)", uuid.NewString(), string(body))
		return err
	}
}
