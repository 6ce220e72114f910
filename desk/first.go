package desk

import (
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// firstStages are those that wait for a team, the most pressing first, as its day lists them.
var firstStages = []casebook.Stage{
	casebook.StageOffered, casebook.StageUnderstood, casebook.StageTold, casebook.StageAssessed, casebook.StageInterviewed,
	casebook.StageApproached, casebook.StageProvisional, casebook.StageNoted,
}

// firstOfEach is how many people of each list come first: as many as a team's day shows of them.
const firstOfEach = 20

// First lists whom a device of some territories needs before the others, at most `most` people with all records of
// each: whose state changes by itself until a moment, then whom a team's day begins with, then those with whom
// something happened last.
func First(r journal.Reader, territories []string, until time.Time, most int) (out [][]journal.ID, err error) {
	f := &firsts{r: r, territories: territories, most: most, seen: map[casebook.ID]bool{}}
	for _, step := range []func() error{func() error { return f.waking(until) }, f.waiting, f.recent} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return f.out, nil
}

// firsts is one run of First.
type firsts struct {
	r           journal.Reader
	territories []string
	most        int
	seen        map[casebook.ID]bool
	out         [][]journal.ID
}

// add adds those of a list whom a team works with.
func (f *firsts) add(people []casebook.ID, stays func(*Row) bool) error {
	for _, person := range people {
		if len(f.out) == f.most {
			return nil
		}
		row, err := rowAt(f.r, person)
		if err != nil {
			return err
		}
		if row == nil || f.seen[row.Person] || row.Hidden || row.closed() || !slices.Contains(f.territories, row.Territory) || !stays(row) {
			continue
		}
		f.seen[row.Person] = true
		var records []journal.ID
		for _, id := range row.Records {
			records = append(records, journal.ID(id))
		}
		f.out = append(f.out, records)
	}
	return nil
}

// waking are those whose state changes by itself. Whom nobody has approached, only a deletion awaits.
func (f *firsts) waking(until time.Time) error {
	var people []casebook.ID
	err := scanList(f.r, "wake", nil, func(sort []byte, person casebook.ID) bool {
		people = append(people, person)
		return !milliseconds(sort).After(until) && len(people) < listLooked
	})
	return firstOf(err, f.add(people, func(row *Row) bool {
		return row.Wake != 0 && row.Wake <= until.UnixMilli() && row.Stage != casebook.StageNoted
	}))
}

// waiting are those with whom a team's day begins.
func (f *firsts) waiting() error {
	for _, stage := range firstStages {
		for _, territory := range f.territories {
			var people []casebook.ID
			err := scanList(f.r, "territory:"+territory+":"+string(stage), nil, func(_ []byte, person casebook.ID) bool {
				people = append(people, person)
				return len(people) < firstOfEach
			})
			if err := firstOf(err, f.add(people, anybody)); err != nil {
				return err
			}
		}
	}
	return nil
}

// recent are those whose stage began last.
func (f *firsts) recent() error {
	for _, territory := range f.territories {
		prefix := append([]byte("territory:"+territory), 0)
		var people []casebook.ID
		entries, failed := f.r.ScanDown(bucketIndex, prefix, after(prefix))
		for key := range entries {
			if people = append(people, casebook.ID(key[len(key)-idSize:])); len(people) == firstOfEach {
				break
			}
		}
		if err := firstOf(failed(), f.add(people, anybody)); err != nil {
			return err
		}
	}
	return nil
}

func anybody(*Row) bool { return true }

func milliseconds(sort []byte) time.Time {
	var ms int64
	for _, b := range sort {
		ms = ms<<8 | int64(b)
	}
	return time.UnixMilli(ms)
}
