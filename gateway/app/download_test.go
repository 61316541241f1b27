package app_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/magento/db"
	"github.com/tillway/tillway/adapters/magento/db/dbgen"
	"github.com/tillway/tillway/adapters/memory"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/app"
	"github.com/tillway/tillway/gateway/catalog"
	"github.com/tillway/tillway/gateway/feed"
)

// mostOverTheWire is what a register with 100,000 products may have to download.
const mostOverTheWire = 12 << 20

// BenchmarkDownload downloads everything that a register of a generated shop takes (TILLWAY_BENCH_SKUS, default 100,000),
// over four kept connections of another process, in turn from the gateway's server and from nginx, which serves the same
// bytes as files: xnginx is how many times nginx's throughput the gateway has, and should not be below 0.8.
func BenchmarkDownload(b *testing.B) {
	nginx := testserver.Program(b, "nginx-light", "nginx")
	skus := benchSKUs(100_000)
	service, paths := imported(b, skus)
	handler := service.ChunkHandler()
	for _, coding := range []string{"gzip", "br", "zstd"} { // the last is what most registers take
		b.Run(coding, func(b *testing.B) {
			app.TuneThreads()
			dir, size := b.TempDir(), 0
			for _, path := range paths {
				r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, nil)
				r.Header.Set("Accept-Encoding", coding)
				w := httptest.NewRecorder()
				if handler.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Fatalf("%s: %d", path, w.Code)
				}
				size += w.Body.Len()
				if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), w.Body.Bytes(), 0o600); err != nil {
					b.Fatal(err)
				}
			}
			if size > mostOverTheWire {
				b.Errorf("%d bytes over the wire, more than %d", size, mostOverTheWire)
			}
			ours, theirs := startClient(b, serveHere(b, handler), coding, paths), startClient(b, serveNginx(b, nginx, dir, coding), coding, paths)
			ours.download(b, size)
			theirs.download(b, size)
			var here, there time.Duration
			for b.Loop() {
				here += ours.download(b, size)
				b.StopTimer()
				there += theirs.download(b, size)
				b.StartTimer()
			}
			b.ReportMetric(float64(len(paths)), "chunks")
			b.ReportMetric(float64(size), "bytes")
			b.ReportMetric(float64(size)*float64(b.N)/1e6/here.Seconds(), "MB/s")
			b.ReportMetric(there.Seconds()/here.Seconds(), "xnginx")
		})
	}
}

// clientOf, when set in the environment, makes this test binary a client: see startClient.
const clientOf = "TILLWAY_BENCH_CLIENT_OF"

// downloader is another process that downloads when it is told to, so that what it costs is not taken from the server's process.
type downloader struct {
	ask    io.Writer
	answer *bufio.Scanner
}

func startClient(b *testing.B, addr, coding string, paths []string) downloader {
	b.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(b.Context()), os.Args[0])
	cmd.Env = append(os.Environ(), clientOf+"="+addr)
	in, errIn := cmd.StdinPipe()
	out, errOut := cmd.StdoutPipe()
	if err := errors.Join(errIn, errOut, cmd.Start()); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	if _, err := fmt.Fprintln(in, coding, strings.Join(paths, " ")); err != nil {
		b.Fatal(err)
	}
	return downloader{in, bufio.NewScanner(out)}
}

// download has the client download everything once, checks how much came and returns how long it took.
func (c downloader) download(b *testing.B, size int) time.Duration {
	b.Helper()
	if _, err := fmt.Fprintln(c.ask, "go"); err != nil {
		b.Fatal(err)
	}
	var came int
	var took time.Duration
	if !c.answer.Scan() {
		b.Fatal("the client died")
	}
	if _, err := fmt.Sscan(c.answer.Text(), &came, &took); err != nil || came != size {
		b.Fatalf("%d bytes expected: %s", size, c.answer.Text())
	}
	return took
}

// runDownloads reads the coding and the paths, and then downloads once for each line.
func runDownloads(addr string) {
	lines := bufio.NewReader(os.Stdin)
	first, _ := lines.ReadString('\n')
	fields := strings.Fields(first)
	client, err := connect(addr)
	if err != nil {
		fmt.Println(err)
		return
	}
	for {
		if _, err := lines.ReadString('\n'); err != nil {
			return
		}
		begun := time.Now()
		came, err := client.download(fields[0], fields[1:])
		if took := time.Since(begun); err != nil {
			fmt.Println(err)
		} else {
			fmt.Println(came, int64(took))
		}
	}
}

// kept are the connections of a client, which it keeps, as a browser does.
type kept [4]struct {
	net.Conn
	in *bufio.Reader
}

func connect(addr string) (*kept, error) {
	client := new(kept)
	for i := range client {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return nil, err
		}
		client[i].Conn, client[i].in = conn, bufio.NewReaderSize(conn, 64<<10)
	}
	return client, nil
}

// download fetches all paths, in equal parts over the connections, and returns how much came.
func (c *kept) download(coding string, paths []string) (int64, error) {
	var wg sync.WaitGroup
	var came [len(c)]int64
	var failed [len(c)]error
	for i := range c {
		wg.Go(func() {
			came[i], failed[i] = fetch(c[i].Conn, c[i].in, coding, paths[i*len(paths)/len(c):(i+1)*len(paths)/len(c)])
		})
	}
	wg.Wait()
	sum := int64(0)
	for _, n := range came {
		sum += n
	}
	return sum, errors.Join(failed[:]...)
}

// imported is a feed over a generated shop, and the paths of what a register downloads.
func imported(b *testing.B, skus int) (*feed.Service, []string) {
	b.Helper()
	dsn := testserver.MariaDB(b)
	if err := dbgen.Generate(b.Context(), dsn, dbgen.Options{SKUs: skus, Seed: 1}); err != nil {
		b.Fatal(err)
	}
	source, err := db.Open(b.Context(), db.Config{DSN: dsn})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = source.Close() }()
	cache := memory.New()
	importer := catalog.NewImporter(catalog.ImporterConfig{Source: source, Shelf: cache, Log: cache, Now: time.Now})
	if _, err := importer.Import(b.Context(), "default", nil); err != nil {
		b.Fatal(err)
	}
	s, err := feed.New(feed.Config{Log: cache, Shelf: cache})
	if err != nil {
		b.Fatal(err)
	}
	manifest, err := s.Manifest(b.Context(), "default")
	if err != nil {
		b.Fatal(err)
	}
	var paths []string
	for _, c := range manifest.Chunks {
		paths = append(paths, feed.ChunkPath+c.Digest)
	}
	return s, paths
}

// serveHere serves chunks as the gateway does, with everything that is around them.
func serveHere(b *testing.B, handler http.Handler) string {
	b.Helper()
	listener, err := new(net.ListenConfig).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := app.NewChunkServer(handler)
	go func() { _ = server.Serve(app.Gathering(listener)) }()
	b.Cleanup(func() { _ = server.Close() })
	return listener.Addr().String()
}

const nginxConfig = `daemon off; pid %[1]s/pid; error_log %[1]s/error; worker_processes auto;
events { worker_connections 64; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=10000;
  client_body_temp_path %[1]s/b; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
  server { listen 127.0.0.1:%[2]d; location /catalog/chunks/ { alias %[3]s/; add_header Content-Encoding %[4]s; expires max; } }
}
`

// serveNginx has nginx serve a folder of chunks that are encoded already.
func serveNginx(b *testing.B, nginx, folder, coding string) string {
	b.Helper()
	port, err := testserver.FreePort()
	if err != nil {
		b.Fatal(err)
	}
	// Its workers may run as another user.
	dir := b.TempDir()
	config := filepath.Join(dir, "nginx.conf")
	text := fmt.Sprintf(nginxConfig, dir, port, folder, coding)
	if os.Getuid() == 0 {
		text = "user root;\n" + text
	}
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(b.Context()))
	cmd := exec.CommandContext(ctx, nginx, "-c", config, "-p", dir)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // the workers go with it
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { cancel(); _ = cmd.Wait() })
	addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	for deadline := time.Now().Add(10 * time.Second); ; {
		conn, err := new(net.Dialer).DialContext(b.Context(), "tcp", addr)
		if err == nil {
			_ = conn.Close()
			return addr
		}
		if time.Now().After(deadline) {
			said, _ := os.ReadFile(filepath.Join(dir, "error"))
			b.Fatalf("nginx does not listen: %v; it says %s", err, said)
		}
	}
}

// fetch is a client that costs little beside the servers.
func fetch(conn net.Conn, in *bufio.Reader, coding string, paths []string) (int64, error) {
	sum := int64(0)
	for _, path := range paths {
		request := "GET " + path + " HTTP/1.1\r\nHost: shop\r\nAccept-Encoding: " + coding + "\r\n\r\n"
		if _, err := io.WriteString(conn, request); err != nil {
			return sum, err
		}
		answer, err := http.ReadResponse(in, nil)
		if err != nil {
			return sum, err
		}
		n, err := io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		if sum += n; err != nil {
			return sum, err
		}
		if answer.StatusCode != http.StatusOK || !strings.EqualFold(answer.Header.Get("Content-Encoding"), coding) {
			return sum, fmt.Errorf("%s: %s, %s", path, answer.Status, answer.Header.Get("Content-Encoding"))
		}
	}
	return sum, nil
}
