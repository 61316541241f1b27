// Package catalog keeps a store view's products, categories and stock fresh from Magento and answers questions about them.
//
// Three parts, none of which the others need to be in the same process:
//
//	Importer   reads a Source whole, writes immutable chunks and a manifest to the Shelf, and the difference to the Log
//	Refresher  re-reads what a hint names, and appends what changed to the Log
//	Catalog    loads the Shelf into memory, follows the Log, and answers queries with the semantics of Magento's GraphQL
//
// The shelf and the log are the shared truth of all replicas; Magento is asked by the importer and the refresher only, so a
// replica starts and serves while Magento is down. Readers take an atomic pointer to an immutable generation: no query
// waits for a change to be applied, and none sees half of one.
package catalog
