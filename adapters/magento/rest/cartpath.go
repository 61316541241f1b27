package rest

import (
	"net/url"

	"github.com/tillway/tillway/gateway/pos"
)

// A guest's cart is named by its masked id, a customer's by its number: Magento has the same calls for both, at two places.
const (
	guestCarts = "/guest-carts"
	carts      = "/carts"
)

// of addresses a part of a cart: the route that stands for it in metrics, and the path.
func of(cart pos.CartRef, part, rest string) (route, path string) {
	if cart.MaskedID == "" {
		return "/V1" + carts + "/{id}" + part, carts + "/" + url.PathEscape(cart.QuoteID) + orElse(rest, part)
	}
	return "/V1" + guestCarts + "/{id}" + part, guestCarts + "/" + url.PathEscape(cart.MaskedID) + orElse(rest, part)
}

// cartCall is a call about a part of a cart; rest is the part with its variables filled in, where it has some.
func cartCall(kind callKind, method string, cart pos.CartRef, part, rest, store string, body any) call {
	route, path := of(cart, part, rest)
	return call{kind: kind, method: method, route: method + " " + route, store: store, path: path, body: body, refused: closedCart}
}

// name is what a cart's lines say for the cart that they belong to.
func name(cart pos.CartRef) string { return orElse(cart.MaskedID, cart.QuoteID) }
