package pos

import "time"

// EventName is the CloudEvents type of a domain event. The names are a contract with subscribers outside.
type EventName string

// The events of an order's life that are published.
const (
	OrderCreated      EventName = "OrderCreated"      // durable in the ledger
	OrderValidated    EventName = "OrderValidated"    // Magento priced it, and the totals agree
	InventoryReserved EventName = "InventoryReserved" // the Magento order exists and holds its reservation
	PaymentProcessed  EventName = "PaymentProcessed"  // the invoice is paid
	OrderShipped      EventName = "OrderShipped"      // the goods left the location's source
	OrderDelivered    EventName = "OrderDelivered"    // the customer has the goods: at once, when they carry them out of the shop
	OrderCancelled    EventName = "OrderCancelled"    // it will not be, or is no longer, an order in Magento
	OrderReturned     EventName = "OrderReturned"     // money was given back, for all of it or a part
	// OrderChanged says only that the state of an order moved that was known before; it wakes subscribers and leaves no trace outside.
	OrderChanged EventName = "order.changed"
)

// Event is a fact about one order, stored in the outbox in the transaction that made it true.
type Event struct {
	ID      string // unique; consumers drop repeats by it
	Name    EventName
	OrderID string
	At      time.Time
	// Data is the event's JSON payload.
	Data []byte
}

// Hint is a sender's word that something in Magento was touched. It is never the truth: the thing is read again.
type Hint struct {
	ID         string // the sender's message id
	Sender     string
	Entity     HintEntity
	EntityID   string // product and category: entity id; order: entity id; stock: SKU
	ReceivedAt time.Time
}

// HintEntity is what a hint is about.
type HintEntity string

// The entities that hints may touch.
const (
	HintProduct  HintEntity = "product"
	HintStock    HintEntity = "stock"
	HintCategory HintEntity = "category"
	HintOrder    HintEntity = "order"
	// HintCustomer names a customer, who is forgotten here and read again when somebody asks.
	HintCustomer HintEntity = "customer"
	// HintCatalog names a store view by its code: all of its catalog may have been touched.
	HintCatalog HintEntity = "catalog"
)
