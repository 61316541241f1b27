// Package feed hands the catalog to registers and tells them what changed: the manifest and the immutable chunks of the
// current generation, the changes after a cursor, and live notice of changed orders and of catalog growth.
//
// It reads what package catalog wrote to the shared cache; it decides nothing and never asks Magento. The graph's edge
// calls Service and Hub, the HTTP server mounts ChunkHandler.
package feed
