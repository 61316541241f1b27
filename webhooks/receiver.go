package webhooks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// The results that Receiver reports to Observe: one for each delivery.
const (
	ResultAccepted      = "accepted"       // stored; 202
	ResultDuplicate     = "duplicate"      // stored before; 200
	ResultIgnored       = "ignored"        // genuine, of a type that means nothing to us; 204
	ResultBadSignature  = "bad_signature"  // 401
	ResultStale         = "stale"          // timestamp outside the tolerance; 401
	ResultBadInput      = "bad_input"      // 400
	ResultTooLarge      = "too_large"      // 413
	ResultUnavailable   = "unavailable"    // could not be stored, the sender tries again; 503
	ResultUnknownSender = "unknown_sender" // 404; the sender is reported as "unknown"
)

const (
	readTimeout = 10 * time.Second // for a sender to deliver its body
	keepTimeout = 3 * time.Second  // for the inbox to store it
	retryAfter  = 10 * time.Second // what a sender is asked to wait when it could not be stored
	maxID       = 255
)

// Sender is a system that may deliver webhooks.
type Sender struct {
	// Secrets are the keys that it may sign with: one, or two while a key is being replaced. See ParseSecret.
	Secrets []string
}

// Config is what a Receiver needs. Inbox and Senders are required.
type Config struct {
	Inbox   Inbox
	Senders map[string]Sender // by the last part of the path
	// Tolerance is how far a delivery's timestamp may lie in the past or future; 5 minutes when zero.
	Tolerance time.Duration
	// MaxBody is the largest body taken, in bytes; 256 KiB when zero.
	MaxBody int64
	Now     func() time.Time
	// Observe is told the result of each delivery: one of the Result constants. Optional.
	Observe func(sender, result string)
	// Woken is called after a new hint was stored. It must not block. Optional.
	Woken func()
	Log   *slog.Logger
}

// Receiver is the HTTP handler of POST /webhooks/{sender}. Deliveries are signed as Standard Webhooks (webhook-id,
// webhook-timestamp in Unix seconds, webhook-signature). It is safe for concurrent use.
//
// The answers: 202 stored, 200 stored before, 204 ignored; otherwise {"error":{"code","message"}} with 400 BAD_INPUT,
// 401 BAD_SIGNATURE or REPLAYED (timestamp outside the tolerance), 404 NOT_FOUND, 413 TOO_LARGE, and 503 UNAVAILABLE with
// Retry-After when the inbox could not store it.
type Receiver struct {
	inbox     Inbox
	secrets   map[string][]Secret
	tolerance time.Duration
	maxBody   int64
	now       func() time.Time
	observe   func(sender, result string)
	woken     func()
	log       *slog.Logger
}

// NewReceiver checks the configuration and returns a Receiver. Errors: invalid, for a sender without a usable secret.
func NewReceiver(c Config) (*Receiver, error) {
	r := &Receiver{
		inbox:     c.Inbox,
		secrets:   make(map[string][]Secret, len(c.Senders)),
		tolerance: orDefault(c.Tolerance, 5*time.Minute),
		maxBody:   orDefault(c.MaxBody, 256<<10),
		now:       c.Now,
		observe:   c.Observe,
		woken:     c.Woken,
		log:       c.Log,
	}
	for name, sender := range c.Senders {
		if len(sender.Secrets) == 0 {
			return nil, pos.Invalid("webhook sender %s has no secret", name)
		}
		for _, s := range sender.Secrets {
			secret, err := ParseSecret(s)
			if err != nil {
				return nil, fmt.Errorf("webhook sender %s: %w", name, err)
			}
			r.secrets[name] = append(r.secrets[name], secret)
		}
	}
	if r.now == nil {
		r.now = time.Now
	}
	if r.observe == nil {
		r.observe = func(string, string) {}
	}
	if r.woken == nil {
		r.woken = func() {}
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	return r, nil
}

func orDefault[T int | int64 | time.Duration](v, otherwise T) T {
	if v <= 0 {
		return otherwise
	}
	return v
}

// ServeHTTP takes one delivery. The sender is the path value "sender".
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	sender := req.PathValue("sender")
	secrets, ok := r.secrets[sender]
	if !ok {
		r.observe("unknown", ResultUnknownSender)
		refuse(w, http.StatusNotFound, pos.NotFound("there is no such webhook sender"))
		return
	}
	if req.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		r.observe(sender, ResultBadInput)
		refuse(w, http.StatusMethodNotAllowed, pos.Invalid("webhooks are delivered with POST"))
		return
	}
	result, err := r.take(w, req, sender, secrets)
	r.observe(sender, result)
	if err != nil {
		r.log.LogAttrs(req.Context(), levelOf(result), "webhook refused",
			slog.String("sender", sender), slog.String("result", result), slog.Any("error", err))
		if result == ResultUnavailable {
			w.Header().Set("Retry-After", strconv.Itoa(int(retryAfter/time.Second)))
		}
		refuse(w, statusOf(result), err)
		return
	}
	w.WriteHeader(statusOf(result))
}

// take does one delivery and returns its result, with an error for those that are refused.
func (r *Receiver) take(w http.ResponseWriter, req *http.Request, sender string, secrets []Secret) (string, error) {
	id, timestamp := req.Header.Get("webhook-id"), req.Header.Get("webhook-timestamp")
	signatures := ParseSignatures(req.Header.Get("webhook-signature"))
	if !goodID(id) || len(signatures) == 0 {
		return ResultBadSignature, badSignature("the headers webhook-id, webhook-timestamp and webhook-signature (v1,<base64>) are required")
	}
	now := r.now()
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return ResultBadSignature, badSignature("webhook-timestamp is not a number of seconds since 1970")
	}
	if off := now.Sub(time.Unix(seconds, 0)).Abs(); off > r.tolerance {
		return ResultStale, pos.NewError(pos.KindConflict, pos.CodeReplayed,
			"webhook-timestamp is more than %s away from our clock: check both clocks; a repeated delivery needs a new timestamp", r.tolerance)
	}
	body, err := readBody(w, req, r.maxBody)
	if err != nil {
		if pos.CodeOf(err) == pos.CodeTooLarge {
			return ResultTooLarge, err
		}
		return ResultBadInput, err
	}
	if !signedByAny(secrets, id, timestamp, body, signatures) {
		return ResultBadSignature, badSignature("the signature does not fit: check that both sides hold the same secret and that nothing changes the body on its way")
	}
	touched, err := Decode(body)
	if err != nil {
		return ResultBadInput, err
	}
	if !touched.Known {
		return ResultIgnored, nil
	}
	return r.keep(req.Context(), pos.Hint{ID: id, Sender: sender, Entity: touched.Entity, EntityID: touched.ID, ReceivedAt: now.UTC()}, body)
}

func (r *Receiver) keep(ctx context.Context, hint pos.Hint, body []byte) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, keepTimeout)
	defer cancel()
	fresh, err := r.inbox.Keep(ctx, hint, body)
	if err != nil {
		// Whatever the cause, the delivery is not ours yet, so the sender has to keep it.
		return ResultUnavailable, pos.Unavailable(err, "the delivery could not be stored: try again later")
	}
	if !fresh {
		return ResultDuplicate, nil
	}
	r.woken()
	return ResultAccepted, nil
}

func readBody(w http.ResponseWriter, req *http.Request, limit int64) ([]byte, error) {
	// Not every ResponseWriter can set deadlines; the server's own ReadTimeout then stands alone.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(readTimeout))
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, limit))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, pos.NewError(pos.KindInvalid, pos.CodeTooLarge, "the body exceeds %d bytes", limit)
	}
	if err != nil {
		return nil, pos.Invalid("the body could not be read").Because(err)
	}
	return body, nil
}

// goodID tells whether an id can be signed without ambiguity: printable ASCII without the full stop that separates the
// signed parts.
func goodID(id string) bool {
	if id == "" || len(id) > maxID {
		return false
	}
	for i := range len(id) {
		if c := id[i]; c <= ' ' || c > '~' || c == '.' {
			return false
		}
	}
	return true
}

func badSignature(message string) *pos.Error {
	return pos.NewError(pos.KindUnauthorized, pos.CodeBadSignature, "%s", message)
}

func statusOf(result string) int {
	switch result {
	case ResultAccepted:
		return http.StatusAccepted
	case ResultDuplicate:
		return http.StatusOK
	case ResultIgnored:
		return http.StatusNoContent
	case ResultBadSignature, ResultStale:
		return http.StatusUnauthorized
	case ResultTooLarge:
		return http.StatusRequestEntityTooLarge
	case ResultBadInput:
		return http.StatusBadRequest
	default:
		return http.StatusServiceUnavailable
	}
}

// levelOf keeps what a stranger can cause out of the warnings.
func levelOf(result string) slog.Level {
	if result == ResultUnavailable {
		return slog.LevelError
	}
	return slog.LevelInfo
}

func refuse(w http.ResponseWriter, status int, err error) {
	var answer struct {
		Error struct {
			Code    pos.Code `json:"code"`
			Message string   `json:"message"`
		} `json:"error"`
	}
	answer.Error.Code, answer.Error.Message = pos.CodeOf(err), pos.MessageOf(err)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// A sender that has gone away needs no answer.
	_ = json.NewEncoder(w).Encode(answer)
}
