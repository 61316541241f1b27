// Package pos is Tillway's vocabulary and its pure decisions: money, products, orders and their states, totals, events,
// feed cursors, error kinds and the signed-in principal.
//
// It owns what the words mean and which transitions are allowed. It does no input or output, knows no clock and no
// randomness: times and identifiers come in as arguments. Every other package may import it; it imports the standard
// library and the decimal library only.
package pos
