package render

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What was put into the room stays until the room is cleared, however much is put in after it, and also when there was more
// in it before.
func TestRoomKeepsWhatIsInIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var room planRoom
		for range rapid.IntRange(1, 4).Draw(rt, "queries") {
			var keys, parts [][]byte
			var plans [][]planned
			for i := range rapid.IntRange(0, 400).Draw(rt, "fields") {
				alias := strings.Repeat("a", rapid.IntRange(1, 60).Draw(rt, "length"))
				keys, parts = append(keys, []byte(`"`+alias+`":`)), append(parts, room.key(alias))
				n := rapid.IntRange(0, 9).Draw(rt, "planned")
				part := taken(&room.fields, n)
				if len(part) != 0 || cap(part) != n {
					rt.Fatalf("room for %d is %d of %d", n, len(part), cap(part))
				}
				for range n {
					part = append(part, planned{key: parts[i]})
				}
				plans = append(plans, part)
			}
			for i, part := range parts {
				if !slices.Equal(part, keys[i]) {
					rt.Fatalf("key %d is %s, not %s", i, part, keys[i])
				}
				for _, p := range plans[i] {
					if &p.key[0] != &part[0] {
						rt.Fatalf("part %d is another's", i)
					}
				}
			}
			room.clear()
			for _, p := range room.fields[:cap(room.fields)] {
				if p.key != nil || len(p.arguments) > 0 {
					rt.Fatal("something was left in the room")
				}
			}
		}
	})
}
