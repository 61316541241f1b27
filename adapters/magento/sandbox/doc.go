// Package sandbox is a small Magento 2.4.7 that runs in the process: an HTTP server on the loopback interface with an
// invented shop behind it. The demo sells from it, and tests place orders into it.
//
// It owns its catalog, stock, carts and orders, and keeps to what a real Magento 2.4.7 was seen to do: the shapes of its
// answers (what is a string, what is null and what is left out), its refusals, the arithmetic of its totals, and its
// dangers, such as the window in which one cart becomes two orders. What it does not know it answers as Magento answers an
// unknown route. It knows nothing of Tillway and shares no type with the REST client, so that the two can be held
// against each other.
//
//	request ─▶ faults ─▶ router ─▶ handler ─▶ shop (one lock) ─▶ journal
//	                                             └─▶ webhooks
//
// It has a few of everything that registers meet: customers, a coupon and a rule, and products of all six types. Its prices
// are its own arithmetic, so that it can disagree with what registers computed.
package sandbox
