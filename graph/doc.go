// Package graph is the GraphQL edge: it decodes, authorises, calls one use case and encodes. It decides nothing.
//
// Catalog, categories and store carry Magento's names and shapes, so that a client written for Magento's /graphql reads
// here unchanged; the register side is our own. Anonymous catalog answers are kept ready until what they
// tell of is something else. Package app mounts NewHandler at /graphql.
package graph
