// Package totals computes what Magento 2.4.7 charges for a basket, to the cent, from facts a register holds offline: prices, tax rates
// and cart price rules. It is pure: no clock, no input or output, and the same basket always gives the same result.
//
// A Snapshot (rules and taxes) is compiled once into an Engine; Engine.Calculate answers for a Basket. What cannot be computed rightly
// is data in the Result, never a guess: Refused (a step that says why), NeedsMagento (a rule with an unknown condition) and Nonsense
// (Magento's own figures are absurd and the sale must stop). Amounts are exact rationals inside (Number); a till charges
// Result.Payable, whole minor units. docs/totals.md explains the calculation with examples.
//
// The TypeScript engine of the register follows the same steps; testdata holds the carts both must reproduce.
package totals
