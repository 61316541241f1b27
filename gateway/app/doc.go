// Package app is the composition root: it reads nothing and decides nothing, it joins. Config says what is wanted, New opens
// the adapters and hands them to the use cases, Run starts everything that lives long in one group and stops it in order.
//
// Only gateway/cmd imports it.
package app
