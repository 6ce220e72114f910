package recognise_test

import (
	"fmt"
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/recognise"
)

// Whoever said no is known again by what they were called and reached by, and by nothing readable.
func Example() {
	chance := strings.NewReader(strings.Repeat("not truly drawn ", 64))
	text, err := recognise.NewKeys(chance, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	book, err := recognise.OpenBook(text)
	if err != nil {
		fmt.Println(err)
		return
	}
	keys := (&recognise.Matcher{}).Keys(casebook.Particulars{Full: "Rosalba Tuccari", Phones: []string{"+393407310457"}})
	marker, err := book.Make(keys, nil, "refusal", 2026, 3)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := desk.Replay(book, []desk.Entry{{Kind: desk.EntryRefusal, Marker: marker}}); err != nil {
		fmt.Println(err)
		return
	}
	again := (&recognise.Matcher{}).Keys(casebook.Particulars{Full: "Tuccari, Rosalba", Phones: []string{"+393407310457"}})
	fmt.Println(book.Count(), len(book.Check(again)) > 0, len(book.Check(nil)) > 0)
	// Output: 1 true false
}
