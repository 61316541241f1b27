// Package order accepts orders exactly once, shows them, and sets held ones to be tried again.
//
// It decides who may do so and what is stored; it knows neither Magento nor the catalog. An order with a SKU that Magento
// no longer has is accepted all the same: the money was taken, and placement holds it for a person. The GraphQL edge calls
// it; a Ledger makes what it accepts durable; placement is woken and finds the order there.
package order
