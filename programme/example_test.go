package programme_test

import (
	"fmt"
	"os"

	"willing/programme"
)

func Example() {
	folder, faults := programme.Load(os.DirFS("../examples/donor-registry"))
	for _, f := range faults {
		fmt.Println(f)
	}
	disclosure, _ := folder.Disclosure("donor")
	german, _ := disclosure.Text("de")
	fmt.Println(german.Headings["no-return"])
	fmt.Println(folder.Words["de"]["roles.donor.name"])
	fmt.Println(folder.Programme.Limits.Reflection())
	// Output:
	// Wo das Umkehren schwer wird
	// Stammzellspende
	// 72h0m0s
}
