package exchange_test

import (
	"fmt"

	"willing/exchange"
	"willing/journal"
)

// A laptop for Italy may hold people who stand in Italy whole, and of everybody else headers alone.
func ExampleSight_Of() {
	laptop := exchange.Sight{Scopes: []journal.Scope{"t/IT"}}
	where := func(journal.ID) (journal.Scope, bool, bool) { return "t/FR", true, false }
	refusal := journal.Header{Scope: journal.Control, Subject: journal.ID{7}, Types: []string{"answer.given"}}
	fmt.Println(laptop.Of(refusal, where) == exchange.Header)
	// Output: true
}
