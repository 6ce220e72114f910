package lists_test

import (
	"strings"
	"testing"

	"willing/desk"
	"willing/lists"
)

func TestTowns(t *testing.T) {
	towns, err := lists.ReadTowns(strings.NewReader("name,country,lat,lon,also_written\nAntwerpen,BE,51.2,4.4,Anvers\nSan José,CR,9.9,-84.1,\nSan José,US,37.3,-121.9,\n"))
	if err != nil {
		t.Fatal(err)
	}
	if lat, _, country, ok := towns("anvers "); !ok || country != "BE" || lat != 51.2 {
		t.Errorf("Anvers lies in %q", country)
	}
	if _, _, country, ok := towns("San José"); ok {
		t.Errorf("of two towns of one name it chose %q", country)
	}
	for _, text := range []string{"", "name\nx\n", "name,country,lat,lon\nx,BE,north,4\n", "name,country,lat,lon\n\"x"} {
		if _, err := lists.ReadTowns(strings.NewReader(text)); desk.KindOf(err) != desk.BadInput {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzTowns(f *testing.F) {
	f.Add("name,country,lat,lon\nGent,BE,51,3.7\n", "Gent")
	f.Fuzz(func(_ *testing.T, text, place string) {
		if towns, err := lists.ReadTowns(strings.NewReader(text)); err == nil {
			towns(place)
		}
	})
}
