package app_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/app"
)

const (
	testToken = "integration-token"
	testPIN   = "2468"
)

var testSecret = "whsec_" + base64.StdEncoding.EncodeToString([]byte("a secret for tests and nothing else"))

// binary builds the tillway command once for all tests.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "tillway-binary-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "tillway")
	if out, err := exec.Command("go", "build", "-o", path, "../cmd/tillway").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, out)
	}
	return path, nil
})

// process is a gateway in a process of its own, so that it can be killed.
type process struct {
	t    testing.TB
	path string
	env  []string
	url  string
	shop string // root of the shop that it calls

	mu      sync.Mutex
	cmd     *exec.Cmd
	exited  chan struct{}
	output  bytes.Buffer
	stopped bool
}

// startProcess starts `tillway serve` against a shop, with a data folder of its own and a shops file with registers R1 to
// R4, and waits until it is ready.
func startProcess(t testing.TB, magentoURL string, env ...string) *process {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	port, err := testserver.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	shops := writeShops(t, dir)
	p := &process{t: t, path: path, shop: magentoURL, url: fmt.Sprintf("http://127.0.0.1:%d", port), env: append(os.Environ(), append([]string{
		fmt.Sprintf("TILLWAY_ADDR=127.0.0.1:%d", port), "TILLWAY_DATA_DIR=" + dir, "TILLWAY_SHOPS_FILE=" + shops,
		"TILLWAY_MAGENTO_URL=" + magentoURL, "TILLWAY_MAGENTO_TOKEN=" + testToken, "TILLWAY_BARCODE_ATTRIBUTE=ean",
		"TILLWAY_WEBHOOK_SECRET=" + testSecret, "TILLWAY_MAGENTO_TIMEOUT=1s", "TILLWAY_SETTLE_FOR=2s",
	}, env...)...)}
	p.start()
	t.Cleanup(p.stop)
	return p
}

func writeShops(t testing.TB, dir string) string {
	t.Helper()
	hash, err := app.HashPIN(testPIN)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "shops.yaml")
	content := fmt.Sprintf(`locations:
  - id: nyc
    name: New York
    store: default
    source: store_nyc
    address: {street: [350 5th Ave], city: New York, postcode: "10001", country: US, region: New York, regionCode: NY, regionId: 43, telephone: "5551234"}
    shippingMethod: freeshipping_freeshipping
    paymentMethod: checkmo
    guestEmail: walk-in@shop.example
    registers: [{id: R1, name: One}, {id: R2, name: Two}, {id: R3, name: Three}, {id: R4, name: Four}]
    staff: [{id: sam, name: Sam, role: manager, pinHash: %q}, {id: kim, name: Kim, role: cashier, pinHash: %q}]
`, hash, hash)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (p *process) start() {
	p.t.Helper()
	if p.spawn() != nil {
		p.awaitReady()
	}
}

// spawn starts the gateway and returns a channel that is closed when it has ended; nil when it was stopped for good.
func (p *process) spawn() <-chan struct{} {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		return nil
	}
	cmd := exec.Command(p.path, "serve")
	cmd.Env, cmd.Stderr = p.env, &lockedWriter{w: &p.output, mu: &p.mu}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	exited := make(chan struct{})
	p.cmd, p.exited = cmd, exited
	if err := cmd.Start(); err != nil {
		p.t.Errorf("start the gateway: %v", err)
		close(exited)
		return exited
	}
	go func() {
		_ = cmd.Wait() // killed processes report their signal
		close(exited)
	}()
	return exited
}

func (p *process) awaitReady() {
	p.t.Helper()
	eventually(p.t, "the gateway is ready", 30*time.Second, func() error {
		resp, err := http.Get(p.url + "/readyz")
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		return nil
	})
}

// kill sends SIGKILL: nothing gets a chance to tidy up.
func (p *process) kill() {
	p.mu.Lock()
	cmd, exited := p.cmd, p.exited
	p.mu.Unlock()
	_ = cmd.Process.Kill() // it may have ended by itself
	<-exited
}

func (p *process) stop() {
	p.mu.Lock()
	p.stopped = true
	p.mu.Unlock()
	p.kill()
	if p.t.Failed() {
		p.mu.Lock()
		defer p.mu.Unlock()
		lines := strings.Split(p.output.String(), "\n")
		p.t.Logf("the gateway's last words:\n%s", strings.Join(lines[max(0, len(lines)-60):], "\n"))
	}
}

type lockedWriter struct {
	w  io.Writer
	mu *sync.Mutex
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// run runs another tillway command with the gateway's settings and returns what it printed.
func (p *process) run(args ...string) string {
	p.t.Helper()
	cmd := exec.Command(p.path, args...)
	cmd.Env = p.env
	out, err := cmd.Output()
	if err != nil {
		p.t.Fatalf("tillway %s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out))
}

// graphQLError is one entry of an answer's errors.
type graphQLError struct {
	Message    string         `json:"message"`
	Extensions map[string]any `json:"extensions"`
}

// query sends a GraphQL operation and decodes data into out. A transport failure, a status other than 200 or errors in the
// answer come back as an error.
func (p *process) query(ctx context.Context, token, query string, variables map[string]any, out any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	var answer struct {
		Data   json.RawMessage `json:"data"`
		Errors []graphQLError  `json:"errors"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return fmt.Errorf("status %d: %w", resp.StatusCode, err)
	}
	if len(answer.Errors) > 0 {
		return fmt.Errorf("%v: %s", answer.Errors[0].Extensions["code"], answer.Errors[0].Message)
	}
	return json.Unmarshal(answer.Data, out)
}

// enrol enrols a device to a register and returns its token.
func (p *process) enrol(register string) string {
	p.t.Helper()
	var out struct {
		EnrolDevice struct{ Token string }
	}
	if err := p.query(p.t.Context(), "", `mutation($c:String!){enrolDevice(code:$c,label:"test"){token}}`,
		map[string]any{"c": p.run("enrol", register)}, &out); err != nil {
		p.t.Fatal(err)
	}
	return out.EnrolDevice.Token
}

// eventually tries until it works or the time is over.
func eventually(t testing.TB, what string, limit time.Duration, try func() error) {
	t.Helper()
	deadline := time.Now().Add(limit)
	for {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Errorf("%s: not within %s: %v", what, limit, err)
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
}

var errNotYet = errors.New("not yet")
