package rest

import (
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// pickupCarrier and pickupMethod are Magento's in-store pickup (Magento\InventoryInStorePickupShippingApi\Model\Carrier\InStorePickup).
const (
	pickupCarrier = "instore"
	pickupMethod  = "pickup"
)

// wireAddress is an address as carts take it; names and e-mail are required.
type wireAddress struct {
	Region     string        `json:"region,omitempty"`
	RegionID   int64         `json:"region_id,omitempty"`
	RegionCode string        `json:"region_code,omitempty"`
	Country    string        `json:"country_id"`
	Street     []string      `json:"street"`
	Postcode   string        `json:"postcode"`
	City       string        `json:"city"`
	FirstName  string        `json:"firstname"`
	LastName   string        `json:"lastname"`
	Email      string        `json:"email"`
	Telephone  string        `json:"telephone"`
	Extension  *wirePickupAt `json:"extension_attributes,omitempty"`
}

type wirePickupAt struct {
	Location string `json:"pickup_location_code"`
}

// delivery is how the goods of an order reach the customer, in Magento's terms.
type delivery struct {
	shipping, billing wireAddress
	method            string // <carrier>_<method>
}

// deliveryOf is the location's address and method when the customer carries the goods out of the shop: they change hands
// there, and its tax applies. For a pickup at is where they wait: Magento puts that address in place of any other, and asks
// that the billing address is not equal to it in every field
// (Magento\InventoryInStorePickupQuote\Model\ValidateQuote), so a second line of street tells the two apart.
func deliveryOf(order pos.Order, at pos.Location) delivery {
	who := order.Contact()
	first, last := orElse(who.FirstName, "Walk-in"), orElse(who.LastName, "Customer")
	here := postalOf(at.Address, first, last, email(order, at))
	d := delivery{shipping: here, billing: here, method: at.ShippingMethod}
	switch f := order.Fulfilment; {
	case f == nil:
	case f.Kind == pos.FulfilPickup:
		d.method = pickupCarrier + "_" + pickupMethod
		d.billing.Street = append(slices.Clone(here.Street), "Receipt "+order.Receipt())
	case f.Address != nil:
		d.method = f.Method
		d.shipping = postalOf(*f.Address, f.FirstName, f.LastName, email(order, at))
		d.billing = d.shipping
	}
	return d
}

// pickedUp says that the order waits at a location for the customer.
func pickedUp(order pos.Order) bool {
	return order.Fulfilment != nil && order.Fulfilment.Kind == pos.FulfilPickup
}

func postalOf(a pos.Address, first, last, email string) wireAddress {
	return wireAddress{
		Region: a.Region, RegionID: a.RegionID, RegionCode: a.RegionCode, Country: a.Country, Street: a.Street, Postcode: a.Postcode,
		City: a.City, FirstName: first, LastName: last, Email: email, Telephone: a.Telephone,
	}
}

func email(order pos.Order, at pos.Location) string {
	return orElse(order.Contact().Email, at.GuestEmail)
}

// carrier splits a shipping method. Errors: invalid with CodeMethodNotOffered.
func (d delivery) carrier() (carrier, method string, err error) {
	carrier, method, ok := strings.Cut(d.method, "_")
	if !ok || carrier == "" || method == "" {
		return "", "", pos.NewError(pos.KindInvalid, pos.CodeMethodNotOffered, "The shipping method %q is not of the form carrier_method", d.method).About(pos.MetMethodForm, pos.Figures{"method": d.method})
	}
	return carrier, method, nil
}
