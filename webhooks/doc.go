// Package webhooks takes what other systems tell Tillway over HTTP and acts on it later.
//
// The Receiver verifies a delivery, deduplicates it, stores it and answers: it never waits for any work. The Processor
// reads what the stored hints name again from Magento, since a hint is never the truth. Between the two stands the Inbox,
// so that a restart loses nothing.
//
//	sender ──POST──▶ Receiver ──Keep──▶ Inbox ──Waiting──▶ Processor ──▶ Reader
//	       ◀──202──     │  └─────────Woken─────────────────▶ Wake
//
// It does not know what reading again means (Reader) nor where deliveries are stored (Inbox).
package webhooks
