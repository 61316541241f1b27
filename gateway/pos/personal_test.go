package pos_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tillway/tillway/gateway/pos"
)

func TestWithoutPerson(t *testing.T) {
	t.Parallel()
	t.Run("takes out who the customer is and leaves what was sold", func(t *testing.T) {
		t.Parallel()
		in := pos.OrderInput{
			ID: "id", Counter: 7, Email: "secret@example.com", Note: "secret", Customer: &pos.Buyer{ID: 42, New: &pos.NewCustomer{FirstName: "secret"}},
			Exemption:  &pos.Exemption{Certificate: "secret", Reason: "school"},
			Fulfilment: &pos.Fulfilment{Kind: pos.FulfilShip, FirstName: "secret", LastName: "secret", Method: "flatrate_flatrate", Address: &pos.Address{City: "secret"}},
			Lines: []pos.Line{{SKU: "A", Quantity: decimal.NewFromInt(2), RowTotal: 500, Choices: &pos.Choices{
				Custom: []pos.CustomChoice{{OptionID: 3, Value: "secret"}}, Links: []int64{9}}}},
			Charged: pos.Totals{Total: 500},
		}
		before, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		wiped, err := json.Marshal(in.WithoutPerson())
		if err != nil {
			t.Fatal(err)
		}
		for _, gone := range []string{"secret", "42"} {
			if strings.Contains(string(wiped), gone) {
				t.Errorf("%q is left in %s", gone, wiped)
			}
		}
		for _, kept := range []string{`"id":"id"`, `"counter":7`, `"school"`, `"flatrate_flatrate"`, `"rowTotal":500`, `"optionId":3`, `"links":[9]`} {
			if !strings.Contains(string(wiped), kept) {
				t.Errorf("%s is missing in %s", kept, wiped)
			}
		}
		whole := pos.Order{OrderInput: in, Hash: "hash", Placement: pos.Placement{CustomerID: 42, Contact: &pos.Contact{}, OrderID: "7"}}.WithoutPerson()
		if whole.Placement.Contact != nil || whole.Email != "" || whole.Placement.CustomerID != 0 || whole.Hash != "hash" || whole.Placement.OrderID != "7" {
			t.Errorf("the whole order is %+v", whole)
		}
		if after, _ := json.Marshal(in); string(after) != string(before) {
			t.Errorf("the order itself changed: %s", after)
		}
	})
	t.Run("somebody has decided about every field of an order", func(t *testing.T) {
		t.Parallel()
		// A new field goes into one of these lists, and into WithoutPerson if it is in the first.
		person := []string{"Email", "Note", "Customer", "Exemption", "Fulfilment", "Lines"}
		business := []string{"ID", "LocationID", "RegisterID", "Counter", "StaffID", "Currency", "SoldAt", "Tenders", "Change", "Charged", "Coupon",
			"Rules", "Discount", "Returns", "Balances", "Rounding", "Deferred", "Approvals", "Pricing", "ShiftID"}
		person = append(person, "CustomerID", "Contact")
		business = append(business, "Cart", "OrderID", "IncrementID", "ShopStatus", "Expected", "Steps", "Strategy", "Differences", "Accepted",
			"ShopState", "Refunded", "DeferredPaid", "Tracking", "Payments", "Returned", "Restocks", "HandedOver", "Cancelling")
		for _, kind := range []reflect.Type{reflect.TypeFor[pos.OrderInput](), reflect.TypeFor[pos.Placement]()} {
			for field := range kind.Fields() {
				if !slices.Contains(person, field.Name) && !slices.Contains(business, field.Name) {
					t.Errorf("may %s of %s stay when an order is archived?", field.Name, kind)
				}
			}
		}
	})
}
