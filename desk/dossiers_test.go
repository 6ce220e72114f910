package desk

import (
	"errors"
	"testing"

	"willing/casebook"
	"willing/journal"
)

// somebody is a reading of so many commits about a record.
func somebody(commits int) reading {
	r := reading{commits: []*casebook.Commit{}}
	for range commits {
		r.commits = append(r.commits, &casebook.Commit{Events: []casebook.Event{{Type: casebook.ApproachMade}}})
	}
	return r
}

func holds(x *dossiers, record casebook.ID) int {
	r, _ := x.get(record)
	return len(r.commits)
}

// A reading is remembered once it is durable, and only as long as nobody has changed the record since.
func TestDossiersRememberWhatIsDurable(t *testing.T) {
	anna := casebook.ID{1}
	var x dossiers
	first := x.begin()
	if holds(&x, anna) != 0 {
		t.Error("something is known before anybody has read it")
	}
	second := x.begin() // it holds the store after the first, which is not durable yet
	x.forget(second, anna)
	x.end(first, map[casebook.ID]reading{anna: somebody(1)})
	if holds(&x, anna) != 0 {
		t.Error("a turn handed in what a later one had changed")
	}
	x.end(second, map[casebook.ID]reading{anna: somebody(2)})
	if holds(&x, anna) != 2 {
		t.Error("what the last turn left is not remembered")
	}
	if len(x.changed)+len(x.changes)+len(x.underWay) != 0 {
		t.Error("changes are kept though nobody is left to hand in anything older")
	}
}

// Turns may end in another order than they held the store.
func TestDossiersIgnoreLateReadings(t *testing.T) {
	anna := casebook.ID{1}
	var x dossiers
	first, second := x.begin(), x.begin()
	x.forget(second, anna)
	x.end(second, map[casebook.ID]reading{anna: somebody(2)})
	x.end(first, map[casebook.ID]reading{anna: somebody(1)})
	if holds(&x, anna) != 2 {
		t.Error("an older reading took the place of a newer one")
	}
}

// Of a turn that was lost nothing is remembered, and nothing of what it changed.
func TestDossiersForgetWhatWasLost(t *testing.T) {
	anna := casebook.ID{1}
	var x dossiers
	first := x.begin()
	x.end(first, map[casebook.ID]reading{anna: somebody(1)})
	m := remember(nothing{}, &x)
	if err := m.add(&casebook.Commit{Subject: anna}, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	m.end(errors.New("the disk is full"))
	if holds(&x, anna) != 0 {
		t.Error("somebody is remembered as a lost turn left them")
	}
}

// Whatever takes content away empties the whole memory at once, for readings under way too.
func TestDossiersKeepNothingOfWhatWasErased(t *testing.T) {
	anna := casebook.ID{1}
	var x dossiers
	before := x.begin()
	x.end(before, map[casebook.ID]reading{anna: somebody(3)})
	slow, erasing := x.begin(), remember(nothing{}, &x)
	if list, ok := loaded(erasing, anna); !ok || len(list) != 3 {
		t.Fatal("nothing to erase")
	}
	for _, b := range journal.Buckets {
		if b == "bodies" {
			_ = erasing.Delete(b, []byte("a place"))
		}
	}
	x.end(slow, map[casebook.ID]reading{anna: somebody(3)})
	if _, ok := loaded(erasing, anna); ok || holds(&x, anna) != 0 {
		t.Error("what was erased is still in memory")
	}
}

// A memory that is full lets go of what was not asked for lately.
func TestDossiersAreBounded(t *testing.T) {
	var x dossiers
	for i := range 40 {
		turn := x.begin()
		x.end(turn, map[casebook.ID]reading{{byte(i)}: somebody(dossiersKeep / 4)})
	}
	if holds(&x, casebook.ID{0}) != 0 || holds(&x, casebook.ID{39}) == 0 {
		t.Error("the oldest is remembered, or the newest is not")
	}
	if n := len(x.young) + len(x.aged); n > 8 {
		t.Errorf("%d records are remembered", n)
	}
}

// nothing is a store that holds nothing and takes everything.
type nothing struct{ journal.Writer }

func (nothing) Get(journal.Bucket, []byte) ([]byte, error) { return nil, nil }
func (nothing) Put(_ journal.Bucket, _, _ []byte) error    { return nil }
func (nothing) Delete(_ journal.Bucket, _ []byte) error    { return nil }
