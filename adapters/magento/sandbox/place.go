package sandbox

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
)

// payment is what payment-information sends.
type payment struct {
	Email   string
	Method  string
	PO      string
	Billing *addressInput
}

// place makes an order of a cart and returns its entity id. The cart is checked at the beginning and closed at the end,
// and nothing holds it in between: a second call during the latency makes a second order, as was seen on a real Magento.
func (s *shop) place(masked string, p payment, latency time.Duration) (string, error) {
	quote, err := s.readyCart(masked, p)
	if err != nil {
		return "", err
	}
	if latency > 0 && !wait(latency, s.stopped) {
		return "", crash()
	}
	id := ""
	err = s.update(func(c *changes) error {
		if err := s.checkStock(quote); err != nil {
			return err
		}
		o := s.newOrder(quote, p)
		s.saveOrder(c, o)
		for _, i := range quote.Items {
			for _, g := range i.goods() {
				s.reserve(c, g.SKU, g.Qty.Mul(i.Qty).Neg(), "order_placed", "", o.IncrementID)
			}
		}
		closed := quote.clone()
		closed.Active, closed.Reserved, closed.UpdatedAt = false, o.IncrementID, s.stamp()
		s.carts[masked] = closed
		c.saved("cart", masked, closed)
		id = strconv.FormatInt(o.ID, 10)
		return nil
	})
	return id, err
}

// readyCart returns a copy of a cart that can be placed, with the billing address of the payment. Errors: Magento's
// refusals.
func (s *shop) readyCart(masked string, p payment) (*cart, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	open, err := s.openCart(masked)
	if err != nil {
		return nil, err
	}
	quote := open.clone()
	if p.Billing != nil {
		quote.Billing = p.Billing.address(0)
	}
	if _, ok := paymentTitle(p.Method); !ok {
		return nil, refuse(400, "The requested Payment Method is not available.")
	}
	_, shipped := shippingMethod(quote.Method)
	switch {
	case len(quote.Items) == 0:
		return nil, refuse(400, "A server error stopped your order from being placed. Please try to place your order again.")
	case !quote.virtual() && quote.Shipping == nil:
		return nil, refuse(400, "The shipping address is missing. Set the address and try again.")
	case !quote.virtual() && !shipped:
		return nil, refuse(400, "The shipping method is missing. Select the shipping method and try again.")
	case quote.Billing == nil:
		return nil, &refusal{status: 400, message: "Please check the billing address information. %1",
			params: list{`"firstname" is required. Enter and try again.`}}
	}
	if err := quote.checkPickup(); err != nil {
		return nil, err
	}
	if field := quote.Billing.missing(); field != "" {
		return nil, &refusal{status: 400, message: "Please check the billing address information. %1",
			params: list{fmt.Sprintf("%q is required. Enter and try again.", field)}}
	}
	return quote, nil
}

// checkStock is the last look before the reservation. Errors: Magento's refusal.
func (s *shop) checkStock(quote *cart) error {
	for _, i := range quote.Items {
		if s.byID[i.VariantID] == nil {
			return refuse(400, "Some of the products below do not have all the required options.")
		}
	}
	for sku, wanted := range s.wanted(quote, nil) {
		if wanted.GreaterThan(s.stock.salable(sku, retailStock)) {
			return refuse(400, "The requested qty is not available")
		}
	}
	return nil
}

func (s *shop) newOrder(quote *cart, p payment) *order {
	now := s.stamp()
	o := &order{ID: take(&s.next.Order), IncrementID: fmt.Sprintf("%09d", take(&s.next.Increment)), QuoteID: quote.ID,
		Protect: randomHex(), CreatedAt: now, State: "new", Status: "pending", Email: p.Email, Virtual: quote.virtual(),
		CustomerID: quote.Customer, Group: quote.Group,
		Method: quote.Method, Payment: p.Method, PONumber: p.PO, Totals: s.calculate(quote)}
	if !o.Virtual {
		o.Shipping = s.orderAddress(quote.Shipping, p.Email)
	} else {
		o.Method = ""
	}
	o.Billing = s.orderAddress(quote.Billing, p.Email)
	for line, i := range quote.Items {
		item := &orderItem{ID: take(&s.next.OrderItem), QuoteItemID: i.ID, ProductID: i.ProductID, SKU: i.SKU, Name: i.Name,
			Type: i.Type, Stock: i.Stock, Price: i.Price, Original: i.Original, Weight: i.Weight, Options: i.Options, Choice: i.Choice, Line: line, Ordered: i.Qty}
		o.Items = append(o.Items, item)
		if i.Type == "configurable" {
			o.Items = append(o.Items, &orderItem{ID: take(&s.next.OrderItem), ParentID: item.ID, QuoteItemID: i.ChildID,
				ProductID: i.VariantID, SKU: i.SKU, Name: i.ChildName, Type: "simple", Weight: i.Weight, Line: -1, Ordered: i.Qty})
		}
		for _, part := range i.Parts {
			o.Items = append(o.Items, &orderItem{ID: take(&s.next.OrderItem), ParentID: item.ID, QuoteItemID: part.ItemID,
				ProductID: part.ProductID, SKU: part.SKU, Name: part.Name, Type: "simple", Line: -1, Ordered: part.Qty.Mul(i.Qty)})
		}
	}
	return o
}

func (s *shop) orderAddress(from *address, email string) *address {
	a := *from
	a.ID, a.Email = take(&s.next.OrderAddress), email
	return &a
}

func randomHex() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
