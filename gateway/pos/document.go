package pos

import (
	"strconv"
	"strings"
)

// DocumentKind says what a document describes.
type DocumentKind string

// The kinds of document that the catalog keeps. Keys: product and category by id, stock by SKU, store by code, pricing "pricing".
const (
	DocProduct  DocumentKind = "product"
	DocCategory DocumentKind = "category"
	DocStock    DocumentKind = "stock"
	DocStore    DocumentKind = "store"
	// DocPricing is what the totals of a cart depend on besides products (totals.Pricing): one for each store view.
	DocPricing DocumentKind = "pricing"
	// DocAttribute describes a product attribute, by code. DocRoute is a request path that leads somewhere other than its
	// product or category itself: a redirect or a page, by path.
	DocAttribute DocumentKind = "attribute"
	DocRoute     DocumentKind = "route"
	// DocSource is a kind of chunk, not of document: the place in the source's history that a generation is of.
	DocSource DocumentKind = "source"
	// DocRegister is a kind of chunk on the shelf: products cut down to what registers read. They get it as DocProduct.
	DocRegister DocumentKind = "register"
)

// Document is one thing of the catalog in one store view, encoded: Body is its canonical JSON.
type Document struct {
	Kind DocumentKind
	Key  string
	Body []byte
}

// Change is one entry of the feed: a document as it became, or a tombstone (Deleted, no Body).
type Change struct {
	Seq     int64
	Kind    DocumentKind
	Key     string
	Body    []byte
	Deleted bool
}

// Cursor is a place in a store's feed. A new Epoch means that the feed was begun anew: a reader must take the manifest
// again.
type Cursor struct {
	Epoch string
	Seq   int64
}

// String is the form that clients keep: "<epoch>.<seq>".
func (c Cursor) String() string { return c.Epoch + "." + strconv.FormatInt(c.Seq, 10) }

// ParseCursor reads what Cursor.String wrote. Errors: invalid.
func ParseCursor(s string) (Cursor, error) {
	epoch, seq, ok := strings.Cut(s, ".")
	n, err := strconv.ParseInt(seq, 10, 64)
	if !ok || epoch == "" || err != nil || n < 0 {
		return Cursor{}, Invalid("cursor %.40q is not of the form epoch.sequence: use the one that catalogManifest or catalogChanges gave", s)
	}
	return Cursor{Epoch: epoch, Seq: n}, nil
}

// Changes is a page of the feed in ascending order. Next is where to go on; More says that there is more now.
type Changes struct {
	Entries []Change
	Next    Cursor
	More    bool
}

// Manifest describes a whole generation of a store's catalog as it stood at Cursor: take the chunks, then the changes after
// Cursor.
type Manifest struct {
	Store  string
	Cursor Cursor
	// Fingerprint changes when a setting alters what documents mean without touching them.
	Fingerprint string
	// BuiltAt is when the generation was completed, RFC 3339 UTC.
	BuiltAt string
	Chunks  []Chunk
}

// Chunk is an immutable run of documents of one kind, one JSON document a line, named by its content.
type Chunk struct {
	Kind DocumentKind
	// Digest is of the chunk's uncompressed bytes, in lower-case hex: the SHA-256, which registers verify, and of a DocProduct, which only
	// replicas read, the XXH3-128.
	Digest    string
	Documents int
	// Bytes is the uncompressed size.
	Bytes int
}
