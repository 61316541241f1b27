package bus

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/tillway/tillway/gateway/pos"
)

// Topic is where all events go.
const Topic = "tillway.events"

// contentType is the media type of a structured CloudEvent in JSON.
const contentType = "application/cloudevents+json"

// cloudEvent is the JSON form of CloudEvents 1.0.
type cloudEvent struct {
	SpecVersion     string          `json:"specversion"`
	ID              string          `json:"id"`
	Source          string          `json:"source"`
	Type            string          `json:"type"`
	Time            time.Time       `json:"time"`
	Subject         string          `json:"subject,omitempty"`
	DataContentType string          `json:"datacontenttype,omitempty"`
	Data            json.RawMessage `json:"data,omitempty"`
	DataBase64      []byte          `json:"data_base64,omitempty"`
}

// Encode returns an event as a CloudEvent from the given source; its subject is the order's id. Data that is not JSON
// travels as data_base64, so that no event can be impossible to publish.
func Encode(source string, e pos.Event) ([]byte, error) {
	c := cloudEvent{SpecVersion: "1.0", ID: e.ID, Source: source, Type: string(e.Name), Time: e.At.UTC(), Subject: e.OrderID}
	switch {
	case len(e.Data) == 0:
	case json.Valid(e.Data):
		c.DataContentType, c.Data = "application/json", e.Data
	default:
		c.DataContentType, c.DataBase64 = "application/octet-stream", e.Data
	}
	b, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("encode event %s: %w", e.ID, err)
	}
	return b, nil
}

// Decode reads what Encode wrote, or any CloudEvent in structured JSON. Errors: invalid.
func Decode(b []byte) (pos.Event, error) {
	var c cloudEvent
	if err := json.Unmarshal(b, &c); err != nil {
		return pos.Event{}, pos.Invalid("the message is not a CloudEvent in JSON").Because(err)
	}
	if c.SpecVersion != "1.0" || c.ID == "" || c.Type == "" {
		return pos.Event{}, pos.Invalid("the message is not a CloudEvent").Because(
			errors.New("specversion 1.0, id and type are required"))
	}
	e := pos.Event{ID: c.ID, Name: pos.EventName(c.Type), OrderID: c.Subject, At: c.Time, Data: c.Data}
	if len(c.DataBase64) > 0 {
		e.Data = c.DataBase64
	}
	return e, nil
}
