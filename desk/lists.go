package desk

import (
	"slices"
	"willing/access"
	"willing/casebook"
)

// The lists of people who need somebody, by the names of [Query.List], most pressing first.
const (
	ListReview    = "review"     // somebody already known, or a possible no: by the day by which it is decided
	ListWorry     = "worry"      // the person told the outside caller that they were not told, or not free
	ListCall      = "call"       // a yes waits for the outside call: by when it was given
	ListErase     = "erase"      // an erasure was asked for: those that wait for a second person first, then by their day
	ListYoung     = "young"      // by a birth date on record they were too young to be asked, and said yes: by when they did
	ListToldAgain = "told-again" // the text has changed since their yes: by when it did
	ListConflict  = "conflict"   // two people wrote the same field without knowing of each other: by when the second did
	ListIrregular = "irregular"  // something has no effect, since it breaks a rule: by when the first of it came
	ListPending   = "pending"    // something waits for what has not arrived: by when the first of it came
	ListDelete    = "delete"     // the file is to be deleted: by the day
)

// needLists says, in the order of the home page, who sees which list: whoever may try the action with
// somebody on it. What a team may not know of its own people (G01) only those see who may in every
// territory.
var needLists = []struct {
	list       string
	action     access.Action
	everywhere bool
}{
	{ListReview, access.Judge, true},
	{ListWorry, access.Judge, true},
	{ListCall, access.CallOutside, false},
	{ListErase, access.SeePeople, true},
	{ListYoung, access.Meet, false},
	{ListToldAgain, access.Meet, false},
	{ListConflict, access.Meet, false},
	{ListIrregular, access.SeePeople, true},
	{ListPending, access.SeePeople, true},
	{ListDelete, access.SeePeople, true},
}

// mayList returns an error of kind NotAllowed unless somebody may see a list at all.
func mayList(who access.Who, list string) error {
	for _, l := range needLists {
		if l.list == list && (!access.Decide(who, l.action, "") || l.everywhere && !access.Everywhere(who, l.action)) {
			return MayNot(l.action)
		}
	}
	return nil
}

// awaits fills in for what a person waits.
func (row *Row) awaits(s *casebook.State) {
	if row.Hidden && !s.Erasure.Due.IsZero() {
		row.Erase = s.Erasure.Due.UnixMilli()
	}
	if s.Yes == nil {
		return
	}
	if row.ToldAgain = s.Yes.ToldAgain; row.ToldAgain > 0 {
		row.Owed = s.Yes.Owed.UnixMilli()
	}
	held := slices.ContainsFunc(s.Yes.WaitsFor, func(l casebook.Lack) bool { return l.Key == "yes.hold" || l.Key == "yes.hidden" })
	for _, l := range s.Yes.WaitsFor {
		switch {
		case held: // nobody goes to them now
		case l.Key == "call.missing":
			row.Call = s.Yes.Given.UnixMilli()
		case l.Key == "call.worrying":
			row.Worry = s.Yes.Given.UnixMilli()
		case l.Key == "yes.young":
			row.Young = s.Yes.Given.UnixMilli()
		}
	}
}

// onList is a place on a list: what it sorts by there.
type onList struct {
	list string
	at   int64
}

// needs names the lists of people who need somebody that a person stands on, always in the same order.
func (row *Row) needs() []onList {
	var out []onList
	add := func(stands bool, list string, at int64) {
		if stands {
			out = append(out, onList{list, at})
		}
	}
	add(row.Review != 0, ListReview, row.Review)
	add(row.Call != 0, ListCall, row.Call)
	add(row.Worry != 0, ListWorry, row.Worry)
	add(row.Delete != 0, ListDelete, row.Delete)
	add(row.Irregular > 0, ListIrregular, row.Broke)
	add(row.Pending > 0, ListPending, row.Waits)
	add(row.Young != 0, ListYoung, row.Young)
	add(row.ToldAgain > 0, ListToldAgain, row.Owed)
	add(row.Differ > 0, ListConflict, row.Differs)
	add(row.Hidden && row.Stage != casebook.StageErased, ListErase, row.Erase)
	return out
}

// lists names every list that a person stands on beside those of their stage and territory.
func (row *Row) lists() []onList { return append(row.needs(), row.figures()...) }

func sameLists(a, b []onList) bool {
	return slices.EqualFunc(a, b, func(x, y onList) bool { return x.list == y.list })
}
