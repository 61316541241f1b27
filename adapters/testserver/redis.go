package testserver

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

type redisServer struct {
	once sync.Once
	addr string
	err  error
	seq  sequence
}

//nolint:gochecknoglobals // one server for the whole test process
var redis redisServer

// Redis returns the URL of a running Redis and a key prefix that no other test of this process uses.
func Redis(t testing.TB) (url, prefix string) {
	t.Helper()
	bin := Program(t, "redis-server", "redis-server")
	redis.once.Do(func() { redis.addr, redis.err = startRedis(bin) })
	if redis.err != nil {
		t.Fatalf("start redis: %v", redis.err)
	}
	return "redis://" + redis.addr, fmt.Sprintf("t%d:", redis.seq.next())
}

func startRedis(bin string) (string, error) {
	port, err := FreePort()
	if err != nil {
		return "", err
	}
	dir, err := workDir("redis")
	if err != nil {
		return "", err
	}
	addr := fmt.Sprintf("127.0.0.1:%d", port)
	if _, err := start(redisCommand(bin, port, dir, "--appendonly", "no")); err != nil {
		return "", err
	}
	return addr, awaitListener(addr)
}

func redisCommand(bin string, port int, dir string, args ...string) *exec.Cmd {
	return exec.Command(bin, append([]string{"--bind", "127.0.0.1", "--port", fmt.Sprint(port), "--dir", dir, "--save", ""}, args...)...)
}

func awaitListener(addr string) error {
	return await(10*time.Second, func() error {
		c, err := net.DialTimeout("tcp", addr, time.Second)
		if err == nil {
			_ = c.Close()
		}
		return err
	})
}

// OwnRedis is a Redis of one test alone, which may kill it and start it again. It syncs every command to disk, so that it
// knows after a kill what it knew before, unless it was wiped meanwhile.
type OwnRedis struct {
	t      testing.TB
	bin    string
	port   int
	dir    string
	cmd    *exec.Cmd
	exited <-chan struct{}
}

// StartRedis starts a Redis that ends with the test.
func StartRedis(t testing.TB) *OwnRedis {
	t.Helper()
	r := &OwnRedis{t: t, bin: Program(t, "redis-server", "redis-server"), dir: t.TempDir()}
	var err error
	if r.port, err = FreePort(); err != nil {
		t.Fatal(err)
	}
	r.Start()
	t.Cleanup(r.Kill)
	return r
}

// Addr is where the server listens, also after a restart.
func (r *OwnRedis) Addr() string { return fmt.Sprintf("127.0.0.1:%d", r.port) }

// Start starts the server, which must not run, and waits until it listens.
func (r *OwnRedis) Start() {
	r.t.Helper()
	r.cmd = redisCommand(r.bin, r.port, r.dir, "--appendonly", "yes", "--appendfsync", "always")
	var err error
	if r.exited, err = start(r.cmd); err == nil {
		err = awaitListener(r.Addr())
	}
	if err != nil {
		r.t.Fatalf("start redis: %v", err)
	}
}

// Kill sends SIGKILL and waits until the server is gone. It does nothing to one that is gone already.
func (r *OwnRedis) Kill() {
	_ = r.cmd.Process.Kill()
	<-r.exited
}

// Wipe makes a server that was killed forget everything.
func (r *OwnRedis) Wipe() {
	r.t.Helper()
	if err := os.RemoveAll(filepath.Join(r.dir, "appendonlydir")); err != nil {
		r.t.Fatal(err)
	}
}
