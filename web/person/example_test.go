package person_test

import (
	"fmt"

	"willing/web/person"
)

// Every page behind a private link is open to whoever has the link, and to nobody else.
func Example() {
	open := 0
	for _, route := range person.Routes(nil, nil) {
		if route.Open && route.Action == "" {
			open++
		}
	}
	fmt.Println(open == len(person.Routes(nil, nil)))
	// Output: true
}
