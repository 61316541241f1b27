package pos_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos"
)

func TestOrderInputHash(t *testing.T) {
	t.Parallel()
	t.Run("is the same on every machine and in every version", func(t *testing.T) {
		t.Parallel()
		const want = "ef9dc23c74e50daf32e3b12a4cd7dfb9b5400aeee6be20cb198fd87c99763241"
		if got := valid().Hash(); got != want {
			t.Errorf("Hash() = %s, want %s: orders already in ledgers would no longer be recognised", got, want)
		}
	})
	t.Run("ignores how a number or a time is written", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			in := drawOrder(t)
			other := in
			other.Lines = append([]pos.Line(nil), in.Lines...)
			q := other.Lines[0].Quantity
			other.Lines[0].Quantity = decimal.RequireFromString(q.StringFixed(rapid.Int32Range(4, 9).Draw(t, "decimals")))
			other.SoldAt = in.SoldAt.In(time.FixedZone("", rapid.IntRange(-43200, 43200).Draw(t, "zone")/60*60))
			if in.Hash() != other.Hash() {
				t.Fatalf("hashes differ:\n%+v\n%+v", in, other)
			}
		})
	})
	t.Run("survives being stored and read", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			in := drawOrder(t)
			b, err := json.Marshal(in)
			if err != nil {
				t.Fatal(err)
			}
			var back pos.OrderInput
			if err := json.Unmarshal(b, &back); err != nil {
				t.Fatal(err)
			}
			if in.Hash() != back.Hash() {
				t.Fatalf("hash changed over %s", b)
			}
		})
	})
	t.Run("differs when anything differs", func(t *testing.T) {
		t.Parallel()
		for name, change := range map[string]func(*pos.OrderInput){
			"id":       func(in *pos.OrderInput) { in.ID = "01890a5d-ac96-774b-bcce-b302099a8058" },
			"counter":  func(in *pos.OrderInput) { in.Counter++ },
			"register": func(in *pos.OrderInput) { in.RegisterID = "nyc-2" },
			"time":     func(in *pos.OrderInput) { in.SoldAt = in.SoldAt.Add(time.Nanosecond) },
			"quantity": func(in *pos.OrderInput) { in.Lines[0].Quantity = decimal.RequireFromString("2.0001") },
			"order of lines": func(in *pos.OrderInput) {
				in.Lines = []pos.Line{in.Lines[1], in.Lines[0]}
			},
			"tender": func(in *pos.OrderInput) { in.Tenders[0].Amount++ },
			"change": func(in *pos.OrderInput) { in.Change++ },
			"note":   func(in *pos.OrderInput) { in.Note = "x" },
			"e-mail": func(in *pos.OrderInput) { in.Email = "a@b" },
		} {
			in := valid()
			change(&in)
			if in.Hash() == valid().Hash() {
				t.Errorf("another %s gives the same hash", name)
			}
		}
	})
}
