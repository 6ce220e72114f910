package team_test

import (
	"fmt"
	"slices"

	"willing/access"
	"willing/web"
	"willing/web/team"
)

// Every page of a team asks for a right; to leave somebody alone is one that every hat has.
func Example() {
	routes := team.Routes(&web.Site{})
	i := slices.IndexFunc(routes, func(r web.Route) bool { return r.Pattern == "POST /team/p/{id}/stop" })
	fmt.Println(routes[i].Action == access.LeaveAlone)
	// Output: true
}
