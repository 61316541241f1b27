package sqldb_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
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
// same bytes into the same database by as many clients. xbare is the ratio of the two rates; p99-ms is how long 99 of 100
// accepts take at most, beside the same of a bare commit.
func BenchmarkAccept(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": sqliteURL, "mariadb": testserver.MariaDB} {
		for _, clients := range []int{1, 16, 64, 100} {
			b.Run(fmt.Sprintf("%s/clients=%d", name, clients), func(b *testing.B) {
				at := url(b)
				db := open(b, at)
				insert := openBare(b, at)
				accept := func(n int) error {
					o := ordertest.Received("nyc-1", n)
					_, _, err := db.Accept(b.Context(), o, []pos.Event{o.Event(pos.OrderCreated, uuid.NewString(), o.ReceivedAt)})
					return err
				}
				var bare, accepts timing
				const turns = 10 // in turn, so that other work on the machine slows both alike
				each := max(1, b.N/turns)
				b.ResetTimer()
				for turn := range turns {
					bare.measure(b, clients, turn*each, each, func(int) error { return insert() })
					accepts.measure(b, clients, turn*each, each, accept)
				}
				n := float64(turns * each)
				b.ReportMetric(n/accepts.took.Seconds(), "accepts/s")
				b.ReportMetric(n/bare.took.Seconds(), "bare/s")
				b.ReportMetric(float64(bare.took)/float64(accepts.took), "xbare")
				b.ReportMetric(accepts.slowest(1), "p99-ms")
				b.ReportMetric(bare.slowest(1), "bare-p99-ms")
			})
		}
	}
}

// timing is how long calls took, together and each.
type timing struct {
	took time.Duration
	mu   sync.Mutex
	each []time.Duration
}

// measure calls do with the numbers after first, by some clients at once.
func (m *timing) measure(b *testing.B, clients, first, count int, do func(n int) error) {
	b.Helper()
	var wg sync.WaitGroup
	var done atomic.Int64
	begun := time.Now()
	for range clients {
		wg.Go(func() {
			var mine []time.Duration
			for n := done.Add(1); n <= int64(count); n = done.Add(1) {
				called := time.Now()
				if err := do(first + int(n)); err != nil {
					b.Error(err)
					return
				}
				mine = append(mine, time.Since(called))
			}
			m.mu.Lock()
			defer m.mu.Unlock()
			m.each = append(m.each, mine...)
		})
	}
	wg.Wait()
	m.took += time.Since(begun)
}

// slowest is the time in milliseconds that only so many of a hundred calls exceeded.
func (m *timing) slowest(percent int) float64 {
	slices.Sort(m.each)
	if len(m.each) == 0 {
		return 0
	}
	return float64(m.each[(len(m.each)-1)*(100-percent)/100].Microseconds()) / 1000
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
