package sqldb

import (
	"database/sql"
	"encoding/json"

	"github.com/tillway/tillway/gateway/pos"
)

// details is what is known of few orders, and never searched for: one column holds it as JSON. Fields may be added, and
// must keep their names.
type details struct {
	Strategy    pos.Strategy         `json:"strategy,omitempty"`
	Differences []pos.LineDifference `json:"differences,omitempty"`
	Accepted    bool                 `json:"accepted,omitempty"`
	Decisions   []pos.Decision       `json:"decisions,omitempty"`
	ShopState   string               `json:"shopState,omitempty"`
	Refunded    int64                `json:"refunded,omitempty"`
	CustomerID  int64                `json:"customerId,omitempty"`
	Paid        int64                `json:"paid,omitempty"`
	Tracking    []pos.Tracking       `json:"tracking,omitempty"`
	Unapproved  []pos.Permission     `json:"unapproved,omitempty"`
	Parts       []pos.Part           `json:"parts,omitempty"`
	Contact     *pos.Contact         `json:"contact,omitempty"`
	Payments    []pos.Payment        `json:"payments,omitempty"`
	Returned    []pos.Returned       `json:"returned,omitempty"`
	Restocks    []pos.Restock        `json:"restocks,omitempty"`
	HandedOver  *pos.HandOver        `json:"handedOver,omitempty"`
	Cancelling  *pos.Decision        `json:"cancelling,omitempty"`
	HeldCode    pos.HeldCode         `json:"heldCode,omitempty"`
	HeldFigures pos.Figures          `json:"heldFigures,omitempty"`
}

// encodeDetails returns NULL when there is nothing to keep.
func encodeDetails(o pos.Order) (sql.NullString, error) {
	d := details{Strategy: o.Placement.Strategy, Differences: o.Placement.Differences, Accepted: o.Placement.Accepted, Decisions: o.Decisions,
		ShopState: o.Placement.ShopState, Refunded: o.Placement.Refunded, CustomerID: o.Placement.CustomerID,
		Paid: o.Placement.DeferredPaid, Tracking: o.Placement.Tracking, Unapproved: o.Unapproved, Parts: o.Parts,
		Contact: o.Placement.Contact, Payments: o.Placement.Payments, Returned: o.Placement.Returned, Restocks: o.Placement.Restocks,
		HandedOver: o.Placement.HandedOver, Cancelling: o.Placement.Cancelling}
	if o.Held != nil {
		d.HeldCode, d.HeldFigures = o.Held.Detail.Code, o.Held.Detail.Figures
	}
	text, err := json.Marshal(d)
	return sql.NullString{String: string(text), Valid: string(text) != "{}"}, err
}

func decodeDetails(text []byte, o *pos.Order) error {
	if len(text) == 0 {
		return nil
	}
	var d details
	if err := json.Unmarshal(text, &d); err != nil {
		return err
	}
	o.Placement.Strategy, o.Placement.Differences, o.Placement.Accepted = d.Strategy, d.Differences, d.Accepted
	o.Decisions, o.Placement.ShopState, o.Placement.Refunded = d.Decisions, d.ShopState, d.Refunded
	o.Placement.CustomerID, o.Placement.DeferredPaid, o.Placement.Tracking, o.Unapproved = d.CustomerID, d.Paid, d.Tracking, d.Unapproved
	o.Parts = d.Parts
	if o.Held != nil {
		o.Held.Detail.Code, o.Held.Detail.Figures = d.HeldCode, d.HeldFigures
	}
	p := &o.Placement
	p.Contact, p.Payments, p.Returned, p.Restocks, p.HandedOver, p.Cancelling = d.Contact, d.Payments, d.Returned, d.Restocks, d.HandedOver, d.Cancelling
	return nil
}
