package intake_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"willing/intake"
)

// A partner's list with a column that no heading explains: the mapping file says what it is.
func Example() {
	dir, err := os.MkdirTemp("", "intake")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "liste.csv")
	list := "Nom;Prénom;Né(e) le;Tél;Bord\nMARTIN;Zoé;25/12/1990;06 39 98 15 16;cuisine\n;;;;\nPetit;Luc;1984?;s/d;voile\nTotal;2;;;\n"
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		log.Fatal(err)
	}
	f, err := intake.Open(path, intake.Options{
		Country: "FR",
		Mapping: strings.NewReader("Bord: skills"),
		Today:   time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(f.Layout)
	for row, err := range f.Rows() {
		if err != nil {
			log.Fatal(err)
		}
		if row.Skipped != "" {
			fmt.Println(row.Number, "skipped:", row.Skipped)
			continue
		}
		fmt.Println(row.Number, row.Person.Family, row.Person.Given, row.Person.Born, row.Person.Phones, row.Person.Skills)
	}
	// Output:
	// format     csv
	// encoding   UTF-8
	// separator  semicolon
	// headings   row 1
	// dates      dmy (1 date can only have the day first)
	// phones     FR (as asked)
	// column A   Nom -> family_name
	// column B   Prénom -> given_name
	// column C   Né(e) le -> born
	// column D   Tél -> phone
	// column E   Bord -> skills
	// 2 MARTIN Zoé 1990-12-25 [{06 39 98 15 16 +33639981516 FR  false}] cuisine
	// 3 skipped: empty
	// 4 Petit Luc ~1984 [] voile
	// 5 skipped: total
}

// A cell is made safe only where a spreadsheet program would compute it.
func ExampleNeutralise() {
	for _, cell := range []string{`=HYPERLINK("http://example.invalid")`, "-Gus", "O'Neil", "+33 6 39 98 15 16"} {
		fmt.Println(intake.Neutralise(cell))
	}
	// Output:
	// '=HYPERLINK("http://example.invalid")
	// -Gus
	// O'Neil
	// '+33 6 39 98 15 16
}
