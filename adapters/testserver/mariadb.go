package testserver

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

type mariaServer struct {
	once   sync.Once
	socket string
	err    error
	seq    sequence
}

//nolint:gochecknoglobals // one server for the whole test process
var maria mariaServer

// MariaDB returns the data source name (go-sql-driver form) of a fresh, empty database on a running MariaDB; it is dropped
// when the test ends.
func MariaDB(t testing.TB) string {
	t.Helper()
	bin := Program(t, "mariadb-server", "mariadbd", "mysqld")
	maria.once.Do(func() { maria.socket, maria.err = startMariaDB(bin) })
	if maria.err != nil {
		t.Fatalf("start mariadb: %v", maria.err)
	}
	name := fmt.Sprintf("t%d", maria.seq.next())
	admin := openSocket(t, maria.socket, "")
	if _, err := admin.Exec("CREATE DATABASE " + name + " CHARACTER SET utf8mb4"); err != nil {
		t.Fatalf("create database: %v", err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE " + name); err != nil {
			t.Errorf("drop database: %v", err)
		}
		_ = admin.Close()
	})
	return dsn(maria.socket, name)
}

// LoadDump loads a gzipped SQL dump into the database of a data source name that MariaDB returned.
func LoadDump(t testing.TB, dsn, path string) {
	t.Helper()
	cfg, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	dump, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command(Program(t, "mariadb-client", "mariadb", "mysql"), "-uroot", "--socket="+cfg.Addr, cfg.DBName)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = dump, io.Discard, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("load %s: %v: %s", filepath.Base(path), err, stderr.String())
	}
}

func openSocket(t testing.TB, socket, database string) *sql.DB {
	t.Helper()
	db, err := sql.Open("mysql", dsn(socket, database))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func dsn(socket, database string) string {
	cfg := mysql.NewConfig()
	cfg.User, cfg.Net, cfg.Addr, cfg.DBName = "root", "unix", socket, database
	cfg.ParseTime, cfg.InterpolateParams, cfg.Loc = true, true, time.UTC
	return cfg.FormatDSN()
}

func startMariaDB(bin string) (string, error) {
	dir, err := workDir("mariadb")
	if err != nil {
		return "", err
	}
	if err := installMariaDB(dir); err != nil {
		return "", err
	}
	socket := filepath.Join(dir, "s")
	cmd := mariaDBCommand(bin, dir, "--skip-networking")
	if _, err := start(cmd); err != nil {
		return "", err
	}
	db, err := sql.Open("mysql", dsn(socket, ""))
	if err != nil {
		return "", err
	}
	defer func() { _ = db.Close() }()
	if err := await(30*time.Second, db.Ping); err != nil {
		return "", fmt.Errorf("%w: %s", err, tail(filepath.Join(dir, "log")))
	}
	return socket, nil
}

// installMariaDB makes a server's files in a folder.
func installMariaDB(dir string) error {
	install := exec.Command("mariadb-install-db", append([]string{"--no-defaults", "--datadir=" + filepath.Join(dir, "data"),
		"--auth-root-authentication-method=normal", "--skip-test-db"}, asRoot()...)...)
	// A server that starts deletes the temporary tables that it finds: no two may share a folder for them.
	install.Env = append(os.Environ(), "TMPDIR="+dir)
	if out, err := install.CombinedOutput(); err != nil {
		return fmt.Errorf("mariadb-install-db: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

// mariaDBCommand starts the server in such a folder. The script and the server both insist on --no-defaults being the
// first argument.
func mariaDBCommand(bin, dir string, args ...string) *exec.Cmd {
	all := append([]string{"--no-defaults", "--datadir=" + filepath.Join(dir, "data"), "--socket=" + filepath.Join(dir, "s"),
		"--pid-file=" + filepath.Join(dir, "pid"), "--log-error=" + filepath.Join(dir, "log"), "--tmpdir=" + dir,
		"--innodb-buffer-pool-size=128M", "--log-bin-trust-function-creators=1"}, args...)
	return exec.Command(bin, append(all, asRoot()...)...)
}

func asRoot() []string {
	if os.Geteuid() == 0 {
		return []string{"--user=root"}
	}
	return nil
}
