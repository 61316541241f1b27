package sandbox

import (
	"bytes"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// FaultKind is what goes wrong.
type FaultKind string

// The kinds of fault. "Before" and "after" are about the work that the request asks for.
const (
	FaultSlow       FaultKind = "slow"        // the work is done Delay later
	FaultStatus     FaultKind = "status"      // Status with a JSON message instead of the work
	FaultHTML       FaultKind = "html"        // Status with an HTML page instead of the work
	FaultCutBefore  FaultKind = "cut_before"  // the connection is cut, the work not done
	FaultCutAfter   FaultKind = "cut_after"   // the work is done, the connection cut instead of the answer
	FaultErrorAfter FaultKind = "error_after" // the work is done, Status with a JSON message answered
	FaultRateLimit  FaultKind = "rate_limit"  // 429 with Retry-After instead of the work
)

// Fault makes some requests fail. Make one with Slow, Status, HTML, CutBefore, CutAfter, ErrorAfter or RateLimit, and say
// which requests with On, After and Times.
type Fault struct {
	// Method is the HTTP method; empty is any.
	Method string
	// Path is a pattern of the request path below /rest/<store>/V1/, such as "guest-carts/*/payment-information", with
	// path.Match's wildcards; empty is any path of the web API.
	Path string
	// Skip is how many matching requests go through first.
	Skip int
	// Count is how many then fail; 0 is all of them.
	Count int

	Kind    FaultKind
	Delay   time.Duration // FaultSlow; for FaultRateLimit the Retry-After, in whole seconds
	Status  int
	Message string
}

// Slow lets the work begin d later.
func Slow(d time.Duration) Fault { return Fault{Kind: FaultSlow, Delay: d} }

// Status answers a status with a JSON message instead of working.
func Status(status int) Fault {
	return Fault{Kind: FaultStatus, Status: status, Message: "Internal Error. Details are available in Magento log file."}
}

// HTML answers a status with an HTML page instead of working.
func HTML(status int) Fault { return Fault{Kind: FaultHTML, Status: status} }

// CutBefore cuts the connection without working.
func CutBefore() Fault { return Fault{Kind: FaultCutBefore} }

// CutAfter works, then cuts the connection instead of answering.
func CutAfter() Fault { return Fault{Kind: FaultCutAfter} }

// ErrorAfter works, then answers what Magento answers when something fails after the order was stored.
func ErrorAfter() Fault {
	return Fault{Kind: FaultErrorAfter, Status: http.StatusBadRequest,
		Message: "A server error stopped your order from being placed. Please try to place your order again."}
}

// RateLimit answers 429 with Retry-After instead of working.
func RateLimit(retryAfter time.Duration) Fault {
	return Fault{Kind: FaultRateLimit, Status: http.StatusTooManyRequests, Delay: retryAfter, Message: "Too Many Requests"}
}

// On returns f for requests with a method and a path pattern.
func (f Fault) On(method, pattern string) Fault { f.Method, f.Path = method, pattern; return f }

// After returns f beginning after n matching requests.
func (f Fault) After(n int) Fault { f.Skip = n; return f }

// Times returns f for n requests only.
func (f Fault) Times(n int) Fault { f.Count = n; return f }

// Validate reports what is wrong with a fault, nil if it can happen.
func (f Fault) Validate() error {
	if _, err := path.Match(f.Path, ""); err != nil {
		return fmt.Errorf("path %q: %w", f.Path, err)
	}
	switch f.Kind {
	case FaultSlow, FaultCutBefore, FaultCutAfter, FaultRateLimit:
		return nil
	case FaultStatus, FaultHTML, FaultErrorAfter:
		if f.Status < 400 || f.Status > 599 {
			return fmt.Errorf("status %d is not an error", f.Status)
		}
		return nil
	default:
		return fmt.Errorf("unknown kind %q", f.Kind)
	}
}

// Faults is the script of what goes wrong. The first fault that matches a request happens to it. Safe for concurrent use.
type Faults struct {
	stopped <-chan struct{}

	mu     sync.Mutex
	script []*scripted
	lastID int
}

type scripted struct {
	Fault
	id         string
	seen, done int
}

// Add puts a fault at the end of the script and returns its id. A fault that is not valid never happens.
func (f *Faults) Add(fault Fault) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lastID++
	id := strconv.Itoa(f.lastID)
	f.script = append(f.script, &scripted{Fault: fault, id: id})
	return id
}

// Remove takes a fault out of the script; false if there is none with this id.
func (f *Faults) Remove(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, s := range f.script {
		if s.id == id {
			f.script = append(f.script[:i:i], f.script[i+1:]...)
			return true
		}
	}
	return false
}

// Clear empties the script.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.script = nil
}

// Happened is how often a fault happened, 0 for an unknown id.
func (f *Faults) Happened(id string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.script {
		if s.id == id {
			return s.done
		}
	}
	return 0
}

// next returns the fault that happens to a request, if any, and counts it.
func (f *Faults) next(r *http.Request) (Fault, bool) {
	_, below, isAPI := strings.Cut(r.URL.EscapedPath(), "/V1/")
	f.mu.Lock()
	defer f.mu.Unlock()
	if !isAPI {
		return Fault{}, false
	}
	for _, s := range f.script {
		if !s.matches(r.Method, below) {
			continue
		}
		s.seen++
		if s.seen <= s.Skip || s.Count > 0 && s.done >= s.Count {
			continue
		}
		s.done++
		return s.Fault, true
	}
	return Fault{}, false
}

func (s *scripted) matches(method, below string) bool {
	if s.Method != "" && !strings.EqualFold(s.Method, method) {
		return false
	}
	ok, err := path.Match(s.Path, below)
	return s.Path == "" || ok && err == nil
}

// wrap lets the script act on the requests of a handler.
func (f *Faults) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault, ok := f.next(r)
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		switch fault.Kind {
		case FaultSlow:
			if !wait(fault.Delay, f.stopped) {
				panic(http.ErrAbortHandler)
			}
			next.ServeHTTP(w, r)
		case FaultStatus:
			writeFault(w, fault)
		case FaultHTML:
			page := errorPage(fault.Status)
			w.Header().Set("Content-Type", page.contentType)
			w.WriteHeader(page.status)
			_, _ = w.Write([]byte(page.raw))
		case FaultRateLimit:
			w.Header().Set("Retry-After", strconv.Itoa(int(fault.Delay.Round(time.Second)/time.Second)))
			writeFault(w, fault)
		case FaultCutBefore:
			panic(http.ErrAbortHandler)
		case FaultCutAfter:
			next.ServeHTTP(&discard{header: http.Header{}}, r)
			panic(http.ErrAbortHandler)
		case FaultErrorAfter:
			next.ServeHTTP(&discard{header: http.Header{}}, r)
			writeFault(w, fault)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// wait lets time pass; false when the server stopped first. It does not end when the caller hangs up: neither does PHP.
func wait(d time.Duration, stopped <-chan struct{}) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-stopped:
		return false
	}
}

func writeFault(w http.ResponseWriter, f Fault) {
	body, err := encode(pairs("message", f.Message))
	if err != nil {
		body = []byte("{}")
	}
	status := f.Status
	if status == 0 {
		status = http.StatusTooManyRequests
	}
	writeJSON(w, status, body)
}

// discard takes an answer that nobody gets.
type discard struct {
	header http.Header
	body   bytes.Buffer
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return d.body.Write(b) }
func (d *discard) WriteHeader(int)             {}
