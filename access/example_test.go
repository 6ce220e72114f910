package access_test

import (
	"fmt"

	"willing/access"
	"willing/casebook"
)

// A scout meets people in the territories of their own team, and nowhere else.
func ExampleDecide() {
	sam := access.Who{Hats: []string{casebook.Scout}, Territories: []string{"IT"}}
	fmt.Println(access.Decide(sam, access.Meet, "IT"))
	fmt.Println(access.Decide(sam, access.Meet, "ES"))
	fmt.Println(access.Decide(sam, access.ImportLeads, "IT"))
	// Output:
	// true
	// false
	// false
}
