package pos

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Hash returns the hex SHA-256 of the canonical JSON of a valid order. Two inputs that mean the same have one hash: a
// quantity of 1 and of 1.000, a time in another zone, no tenders and an empty list of them. A field added to OrderInput
// later must be left out of the JSON while it is empty, or stored hashes stop matching.
func (in OrderInput) Hash() string {
	in.SoldAt = in.SoldAt.UTC()
	if in.Lines == nil {
		in.Lines = []Line{}
	}
	if in.Tenders == nil {
		in.Tenders = []Tender{}
	}
	// Quantities print without trailing zeros. Marshal fails for years that Validate refuses, and for nothing else here.
	body, _ := json.Marshal(in)
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
