// Package check compares the ledger with Magento and names every order for which a promise is broken: it is lost, doubled,
// half made, stuck, or its money or stock does not add up.
//
// It reads the whole ledger page by page, asks Magento for the orders of each page in a few calls, and decides; it changes
// nothing unless asked to repair, and then only what cannot make things worse: it has orders worked on again, which look
// before they do anything, and appends reservations that are missing. The composition root runs it for `tillway check`.
package check
