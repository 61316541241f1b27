package render

import "github.com/vektah/gqlparser/v2/ast"

const (
	// atOnce is how many parts of plans room is made for at a time, and keyBytes how many bytes of keys.
	atOnce   = 64
	keyBytes = 512
	// mostKept is how many parts room is kept for: few operations have more.
	mostKept = 1024
)

// planRoom holds the parts of a query's plans, for the next query when they are needed no more: an operation that was never
// asked before is planned for one answer.
type planRoom struct {
	plans      []plan
	fields     []planned
	selections []selection
	sets       []ast.SelectionSet
	keys       []byte
}

// taken is an empty part of the room for n things. Things that were put into earlier parts stay where they are.
func taken[T any](room *[]T, n int) []T {
	used := len(*room)
	if cap(*room)-used < n {
		*room, used = make([]T, 0, max(n, atOnce, 2*cap(*room))), 0
	}
	*room = (*room)[:used+n]
	return (*room)[used : used : used+n]
}

func (r *planRoom) selection(set ast.SelectionSet) *selection {
	made := append(taken(&r.selections, 1), selection{sets: append(taken(&r.sets, 1), set)})
	return &made[0]
}

// key is a response key as it stands before its value.
func (r *planRoom) key(alias string) []byte {
	if cap(r.keys)-len(r.keys) < 6*len(alias)+len(`"":`) {
		r.keys = make([]byte, 0, max(keyBytes, 2*cap(r.keys), 6*len(alias)+len(`"":`)))
	}
	start := len(r.keys)
	r.keys = append(appendText(r.keys, alias), ':')
	return r.keys[start:len(r.keys):len(r.keys)]
}

// clear lets go of everything, and keeps the room.
func (r *planRoom) clear() {
	if max(cap(r.fields), cap(r.plans), cap(r.selections), cap(r.keys)/8) > mostKept {
		*r = planRoom{}
		return
	}
	clear(r.plans)
	clear(r.fields)
	clear(r.selections)
	clear(r.sets)
	r.plans, r.fields, r.selections, r.sets, r.keys = r.plans[:0], r.fields[:0], r.selections[:0], r.sets[:0], r.keys[:0]
}
