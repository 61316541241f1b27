package rest

import (
	"context"
	"slices"

	"github.com/tillway/tillway/gateway/pos"
)

// ordersPerCall bounds the length of a search's address.
const ordersPerCall = 50

// ShopOrders returns the orders whose key has one of the values, in no order; more than one of them may have the same.
// Errors: those of every read.
func (c *Client) ShopOrders(ctx context.Context, key pos.ShopOrderKey, values []string) ([]pos.ShopOrder, error) {
	var all []pos.ShopOrder
	for some := range slices.Chunk(values, ordersPerCall) {
		found, err := c.searchOrders(ctx, newSearch().among(string(key), some))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}
