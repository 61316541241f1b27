package bus_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/adapters/bus"
	"github.com/tillway/tillway/gateway/pos"
)

func TestCloudEvent(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 21, 10, 30, 0, 123456789, time.FixedZone("", 3600))
	t.Run("an event is structured CloudEvents 1.0 with the order as subject", func(t *testing.T) {
		t.Parallel()
		got, err := bus.Encode("/tillway", pos.Event{ID: "e1", Name: pos.OrderCreated, OrderID: "o1", At: at, Data: []byte(`{"receipt":"R1-7"}`)})
		if err != nil {
			t.Fatal(err)
		}
		want := `{"specversion":"1.0","id":"e1","source":"/tillway","type":"OrderCreated","time":"2026-11-21T09:30:00.123456789Z","subject":"o1","datacontenttype":"application/json","data":{"receipt":"R1-7"}}`
		if string(got) != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
	for name, data := range map[string]string{"an object": `{"a":[1,2]}`, "nothing": "", "no JSON": "a\x00b\xff", "null": "null"} {
		t.Run("an event that carries "+name+" survives the way", func(t *testing.T) {
			t.Parallel()
			want := pos.Event{ID: "e1", Name: pos.OrderShipped, OrderID: "o1", At: at.UTC(), Data: []byte(data)}
			b, err := bus.Encode("/tillway", want)
			if err != nil || !json.Valid(b) {
				t.Fatalf("%s: %v", b, err)
			}
			got, err := bus.Decode(b)
			if err != nil {
				t.Fatal(err)
			}
			if data == "" {
				want.Data = nil
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name, message := range map[string]string{
		"no JSON": "x", "nothing": "", "a list": "[]", "another version": `{"specversion":"0.3","id":"e","type":"t"}`,
		"no id": `{"specversion":"1.0","type":"t"}`, "no type": `{"specversion":"1.0","id":"e"}`, "a broken time": `{"specversion":"1.0","id":"e","type":"t","time":"now"}`,
	} {
		t.Run("a message is refused that has "+name, func(t *testing.T) {
			t.Parallel()
			if _, err := bus.Decode([]byte(message)); pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("err = %v", err)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{`{"specversion":"1.0","id":"e1","source":"/x","type":"OrderCreated","time":"2026-11-21T09:30:00Z","data":{}}`,
		`{"specversion":"1.0","id":"e","type":"t","data_base64":"AAE="}`, `{}`, `null`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := bus.Decode(b)
		if err != nil {
			if pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("kind %s", pos.KindOf(err))
			}
			return
		}
		if e.ID == "" || e.Name == "" {
			t.Errorf("an event without id or name: %+v", e)
		}
	})
}
