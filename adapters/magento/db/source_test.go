package db_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/pos"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	t.Run("refuses what cannot be", func(t *testing.T) {
		t.Parallel()
		for _, cfg := range []db.Config{{DSN: "::"}, {DSN: "u@tcp(127.0.0.1:1)/m", TablePrefix: "x`; DROP TABLE y"}} {
			if _, err := db.Open(t.Context(), cfg); pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("%+v: %v, want invalid", cfg, err)
			}
		}
	})
	t.Run("a database that does not answer is unavailable", func(t *testing.T) {
		t.Parallel()
		if _, err := db.Open(t.Context(), db.Config{DSN: "u@unix(/nowhere/s)/m"}); pos.KindOf(err) != pos.KindUnavailable {
			t.Errorf("%v, want unavailable", err)
		}
	})
	t.Run("a database without Magento's tables is invalid", func(t *testing.T) {
		t.Parallel()
		if _, err := db.Open(t.Context(), db.Config{DSN: testserver.MariaDB(t)}); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("%v, want invalid", err)
		}
	})
	t.Run("Adobe Commerce is told apart", func(t *testing.T) {
		t.Parallel()
		s := excerpt(t, "ALTER TABLE catalog_product_entity ADD COLUMN row_id INT")
		if s.opened == nil {
			t.Fatal("a database with row_id was opened")
		}
		if pos.KindOf(s.opened) != pos.KindInvalid {
			t.Errorf("%v, want invalid", s.opened)
		}
	})
	t.Run("an account without rights is unauthorized", func(t *testing.T) {
		t.Parallel()
		s := excerpt(t)
		cfg, err := mysql.ParseDSN(s.dsn)
		if err != nil {
			t.Fatal(err)
		}
		s.change(t, "CREATE USER nobody@localhost IDENTIFIED BY 'x'", "GRANT SELECT ON "+cfg.DBName+".store TO nobody@localhost")
		t.Cleanup(func() { _, _ = s.admin.ExecContext(context.WithoutCancel(t.Context()), "DROP USER nobody@localhost") })
		cfg.User, cfg.Passwd = "nobody", "x"
		if _, err := db.Open(t.Context(), db.Config{DSN: cfg.FormatDSN()}); pos.KindOf(err) != pos.KindUnauthorized {
			t.Errorf("%v, want unauthorized", err)
		}
		cfg.Passwd = "y"
		if _, err := db.Open(t.Context(), db.Config{DSN: cfg.FormatDSN()}); pos.KindOf(err) != pos.KindUnauthorized {
			t.Errorf("%v with a wrong password, want unauthorized", err)
		}
	})
	t.Run("finds tables with a prefix", func(t *testing.T) {
		t.Parallel()
		s := excerpt(t)
		var renames []string
		for _, name := range s.names(t, "SHOW TABLES") {
			renames = append(renames, "RENAME TABLE `"+name+"` TO `m2_"+name+"`")
		}
		want := s.product(t, 1562)
		s.change(t, renames...)
		prefixed, err := db.Open(t.Context(), db.Config{DSN: s.dsn, TablePrefix: "m2_"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = prefixed.Close() })
		p := shop{Source: prefixed, store: s.store}
		same(t, want, p.product(t, 1562))
		if levels, err := p.Stock(t.Context(), p.store); err != nil || len(levels) == 0 {
			t.Errorf("stock: %d levels, %v", len(levels), err)
		}
		if store, err := p.Store(t.Context(), "default"); err != nil || store.Code != "default" {
			t.Errorf("store: %v, %v", store, err)
		}
	})
}

func TestCalls(t *testing.T) {
	t.Parallel()
	t.Run("a cancelled call is unavailable and says why", func(t *testing.T) {
		t.Parallel()
		s := excerpt(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := s.Products(ctx, s.store, 0, 10)
		if pos.KindOf(err) != pos.KindUnavailable || !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want unavailable because of the cancellation", err)
		}
	})
	t.Run("a call that lasts too long is given up", func(t *testing.T) {
		t.Parallel()
		s := load(t, "testdata/excerpt.sql.gz", db.Config{})
		slow, err := db.Open(t.Context(), db.Config{DSN: s.dsn, Timeout: 300 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = slow.Close() })
		s.change(t, "LOCK TABLES catalog_product_entity WRITE")
		_, err = slow.CountProducts(t.Context(), s.store)
		if pos.KindOf(err) != pos.KindUnavailable || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, want unavailable because of the deadline", err)
		}
		s.change(t, "UNLOCK TABLES")
		if _, err := slow.CountProducts(t.Context(), s.store); err != nil {
			t.Errorf("after that: %v", err)
		}
	})
	t.Run("each query is observed by name", func(t *testing.T) {
		t.Parallel()
		var mu sync.Mutex
		seen := map[string]int{}
		s := load(t, "testdata/excerpt.sql.gz", db.Config{Observe: func(query string, _ time.Duration) {
			mu.Lock()
			defer mu.Unlock()
			seen[query]++
		}})
		s.product(t, 1562)
		mu.Lock()
		defer mu.Unlock()
		for _, name := range []string{"products", "varchar values", "prices", "variants", "store"} {
			if seen[name] == 0 {
				t.Errorf("query %q was not observed: %v", name, seen)
			}
		}
	})
}
