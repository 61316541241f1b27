package testserver

import (
	"database/sql"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// OwnMariaDB is a MariaDB of one test alone, on a TCP port, which may be killed and started again. It syncs every commit to
// disk.
type OwnMariaDB struct {
	t      testing.TB
	bin    string
	port   int
	dir    string
	cmd    *exec.Cmd
	exited <-chan struct{}
}

// StartMariaDB starts a MariaDB that ends with the test. Its user is root, without a password.
func StartMariaDB(t testing.TB) *OwnMariaDB {
	t.Helper()
	m := &OwnMariaDB{t: t, bin: Program(t, "mariadb-server", "mariadbd", "mysqld"), dir: t.TempDir()}
	var err error
	if m.port, err = FreePort(); err == nil {
		err = installMariaDB(m.dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	m.Start()
	t.Cleanup(m.Kill)
	return m
}

// Addr is where the server listens, also after a restart.
func (m *OwnMariaDB) Addr() string { return fmt.Sprintf("127.0.0.1:%d", m.port) }

// Exec executes a statement, outside any database.
func (m *OwnMariaDB) Exec(statement string) error {
	db, err := sql.Open("mysql", "root@tcp("+m.Addr()+")/?timeout=1s")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = db.Exec(statement)
	return err
}

// Start starts the server, which must not run, and waits until it answers.
func (m *OwnMariaDB) Start() {
	m.t.Helper()
	m.cmd = mariaDBCommand(m.bin, m.dir, "--bind-address=127.0.0.1", fmt.Sprintf("--port=%d", m.port))
	var err error
	if m.exited, err = start(m.cmd); err == nil {
		err = await(30*time.Second, func() error { return m.Exec("SELECT 1") })
	}
	if err != nil {
		m.t.Errorf("start mariadb: %v: %s", err, tail(filepath.Join(m.dir, "log")))
	}
}

// Kill sends SIGKILL and waits until the server is gone. It does nothing to one that is gone already.
func (m *OwnMariaDB) Kill() {
	_ = m.cmd.Process.Kill()
	<-m.exited
}
