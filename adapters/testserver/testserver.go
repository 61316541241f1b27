// Package testserver starts real servers for tests: each test process gets its own Redis or MariaDB on a free port, and
// each test its own database or key prefix. The servers die with the test process.
package testserver

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// sequence tells the databases and key prefixes of one test process apart.
type sequence struct{ n atomic.Int64 }

func (s *sequence) next() int64 { return s.n.Add(1) }

// Program finds a program that a test needs, such as a server, by the names it may have; pkg is the Debian package that holds it. Without it the test is skipped with the command that installs it; where servers are
// required (CI or REQUIRE_SERVERS set) it fails.
func Program(t testing.TB, pkg string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
		if path := filepath.Join("/usr/sbin", name); isExecutable(path) {
			return path
		}
	}
	msg := fmt.Sprintf("%s is not installed: run `apt-get install -y %s`", names[0], pkg)
	if os.Getenv("CI") != "" || os.Getenv("REQUIRE_SERVERS") != "" {
		t.Fatal(msg)
	}
	t.Skip(msg)
	return ""
}

func isExecutable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir() && info.Mode()&0o111 != 0
}

// start runs a command that the kernel kills when this process ends. The thread that started it is kept as long, because the
// kernel ties the signal to that thread. exited is closed when the command has ended.
func start(cmd *exec.Cmd) (exited <-chan struct{}, err error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started, ended := make(chan error), make(chan struct{})
	go func() {
		defer close(ended)
		runtime.LockOSThread()
		started <- cmd.Start()
		_ = cmd.Wait()
	}()
	return ended, <-started
}

// FreePort returns a TCP port of the loopback interface that nobody listens on.
func FreePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	addr, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return 0, errors.New("listener has no TCP address")
	}
	return addr.Port, nil
}

// await calls ready until it succeeds or the time is over.
func await(limit time.Duration, ready func() error) error {
	deadline := time.Now().Add(limit)
	for {
		err := ready()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// workDir makes a folder for a server's files. It outlives the test that asked first, so nothing removes it when that test
// ends; the next test process sweeps what processes that are gone left behind.
func workDir(name string) (string, error) {
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "tillway-*-*-*"))
	if err != nil {
		return "", err
	}
	for _, dir := range left {
		pid, err := strconv.Atoi(strings.Split(filepath.Base(dir), "-")[2])
		if err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_ = os.RemoveAll(dir)
		}
	}
	return os.MkdirTemp("", fmt.Sprintf("tillway-%s-%d-", name, os.Getpid()))
}

func tail(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return strings.Join(lines[max(0, len(lines)-10):], "\n")
}
