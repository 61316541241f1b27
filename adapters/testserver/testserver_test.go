package testserver_test

import (
	"database/sql"
	"net"
	"strings"
	"testing"

	"github.com/tillway/tillway/adapters/testserver"
)

func TestServers(t *testing.T) {
	t.Parallel()
	t.Run("redis listens and each caller gets its own prefix", func(t *testing.T) {
		t.Parallel()
		url, a := testserver.Redis(t)
		_, b := testserver.Redis(t)
		if a == b {
			t.Errorf("prefix %q was given twice", a)
		}
		c, err := net.Dial("tcp", strings.TrimPrefix(url, "redis://"))
		if err != nil {
			t.Fatal(err)
		}
		_ = c.Close()
	})
	t.Run("mariadb gives each caller an empty database of its own", func(t *testing.T) {
		t.Parallel()
		a, b := testserver.MariaDB(t), testserver.MariaDB(t)
		if a == b {
			t.Errorf("database %q was given twice", a)
		}
		db, err := sql.Open("mysql", a)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.ExecContext(t.Context(), "CREATE TABLE x (id INT)"); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("a mariadb of one test comes back after a kill with what was committed", func(t *testing.T) {
		t.Parallel()
		m := testserver.StartMariaDB(t)
		for _, statement := range []string{"CREATE DATABASE shop", "CREATE TABLE shop.x (id INT PRIMARY KEY)", "INSERT INTO shop.x VALUES (7)"} {
			if err := m.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		m.Kill()
		if err := m.Exec("SELECT 1"); err == nil {
			t.Error("a killed server answers")
		}
		m.Start()
		if err := m.Exec("INSERT INTO shop.x VALUES (7)"); err == nil {
			t.Error("what was committed is gone")
		}
	})
}
