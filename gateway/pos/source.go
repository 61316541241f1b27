package pos

// SourceMark is a place in a source's own history of changes, in a form that only the source can read. The zero mark is no
// place at all.
type SourceMark string

// SourceChanges is what changed in a store view since a mark, as far as the source can tell; too much does no harm.
type SourceChanges struct {
	// Mark is where to go on next time.
	Mark SourceMark
	// Products are the ids of products that changed, were made or are gone; their stock may have changed too.
	Products []int64
	// SKUs are those whose stock changed.
	SKUs []string
	// Categories, Metadata (the store view's settings, attributes, routes) and Stock (of SKUs not told one by one) say that
	// something of the kind changed.
	Categories bool
	Metadata   bool
	Stock      bool
	// Lost says that the history does not reach back to the mark: its tables were emptied, its counters reset, or the mark
	// was the zero one. What was changed must be found by digests.
	Lost bool
}

// RangeDigest stands for all that a source says of the products, with their prices and stock, that have an id from From up
// to but not including To: equal digests, equal content.
type RangeDigest struct {
	From   int64  `json:"from"`
	To     int64  `json:"to"`
	Digest string `json:"digest"`
}
