package markers_test

import (
	"crypto/rand"
	"fmt"
	"time"

	"willing/linkage"
	"willing/linkage/markers"
)

// A person said no; their file is erased, the marker stays. Months later
// another team types the name in another script.
func Example() {
	ring := &markers.Keyring{}
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	if _, err := ring.Add(rand.Reader, now); err != nil {
		panic(err)
	}
	set := markers.NewSet(ring)

	refused := linkage.Particulars{Family: "Germanos", Given: "Michail", Born: linkage.Date{Year: 1997, Month: 12, Day: 15}}
	month := markers.MonthOf(now)
	m, err := ring.Seal(linkage.Keys(refused), markers.Refusal, month, month.AddYears(5), markers.Batch{})
	if err != nil {
		panic(err)
	}
	if _, err := set.Add(m); err != nil {
		panic(err)
	}

	met := linkage.Particulars{Full: "Μιχαήλ Γερμανός", Born: linkage.Date{Year: 1997, Month: 12, Day: 15}}
	for _, hit := range set.Check(linkage.Keys(met)) {
		fmt.Println(hit.Strength, hit.Kind)
	}
	// Output:
	// strong birth date and name
	// weak year and name
}
