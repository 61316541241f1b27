// Package rest is the client of Magento's REST interface (2.4.7, /rest/<store view>/V1).
//
// It owns the transport (timeouts, limits, circuit breaker, what an error answer means), the catalog as documents, and
// guest carts and orders. It decides nothing: it fits the ports catalog.Source, placement.Carts and placement.Orders, and
// gateway/app hands it to those packages.
//
// Errors are *pos.Error. A write that Magento may have carried out although no usable answer came is CodeOutcomeUnknown: it
// is never repeated here, and the caller must look first. Reads are repeated for short blips.
//
// Products come in pages of ascending entity id with everything in one answer, and two further calls a page: rendered
// prices (guests only: Magento tells no other group's prices over REST), and the variants that are not on the page.
package rest
