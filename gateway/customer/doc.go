// Package customer finds the shop's customers for registers, and takes new ones down. Magento holds them; this package keeps
// what it read for a while, sealed, and forgets a customer on demand.
//
// Privacy decides how things are kept. A record is one cache entry, encrypted with a key of the configuration and bound to
// its name, so that whoever reads the cache learns how many customers were looked at and nothing of them. There is no index
// of names in the cache: a search goes to Magento, which has one, and its result is kept for seconds, as the ids that were
// found, under a keyed hash of what was typed. Forgetting a customer is therefore two deletions. Neither what was typed nor
// what was found reaches a log or an error.
//
// It is called by graph for registers, by hints about customers, and by the command line. Customers whom a register took down
// without a network are found or made by placement, with the order that names them. It does not decide who a customer is:
// Magento does, by e-mail address and website.
package customer
