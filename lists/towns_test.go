package lists_test

import (
	"errors"
	"fmt"
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
	for _, text := range []string{"", "name\nx\n", "name,country,lat,lon\nx,BE,north,4\n", "name,country,lat,lon\n\"x",
		"name,country,lat,lon\nx,BE,NaN,4\n", "name,country,lat,lon\nx,BE,91,4\n", "name,country,lat,lon\nx,BE,1,-Inf\n", "name,country,lat,lon\nM\xfcnchen,DE,48,11\n",
		"n\x00a\x00m\x00e\x00,\x00", "name;country;lat;lon\nx;BE;51;4\n", "name,country,lat,lon\nx,BE,51\n", "=cmd(),country,lat,lon\n"} {
		if _, err := lists.ReadTowns(strings.NewReader(text)); desk.KindOf(err) != desk.BadInput {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestAListOfTownsIsTakenWholeOrNotAtAll: of one with too many names only the beginning could be kept, and a name of two places
// would pass for one. One row with millions of names is bounded like a million rows.
func TestAListOfTownsIsTakenWholeOrNotAtAll(t *testing.T) {
	var rows, row strings.Builder
	rows.WriteString("name,country,lat,lon\n")
	row.WriteString("name,country,lat,lon,also_written\nPisa,IT,43,10,")
	for i := range 1_000_001 {
		fmt.Fprintf(&rows, "%x,IT,1,1\n", i)
		fmt.Fprintf(&row, "%x|", i)
	}
	for name, text := range map[string]string{"rows": rows.String(), "names": row.String(), "bytes": "name,country,lat,lon\n" + strings.Repeat("Pisa,IT,43,10\n", 2_500_000)} {
		if _, err := lists.ReadTowns(strings.NewReader(text)); !errors.Is(err, lists.ErrTowns) {
			t.Errorf("too many %s: %v", name, err)
		}
	}
}

// TestAListOfTownsOfASpreadsheet has a mark before its first heading.
func TestAListOfTownsOfASpreadsheet(t *testing.T) {
	for _, text := range []string{"\ufeffname,country,lat,lon\nPisa,IT,43,10\n", "\ufeff\"name\",country,lat,lon\r\nPisa,IT,43,10\r\n"} {
		towns, err := lists.ReadTowns(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, country, ok := towns("Pisa"); !ok || country != "IT" {
			t.Errorf("Pisa lies in %q", country)
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
