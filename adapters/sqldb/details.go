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
}

func (d details) empty() bool {
	return d.Strategy == "" && len(d.Differences) == 0 && !d.Accepted && len(d.Decisions) == 0 && d.ShopState == "" && d.Refunded == 0
}

// encodeDetails returns NULL when there is nothing to keep.
func encodeDetails(o pos.Order) (sql.NullString, error) {
	d := details{Strategy: o.Placement.Strategy, Differences: o.Placement.Differences, Accepted: o.Placement.Accepted, Decisions: o.Decisions,
		ShopState: o.Placement.ShopState, Refunded: o.Placement.Refunded}
	if d.empty() {
		return sql.NullString{}, nil
	}
	text, err := json.Marshal(d)
	return sql.NullString{String: string(text), Valid: true}, err
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
	return nil
}
