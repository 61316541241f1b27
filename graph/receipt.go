package graph

import (
	"context"

	"github.com/tillway/tillway/gateway/pos"
)

// Receipts sends the receipts of orders. The principal is in ctx.
type Receipts interface {
	// Email has the receipt of an order of the calling device's location sent to an address, soon and whatever breaks in
	// between. Errors: not_found; invalid; unavailable, with CodeRateLimited when the device asked too often.
	Email(ctx context.Context, orderID, address string) error
}

// noReceipts answers for a gateway that cannot send mail.
type noReceipts struct{}

func (noReceipts) Email(context.Context, string, string) error {
	return pos.Unavailable(nil, "This gateway cannot send e-mail: set TILLWAY_SMTP_URL and start it again. Until then print the receipt")
}
