package public_test

import (
	"fmt"

	"willing/web/public"
)

// The stop page asks nobody who they are.
func Example() {
	for _, route := range public.Routes(nil, nil) {
		fmt.Println(route.Pattern, route.Open)
	}
	// Output:
	// GET /stop true
	// POST /stop true
	// POST /stop/arrived true
}
