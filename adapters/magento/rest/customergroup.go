package rest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

const ownCustomerRoute = "GET /V1/customers/me"

// maxCustomer bounds what Magento tells of a customer.
const maxCustomer = 1 << 20

// CustomerGroup returns the group of the customer that a customer token of Magento's stands for. The integration's token is
// not used. Errors: unauthorized, when it is no customer's token, or no longer; unavailable.
func (c *Client) CustomerGroup(ctx context.Context, token string) (int64, error) {
	var told struct {
		Group ident `json:"group_id"`
	}
	err := c.ownCustomer(ctx, token, "group_id", &told)
	return int64(told.Group), err
}

// ownCustomer reads what Magento tells the customer that a token stands for. Errors: unauthorized; unavailable.
func (c *Client) ownCustomer(ctx context.Context, token, fields string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	target := c.base.JoinPath("rest/V1/customers/me")
	target.RawQuery = url.Values{"fields": {fields}}.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return pos.Invalid("The token cannot be sent to Magento.").Because(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Accept", "application/json")
	start := time.Now()
	response, err := c.http.Do(request)
	if err != nil {
		c.observe(ownCustomerRoute, 0, time.Since(start))
		return pos.Unavailable(err, "Magento did not say who the customer is. Try again.")
	}
	defer func() { _ = response.Body.Close() }()
	c.observe(ownCustomerRoute, response.StatusCode, time.Since(start))
	switch {
	case response.StatusCode == http.StatusUnauthorized || response.StatusCode == http.StatusForbidden:
		return pos.NewError(pos.KindUnauthorized, pos.CodeUnauthenticated, "This is no customer's token, or no longer.")
	case response.StatusCode != http.StatusOK:
		return pos.Unavailable(nil, "Magento did not say who the customer is (status %d). Try again.", response.StatusCode)
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, maxCustomer)).Decode(into); err != nil {
		return pos.Unavailable(err, "Magento's answer about the customer cannot be read.")
	}
	return nil
}
