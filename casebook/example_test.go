package casebook_test

import (
	"fmt"
	"time"

	"willing/casebook"
)

// A person was met and said stop. From then on the law has one sentence for every team, and asks
// nothing of the stop itself: no signature, no reason, no fact.
func ExampleFold() {
	house, now := casebook.NewHouse(), time.Date(2026, 5, 9, 12, 0, 0, 0, time.UTC)
	person := casebook.ID{7}
	stop := casebook.Event{Type: casebook.StopMade, Body: &casebook.Blank{}}
	commits := []*casebook.Commit{{Hash: casebook.Hash{1}, At: now, Subject: person, Effects: casebook.EffectsOf(stop), Events: []casebook.Event{stop}}}

	state := casebook.Fold(house, commits, now.AddDate(3, 0, 0))
	fmt.Println(state.Stage, state.Alone)

	approach := casebook.Event{Type: casebook.ApproachMade, Body: &casebook.Approach{Outcome: "talked", SpokenBefore: "no"}}
	for _, lack := range casebook.Ask(house, commits, &casebook.Commit{Home: true, Subject: person, Events: []casebook.Event{approach}}) {
		fmt.Println(lack.Gate, lack.Say)
	}
	// Output:
	// left-alone true
	// G01 Check first: look this person up before you approach.
	// G01 an approach is made by a scout, a mentor or a coordinator, with their own key
	// G11 Please do not approach; ask headquarters.
}
