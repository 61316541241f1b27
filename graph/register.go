package graph

import (
	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/graph/model"
)

func enrolmentAnswer(e pos.Enrolment) *model.Enrolment {
	return &model.Enrolment{Token: e.Token, DeviceID: e.Device.ID, Workplace: workplaceAnswer(e.Workplace)}
}

func signedInAnswer(s pos.SignedIn) *model.SignedIn {
	staff := staffAnswer(s.Staff)
	return &model.SignedIn{Token: s.Token, ExpiresAt: s.ExpiresAt, Staff: &staff}
}

func workplaceAnswer(w pos.Workplace) *model.Workplace {
	staff := make([]model.Staff, len(w.Staff))
	for i, s := range w.Staff {
		staff[i] = staffAnswer(s)
	}
	return &model.Workplace{
		Register: &model.Register{ID: w.Register.ID, Name: w.Register.Name},
		Location: locationAnswer(w.Location), Staff: staff, LastCounter: int(w.LastCounter),
		Pickup: pickupAnswer(w.Pickup),
	}
}

func locationAnswer(l pos.Location) *model.Location {
	shipping := make([]model.ShippingOption, len(l.Shipping))
	for i, o := range l.Shipping {
		shipping[i] = model.ShippingOption{Method: o.Method, Name: o.Name, Price: o.Price}
	}
	return &model.Location{ID: l.ID, Name: l.Name, Store: l.Store, Address: locationAddressAnswer(l.Address),
		UnlistedSku: filled(l.UnlistedSKU), CashRounding: int(max(l.CashRounding, 1)),
		ShippingMethod: l.ShippingMethod, PaymentMethod: l.PaymentMethod, Shipping: shipping}
}

func locationAddressAnswer(a pos.Address) *model.LocationAddress {
	return &model.LocationAddress{
		Street: append([]string{}, a.Street...), City: a.City, Postcode: a.Postcode,
		Country: a.Country, RegionID: int(a.RegionID), Telephone: a.Telephone,
	}
}

func pickupAnswer(places []pos.Location) []model.PickupPlace {
	answer := make([]model.PickupPlace, len(places))
	for i, l := range places {
		answer[i] = model.PickupPlace{ID: l.ID, Name: l.Name, Address: locationAddressAnswer(l.Address)}
	}
	return answer
}

func staffAnswer(s pos.Staff) model.Staff {
	return model.Staff{ID: s.ID, Name: s.Name, Role: upper[model.Role](s.Role), Permissions: each(s.Permissions, upper[model.Permission, pos.Permission])}
}
