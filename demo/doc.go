// Package demo plays the scenario that product.md describes into an empty folder: a sea-rescue service
// recruits crew abroad. It goes through the same use cases as everybody else, with simulated days and
// the spreadsheets of examples/sea-rescue/leads, and prints a story that a person can follow.
//
// Everybody in it is invented. It must not know how anything is stored, nor write anything but through
// package desk; the one commit from a modified client is made with package journal, as a stranger would.
package demo
