package office_test

import (
	"fmt"

	"willing/web/office"
)

// The side navigation begins with what needs a person now.
func Example() {
	fmt.Println(office.Nav()[0].Path)
	// Output: /
}
