package sqldb_test

import (
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/tillway/tillway/adapters/sqldb"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/catalog/catalogtest"
)

func locks(t *testing.T, url string) *sqldb.Locks {
	t.Helper()
	l, ok := open(t, url).Locks()
	if !ok {
		t.Fatal("the server has no locks")
	}
	return l
}

// taken waits until a lock is free, and takes it.
func taken(t *testing.T, l *sqldb.Locks, name string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		_, ok, err := l.TryLock(ctx, name, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			return
		}
		<-tick.C
	}
}

func TestLocks(t *testing.T) {
	t.Parallel()
	catalogtest.Lock(t, func(t *testing.T) (here, there catalogtest.Locker) {
		t.Helper()
		url := testserver.MariaDB(t)
		return locks(t, url), locks(t, url)
	})
	t.Run("another ledger on the server has locks of its own", func(t *testing.T) {
		t.Parallel()
		for range 2 {
			if _, ok, err := locks(t, testserver.MariaDB(t)).TryLock(t.Context(), "a", time.Hour); !ok || err != nil {
				t.Error(ok, err)
			}
		}
	})
	t.Run("a replica that ends gives its locks back", func(t *testing.T) {
		t.Parallel()
		url := testserver.MariaDB(t)
		db, err := sqldb.Open(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		l, _ := db.Locks()
		taken(t, l, "a")
		release, ok, err := l.TryLock(t.Context(), "b", time.Hour)
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		release()
		taken(t, locks(t, url), "b")
	})
	t.Run("the server takes a lock back from a replica that hangs", func(t *testing.T) {
		t.Parallel()
		url := testserver.MariaDB(t)
		frozen, freeze := hanging(t, url)
		taken(t, locks(t, frozen), "other") // it works while it does not hang
		_, ok, err := locks(t, frozen).TryLock(t.Context(), "a", 900*time.Millisecond)
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		freeze()
		taken(t, locks(t, url), "a")
	})
	t.Run("SQLite has none", func(t *testing.T) {
		t.Parallel()
		if _, ok := open(t, sqliteURL(t)).Locks(); ok {
			t.Error("a file has locks")
		}
	})
}

// hanging returns the URL of a database behind connections that freeze can stop: from then on the server hears nothing, not
// even that they were closed.
func hanging(t *testing.T, url string) (through string, freeze func()) {
	t.Helper()
	cfg, err := mysql.ParseDSN(url)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var stopped bool
	var servers []net.Conn
	var wg sync.WaitGroup
	t.Cleanup(func() {
		_ = listener.Close()
		mu.Lock()
		for _, c := range servers {
			_ = c.Close()
		}
		mu.Unlock()
		wg.Wait()
	})
	forward := func(client net.Conn) {
		server, err := (&net.Dialer{}).DialContext(t.Context(), cfg.Net, cfg.Addr)
		if err != nil {
			t.Error(err)
			return
		}
		mu.Lock()
		servers = append(servers, server)
		mu.Unlock()
		wg.Go(func() { _, _ = io.Copy(client, server); _ = client.Close() })
		buffer := make([]byte, 64<<10)
		for {
			n, err := client.Read(buffer)
			mu.Lock()
			frozen := stopped
			mu.Unlock()
			if frozen {
				return
			}
			if err != nil {
				_ = server.Close()
				return
			}
			if _, err := server.Write(buffer[:n]); err != nil {
				return
			}
		}
	}
	wg.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { forward(client) })
		}
	})
	return strings.Replace(url, cfg.Net+"("+cfg.Addr+")", "tcp("+listener.Addr().String()+")", 1), func() {
		mu.Lock()
		defer mu.Unlock()
		stopped = true
	}
}
