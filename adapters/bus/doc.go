// Package bus carries domain events from the outbox to whoever consumes them, through Watermill.
//
//	ledger transaction ─▶ Outbox ─▶ Forwarder ─▶ Transport (topic tillway.events) ─▶ Router ─▶ consumers
//
// The ledger is the truth and the bus carries news of it: a message that is lost, doubled or late may cost latency, never
// an order. Delivery is at least once, so consumers must bear repeats; the event's id tells them.
//
// Messages are CloudEvents 1.0 in structured JSON. All events share one topic. Of their types, the names in CamelCase
// (OrderCreated, PaymentProcessed …) are the contract with subscribers outside; "order.changed" is ours alone, wakes live
// subscriptions, and may change or vanish: a consumer outside must pass over types that it does not know.
//
// What Watermill's middleware offers for repeats and retries is not used: its Deduplicator marks a message before the
// handler has succeeded and so loses it, and its Retry sleeps inside the handler.
package bus
