package pos

import "time"

// CatalogPush is how a "push now" of a store view ended: everything that differed from Magento was read.
type CatalogPush struct {
	Store string
	// Finished is false when it goes on; Changed and Took are then 0.
	Finished bool
	// Changed is how many documents were made, altered or deleted.
	Changed int
	Took    time.Duration
}
