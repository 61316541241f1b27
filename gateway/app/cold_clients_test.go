package app_test

import (
	"bufio"
	"bytes"
	native "encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// coldJob is set in the environment of the processes that clients run in.
const coldJob = "TILLWAY_COLD_CLIENTS"

// ahead lets this process go before all others of the machine, as a gateway does whose clients are on other machines; the returned
// function makes it one of them again. False where it has no right to.
func ahead() (back func(), ok bool) {
	of := strconv.Itoa(os.Getpid())
	if exec.Command("chrt", "--all-tasks", "--fifo", "--pid", "1", of).Run() != nil {
		return nil, false
	}
	return func() { _ = exec.Command("chrt", "--all-tasks", "--other", "--pid", "0", of).Run() }, true
}

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
	// Not before others, whatever this process is.
	child := exec.CommandContext(b.Context(), "chrt", "--other", "0", path)
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
	// One processor is enough for clients that only send what was made before and read: more would wait for each other, and
	// their garbage is little.
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1)
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
	raw  syscall.RawConn
	in   *bufio.Reader
	body []byte
	came time.Time // when the last bytes did, by the system's clock
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
	c := &connection{conn: conn}
	if c.raw, err = conn.(*net.TCPConn).SyscallConn(); err != nil {
		return nil, err
	}
	failed := c.raw.Control(func(fd uintptr) { err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_TIMESTAMPNS, 1) })
	c.in = bufio.NewReaderSize(c, 64<<10)
	return c, errors.Join(failed, err)
}

// Read reads, and notes when what it read had come.
func (c *connection) Read(p []byte) (int, error) {
	var n, said int
	var err error
	var control [128]byte
	failed := c.raw.Read(func(fd uintptr) bool {
		n, said, _, _, err = syscall.Recvmsg(int(fd), p, control[:], 0)
		return !errors.Is(err, syscall.EAGAIN)
	})
	if err = errors.Join(failed, err); err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, io.EOF
	}
	told, err := syscall.ParseSocketControlMessage(control[:said])
	for _, one := range told {
		if one.Header.Type == syscall.SCM_TIMESTAMPNS {
			c.came = time.Unix(int64(native.NativeEndian.Uint64(one.Data)), int64(native.NativeEndian.Uint64(one.Data[8:])))
		}
	}
	return n, err
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
	requests := make([][]byte, j.Count)
	for i := range requests {
		requests[i] = j.question(j.First + i + 1)
	}
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
			own := make([]time.Duration, 0, j.Count)
			var err error
			for n := int(asked.Add(1)); n <= j.Count && err == nil; n = int(asked.Add(1)) {
				start := time.Now()
				_, err = c.exchange(requests[n-1])
				own = append(own, c.came.Sub(start.Round(0)))
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
