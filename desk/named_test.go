package desk_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
)

func TestWhatADeviceWritesByItselfIsNotHeadquarters(t *testing.T) {
	house := casebook.NewHouse()
	stop := []casebook.Event{{Type: casebook.StopMade}}
	for want, c := range map[string]*casebook.Commit{
		"headquarters": {Home: true, Events: stop},
		"a device":     {Events: stop},
		"a stranger":   {Events: []casebook.Event{{Type: casebook.StopAsked}}},
	} {
		if got := desk.NameOf(house, c); got != want {
			t.Errorf("it is said to be by %q, want %q", got, want)
		}
	}
}
