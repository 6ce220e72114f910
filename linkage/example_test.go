package linkage_test

import (
	"fmt"

	"willing/linkage"
)

// A no was noted in Odesa in Latin letters; another team meets the same woman
// and writes her name as she does. A neighbour shares the family name and the
// phone of the house.
func Example() {
	refused := linkage.Particulars{Family: "Nohachevska", Given: "Oleksandra", Phones: []string{"+380637961781"}, Town: "Odessa"}
	met := linkage.Particulars{Full: "Олександра Ногачевська", Phones: []string{"+380637961781"}}
	sister := linkage.Particulars{Full: "Nadiia Nohachevska", Phones: []string{"+380637961781"}}

	fmt.Println(linkage.Exact(refused, met))
	fmt.Println(linkage.Exact(refused, sister))
	// Output:
	// strong [phone and name phone]
	// weak [phone]
}
