package rest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// maxGraphQLAnswer bounds what is passed on of one answer, after decompression.
const maxGraphQLAnswer = 16 << 20

// graphQLHeaders are those that Magento's /graphql reads: the store view, the currency, the customer's token, what the page
// cache varies by, and the captcha's answer. Cookies are not among them: requests of one session wait for each other.
var graphQLHeaders = []string{ //nolint:gochecknoglobals // a constant list
	"Accept-Language", "Authorization", "Content-Currency", "Content-Type", "Store", "X-Captcha", "X-Magento-Cache-Id", "X-Recaptcha",
}

// Forward sends a GraphQL request on to Magento as it came, with its own token and never the integration's, and returns the
// answer whatever its status. The body is held in memory and need not be closed. Nothing is repeated: it may be a mutation.
// Errors: unavailable, when no whole answer came in time or it was too large; with CodeOutcomeUnknown when Magento may have
// carried it out.
func (c *Client) Forward(ctx context.Context, r *http.Request, body []byte) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	target := c.base.JoinPath("graphql")
	target.RawQuery = r.URL.RawQuery
	request, err := http.NewRequestWithContext(ctx, r.Method, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, pos.Invalid("The request cannot be passed on.").Because(err)
	}
	for _, name := range graphQLHeaders {
		if values := r.Header.Values(name); len(values) > 0 {
			request.Header[http.CanonicalHeaderKey(name)] = values
		}
	}
	start := time.Now()
	response, err := c.http.Do(request)
	if err != nil {
		c.observe("/graphql", 0, time.Since(start))
		return nil, pos.OutcomeUnknown(err, "Magento did not answer. Look whether it was done before trying again.")
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxGraphQLAnswer+1))
	c.observe("/graphql", response.StatusCode, time.Since(start))
	if err != nil {
		return nil, pos.OutcomeUnknown(err, "Magento's answer broke off. Look whether it was done before trying again.")
	}
	if len(answer) > maxGraphQLAnswer {
		return nil, pos.NewError(pos.KindUnavailable, pos.CodeTooLarge, "Magento's answer is larger than %d bytes. Ask for less.", maxGraphQLAnswer)
	}
	response.Body = io.NopCloser(bytes.NewReader(answer))
	response.ContentLength = int64(len(answer))
	return response, nil
}
