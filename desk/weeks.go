package desk

import (
	"context"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// The lists of people behind the figures, by the names of [Query.List]: each count of [Figures] that is no
// stage opens to one of them (G26).
const (
	ListReached = "reached"  // somebody talked with them
	ListNo      = "no"       // left alone by their own no
	ListLeft    = "left"     // dropped their yes, or left later
	ListStopped = "stopped"  // left alone without an answer
	ListOpen    = "open"     // on the way: met, and neither agreed nor closed
	ListMaybe   = "maybe"    // between the bounds of yes: asked, or agreed and not yet in effect
	ListAfterNo = "after-no" // contacted in spite of a refusal that could be known
)

var figureLists = []string{ListReached, ListNo, ListLeft, ListStopped, ListOpen, ListMaybe, ListAfterNo}

// endedLists says on which list somebody stands who is left alone, by what ended it.
var endedLists = map[string]string{casebook.EndedNo: ListNo, casebook.EndedLeft: ListLeft, "": ListStopped}

// figures names the lists behind figures that a person stands on, with what each sorts by. Of those who were
// reached the order says nothing, so that a later step does not move them.
func (row *Row) figures() []onList {
	var out []onList
	add := func(stands bool, list string, at int64) {
		if stands {
			out = append(out, onList{list, at})
		}
	}
	add(row.Reached, ListReached, 0)
	if row.Stage == casebook.StageLeftAlone {
		add(true, endedLists[row.Ending], row.Since)
	}
	one := casebook.Tally{Stages: map[casebook.Stage]int{row.Stage: 1}}
	add(one.Open() > 0, ListOpen, 0)
	yes := one.Yes()
	add(yes.High > yes.Low, ListMaybe, 0)
	add(row.AfterNo > 0, ListAfterNo, 0)
	return out
}

// weekly parts the territory and the week in the name of a sum. No id of a territory holds it.
const weekly = "\x00"

// weekOf is the Monday of a moment's week, in UTC, as 2026-11-23.
func weekOf(t time.Time) string {
	t = t.UTC()
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7).Format(time.DateOnly)
}

// week is the week in which somebody's yes took effect, or in which they were left alone; "" for whoever is
// on the way.
func (row *Row) week() string {
	if row.Stage != casebook.StageEffective && row.Stage != casebook.StageLeftAlone {
		return ""
	}
	return weekOf(time.UnixMilli(row.Since))
}

// sums names the sums that count a person: of all, of their territory, and of the week in which it was
// decided, each; whoever is elsewhere is counted there.
func (row *Row) sums() []string {
	if row.Elsewhere {
		return nil
	}
	out := []string{""}
	if row.Territory != "" {
		out = append(out, row.Territory)
	}
	if week := row.week(); week != "" {
		for _, of := range out {
			out = append(out, of+weekly+week)
		}
	}
	return out
}

// Week is what was decided in one week, as it stands now: whoever said yes and left later counts among those
// who left, in the week in which they did.
type Week struct {
	Monday  time.Time `json:"monday"` // UTC
	Yes     int       `json:"yes"`    // took effect
	No      int       `json:"no"`
	Stopped int       `json:"stopped"`
	Left    int       `json:"left"`
}

// Weeks lists the weeks from a day on in which anything was decided, oldest first; of one territory, or of all.
func (d *Desk) Weeks(ctx context.Context, by Acting, territory string, from time.Time) ([]Week, error) {
	var out []Week
	err := d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.SeeFigures, territory); err != nil {
			return err
		}
		who, _ := d.who(by.Who)
		if territory == "" && !access.Everywhere(who, access.SeeFigures) {
			return MayNot(access.SeeFigures)
		}
		prefix := tallyKey(territory + weekly)
		entries, failed := r.Scan(bucketTallies, tallyKey(territory+weekly+weekOf(from)), after(prefix))
		for key, raw := range entries {
			_, monday, _ := strings.Cut(string(key), weekly)
			at, err := time.Parse(time.DateOnly, monday)
			if err != nil {
				return failFrom(Broken, err, "the figures cannot be read: run `willing verify --repair`")
			}
			var sum Sum
			if err := journal.Unmarshal(raw, &sum); err != nil {
				return failFrom(Broken, err, "the figures cannot be read: run `willing verify --repair`")
			}
			week := Week{Monday: at, Yes: sum.Open.Stages[casebook.StageEffective]}
			if !local(who) { // of who left a team learns nothing, not by a count of a week either (G01)
				f := sum.figures(territory)
				week.Yes, week.No, week.Stopped, week.Left = sum.Stages[casebook.StageEffective], f.No, f.Stopped, f.Left
			}
			if week.Yes+week.No+week.Stopped+week.Left > 0 {
				out = append(out, week)
			}
		}
		return failed()
	})
	return out, err
}
