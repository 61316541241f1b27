package app

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// countingListener counts the writes on its connections, and can make them fail.
type countingListener struct {
	net.Listener
	writes, closed atomic.Int32
	fail           atomic.Bool
}

type countingConn struct {
	net.Conn
	of *countingListener
}

func (l *countingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return &countingConn{conn, l}, err
}

func (c *countingConn) Write(p []byte) (int, error) {
	c.of.writes.Add(1)
	if c.of.fail.Load() {
		_, _ = c.Conn.Write(p[:len(p)/2])
		return len(p) / 2, errors.New("the network is gone")
	}
	return c.Conn.Write(p)
}

func (c *countingConn) Close() error {
	c.of.closed.Add(1)
	return c.Conn.Close()
}

// gathered serves a handler as the gateway does.
func gathered(t *testing.T, handler http.HandlerFunc) *countingListener {
	t.Helper()
	inner, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &countingListener{Listener: inner}
	server := &http.Server{ReadHeaderTimeout: time.Minute, ConnContext: withConn, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler(newStatusWriter(w, r), r)
	})}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(newGathering(l)) }()
	t.Cleanup(func() { _ = server.Close(); <-done })
	return l
}

func dialTo(t *testing.T, l net.Listener) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return conn, bufio.NewReader(conn)
}

func TestAWholeAnswerIsSentAtOnceWhateverItsSize(t *testing.T) {
	t.Parallel()
	l := gathered(t, func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		if r.URL.Path == "/whole" {
			w.Header().Set("Content-Length", strconv.Itoa(n))
		}
		w.WriteHeader(http.StatusTeapot)
		if written, err := w.Write(bytes.Repeat([]byte("x"), n)); r.Method != http.MethodHead && (written != n || err != nil) {
			t.Errorf("%s: %d, %v", r.URL, written, err)
		}
	})
	conn, in := dialTo(t, l)
	for _, tt := range []struct {
		method, path string
		n, writes    int32
	}{
		{http.MethodGet, "/whole", 10, 1}, {http.MethodGet, "/whole", plainWrite, 1}, {http.MethodGet, "/whole", 4000, 1}, {http.MethodGet, "/whole", 12_000, 1},
		{http.MethodHead, "/whole", 12_000, 1}, {http.MethodGet, "/whole", 1 << 20, 1}, {http.MethodGet, "/parts", 12_000, 0}, {http.MethodGet, "/whole", 12_000, 1},
	} {
		before := l.writes.Load()
		if _, err := io.WriteString(conn, tt.method+" "+tt.path+"?n="+strconv.Itoa(int(tt.n))+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		answer, err := http.ReadResponse(in, &http.Request{Method: tt.method})
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusTeapot || tt.method == http.MethodGet && strings.Count(string(body), "x") != int(tt.n) {
			t.Errorf("%v: %d, %d bytes, %v", tt, answer.StatusCode, len(body), err)
		}
		if got := l.writes.Load() - before; tt.writes > 0 && got != tt.writes {
			t.Errorf("%v: %d writes", tt, got)
		}
	}
}

func TestOverTCPAnswersComeWholeWhateverWasSentBefore(t *testing.T) {
	t.Parallel()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	answer := func(n int) []byte {
		body := make([]byte, n)
		for i := range body {
			body[i] = byte(i % 251)
		}
		return body
	}
	server := &http.Server{ReadHeaderTimeout: time.Minute, ConnContext: withConn, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		w = newStatusWriter(w, r)
		w.Header().Set("Content-Length", strconv.Itoa(n))
		if written, err := w.Write(answer(n)); r.Method == http.MethodGet && (written != n || err != nil) {
			t.Errorf("%s: %d, %v", r.URL, written, err)
		}
	})}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(newGathering(l)) }()
	t.Cleanup(func() { _ = server.Close(); <-done })
	conn, in := dialTo(t, l)
	for _, n := range []int{3 << 20, 12_000, 0, plainWrite + 1, 4096, 5, 4097, 12_000} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			if _, err := io.WriteString(conn, method+" /?n="+strconv.Itoa(n)+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			came, err := http.ReadResponse(in, &http.Request{Method: method})
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(came.Body)
			_ = came.Body.Close()
			if err != nil || method == http.MethodGet && !bytes.Equal(body, answer(n)) || came.ContentLength != int64(n) {
				t.Errorf("%s %d: %d bytes, %v", method, n, len(body), err)
			}
		}
	}
}

func TestAConnectionThatBrokeInAnAnswerIsNotUsedAgain(t *testing.T) {
	t.Parallel()
	told := make(chan error, 1)
	l := gathered(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "12000")
		_, err := w.Write(make([]byte, 12_000))
		told <- err
	})
	l.fail.Store(true)
	conn, in := dialTo(t, l)
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if got, err := io.ReadAll(answer.Body); err == nil { // the connection ends instead of giving the rest
		t.Errorf("%d bytes without an error", len(got))
	}
	if err := <-told; err == nil {
		t.Error("the handler was not told")
	}
	if l.closed.Load() == 0 {
		t.Error("the connection was not closed")
	}
}

func TestWhatTakesAConnectionOverGetsOneThatWorks(t *testing.T) {
	t.Parallel()
	l := gathered(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = conn.Write([]byte("taken over\n"))
		if half, ok := conn.(interface{ CloseWrite() error }); !ok || half.CloseWrite() != nil {
			t.Error("the connection cannot be closed half")
		}
		_ = conn.Close()
	})
	conn, in := dialTo(t, l)
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if got, err := in.ReadString('\n'); err != nil || got != "taken over\n" {
		t.Errorf("%q %v", got, err)
	}
}

func TestWithoutTheGatewaysServerAnswersAreWrittenAsUsual(t *testing.T) {
	t.Parallel()
	r, err := http.NewRequestWithContext(context.WithValue(t.Context(), connKey{}, "another"), http.MethodGet, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if w := newStatusWriter(nil, r); w.conn != nil {
		t.Error("a connection came from nowhere")
	}
}
