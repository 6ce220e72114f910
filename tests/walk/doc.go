// Package walk goes through every page with every hat: who may not, hears so; who has not signed in, is led
// to the door; who works elsewhere, is not told that there is a record. The list of routes comes from the
// running node, so a new page joins by itself. A second walk collects every form and sends back what nobody should. It is tests only, and must not be imported.
package walk
