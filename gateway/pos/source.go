package pos

// SourceMark is up to where a source's changes were read. Only the source that made it knows what it means; keep it as JSON.
// The zero mark is that of somebody who has read nothing.
type SourceMark struct {
	// Logs are places in Magento's changelogs and other tables that only grow, by name.
	Logs map[string]LogMark `json:"logs,omitempty"`
	// ReadAt is how far dates of records were read, by kind (2006-01-02 15:04:05, UTC).
	ReadAt map[DocumentKind]string `json:"readAt,omitempty"`
}

// LogMark is a place in a log. Another Epoch is another log under the same name.
type LogMark struct {
	Epoch   string `json:"epoch"`
	Version int64  `json:"version"`
	// Indexed is how far Magento's indexer had come: what an entry changed shows in the indexes only once it has passed it.
	Indexed int64 `json:"indexed"`
}

// SourceChanges is what changed in Magento since a mark, as far as Magento tells. It may name what did not change.
type SourceChanges struct {
	// Products are the ids to read again, ascending, those of deleted products included. What they are part of may change
	// with them (variants, members, selections).
	Products []int64
	// SKUs are those whose stock is to be read again, ascending.
	SKUs []string
	// Categories tells that some category changed: read them all, they are few.
	Categories bool
	// Pricing tells that cart price rules, taxes, customer groups or their settings changed: read the pricing document again.
	Pricing bool
	// Lost are the kinds of which something changed that is no longer told: the log was purged or begun anew, or holds more
	// than is worth reading one by one. Compare digests, or read all.
	Lost []DocumentKind
	// Blind are the kinds that this shop does not fully tell changes of (indexers that are not on schedule, REST): compare
	// digests from time to time. The first reading, from the zero mark, tells nothing but Blind.
	Blind []DocumentKind
	// Next is the mark to go on from.
	Next SourceMark
}

// RangeDigest stands for everything that documents of one kind show, for a range of ids: while it is equal, nothing changed,
// whoever wrote and however. Equal digests of different states are as likely as equal random 64-bit numbers.
type RangeDigest struct {
	// Kind is product, stock (by the product's id), category, attribute or store. Those three have one range for all.
	Kind DocumentKind
	// From and To are the first and the last id of the range.
	From, To int64
	// Count is how many records there are, 0 where it is not told.
	Count  int
	Digest string
}
