package app_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// coldJob is set in the environment of the processes that clients run in.
const coldJob = "TILLWAY_COLD_CLIENTS"

// job is what a process of clients asks. Question is filled with a subject and a number that no other question has.
type job struct {
	Root, Question string
	Subjects       []string
	First, Count   int
}

// waits are how long answers took, in microseconds.
type waits struct{ P50, P99 float64 }

func TestMain(m *testing.M) {
	if given := os.Getenv(coldJob); given != "" {
		if err := runClients(given); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if addr := os.Getenv(clientOf); addr != "" {
		runDownloads(addr)
		return
	}
	os.Exit(m.Run())
}

// clients has a job done in a process of its own, as clients are in life: in the gateway's process their goroutines stand in
// one queue with its own for the same processors, and half of the longest waits are their making.
func clients(b *testing.B, j job) waits {
	b.Helper()
	given, err := json.Marshal(j)
	if err != nil {
		b.Fatal(err)
	}
	path, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	child := exec.CommandContext(b.Context(), path)
	child.Env, child.Stderr = append(os.Environ(), coldJob+"="+string(given)), os.Stderr
	out, err := child.Output()
	if err != nil {
		b.Fatal(err)
	}
	var found waits
	if err := json.Unmarshal(out, &found); err != nil {
		b.Fatalf("%s: %v", out, err)
	}
	return found
}

func runClients(given string) error {
	var j job
	if err := json.Unmarshal([]byte(given), &j); err != nil {
		return err
	}
	took, err := together(j)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(waits{P50: percentile(took, 50), P99: percentile(took, 99)})
}

// question is the nth that is asked of a subject.
func (j *job) question(n int) []byte {
	return message(fmt.Sprintf(j.Question, j.Subjects[n%len(j.Subjects)], n))
}

// message is a whole HTTP request.
func message(query string) []byte {
	body, _ := json.Marshal(map[string]string{"query": query}) // a text cannot fail
	return fmt.Appendf(nil, "POST /graphql HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// connection is a client that does as little as can be, so that little of what is measured is its own.
type connection struct {
	conn net.Conn
	in   *bufio.Reader
	body []byte
}

func dial(root string) (*connection, error) {
	u, err := url.Parse(root)
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		return nil, err
	}
	return &connection{conn: conn, in: bufio.NewReaderSize(conn, 64<<10)}, nil
}

var errNotAnswered = errors.New("not answered with data")

// exchange sends a request and reads the answer's body, which is good until the next one.
func (c *connection) exchange(request []byte) ([]byte, error) {
	if _, err := c.conn.Write(request); err != nil {
		return nil, err
	}
	length := 0
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return nil, err
			}
		}
		if len(line) == 2 {
			break
		}
	}
	c.body = slices.Grow(c.body[:0], length)[:length]
	_, err := io.ReadFull(c.in, c.body)
	if err == nil && !bytes.HasPrefix(c.body, []byte(`{"data":`)) {
		err = fmt.Errorf("%w: %s", errNotAnswered, c.body)
	}
	return c.body, err
}

// together has all clients ask, and returns how long each answer took, the shortest first.
func together(j job) ([]time.Duration, error) {
	var (
		asked  atomic.Int64
		mu     sync.Mutex
		took   []time.Duration
		wg     sync.WaitGroup
		failed error
	)
	for range coldClients {
		c, err := dial(j.Root)
		if err != nil {
			return nil, err
		}
		wg.Go(func() {
			defer func() { _ = c.conn.Close() }()
			var own []time.Duration
			var err error
			for n := int(asked.Add(1)); n <= j.Count && err == nil; n = int(asked.Add(1)) {
				request := j.question(j.First + n)
				start := time.Now()
				_, err = c.exchange(request)
				own = append(own, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			took, failed = append(took, own...), errors.Join(failed, err)
		})
	}
	wg.Wait()
	slices.Sort(took)
	return took, failed
}

func percentile(sorted []time.Duration, p int) float64 {
	return float64(sorted[min(len(sorted)*p/100, len(sorted)-1)].Nanoseconds()) / 1e3
}
