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
	}
}

func locationAnswer(l pos.Location) *model.Location {
	return &model.Location{ID: l.ID, Name: l.Name, Store: l.Store, Address: &model.LocationAddress{
		Street: append([]string{}, l.Address.Street...), City: l.Address.City, Postcode: l.Address.Postcode,
		Country: l.Address.Country, RegionID: int(l.Address.RegionID), Telephone: l.Address.Telephone,
	}, UnlistedSku: filled(l.UnlistedSKU), CashRounding: int(max(l.CashRounding, 1)),
		ShippingMethod: l.ShippingMethod, PaymentMethod: l.PaymentMethod}
}

func staffAnswer(s pos.Staff) model.Staff {
	return model.Staff{ID: s.ID, Name: s.Name, Role: upper[model.Role](s.Role), Permissions: each(s.Permissions, upper[model.Permission, pos.Permission])}
}
