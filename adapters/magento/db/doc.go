// Package db reads a store view's catalog straight from Magento's tables: attribute values in bulk, one query for each value
// table and run of product ids; prices from the price index; stock from the stock index and the reservations.
//
// It fits the catalog's Source port and gives the same documents as adapters/magento/rest, only faster. It never writes:
// each call is one read-only transaction on one snapshot, so a document never mixes two states of a product. It knows the
// tables of Magento Open Source 2.4, where values hang on entity_id; Adobe Commerce (row_id) is refused at Open.
//
// What the database does not hold, it cannot tell: settings pinned in app/etc/env.php or config.php, and defaults changed by
// a module's config.xml.
package db
