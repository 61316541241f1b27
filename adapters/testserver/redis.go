package testserver

import (
	"fmt"
	"net"
	"os/exec"
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
	cmd := exec.Command(bin, "--bind", "127.0.0.1", "--port", fmt.Sprint(port), "--dir", dir, "--save", "", "--appendonly", "no")
	if err := start(cmd); err != nil {
		return "", err
	}
	return addr, await(10*time.Second, func() error {
		c, err := net.DialTimeout("tcp", addr, time.Second)
		if err == nil {
			_ = c.Close()
		}
		return err
	})
}
