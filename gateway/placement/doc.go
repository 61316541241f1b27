// Package placement puts received orders into Magento, step by step, so that each becomes exactly one Magento order however
// often a call, a worker or the whole gateway fails.
//
//	lease ─▶ cart filled ─▶ totals agree? ─no─▶ held
//	                             │yes
//	                    journal cart and time          every step after this line is looked up before it is repeated
//	                             ▼
//	                        place cart ──outcome unknown──▶ look by cart ──found──▶ placed
//	                             │                              │ not found: wait until the call cannot be running any
//	                             ▼                              ▼ more, then place the SAME cart
//	                          placed ─▶ invoice with the tenders ─▶ shipment ─▶ settled
//
// The ledger is written three times on the way: before the cart is placed, before the invoice and the shipment are made, and
// at the end. What was done in between Magento tells again when it was not written down.
//
// Why no path makes two Magento orders: a cart is placed only by the holder of the order's lease, after the cart's id and
// the time were committed. Until OrderByCart has found nothing and SettleFor has passed since that time, no second call is
// made; and the second call is for the same cart, which Magento deactivates when it is placed
// (Magento\Quote\Model\QuoteManagement), so that even a first call that was later than believed makes the second one fail.
// A call is never begun when less than CallFor is left of the lease, and is cut when CallFor has passed since it was journaled.
//
// It declares what it needs of the ledger and of Magento in ports.go. A Pool is woken when orders come in and sweeps on
// its own; several gateways may run one each on the same ledger.
package placement
