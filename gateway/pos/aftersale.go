package pos

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Contact is who an order is for. Empty fields are not known.
type Contact struct {
	Email     string `json:"email,omitempty"`
	FirstName string `json:"firstName,omitempty"`
	LastName  string `json:"lastName,omitempty"`
}

func (c Contact) validate() error {
	switch {
	case c.Email != "" && (tooLong(c.Email, maxName) || !email.MatchString(c.Email)):
		return Invalid("The customer's e-mail address is not an address; correct it or leave it empty")
	case tooLong(c.FirstName, maxName) || tooLong(c.LastName, maxName):
		return NewError(KindInvalid, CodeTooLarge, "A name may have up to %d characters; shorten it", maxName)
	case blank(c.Email) && blank(c.FirstName) && blank(c.LastName):
		return Invalid("Give the customer's new e-mail address or name")
	}
	return nil
}

// Contact is who the order is for: as told after it was sold, or else as the device said.
func (o *Order) Contact() Contact {
	var c Contact
	if o.Placement.Contact != nil {
		c = *o.Placement.Contact
	}
	c.Email = orElse(c.Email, o.Email)
	if o.Customer != nil && o.Customer.New != nil {
		n := o.Customer.New
		c.Email, c.FirstName, c.LastName = orElse(c.Email, n.Email), orElse(c.FirstName, n.FirstName), orElse(c.LastName, n.LastName)
	}
	return c
}

// BuyerName is what people know the customer by: the name, or else the e-mail address; empty for a guest without one.
func (o *Order) BuyerName() string {
	c := o.Contact()
	name := strings.TrimSpace(c.FirstName + " " + c.LastName)
	if name == "" && o.Customer != nil {
		name = o.Customer.Name
	}
	return orElse(name, c.Email)
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// Payment is what a later order paid of what was deferred.
type Payment struct {
	OrderID string    `json:"orderId"` // the later order
	Receipt string    `json:"receipt"`
	Amount  int64     `json:"amount"`
	At      time.Time `json:"at"`
}

// Returned is goods of an order that came back with a later one.
type Returned struct {
	OrderID  string          `json:"orderId"` // the later order
	SKU      string          `json:"sku"`
	Quantity decimal.Decimal `json:"quantity"`
	Refund   int64           `json:"refund,omitempty"` // what the customer got for it
	State    OrderState      `json:"-"`                // of the later order, as ReturnedBy was told of it
}

// Restock is the journal of putting pieces into a source: Magento is told the new quantity, so the call is known to have
// been carried out when it reads After, and not when it still reads Before.
type Restock struct {
	SKU    string          `json:"sku"`
	Source string          `json:"source"`
	Before decimal.Decimal `json:"before"`
	After  decimal.Decimal `json:"after"`
	Done   bool            `json:"done,omitempty"`
}

// HandOver is the moment at which a pickup was given to the customer.
type HandOver struct {
	At time.Time `json:"at"`
	By string    `json:"by,omitempty"` // staff id
}

// Wait is what a settled order still waits for from outside.
type Wait string

// The waits.
const (
	WaitPayment  Wait = "payment"   // the customer pays the rest later
	WaitHandOver Wait = "hand_over" // the goods wait to be picked up
	WaitShipment Wait = "shipment"  // the warehouse ships it in Magento
)

// Waits are what the order waits for, beside the steps that a worker can do now.
func (o *Order) Waits() []Wait {
	var list []Wait
	if len(o.Lines) == 0 || o.State == StateCancelled || o.Placement.ShopState == ShopStateCancelled {
		return nil
	}
	if o.Open() > 0 {
		list = append(list, WaitPayment)
	}
	switch f := o.Fulfilment; {
	case f == nil:
	case f.Kind == FulfilPickup && o.Placement.HandedOver == nil:
		list = append(list, WaitHandOver)
	case f.Kind == FulfilShip && o.Placement.Step(StepShipment).DoneAt.IsZero():
		list = append(list, WaitShipment)
	}
	return list
}

// WaitsAt is the location where somebody can end a wait: where the goods are picked up, or where the order was sold and is to
// be paid. Empty when it does not wait for that, or no location can end it.
func (o *Order) WaitsAt(what Wait) string {
	switch {
	case !slices.Contains(o.Waits(), what):
		return ""
	case what == WaitHandOver:
		return o.Fulfilment.LocationID
	case what == WaitPayment:
		return o.LocationID
	default:
		return ""
	}
}

// Open is what is left to be paid, in minor units.
func (o *Order) Open() int64 { return max(0, o.Deferred-o.Placement.DeferredPaid) }

// has says whether the order has a step that a worker can do as things are.
func (o *Order) has(step StepName) bool {
	sold := len(o.Lines) > 0
	switch step {
	case StepCustomer:
		return sold && o.Customer != nil && o.Placement.OrderID == ""
	case StepReservation:
		return sold && o.Placement.Strategy == StrategyImport // Magento reserves what it makes of a cart itself
	case StepInvoice:
		return sold && o.Open() == 0
	case StepShipment:
		at := o.Fulfilment == nil || o.Fulfilment.Kind == FulfilPickup && o.Placement.HandedOver != nil
		return sold && o.Open() == 0 && at
	case StepRefund:
		return slices.ContainsFunc(o.Returns, func(r Return) bool { return r.OrderID != "" })
	case StepRestock:
		return slices.ContainsFunc(o.Returns, func(r Return) bool { return r.Restock })
	case StepBalance:
		return len(o.Balances) > 0
	default:
		return sold
	}
}

// Pending returns the steps that are to be done now, in order. What waits for something outside is not among them; see
// Waits.
func (o *Order) Pending() []StepName {
	var pending []StepName
	for _, name := range Steps() {
		if o.has(name) && o.Placement.Step(name).DoneAt.IsZero() {
			pending = append(pending, name)
		}
	}
	return pending
}

// Unreserved returns, by SKU in lower case, the pieces that were sold with the order and that Magento's salable quantities
// do not know of: Magento reserves them when it makes the order of a cart, and an imported one's are reserved in a step of
// their own. Nil when there are none, as for an order that was cancelled.
func (o *Order) Unreserved() map[string]decimal.Decimal {
	waits := func(s StepName) bool { return o.has(s) && !o.Placement.did(s) }
	if o.State == StateCancelled || o.State == StateSettled || !waits(StepOrder) && !waits(StepReservation) {
		return nil
	}
	return o.Goods()
}

// NextStep returns the first pending step, false when there is none.
func (o *Order) NextStep() (StepName, bool) {
	pending := o.Pending()
	if len(pending) == 0 {
		return "", false
	}
	return pending[0], true
}

// goOn takes a settled order back to work when what it waited for has come.
func (o *Order) goOn(now time.Time) error {
	if o.State != StateSettled || len(o.Pending()) == 0 {
		return nil
	}
	return o.Reopen(now)
}

// HandOver notes that a pickup was given to the customer; the shipment in Magento follows. Doing it again changes nothing.
// Errors: conflict, when the order is no pickup, was cancelled, or is not paid for yet.
func (o *Order) HandOver(now time.Time, staffID string) error {
	switch {
	case o.Fulfilment == nil || o.Fulfilment.Kind != FulfilPickup:
		return Conflict("Order %s is not to be picked up", o.Receipt())
	case o.State == StateCancelled || o.Placement.Cancelling != nil || o.Placement.ShopState == ShopStateCancelled:
		return Conflict("Order %s was cancelled: do not hand anything over", o.Receipt())
	case o.Open() > 0:
		return Conflict("Order %s is not paid yet: take the rest first", o.Receipt())
	case o.Placement.HandedOver != nil:
		return nil
	}
	o.Placement.HandedOver = &HandOver{At: now, By: staffID}
	return o.goOn(now)
}

// Pay notes what a later order paid of what this one deferred. The same order's payment counts once. It returns by how much
// more was paid than was open.
func (o *Order) Pay(p Payment) (over int64, err error) {
	if slices.ContainsFunc(o.Placement.Payments, func(known Payment) bool { return known.OrderID == p.OrderID }) {
		return 0, nil
	}
	over = max(0, p.Amount-o.Open())
	o.Placement.Payments = append(slices.Clip(o.Placement.Payments), p)
	o.Placement.DeferredPaid += p.Amount
	return over, o.goOn(p.At)
}

// Returnable is how many pieces of a SKU were sold with the order and have not come back; those that came back with the
// order `with` count as not.
func (o *Order) Returnable(sku, with string) decimal.Decimal {
	left := decimal.Zero
	for _, l := range o.Lines {
		if strings.EqualFold(l.SKU, sku) {
			left = left.Add(l.Quantity)
		}
	}
	for _, r := range o.Placement.Returned {
		if strings.EqualFold(r.SKU, sku) && r.OrderID != with {
			left = left.Sub(r.Quantity)
		}
	}
	return left
}

// ReturnedBy returns what came back of the order: what is noted, and what came back with later orders of which that is not
// noted yet, because Magento has to be asked first; each with the state of the later order, none where that is not among them. Each
// later order counts once, and not when it was cancelled. Later may hold orders that took back nothing of this one.
func (o *Order) ReturnedBy(later []Order) []Returned {
	all := slices.Clone(o.Placement.Returned)
	for _, l := range later {
		switch {
		case l.State == StateCancelled:
			all = slices.DeleteFunc(all, func(r Returned) bool { return r.OrderID == l.ID })
		case !slices.ContainsFunc(all, func(r Returned) bool { return r.OrderID == l.ID }):
			for _, r := range l.Returns {
				if r.OrderID == o.ID {
					all = append(all, Returned{OrderID: l.ID, SKU: r.SKU, Quantity: r.Quantity, Refund: r.Refund})
				}
			}
		}
		for i := range all {
			if all[i].OrderID == l.ID {
				all[i].State = l.State
			}
		}
	}
	return all
}

// TellReturned notes on orders, to be shown, what came back of them with all orders that were received, placed or not. With returns the
// orders with which goods of some orders came back. Errors: those of with.
func TellReturned(orders []Order, with func(ids []string) ([]Order, error)) error {
	var ids []string
	for _, o := range orders {
		if len(o.Lines) > 0 {
			ids = append(ids, o.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	later, err := with(ids)
	if err != nil {
		return err
	}
	for i := range orders {
		orders[i].Placement.Returned = orders[i].ReturnedBy(later)
	}
	return nil
}

// TakeBack notes what came back with a later order, in place of what was noted for that order before.
func (o *Order) TakeBack(with string, goods []Returned) {
	kept := slices.DeleteFunc(slices.Clone(o.Placement.Returned), func(r Returned) bool { return r.OrderID == with })
	o.Placement.Returned = append(kept, goods...)
}

// AskCancel cancels the order, or, when Magento has it or may have it, notes the wish: a worker carries it out. It says
// whether the order is cancelled now. Errors: conflict, when it is cancelled already or Magento was paid; invalid, for a
// missing or overlong note.
func (o *Order) AskCancel(d Decision) (done bool, err error) {
	d.Note = strings.TrimSpace(d.Note)
	d.Action = ResolveCancel
	switch {
	case tooLong(d.Note, maxNote):
		return false, NewError(KindInvalid, CodeTooLarge, "The note may have up to %d characters; shorten it", maxNote)
	case d.Note == "":
		return false, Invalid("Say in a note why the order is cancelled, and what became of the money")
	case o.State == StateCancelled || o.Placement.Cancelling != nil:
		return false, Conflict("Order %s is cancelled already", o.Receipt())
	case len(o.Returns) > 0 || len(o.Balances) > 0:
		return false, Conflict("Order %s took goods or payments for other orders, which cannot be undone here", o.Receipt())
	case o.Placement.Step(StepInvoice).Result != "" || o.State == StateSettled && o.Open() == 0:
		return false, Conflict("Order %s is paid in Magento: take the goods back as a return instead", o.Receipt())
	}
	if o.Held != nil {
		d.Reason = o.Held.Reason
	}
	o.Decisions = append(o.Decisions, d)
	begun := o.Placement.OrderID != "" || !o.Placement.Step(StepOrder).BegunAt.IsZero() || o.Placement.Cart != (CartRef{})
	if !begun && (o.State == StateReceived || o.State == StateHeld) {
		return true, o.Move(StateCancelled)
	}
	o.Placement.Cancelling = &d
	switch o.State {
	case StateSettled:
		return false, o.Reopen(d.At)
	case StateHeld:
		return false, o.Retry(d.At)
	}
	o.NextAttemptAt = d.At
	return false, nil
}

// CreditMemo is money to be given back in Magento for pieces of one order.
type CreditMemo struct {
	Items []CreditItem
	// Adjustment is what the customer got beside what Magento makes of the items, in minor units; negative when they got less.
	Adjustment int64
	Currency   string
	Comment    string
}

// CreditItem is pieces of one line of a Magento order.
type CreditItem struct {
	ID       string // order item id
	Quantity decimal.Decimal
	Restock  bool // to the source that they were shipped from
}
