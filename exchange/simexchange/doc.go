// Package simexchange lives whole field seasons in a moment: headquarters, 2 to 30 devices and couriers with
// USB sticks, with real desks and journals over stores in memory, and with everything going wrong that can.
//
// Devices meet headquarters and each other, one of them in four not honest, and open a headquarters that was restored
// without its register.
//
// One seed is one run. A [Plan] is drawn from it: a list of steps, each of which says by itself what it does,
// who does it and what goes wrong meanwhile. So a step can be taken out without changing what the others
// mean, which is what [Shrink] does to a plan that fails until a short story is left.
//
// After each step, and when everything has come to rest, the invariants (a) to (m) are checked, of which (a) to (j) are those of field.md:
// see invariants.go. The package is for tests and for `make sim`; nothing else may import it.
package simexchange
