package totals

// scratch is the memory of one calculation that no result keeps. It is used again by the next, since clearing it costs less than
// getting it anew.
type scratch struct {
	lines    []line
	subjects []subject
	hits     []hit
	given    []given
	carries  []percentCarry
	rules    []candidate
	arena    []uint64
	leafs    []set
	trees    []verdict
	values   []values
	order    []*line
	rest     []*line
	places   []int
	visits   []int
	slots    []int
	sequence []int
}

// spares is how many calculations may leave their memory for others.
const spares = 4

// borrow takes memory that an earlier calculation left, if there is any.
func (e *Engine) borrow() *scratch {
	select {
	case s := <-e.spare:
		return s
	default:
		return &scratch{}
	}
}

// giveBack leaves the memory of a finished calculation to another, without what it knew of its basket.
func (e *Engine) giveBack(s *scratch) {
	clear(s.lines)
	clear(s.subjects)
	clear(s.hits)
	clear(s.given)
	clear(s.carries)
	clear(s.rules)
	clear(s.arena)
	clear(s.leafs)
	clear(s.trees)
	clear(s.order)
	clear(s.rest)
	clear(s.slots)
	for i := range s.values {
		s.values[i].reset()
	}
	select {
	case e.spare <- s:
	default:
	}
}

// room returns n zero elements of the memory, which grows to hold them.
func room[T any](memory *[]T, n int) []T {
	if cap(*memory) < n {
		*memory = make([]T, n)
	}
	*memory = (*memory)[:max(n, len(*memory))]
	return (*memory)[:n]
}
