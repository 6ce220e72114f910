package locale_test

import (
	"fmt"
	"time"

	"willing/locale"
)

// Words are keys in code, and sentences in every language.
func Example() {
	words, err := locale.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(words.Say("fr", "button.back"))
	fmt.Println(words.Say("en", "count.people", "count", 1))
	fmt.Println(words.Say("en", "count.people", "count", 1200))
	fmt.Println(locale.Moment("it", time.Date(2026, 11, 26, 18, 5, 0, 0, time.UTC)))
	// Output:
	// Retour
	// 1 person
	// 1,200 people
	// 26 novembre 2026, 18:05
}
