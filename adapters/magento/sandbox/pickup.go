package sandbox

import "reflect"

// pickupMethod is Magento's in-store pickup. It is offered beside the rates of carriers, for locations that have a code.
const pickupMethod = "instore_pickup"

func pickupRate() shippingRate {
	return shippingRate{"instore", "pickup", "In-Store Pickup Delivery", "In-Store Pickup Delivery", 0}
}

// checkPickup refuses a pickup whose two addresses are equal in every field: the cart then counts the shipping address as
// same as billing, which the rule for pickups does not accept.
func (c *cart) checkPickup() error {
	if c.Method != pickupMethod || c.Shipping == nil || c.Billing == nil {
		return nil
	}
	shipping, billing := *c.Shipping, *c.Billing
	shipping.ID, shipping.Pickup, billing.ID = 0, "", 0
	if reflect.DeepEqual(shipping, billing) {
		return refuse(400, "Pickup Location Address does not match Shipping Address for In-Store Pickup Quote.")
	}
	return nil
}

// readyForPickup ships orders that are to be picked up, from the location where they wait. Errors of single orders are JSON in
// strings, and the answer is 200 all the same. An order that is no pickup is passed over in silence.
func (s *Sandbox) readyForPickup(r *request) (any, error) {
	var in struct {
		OrderIDs []text `json:"orderIds"`
	}
	if err := r.decode(&in, "orderIds"); err != nil {
		return nil, err
	}
	failed := list{}
	for _, id := range in.OrderIDs {
		if err := s.shop.handOver(string(id)); err != nil {
			body, _ := encode(pairs("id", id.int64(), "message", err.Error()))
			failed = append(failed, string(body))
		}
	}
	return pairs("successful", len(failed) == 0, "errors", failed), nil
}

func (s *shop) handOver(id string) error {
	s.mu.RLock()
	o, err := s.order(id)
	if err != nil {
		s.mu.RUnlock()
		return err
	}
	from, open := "", o.canShip()
	if o.Method == pickupMethod && o.Shipping != nil {
		from = o.Shipping.Pickup
	}
	s.mu.RUnlock()
	if from == "" || !open {
		return nil
	}
	_, err = s.shipFrom(id, from, nil, nil)
	return err
}
