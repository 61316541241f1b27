package printer_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/printer"
	"github.com/tillway/tillway/gateway/pos"
)

const page = "https://till.shop.example"

// paper is a printer in the network: what it was sent, a connection a receipt.
func paper(t *testing.T) (address string, receipts <-chan []byte) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	out := make(chan []byte, 100)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			receipt, _ := io.ReadAll(conn) // what came is compared
			_ = conn.Close()
			out <- receipt
		}
	}()
	return listener.Addr().String(), out
}

func relayTo(t *testing.T, address string) *httptest.Server {
	t.Helper()
	relay, err := printer.New(printer.Config{Printer: address, Origin: page, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(relay)
	t.Cleanup(server.Close)
	return server
}

type answer struct {
	status int
	header http.Header
	text   string
}

func ask(t *testing.T, method, url, origin string, body io.Reader) answer {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		t.Error(err)
		return answer{}
	}
	if origin != "" {
		req.Header.Set("Origin", origin)
	}
	response, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Error(err)
		return answer{}
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Error(err)
	}
	return answer{response.StatusCode, response.Header, string(text)}
}

func TestReceiptsArriveWholeOneAfterTheOther(t *testing.T) {
	t.Parallel()
	address, receipts := paper(t)
	server := relayTo(t, address)
	want := map[string]bool{}
	var all sync.WaitGroup
	for i := range 6 {
		receipt := bytes.Repeat([]byte{0x1b, byte(i)}, 50_000)
		want[string(receipt)] = true
		all.Go(func() {
			if got := ask(t, http.MethodPost, server.URL+"/print", page, bytes.NewReader(receipt)); got.status != http.StatusNoContent {
				t.Errorf("answered %d", got.status)
			}
		})
	}
	all.Wait()
	for range 6 {
		receipt := <-receipts
		if !want[string(receipt)] {
			t.Errorf("a receipt of %d bytes arrived that is none that was sent, or came twice", len(receipt))
		}
		delete(want, string(receipt))
	}
}

func TestOnlyTheRegistersPageMayPrint(t *testing.T) {
	t.Parallel()
	address, receipts := paper(t)
	server := relayTo(t, address)
	for _, origin := range []string{"", "null", "https://evil.example", page + ".evil.example", "http://till.shop.example"} {
		for _, method := range []string{http.MethodPost, http.MethodOptions} {
			got := ask(t, method, server.URL+"/print", origin, strings.NewReader("x"))
			if allowed := got.header.Get("Access-Control-Allow-Origin"); got.status != http.StatusForbidden || allowed != "" {
				t.Errorf("%s from %q: %d, allowed %q", method, origin, got.status, allowed)
			}
		}
	}
	got := ask(t, http.MethodOptions, server.URL+"/print", page, http.NoBody)
	if got.status != http.StatusNoContent || got.header.Get("Access-Control-Allow-Origin") != page || got.header.Get("Access-Control-Allow-Private-Network") != "true" {
		t.Errorf("the page's own question before it prints: %d %v", got.status, got.header)
	}
	select {
	case receipt := <-receipts:
		t.Errorf("%q was printed", receipt)
	default:
	}
}

func TestWhatCannotBePrintedIsTold(t *testing.T) {
	t.Parallel()
	address, _ := paper(t)
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	off := nobody.Addr().String()
	if err := nobody.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, method, printer, path string
		bytes, status               int
	}{
		{"the printer is off", http.MethodPost, off, "/print", 10, http.StatusBadGateway},
		{"more than any receipt", http.MethodPost, address, "/print", 300 << 10, http.StatusRequestEntityTooLarge},
		{"another method", http.MethodGet, address, "/print", 0, http.StatusMethodNotAllowed},
		{"another path", http.MethodPost, address, "/", 10, http.StatusNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := ask(t, c.method, relayTo(t, c.printer).URL+c.path, page, bytes.NewReader(make([]byte, c.bytes)))
			if got.status != c.status || got.text == "" {
				t.Errorf("answered %d %q, want %d and what to do", got.status, got.text, c.status)
			}
		})
	}
}

func TestBadSettingsAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []printer.Config{
		{Printer: "192.168.1.50", Origin: page},
		{Printer: ":9100", Origin: page},
		{Printer: "p:9100", Origin: ""},
		{Printer: "p:9100", Origin: "till.shop.example"},
		{Printer: "p:9100", Origin: page + "/"},
		{Printer: "p:9100", Origin: "file:///x"},
	} {
		if _, err := printer.New(c); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("%+v: %v, want invalid", c, err)
		}
	}
}
