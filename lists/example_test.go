package lists_test

import (
	"fmt"

	"willing/casebook"
	"willing/lists"
)

// A row's country finds its territory: the country's own, else the first named area that covers it.
func ExampleTerritoryOf() {
	p := &casebook.Programme{Territories: []casebook.Territory{{ID: "IT"}, {ID: "south-america", Countries: []string{"AR", "BR"}}}}
	fmt.Println(lists.TerritoryOf(p, "IT"), lists.TerritoryOf(p, "BR"))
	// Output: IT south-america
}
