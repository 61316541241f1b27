package sandbox

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Webhook is where the shop tells of changes, in the way of standardwebhooks.com. Secret is "whsec_<base64>".
type Webhook struct {
	URL, Secret string
}

const (
	hookQueue   = 4096
	hookSenders = 4
	hookTries   = 6
	hookTimeout = 5 * time.Second
	hookBackoff = 100 * time.Millisecond // doubled with each try, with jitter
)

// hooks delivers hints. The queue is bounded: when the receiver is away for long, hints are lost, as with any real
// sender.
type hooks struct {
	now    func() time.Time
	log    *slog.Logger
	client *http.Client
	queued chan hint

	mu  sync.Mutex
	url string
	key []byte
}

func newHooks(now func() time.Time, log *slog.Logger) *hooks {
	return &hooks{now: now, log: log, queued: make(chan hint, hookQueue),
		client: &http.Client{Timeout: hookTimeout, Transport: &http.Transport{MaxIdleConnsPerHost: hookSenders}}}
}

func (h *hooks) set(w Webhook) error {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(w.Secret, "whsec_"))
	if err != nil || w.URL != "" && (len(key) == 0 || !strings.HasPrefix(w.Secret, "whsec_")) {
		return errors.New(`sandbox: the webhook secret must be of the form "whsec_<base64>"`)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.url, h.key = w.URL, key
	return nil
}

func (h *hooks) target() (url string, key []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.url, h.key
}

// queue takes a hint without waiting.
func (h *hooks) queue(v hint) {
	if url, _ := h.target(); url == "" {
		return
	}
	select {
	case h.queued <- v:
	default:
		h.log.Warn("sandbox: webhook queue is full, hint lost", slog.String("entity", v.entity), slog.String("id", v.id))
	}
}

// run delivers until ctx ends.
func (h *hooks) run(ctx context.Context) {
	var senders sync.WaitGroup
	for range hookSenders {
		senders.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case v := <-h.queued:
					h.deliver(ctx, v)
				}
			}
		})
	}
	senders.Wait()
	h.client.CloseIdleConnections()
}

func (h *hooks) deliver(ctx context.Context, v hint) {
	url, key := h.target()
	if url == "" {
		return
	}
	id := "msg_" + rand.Text()
	body, err := encode(pairs("type", v.kind, "timestamp", h.now().UTC().Format(time.RFC3339Nano),
		"data", pairs("entity", v.entity, "id", v.id, "store", "default")))
	for try := 0; err == nil && try < hookTries; try++ {
		if try > 0 && !pause(ctx, hookBackoff<<try) {
			return
		}
		failed := h.post(ctx, url, key, id, body)
		if failed == nil {
			return
		}
		if try == hookTries-1 {
			err = failed
		}
	}
	h.log.Warn("sandbox: webhook given up", slog.String("type", v.kind), slog.String("id", v.id), slog.Any("error", err))
}

func (h *hooks) post(ctx context.Context, url string, key []byte, id string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	at := strconv.FormatInt(h.now().Unix(), 10)
	mac := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(mac, "%s.%s.%s", id, at, body)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("webhook-id", id)
	req.Header.Set("webhook-timestamp", at)
	req.Header.Set("webhook-signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	res, err := h.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 1<<16))
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("receiver answered %s", res.Status)
	}
	return nil
}

// pause waits between a half and the whole of d; false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d/2 + mathrand.N(d/2))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
