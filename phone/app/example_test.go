package app_test

import (
	"fmt"

	"willing/phone/app"
)

// A program that was built without the phone's application says so on its page.
func Example() {
	for _, route := range app.Routes() {
		fmt.Println(route.Pattern, route.Open)
	}
	// Output:
	// GET /phone/{rest...} true
	// GET /phone/worker.js true
	// GET /phone/app/{file} true
}
