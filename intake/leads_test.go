package intake

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// importDay is the reference date of the lead files.
var importDay = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// leadFile gives the path of a file of the shared leads, which stand beside the checkout or where WILLING_SHARED says.
func leadFile(t testing.TB, name string) string {
	t.Helper()
	var tried []string
	if root := os.Getenv("WILLING_SHARED"); root != "" {
		tried = append(tried, root)
	} else {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for range 6 {
			dir = filepath.Dir(dir)
			tried = append(tried, filepath.Join(dir, "shared"))
		}
	}
	for _, root := range tried {
		path := filepath.Join(root, "data", "leads", filepath.FromSlash(name))
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("the shared leads are not there: %s", name)
	}
	t.Skipf("the shared leads are not beside this checkout (set WILLING_SHARED): %s", name)
	return ""
}

func openLeads(t testing.TB, name string, o Options) *File {
	t.Helper()
	if o.Today.IsZero() {
		o.Today = importDay
	}
	f, err := Open(leadFile(t, name), o)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

func allRows(t testing.TB, f *File) []Row {
	t.Helper()
	var rows []Row
	for row, err := range f.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

func rowAt(t testing.TB, rows []Row, number int) Row {
	t.Helper()
	for _, r := range rows {
		if r.Number == number {
			return r
		}
	}
	t.Fatalf("no row %d", number)
	return Row{}
}

// truth reads which rows of a file are people (true) and which are not.
func truth(t testing.TB, file string) map[int]bool {
	t.Helper()
	people := map[int]bool{}
	for number, r := range truthRows(t, file) {
		people[number] = r[2] != ""
	}
	return people
}

func truthRows(t testing.TB, file string) map[int][]string {
	t.Helper()
	in, err := os.Open(leadFile(t, "truth.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	all, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[int][]string{}
	for _, r := range all[1:] {
		if r[0] == file {
			n, err := strconv.Atoi(r[1])
			if err != nil {
				t.Fatal(err)
			}
			rows[n] = r
		}
	}
	return rows
}

// The offices' files, and how many people the one who sent them says they hold.
var offices = []struct {
	file   string
	people int
	kind   Kind
}{
	{"belgium.csv", 70, Leads}, {"france.xlsx", 120, Leads}, {"spain.csv", 80, Leads}, {"italy.tsv", 75, Leads}, {"brazil.csv", 60, Leads},
	{"usa.csv", 90, Leads}, {"mediterranean.csv", 80, Leads}, {"sightings.jsonl", 150, Leads}, {"declined.csv", 45, Refusals},
}

func TestEveryRowOfEveryOfficeIsAccountedFor(t *testing.T) {
	for _, office := range offices {
		t.Run(office.file, func(t *testing.T) {
			rows := allRows(t, openLeads(t, office.file, Options{Kind: office.kind}))
			want, people := truth(t, office.file), 0
			for _, row := range rows {
				isPerson, known := want[row.Number]
				if !known {
					t.Errorf("row %d is not in the truth", row.Number)
				}
				delete(want, row.Number)
				if got := row.Skipped == "" && len(row.Rejected) == 0; got != isPerson {
					t.Errorf("row %d: person %v, should be %v (skipped %q, rejected %v)", row.Number, got, isPerson, row.Skipped, row.Rejected)
				}
				if isPerson {
					people++
				}
			}
			if len(want) > 0 {
				t.Errorf("rows that were never handed out: %v", want)
			}
			if people != office.people {
				t.Errorf("%d people, the office counts %d", people, office.people)
			}
		})
	}
}
