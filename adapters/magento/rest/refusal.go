package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Throttled is the cause of an unavailable error when Magento, or what stands before it, said when to come back.
type Throttled struct {
	Status int
	// After is how long to wait, as Retry-After said.
	After time.Duration
}

// RetryAfter is After, for callers that know the error by what it does.
func (t *Throttled) RetryAfter() time.Duration { return t.After }

func (t *Throttled) Error() string {
	return fmt.Sprintf("status %d, retry after %s", t.Status, t.After)
}

// parameters are the values for the placeholders of an error text: by name, or by position from "1".
type parameters map[string]string

// refusal translates an answer with a status of 300 and above.
func (c *Client) refusal(call call, resp *http.Response, body []byte) *pos.Error {
	text, params, ok := errorText(resp.Header, body)
	var cause error = &httpError{status: resp.StatusCode, text: text}
	if !ok {
		cause = notJSON(resp, body)
	}
	switch status := resp.StatusCode; {
	case status < 400:
		return pos.Unavailable(cause, "Magento sends callers on to another address: set the shop's final address, with https if it has it")
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return pos.NewError(pos.KindUnauthorized, pos.CodeUnauthenticated, "Magento did not accept the access token, or its integration may not use %s: check the token and the integration's permissions", orElse(params["resources"], call.route)).Because(cause)
	case status == http.StatusTooManyRequests:
		return pos.NewError(pos.KindUnavailable, pos.CodeRateLimited, "Magento takes no more calls for the moment. Try again later").Because(errors.Join(retryAfter(resp, c.now()), cause))
	case status >= 500:
		return c.serverFault(call, resp, cause, ok)
	case !ok:
		// Magento's own refusals are JSON: this one is of a proxy or of another server.
		return pos.Unavailable(cause, "Something before Magento refused the call with a page instead of JSON (status %d): check the shop's address and what stands before it", status)
	}
	if call.refused != nil {
		if e := call.refused(resp.StatusCode, text, params); e != nil {
			return e.Because(cause)
		}
	}
	return commonRefusal(call, resp.StatusCode, text).Because(cause)
}

func commonRefusal(call call, status int, text string) *pos.Error {
	if status == http.StatusNotFound {
		// The same text answers an unknown route and a known one with another method.
		if strings.Contains(text, "does not match any route") {
			return pos.Invalid("This Magento does not offer %s: a module is missing or switched off", call.route).About(pos.MetNotOffered, pos.Figures{"call": call.route})
		}
		return pos.NotFound("Magento does not have it: %s", presentable(text)).About(pos.MetNotThere, said(text))
	}
	return rejected(text)
}

func rejected(text string) *pos.Error {
	return pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "Magento refused: %s", presentable(text)).About(pos.MetRefusal, said(text))
}

func unknownSKU(sku string) *pos.Error {
	return pos.NewError(pos.KindInvalid, pos.CodeUnknownSKU, "Magento has no product with the SKU %s", sku).About(pos.MetUnknownSKU, pos.Figures{"sku": sku})
}

// said is Magento's own words about what it refuses.
func said(text string) pos.Figures { return pos.Figures{"said": presentable(text)} }

func (c *Client) serverFault(call call, resp *http.Response, cause error, json bool) *pos.Error {
	wait := retryAfter(resp, c.now())
	if cause = errors.Join(wait, cause); !call.probing || !json {
		cause = &outage{err: cause, blip: wait == nil}
	}
	switch {
	case call.kind == once:
		return pos.OutcomeUnknown(cause, "Magento failed (status %d) and it is unknown whether it did what was asked. Look before repeating", resp.StatusCode)
	case !json:
		return pos.Unavailable(cause, "Magento answered with an error page instead of JSON (status %d): it is in maintenance or broken. Try again later", resp.StatusCode)
	default:
		return pos.Unavailable(cause, "Magento failed (status %d). Try again later", resp.StatusCode)
	}
}

// httpError keeps Magento's own words for the log.
type httpError struct {
	status int
	text   string
}

func (e *httpError) Error() string { return fmt.Sprintf("status %d: %s", e.status, e.text) }

// retryAfter reads Retry-After in either of its forms, nil when it is absent, unreadable or not in the future.
func retryAfter(resp *http.Response, now time.Time) error {
	h := strings.TrimSpace(resp.Header.Get("Retry-After"))
	if s, err := strconv.Atoi(h); err == nil && s > 0 && s < 1<<31 {
		return &Throttled{Status: resp.StatusCode, After: time.Duration(s) * time.Second}
	}
	if t, err := http.ParseTime(h); err == nil && t.After(now) {
		return &Throttled{Status: resp.StatusCode, After: t.Sub(now)}
	}
	return nil
}

// errorText reads Magento's {"message","parameters"} and puts the parameters in: %fieldName from an object, %1 from a list.
func errorText(h http.Header, body []byte) (string, parameters, bool) {
	if !isJSON(h) {
		return "", nil, false
	}
	var e struct {
		Message    string          `json:"message"`
		Parameters json.RawMessage `json:"parameters"`
	}
	if err := json.Unmarshal(body, &e); err != nil {
		return "", nil, false
	}
	params := readParameters(e.Parameters)
	return resolve(e.Message, params), params, true
}

func readParameters(raw json.RawMessage) parameters {
	params := parameters{}
	var named map[string]json.RawMessage
	var listed []json.RawMessage
	if json.Unmarshal(raw, &named) == nil {
		for name, value := range named {
			params[name] = scalarText(value)
		}
	} else if json.Unmarshal(raw, &listed) == nil {
		for i, value := range listed {
			params[strconv.Itoa(i+1)] = scalarText(value)
		}
	}
	return params
}

var placeholder = regexp.MustCompile(`%([A-Za-z_][A-Za-z0-9_]*|[0-9]+)`)

func resolve(text string, params parameters) string {
	return placeholder.ReplaceAllStringFunc(text, func(p string) string {
		if value, ok := params[p[1:]]; ok {
			return value
		}
		return p
	})
}

var address = regexp.MustCompile(`[^\s"'<>]+@[^\s"'<>]+`)

// presentable makes Magento's words fit to be shown: one line, short, without e-mail addresses.
func presentable(text string) string {
	text = address.ReplaceAllString(strings.Join(strings.Fields(text), " "), "(address)")
	const enough = 300
	if r := []rune(text); len(r) > enough {
		text = string(r[:enough]) + "…"
	}
	return orElse(text, "no reason was given")
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
