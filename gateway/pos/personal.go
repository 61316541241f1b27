package pos

import "time"

// MayBeArchived says whether the order has been done with since before a time, and waits for nothing.
func (o Order) MayBeArchived(before time.Time) bool {
	return (o.State == StateSettled || o.State == StateCancelled) && o.ReceivedAt.Before(before) && o.SettledAt.Before(before) && len(o.Waits()) == 0
}

// WithoutPerson is that of OrderInput, for all that is known of an order.
func (o Order) WithoutPerson() Order {
	o.OrderInput = o.OrderInput.WithoutPerson()
	o.Placement.CustomerID, o.Placement.Contact = 0, nil
	return o
}

// WithoutPerson returns the order without what tells who the customer is: e-mail address, account, postal address,
// certificate, and text and pictures that somebody chose for them. What was sold and paid stays, and so does the Hash that was taken when
// the order came in.
func (in OrderInput) WithoutPerson() OrderInput {
	in.Email, in.Note, in.Customer = "", "", nil
	if in.Exemption != nil {
		exemption := *in.Exemption
		exemption.Certificate = ""
		in.Exemption = &exemption
	}
	if in.Fulfilment != nil {
		fulfilment := *in.Fulfilment
		fulfilment.Address, fulfilment.FirstName, fulfilment.LastName = nil, "", ""
		in.Fulfilment = &fulfilment
	}
	in.Lines = cloneChoices(in.Lines)
	for _, line := range in.Lines {
		if line.Choices == nil {
			continue
		}
		for j := range line.Choices.Custom {
			line.Choices.Custom[j].Value, line.Choices.Custom[j].File = "", nil
		}
	}
	return in
}
