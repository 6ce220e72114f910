package desk_test

import (
	"fmt"

	"willing/casebook"
	"willing/desk"
)

// An error says what is missing and by which gate, and names nobody.
func ExampleError() {
	err := &desk.Error{Kind: desk.Held, Lacks: []casebook.Lack{{Gate: "G05", Say: "Next: read the costs together and hand over the whole text."}}}
	fmt.Println(err)
	fmt.Println(desk.KindOf(err), err.Gate())
	// Output:
	// Next: read the costs together and hand over the whole text. (G05)
	// held G05
}
