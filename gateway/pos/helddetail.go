package pos

import (
	"errors"
	"strings"
)

// HeldDetail is what a held order met. Who reads it in another language makes a sentence of the code and its figures; without a code
// the text is all there is: the words of Magento or of a fault.
type HeldDetail struct {
	Text    string // in English, for logs too
	Code    HeldCode
	Figures Figures
}

// Figures are what a detail is about, by name: SKUs, numbers of orders, quantities, amounts in units of the figure "currency", words
// of Magento ("said").
type Figures map[string]string

// HeldCode names what a held order met. A closed list.
type HeldCode string

// What an order meets in the gateway. Each has an English sentence in english, with its figures in braces.
const (
	MetOtherTotals     HeldCode = "other_totals"
	MetUnknownLocation HeldCode = "unknown_location"
	MetUnknownPickup   HeldCode = "unknown_pickup_location"
	MetUnknownOrder    HeldCode = "unknown_order" // that it pays for, or takes back of
	MetCancelledOrder  HeldCode = "cancelled_order"
	MetUnpaidOrder     HeldCode = "unpaid_order"
	MetOtherCurrency   HeldCode = "other_currency"
	MetOverpayment     HeldCode = "overpayment"
	MetMoreReturned    HeldCode = "more_returned"
	MetTooFewLeft      HeldCode = "too_few_left" // on Magento's order, to give back
	MetStockMoved      HeldCode = "stock_moved"
	MetInvoiced        HeldCode = "invoiced"   // or shipped, and was to be cancelled
	MetUnreserved      HeldCode = "unreserved" // and was to be cancelled
	MetCannotCancel    HeldCode = "cannot_cancel"
	MetLostOrder       HeldCode = "lost_order"
	MetNoReservations  HeldCode = "no_reservations"
	MetNoImports       HeldCode = "no_imports"
	MetFault           HeldCode = "fault"
)

// What Magento or the ledger refuses: the sentence is the error's, see Error.About.
const (
	MetArchivedOrder  HeldCode = "archived_order"
	MetNoSource       HeldCode = "no_source"
	MetUnknownSKU     HeldCode = "unknown_sku"
	MetTooLittleStock HeldCode = "too_little_stock"
	MetLittleStockOf  HeldCode = "too_little_stock_of"
	MetNoShipping     HeldCode = "no_shipping_method"
	MetNoPayment      HeldCode = "no_payment_method"
	MetRefusedCoupon  HeldCode = "refused_coupon"
	MetRefusedGoods   HeldCode = "refused_goods"
	MetRefusal        HeldCode = "refusal"
	MetNumberTaken    HeldCode = "number_taken"
	MetShopCurrency   HeldCode = "shop_currency" // in which the location's store view sells
	MetBookCurrency   HeldCode = "book_currency" // in which the shop keeps its books
	MetLongNumber     HeldCode = "long_number"
	MetNoPicture      HeldCode = "no_picture"
	MetPartGone       HeldCode = "part_gone"
	MetUnknownParts   HeldCode = "unknown_parts"
	MetMethodForm     HeldCode = "method_form"
	MetNothingToShip  HeldCode = "nothing_to_ship"
	MetNotOffered     HeldCode = "not_offered"
	MetNotThere       HeldCode = "not_there"
)

// Met is a detail that the gateway itself found.
func Met(code HeldCode, figures Figures) HeldDetail {
	return HeldDetail{Text: figures.in(english(code)), Code: code, Figures: figures}
}

// DetailOf is what a failure tells.
func DetailOf(failure error) HeldDetail {
	detail := HeldDetail{Text: failure.Error()}
	if e, ok := errors.AsType[*Error](failure); ok {
		detail.Code, detail.Figures = e.about.code, e.about.figures
	}
	return detail
}

// in puts figures into a sentence, in the place of their names in braces.
func (f Figures) in(sentence string) string {
	pairs := make([]string, 0, 2*len(f))
	for name, value := range f {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}

func english(code HeldCode) string {
	switch code {
	case MetOtherTotals:
		return "charged {total} {currency} ({subtotal} {currency} + tax {tax} {currency}), " +
			"Magento expects {expected_total} {currency} ({expected_subtotal} {currency} + tax {expected_tax} {currency})"
	case MetUnknownLocation:
		return "location {location} is not configured in the gateway"
	case MetUnknownPickup:
		return "location {location}, where it is to be picked up, is not configured in the gateway"
	case MetUnknownOrder:
		return "order {order} is not in the ledger"
	case MetCancelledOrder:
		return "order {order} was cancelled"
	case MetUnpaidOrder:
		return "order {order} is not paid yet: cancel it instead"
	case MetOtherCurrency:
		return "order {order} was sold in {sold_in}, and this one in {currency}"
	case MetOverpayment:
		return "order {order} was paid {amount} {currency} too much"
	case MetMoreReturned:
		return "{returned} of {sku} came back, {left} of order {order} can"
	case MetTooFewLeft:
		return "Magento's order {order} has {missing} pieces of {sku} too few that could be given back"
	case MetStockMoved:
		return "source {source} held {before} of {sku}, {added} were added, and now it holds {now}"
	default:
		return englishOfState(code)
	}
}

func englishOfState(code HeldCode) string {
	switch code {
	case MetInvoiced:
		return "Magento's order {order} is invoiced or shipped"
	case MetUnreserved:
		return "Magento's order {order} was imported without a reservation"
	case MetCannotCancel:
		return "Magento answers that order {order} cannot be cancelled"
	case MetLostOrder:
		return "Magento has no order with entity id {id}"
	case MetNoReservations:
		return "the order was imported, and the gateway has no account that may write reservations"
	case MetNoImports:
		return "the location imports its orders, and this gateway cannot"
	case MetFault:
		return "panic at step {step}: {said}; the gateway's log has the stack"
	default:
		return string(code)
	}
}
