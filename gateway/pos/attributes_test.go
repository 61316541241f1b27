package pos_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tillway/tillway/gateway/pos"
)

// Attributes behave as a map of values that are not empty, in JSON too.
func TestAttributes(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "a", "color", `q"uo\te`, "é\u2028", "<b>", "\n"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		want, got := map[string]string{}, pos.Attributes(nil)
		for range rapid.IntRange(0, 12).Draw(t, "changes") {
			code, value := text.Draw(t, "code"), text.Draw(t, "value")
			got.Set(code, value)
			if value == "" {
				delete(want, code)
			} else {
				want[code] = value
			}
		}
		for _, code := range append(slices.Collect(maps.Keys(want)), "none") {
			if got.Of(code) != want[code] {
				t.Fatalf("%q is %q, not %q", code, got.Of(code), want[code])
			}
		}
		if same := pos.NewAttributes(want); !slices.Equal(got, same) {
			t.Fatalf("%q, at once %q", got, same)
		}
		object, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if ours, err := json.Marshal(got); err != nil || string(ours) != string(object) {
			t.Fatalf("%s, not %s: %v", ours, object, err)
		}
		indented, err := json.MarshalIndent(want, " ", "\t")
		if err != nil {
			t.Fatal(err)
		}
		for _, written := range [][]byte{object, indented} {
			read := pos.Attributes{{Code: "before", Value: "before"}}
			if err := json.Unmarshal(written, &read); err != nil || !slices.Equal(read, got) {
				t.Fatalf("%s is read as %q: %v", written, read, err)
			}
		}
	})
	var none pos.Attributes
	for _, wrong := range []string{`[]`, `{"a":1}`, `{"a":{"b":"c"}}`, `"a"`} {
		if err := json.Unmarshal([]byte(wrong), &none); err == nil {
			t.Errorf("%s is read as %q", wrong, none)
		}
	}
	if err := json.Unmarshal([]byte("null"), &none); err != nil || len(none) > 0 {
		t.Errorf("null is read as %q: %v", none, err)
	}
}
