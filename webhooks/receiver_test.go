package webhooks_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/webhooks"
)

const orderBody = `{"type":"order.updated","timestamp":"2026-11-21T09:30:00Z","data":{"entity":"order","id":"17","store":"default"}}`

type door struct {
	*httptest.Server
	inbox   *inbox
	now     time.Time
	woken   atomic.Int32
	mu      sync.Mutex
	results []string
}

func open(t *testing.T, secrets ...string) *door {
	t.Helper()
	d := &door{inbox: &inbox{}, now: time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)}
	if len(secrets) == 0 {
		secrets = []string{secretText}
	}
	r, err := webhooks.NewReceiver(webhooks.Config{
		Inbox:   d.inbox,
		Senders: map[string]webhooks.Sender{"magento": {Secrets: secrets}},
		Now:     func() time.Time { return d.now },
		Woken:   func() { d.woken.Add(1) },
		Observe: func(sender, result string) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.results = append(d.results, sender+" "+result)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/webhooks/{sender}", r)
	d.Server = httptest.NewServer(mux)
	t.Cleanup(d.Close)
	return d
}

// delivery is a request that is right in everything a test does not change.
type delivery struct {
	method, sender, id, body string
	sentAt                   time.Time
	timestamp, signature     string // filled from the rest when empty
}

func (d *door) send(t *testing.T, v delivery) (status int, code string, header http.Header) {
	t.Helper()
	fill := func(s *string, otherwise string) {
		if *s == "" {
			*s = otherwise
		}
	}
	fill(&v.method, http.MethodPost)
	fill(&v.sender, "magento")
	fill(&v.id, "msg_1")
	fill(&v.body, orderBody)
	if v.sentAt.IsZero() {
		v.sentAt = d.now
	}
	fill(&v.timestamp, strconv.FormatInt(v.sentAt.Unix(), 10))
	fill(&v.signature, secret(t).Sign(v.id, v.timestamp, []byte(v.body)))
	req, err := http.NewRequestWithContext(t.Context(), v.method, d.URL+"/webhooks/"+v.sender, strings.NewReader(v.body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"webhook-id": v.id, "webhook-timestamp": v.timestamp, "webhook-signature": v.signature} {
		if value != "none" {
			req.Header.Set(name, value)
		}
	}
	res, err := d.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode < 300 {
		return res.StatusCode, "", res.Header
	}
	var answer struct {
		Error struct{ Code, Message string }
	}
	if err := json.Unmarshal(text, &answer); err != nil || answer.Error.Message == "" {
		t.Errorf("the refusal %q is not an error with code and message", text)
	}
	return res.StatusCode, answer.Error.Code, res.Header
}

func TestReceiver(t *testing.T) {
	t.Parallel()
	t.Run("a genuine delivery is stored, answered 202 and wakes the processor", func(t *testing.T) {
		t.Parallel()
		d := open(t)
		if status, _, _ := d.send(t, delivery{}); status != http.StatusAccepted {
			t.Fatalf("status %d", status)
		}
		want := row{hint: pos.Hint{ID: "msg_1", Sender: "magento", Entity: pos.HintOrder, EntityID: "17", ReceivedAt: d.now}, body: orderBody, due: d.now}
		if len(d.inbox.rows) != 1 || d.inbox.rows[0] != want {
			t.Errorf("stored %+v, want %+v", d.inbox.rows, want)
		}
		if d.woken.Load() != 1 {
			t.Errorf("woken %d times", d.woken.Load())
		}
	})
	t.Run("the same id again is answered 200 and wakes nobody", func(t *testing.T) {
		t.Parallel()
		d := open(t)
		d.send(t, delivery{})
		d.now = d.now.Add(time.Hour)
		if status, _, _ := d.send(t, delivery{}); status != http.StatusOK {
			t.Errorf("status %d", status)
		}
		if d.woken.Load() != 1 || len(d.inbox.rows) != 1 {
			t.Errorf("woken %d times, %d stored", d.woken.Load(), len(d.inbox.rows))
		}
		if got := fmt.Sprint(d.results); got != "[magento accepted magento duplicate]" {
			t.Errorf("observed %s", got)
		}
	})
	t.Run("an unknown type is acknowledged and not stored", func(t *testing.T) {
		t.Parallel()
		d := open(t)
		if status, _, _ := d.send(t, delivery{body: `{"type":"newsletter.updated","data":{}}`}); status != http.StatusNoContent {
			t.Errorf("status %d", status)
		}
		if len(d.inbox.rows) != 0 || fmt.Sprint(d.results) != "[magento ignored]" {
			t.Errorf("stored %d, observed %v", len(d.inbox.rows), d.results)
		}
	})
	t.Run("while a key is replaced either key is taken", func(t *testing.T) {
		t.Parallel()
		d := open(t, "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldY", secretText)
		if status, _, _ := d.send(t, delivery{}); status != http.StatusAccepted {
			t.Errorf("status %d", status)
		}
		// The sender replaces its key first: it signs with one we do not have yet and with the old one.
		ts := strconv.FormatInt(d.now.Unix(), 10)
		both := "v1," + strings.Repeat("A", 43) + "= " + secret(t).Sign("msg_2", ts, []byte(orderBody))
		if status, _, _ := d.send(t, delivery{id: "msg_2", signature: both}); status != http.StatusAccepted {
			t.Errorf("status %d for a list of signatures", status)
		}
	})
	t.Run("an inbox that cannot store asks the sender to come back", func(t *testing.T) {
		t.Parallel()
		d := open(t)
		d.inbox.failWith(errors.New("disk full at /var/lib/secret"))
		status, code, header := d.send(t, delivery{})
		if status != http.StatusServiceUnavailable || code != "UNAVAILABLE" {
			t.Errorf("%d %s", status, code)
		}
		if s, err := strconv.Atoi(header.Get("Retry-After")); err != nil || s < 1 {
			t.Errorf("Retry-After %q", header.Get("Retry-After"))
		}
		d.inbox.failWith(nil)
		if status, _, _ := d.send(t, delivery{}); status != http.StatusAccepted {
			t.Errorf("the repeated delivery is answered %d", status)
		}
	})
}

func TestReceiverRefuses(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)
	other, err := webhooks.ParseSecret("whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldY")
	if err != nil {
		t.Fatal(err)
	}
	ts := strconv.FormatInt(now.Unix(), 10)
	for name, tc := range map[string]struct {
		delivery
		status       int
		code, result string
	}{
		"a signature by another key":           {delivery{signature: other.Sign("msg_1", ts, []byte(orderBody))}, 401, "BAD_SIGNATURE", "bad_signature"},
		"a signature of another body":          {delivery{signature: secret(t).Sign("msg_1", ts, []byte("{}"))}, 401, "BAD_SIGNATURE", "bad_signature"},
		"a signature of another id":            {delivery{signature: secret(t).Sign("msg_2", ts, []byte(orderBody))}, 401, "BAD_SIGNATURE", "bad_signature"},
		"a signature of another time":          {delivery{signature: secret(t).Sign("msg_1", "1", []byte(orderBody))}, 401, "BAD_SIGNATURE", "bad_signature"},
		"no signature":                         {delivery{signature: "none"}, 401, "BAD_SIGNATURE", "bad_signature"},
		"no id":                                {delivery{id: "none", signature: "x"}, 401, "BAD_SIGNATURE", "bad_signature"},
		"an id with the separator in it":       {delivery{id: "msg.1"}, 401, "BAD_SIGNATURE", "bad_signature"},
		"an endless id":                        {delivery{id: strings.Repeat("x", 256)}, 401, "BAD_SIGNATURE", "bad_signature"},
		"no timestamp":                         {delivery{timestamp: "none"}, 401, "BAD_SIGNATURE", "bad_signature"},
		"a timestamp that is no number":        {delivery{timestamp: "now"}, 401, "BAD_SIGNATURE", "bad_signature"},
		"a timestamp of the far future":        {delivery{timestamp: "9223372036854775807"}, 401, "REPLAYED", "stale"},
		"a delivery of five minutes ago and 1": {delivery{sentAt: now.Add(-301 * time.Second)}, 401, "REPLAYED", "stale"},
		"a delivery five minutes ahead and 1":  {delivery{sentAt: now.Add(301 * time.Second)}, 401, "REPLAYED", "stale"},
		"a body past the limit":                {delivery{body: `{"type":"` + strings.Repeat("x", 256<<10) + `"}`}, 413, "TOO_LARGE", "too_large"},
		"a body that is not JSON":              {delivery{body: "id=17"}, 400, "BAD_INPUT", "bad_input"},
		"a sender that nobody configured":      {delivery{sender: "shopware"}, 404, "NOT_FOUND", "unknown_sender"},
		"another method":                       {delivery{method: http.MethodPut}, 405, "BAD_INPUT", "bad_input"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t)
			status, code, _ := d.send(t, tc.delivery)
			if status != tc.status || code != tc.code {
				t.Errorf("answered %d %s, want %d %s", status, code, tc.status, tc.code)
			}
			if len(d.inbox.rows) != 0 || d.woken.Load() != 0 {
				t.Errorf("it was stored")
			}
			if len(d.results) != 1 || !strings.HasSuffix(d.results[0], " "+tc.result) {
				t.Errorf("observed %v, want %s", d.results, tc.result)
			}
		})
	}
	t.Run("but not at the very edge of the tolerance", func(t *testing.T) {
		t.Parallel()
		for i, off := range []time.Duration{-5 * time.Minute, 5 * time.Minute} {
			d := open(t)
			if status, _, _ := d.send(t, delivery{id: fmt.Sprintf("msg_%d", i), sentAt: now.Add(off)}); status != http.StatusAccepted {
				t.Errorf("status %d at %s", status, off)
			}
		}
	})
	t.Run("a sender without a usable secret is refused at the start", func(t *testing.T) {
		t.Parallel()
		for _, secrets := range [][]string{nil, {""}, {"changeme"}} {
			_, err := webhooks.NewReceiver(webhooks.Config{Inbox: &inbox{}, Senders: map[string]webhooks.Sender{"magento": {Secrets: secrets}}})
			if pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("NewReceiver with %q: %v", secrets, err)
			}
		}
	})
}

func BenchmarkReceiver(b *testing.B) {
	now := time.Unix(1614265330, 0)
	r, err := webhooks.NewReceiver(webhooks.Config{Inbox: &inbox{}, Senders: map[string]webhooks.Sender{"magento": {Secrets: []string{secretText}}},
		Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	sig := secret(b).Sign("msg_1", "1614265330", []byte(orderBody))
	for b.Loop() {
		req := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/webhooks/magento", strings.NewReader(orderBody))
		req.SetPathValue("sender", "magento")
		req.Header.Set("webhook-id", "msg_1")
		req.Header.Set("webhook-timestamp", "1614265330")
		req.Header.Set("webhook-signature", sig)
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		if w.Code >= 300 {
			b.Fatal(w.Code)
		}
	}
}
