package pos

// HeldReason is why an order waits for a person. A closed list.
type HeldReason string

// The reasons. Each has a sentence for the cashier in HeldMessage.
const (
	HeldTotalsDiffer    HeldReason = "totals_differ"
	HeldProductGone     HeldReason = "product_gone"
	HeldOutOfStock      HeldReason = "out_of_stock"
	HeldMethodMissing   HeldReason = "method_missing"
	HeldRefusedByShop   HeldReason = "refused_by_magento"
	HeldOrderNotInStore HeldReason = "order_missing"
	HeldTooManyAttempts HeldReason = "too_many_attempts"
	HeldNumberTaken     HeldReason = "number_taken"
	HeldNoReservation   HeldReason = "no_reservation"
	HeldCustomerRefused HeldReason = "customer_refused"
	HeldCartInUse       HeldReason = "customer_cart_in_use"
	HeldCouponRefused   HeldReason = "coupon_refused"
	HeldOverReturned    HeldReason = "over_returned"
	HeldReturnRefused   HeldReason = "return_refused"
	HeldRestockUnclear  HeldReason = "restock_unclear"
	HeldOverpaid        HeldReason = "overpaid"
	HeldCancelRefused   HeldReason = "cancel_refused"
	HeldGatewayFault    HeldReason = "gateway_fault" // our own code failed on this order
)

// HeldReasons lists all reasons. Each has a page in docs/held.
func HeldReasons() []HeldReason {
	return []HeldReason{HeldTotalsDiffer, HeldProductGone, HeldOutOfStock, HeldMethodMissing, HeldRefusedByShop, HeldOrderNotInStore,
		HeldTooManyAttempts, HeldNumberTaken, HeldNoReservation, HeldCustomerRefused, HeldCartInUse, HeldCouponRefused,
		HeldOverReturned, HeldReturnRefused, HeldRestockUnclear, HeldOverpaid, HeldCancelRefused, HeldGatewayFault}
}

// Held says why a person must act on an order, in words for a cashier, with the detail that helps whoever resolves it.
type Held struct {
	Reason  HeldReason
	Message string
	Detail  HeldDetail
}

// Hold puts the order aside for a person. Errors: conflict, when its life has ended.
func (o *Order) Hold(reason HeldReason, detail HeldDetail) error {
	if err := o.Move(StateHeld); err != nil {
		return err
	}
	o.Held = &Held{Reason: reason, Message: heldMessage(reason), Detail: detail}
	return nil
}

func heldMessage(r HeldReason) string {
	switch r {
	case HeldTotalsDiffer:
		return "The back office calculates another total than the customer paid. The sale is safe; head office has to decide."
	case HeldProductGone:
		return "A product on this order no longer exists in the back office. The sale is safe; head office has to restore or replace it."
	case HeldOutOfStock:
		return "The back office has too little stock for this order. The sale is safe; correct the stock, then retry."
	case HeldMethodMissing:
		return "The back office does not offer the payment or shipping method set for this location. The sale is safe; enable the method, then retry."
	case HeldOrderNotInStore:
		return "The back office lost an order it had confirmed. The sale is safe here; call support before doing anything."
	case HeldNumberTaken:
		return "The back office has another order under this receipt number. The sale is safe; head office has to find out which is which."
	case HeldNoReservation:
		return "The order is in the back office, but its stock cannot be reserved there, so it is not shipped. The sale is safe; head office has to give the gateway access."
	case HeldCustomerRefused:
		return "The back office does not take the customer of this order. The sale is safe; head office has to correct their name or e-mail address."
	case HeldCartInUse:
		return "The customer has a cart of their own in the web shop, which must not be mixed with this sale. The sale is safe; head office has to decide."
	case HeldCouponRefused:
		return "The back office no longer takes the coupon of this order. The sale is safe; head office has to decide."
	case HeldOverReturned:
		return "More came back than was sold with that receipt. The return is on record; head office has to look into it."
	case HeldReturnRefused:
		return "The back office does not take this return. It is on record here; head office has to look at the reason."
	case HeldRestockUnclear:
		return "It is not certain that returned goods were added to the stock. The return is on record; head office has to look at the stock."
	case HeldOverpaid:
		return "More was paid for an earlier order than was left to be paid. The payment is on record; head office has to pay the rest back."
	case HeldCancelRefused:
		return "The back office cannot cancel this order any more. Nothing is lost; take the goods back as a return instead."
	case HeldGatewayFault:
		return "The gateway has a fault that this order brought to light. The sale is safe, and others go on; head office has to tell whoever looks after the gateway."
	case HeldTooManyAttempts:
		return "The back office failed on this order again and again. The sale is safe; retry when the cause is found."
	default:
		return "The back office refused this order. The sale is safe; head office has to look at the reason."
	}
}
