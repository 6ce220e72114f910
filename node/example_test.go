package node_test

import (
	"fmt"

	"willing/casebook"
	"willing/node"
)

// A row's country finds its territory: the country's own, else the first named area that covers it.
func ExampleTerritoryOf() {
	p := &casebook.Programme{Territories: []casebook.Territory{{ID: "IT"}, {ID: "south-america", Countries: []string{"AR", "BR"}}}}
	fmt.Println(node.TerritoryOf(p, "IT"), node.TerritoryOf(p, "BR"))
	// Output: IT south-america
}
