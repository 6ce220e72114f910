package api_test

import (
	"errors"
	"fmt"

	"willing/api"
)

// An API says where it lies; what goes wrong there is a problem that names the gate and what is missing.
func Example() {
	var err error = &api.Problem{Status: 409, Detail: "a mentor hears four points first", Gate: "G06"}
	var p *api.Problem
	fmt.Println(api.Base, errors.As(err, &p), p.Gate)
	// Output: /api/v1 true G06
}
