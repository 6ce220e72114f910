package linkage_test

import (
	"testing"

	"willing/linkage"
)

// tally counts what became of the rows or pairs that belong together.
type tally struct{ strong, weak, missed int }

func (c *tally) add(s linkage.Strength) {
	switch s {
	case linkage.Strong:
		c.strong++
	case linkage.Weak:
		c.weak++
	default:
		c.missed++
	}
}

func (c tally) all() int { return c.strong + c.weak + c.missed }

// Forty-five people said no. Twenty-three of them stand in the lists again,
// misspelled, under a nickname or in another script, and some are sighted. They
// must be found, and nobody else may be blocked.
func TestWhoSaidNoIsFoundAgain(t *testing.T) {
	rows := readLeads(t)
	var refused linkage.Index
	person := map[string]string{}
	for _, r := range rows {
		if r.declined() {
			refused.Add(r.id(), linkage.Keys(r.who))
			person[r.id()] = r.person
		}
	}
	var leads, sightings, hopeless, innocent tally
	for _, r := range rows {
		if r.declined() {
			continue
		}
		right, wrong := linkage.None, linkage.None
		for _, m := range refused.Find(linkage.Keys(r.who)) {
			if person[m.ID] == r.person {
				right = max(right, m.Strength)
			} else if wrong = max(wrong, m.Strength); m.Strength == linkage.Strong {
				t.Errorf("%s would be blocked for the refusal in %s: %v", r.id(), m.ID, m.Why)
			}
		}
		switch {
		case !r.noted("declined_before"):
			innocent.add(wrong)
		case !r.sighting():
			leads.add(right)
		case r.noted("hard_little_evidence"):
			hopeless.add(right)
		default:
			sightings.add(right)
		}
	}
	t.Log("                                   strong weak  none")
	t.Logf("said no, stand in a list again     %6d %4d %5d", leads.strong, leads.weak, leads.missed)
	t.Logf("said no, sighted                   %6d %4d %5d", sightings.strong, sightings.weak, sightings.missed)
	t.Logf("said no, sighted, hardly evidence  %6d %4d %5d", hopeless.strong, hopeless.weak, hopeless.missed)
	t.Logf("never said no                      %6d %4d %5d", innocent.strong, innocent.weak, innocent.missed)
	if leads.all() != 23 || leads.missed > 1 || leads.strong < 18 {
		t.Errorf("of 23 who said no: %+v; at least 18 strong and 22 in all are the floor", leads)
	}
	if sightings.strong+sightings.weak < 2 {
		t.Errorf("sightings with a whole name: %+v, at least 2 are the floor", sightings)
	}
	if innocent.strong > 0 || innocent.weak*100 >= innocent.all() {
		t.Errorf("of the innocent %+v; none strong and under 1 %% weak is the bar", innocent)
	}
}

// A lead bears the very name of somebody who said no, and never did so
// himself.
func TestNamesakeOfARefusalStaysFree(t *testing.T) {
	rows := readLeads(t)
	var namesake leadRow
	for _, r := range rows {
		if r.declined() && r.row == 42 {
			namesake = r
		}
	}
	if !namesake.noted("namesake_of:P0132") {
		t.Fatal("declined.csv row 42 is no longer the namesake")
	}
	met := false
	for _, r := range rows {
		if r.person != "P0132" {
			continue
		}
		met = true
		if s, why := linkage.Exact(namesake.who, r.who); s == linkage.Strong {
			t.Errorf("%s is taken for the namesake by %v", r.id(), why)
		}
	}
	if !met {
		t.Fatal("the lead P0132 is gone")
	}
}

// Every pair of rows in the lists: was this person seen before?
func TestSeenBeforeAmongLeads(t *testing.T) {
	var rows []leadRow
	var keys [][]linkage.Key
	for _, r := range readLeads(t) {
		if !r.declined() && !r.sighting() {
			rows, keys = append(rows, r), append(keys, linkage.Keys(r.who))
		}
	}
	var same, hard, other, family tally
	n := 0
	for i, a := range rows {
		n += len(keys[i])
		for j, b := range rows[:i] {
			s, why := linkage.Compare(keys[i], keys[j])
			switch {
			case a.person != b.person:
				other.add(s)
				if a.noted("shares_phone_with:"+b.person) || a.noted("twin_of:"+b.person) || a.noted("namesake_of:"+b.person) {
					family.add(s)
				}
				if s == linkage.Strong {
					t.Errorf("%s and %s are two people, taken for one by %v", a.id(), b.id(), why)
				}
			case a.noted("hard_little_evidence") || b.noted("hard_little_evidence"):
				hard.add(s)
			default:
				same.add(s)
			}
		}
	}
	found := same.strong + same.weak
	t.Log("                                    strong weak   none")
	t.Logf("one person                          %6d %4d %6d", same.strong, same.weak, same.missed)
	t.Logf("one person, hardly evidence         %6d %4d %6d", hard.strong, hard.weak, hard.missed)
	t.Logf("two people                          %6d %4d %6d", other.strong, other.weak, other.missed)
	t.Logf("of these twins, families, namesakes %6d %4d %6d", family.strong, family.weak, family.missed)
	t.Logf("recall: strong %.2f, with weak %.2f; precision: strong %.2f, weak %.2f",
		float64(same.strong)/float64(same.all()), float64(found)/float64(same.all()),
		float64(same.strong)/float64(same.strong+other.strong), float64(same.weak)/float64(same.weak+other.weak))
	t.Logf("%.1f keys a row", float64(n)/float64(len(rows)))
	if same.all()+hard.all() != 103 || same.strong < 68 || same.missed > 4 {
		t.Errorf("one person %+v, hard %+v; of 103 pairs at least 68 strong and at most 4 missed are the floor", same, hard)
	}
	if family.strong > 0 || other.weak > 80 {
		t.Errorf("two people %+v, of one family %+v", other, family)
	}
}
