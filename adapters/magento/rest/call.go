package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// callKind says what a lost answer means.
type callKind int

const (
	read  callKind = iota // may be repeated at once
	write                 // may be repeated by whoever asked for it
	once                  // may have been done: must be looked up before it is repeated
)

// call is one request. Route is the template that stands for it in metrics, errors and logs.
type call struct {
	kind   callKind
	method string
	route  string
	store  string // store view code; empty is Magento's default
	path   string // after /V1, escaped
	query  url.Values
	body   any
	// refused, if set, translates an answer 400 or 404 of this call; nil leaves it to the common rules.
	refused func(status int, text string, p parameters) *pos.Error
	// sale marks a read of the catalog that an order waits for.
	sale bool
	// probing marks a call that is expected to fail.
	probing bool
}

// sells tells whether the call is about a cart or an order, rather than the catalog.
func (c call) sells() bool {
	if c.sale {
		return true
	}
	for _, prefix := range []string{guestCarts, carts, "/order", "/invoices", "/shipments", "/creditmemos"} {
		if strings.HasPrefix(c.path, prefix) {
			return true
		}
	}
	return false
}

// answer is what came back with a status below 300.
type answer struct {
	status int
	body   []byte
}

// do makes a call and decodes its answer into out, unless that is nil.
func (c *Client) do(ctx context.Context, call call, out any) error {
	call.probing = isProbing(ctx)
	var payload []byte
	if call.body != nil {
		var err error
		if payload, err = json.Marshal(call.body); err != nil {
			return fmt.Errorf("encode the body of %s: %w", call.route, err)
		}
	}
	a, err := c.guard.run(ctx, call, func() (answer, error) {
		start := time.Now()
		a, err := c.attempt(ctx, call, payload)
		c.observe(call.route, a.status, time.Since(start))
		return a, err
	})
	if err != nil {
		return fmt.Errorf("magento %s: %w", call.route, err)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(a.body, out); err != nil {
		return fmt.Errorf("magento %s: %w", call.route, c.lost(call, true, fmt.Errorf("decode: %w", err), "an answer that is not of the expected form"))
	}
	return nil
}

// get reads a route of a store view.
func (c *Client) get(ctx context.Context, store, route, path string, query url.Values, out any) error {
	return c.do(ctx, call{kind: read, method: http.MethodGet, route: "GET " + route, store: store, path: path, query: query}, out)
}

func (c *Client) attempt(ctx context.Context, call call, payload []byte) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	// Once a connection was had, the request may have been sent, whatever happens later.
	var sent atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { sent.Store(true) }})
	req, err := http.NewRequestWithContext(ctx, call.method, c.address(call), bytes.NewReader(payload))
	if err != nil {
		return answer{}, pos.Invalid("The address of Magento cannot be called").Because(err)
	}
	// With text/html Magento answers an HTML page with status 500.
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("User-Agent", "tillway")
	if payload != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, c.lost(call, sent.Load(), givenUp(ctx, err), noAnswer)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, c.maxAnswer+1))
	a := answer{status: resp.StatusCode, body: body}
	if err != nil {
		return a, c.lost(call, true, givenUp(ctx, err), halfAnswer)
	}
	if int64(len(body)) > c.maxAnswer {
		return a, c.tooLarge(call)
	}
	if resp.StatusCode/100 == 2 {
		if !isJSON(resp.Header) {
			return a, c.lost(call, true, notJSON(resp, body), "HTML or text instead of JSON (a maintenance page, a proxy, or a wrong address of the shop)")
		}
		return a, nil
	}
	return a, c.refusal(call, resp, body)
}

func (c *Client) address(call call) string {
	u := *c.base
	prefix := "/rest/V1"
	if call.store != "" {
		prefix = "/rest/" + url.PathEscape(call.store) + "/V1"
	}
	address := strings.TrimRight(u.String(), "/") + prefix + call.path
	if len(call.query) > 0 {
		address += "?" + call.query.Encode()
	}
	return address
}

const (
	noAnswer   = "no answer"
	halfAnswer = "half an answer"
)

// givenUp marks the error of a call that its caller gave up. net/http tells the context's cause, which is the failure of a
// call beside this one when both belong to a group: that would count as a second failure of the shop.
func givenUp(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("%w: %w", context.Canceled, err)
	}
	return err
}

// lost is the error of a call that got no usable answer. Retries of reads are for connections that broke, not for those
// that were slow: three time-outs in a row would only keep the caller waiting.
func (c *Client) lost(call call, sent bool, cause error, what string) *pos.Error {
	canceled := errors.Is(cause, context.Canceled)
	slow := errors.Is(cause, context.DeadlineExceeded)
	if !canceled {
		cause = &outage{err: cause, blip: !slow && (what == noAnswer || what == halfAnswer)}
	}
	switch {
	case !sent:
		return pos.Unavailable(cause, "Magento cannot be reached. Nothing was done; try again later")
	case call.kind == once:
		return pos.OutcomeUnknown(cause, "Magento gave %s, so it is unknown whether it did what was asked. Look before repeating", what)
	case slow:
		return pos.Unavailable(cause, "Magento did not answer within %s. Try again later", c.timeout)
	default:
		return pos.Unavailable(cause, "Magento gave %s. Try again later", what)
	}
}

func (c *Client) tooLarge(call call) *pos.Error {
	cause := fmt.Errorf("answer to %s is larger than %d bytes", call.route, c.maxAnswer)
	if call.kind == once {
		return pos.OutcomeUnknown(cause, "Magento's answer is too large, so it is unknown whether it did what was asked. Look before repeating")
	}
	return pos.NewError(pos.KindInvalid, pos.CodeTooLarge, "Magento's answer is larger than %d bytes", c.maxAnswer).Because(cause)
}

func isJSON(h http.Header) bool {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}

// notJSON keeps the beginning of an answer for the log.
func notJSON(resp *http.Response, body []byte) error {
	const enough = 200
	if len(body) > enough {
		body = body[:enough]
	}
	return fmt.Errorf("status %d, content type %q: %q", resp.StatusCode, resp.Header.Get("Content-Type"), body)
}
