package bustest

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/tillway/tillway/adapters/testserver"
)

// NATS is a NATS server with JetStream within the test process, on a port of its own. It knows after Kill and Start what it
// knew before, unless it was wiped meanwhile.
type NATS struct {
	t      testing.TB
	port   int
	dir    string
	server *server.Server
}

// StartNATS starts a server that ends with the test.
func StartNATS(t testing.TB) *NATS {
	t.Helper()
	n := &NATS{t: t, dir: t.TempDir()}
	var err error
	if n.port, err = testserver.FreePort(); err != nil {
		t.Fatal(err)
	}
	n.Start()
	t.Cleanup(n.Kill)
	return n
}

// Addr is where the server listens, also after a restart.
func (n *NATS) Addr() string { return fmt.Sprintf("127.0.0.1:%d", n.port) }

// Start starts the server, which must not run, and waits until it listens.
func (n *NATS) Start() {
	n.t.Helper()
	s, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: n.port, JetStream: true, StoreDir: n.dir, SyncAlways: true, NoLog: true, NoSigs: true,
	})
	if err != nil {
		n.t.Fatalf("start nats: %v", err)
	}
	go s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		n.t.Fatal("nats does not listen")
	}
	n.server = s
}

// Kill cuts all connections and ends the server.
func (n *NATS) Kill() {
	n.server.Shutdown()
	n.server.WaitForShutdown()
}

// Wipe makes a server that was killed forget everything.
func (n *NATS) Wipe() {
	n.t.Helper()
	if err := os.RemoveAll(n.dir); err != nil {
		n.t.Fatal(err)
	}
}
