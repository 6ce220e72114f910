package journal

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever the order between lanes, whatever comes twice or too early: when all has come, every node
// holds the same lanes, and a second helping changes nothing.
func TestAnyInterleavingGivesTheSameLanes(t *testing.T) {
	lanes := map[Lane][]Commit{}
	var all []Commit
	for _, name := range []string{"mara", "tom", "eve"} {
		p := newPhone(t, name)
		for i := range 6 {
			d := visit("ada")
			if i%3 == 0 {
				d.Scope = Control
			}
			c := p.writes(d)
			all = append(all, c)
			lanes[c.Header.Lane()] = append(lanes[c.Header.Lane()], c)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		store := mapStore{}
		for left := slices.Clone(all); len(left) > 0; {
			c := left[rapid.IntRange(0, len(left)-1).Draw(rt, "next")]
			switch outcome, err := Append(store, c, 0); outcome {
			case Added:
				left = slices.DeleteFunc(left, func(d Commit) bool { return d.Hash() == c.Hash() })
			case Gap:
			default:
				rt.Fatalf("%v %v", outcome, err)
			}
			if rapid.Bool().Draw(rt, "again") {
				before := store.copy()
				if outcome, _ := Append(store, c, 1); outcome != Known && outcome != Gap {
					rt.Fatalf("a second time: %v", outcome)
				}
				if !store.same(before) {
					rt.Fatal("a second time changed the store")
				}
			}
		}
		for lane, want := range lanes {
			for i, hash := range laneHashes(t, store, lane) {
				if hash != want[i].Hash() {
					rt.Fatalf("%v at %d is another commit", lane, i+1)
				}
			}
			if report, err := CheckLane(store, lane, 1); err != nil || report.BadAt != 0 || report.Commits != uint64(len(want)) {
				rt.Fatalf("%+v %v", report, err)
			}
		}
	})
}

// A forked lane keeps the same set of commits in whatever order the branches come.
func TestAnyOrderOfBranchesKeepsAllOfThem(t *testing.T) {
	mara := newPhone(t, "mara")
	common := mara.writes(visit("ada"))
	twin := mara.clone()
	branches := [][]Commit{
		{mara.writes(visit("ada")), mara.writes(visit("ada"))},
		{twin.writes(visit("ben")), twin.writes(visit("ben")), twin.writes(visit("ben"))},
	}
	rapid.Check(t, func(rt *rapid.T) {
		store := mapStore{}
		mustAppend(t, store, Added, common)
		next := []int{0, 0}
		for next[0] < 2 || next[1] < 3 {
			b := rapid.IntRange(0, 1).Draw(rt, "branch")
			if next[b] == len(branches[b]) {
				continue
			}
			if outcome, err := Append(store, branches[b][next[b]], 0); err != nil || outcome != Added && outcome != Fork {
				rt.Fatalf("%v %v", outcome, err)
			}
			next[b]++
		}
		forks := 0
		for _, err := range Forks(store) {
			if forks++; err != nil {
				rt.Fatal(err)
			}
		}
		if forks != 2 && forks != 3 {
			rt.Fatalf("%d forks", forks)
		}
		for _, c := range slices.Concat(branches...) {
			if _, ok, err := Get(store, c.Hash()); !ok || err != nil {
				rt.Fatalf("a commit is lost: %v", err)
			}
		}
	})
}

func TestTheClockMovesOnAndIsNotDragged(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		now := noon.Add(time.Duration(rapid.Int64Range(-1e18, 1e18).Draw(rt, "now")))
		last := rapid.Uint64().Draw(rt, "last")
		stamp := rapid.Uint64().Draw(rt, "stamp")
		if tick := Tick(last, now); tick <= last && last != ^uint64(0) || tick < stampAt(now) {
			rt.Fatalf("tick %d after %d", tick, last)
		}
		next, future := Receive(last, stamp, now)
		limit := stampAt(now.Add(MaxDrag))
		if future != (stamp >= limit) || next > max(limit, Tick(last, now)) {
			rt.Fatalf("dragged to %d by %d (%v), limit %d", next, stamp, future, limit)
		}
		if !future && next <= stamp {
			rt.Fatalf("%d does not follow %d", next, stamp)
		}
	})
	ten := noon.Add(10 * time.Minute)
	if next, future := Receive(0, stampAt(noon.AddDate(10, 0, 0)), noon); !future || !Moment(next).Equal(ten) {
		t.Errorf("ten years ahead: %v %v", Moment(next), future)
	}
	if next, future := Receive(0, stampAt(ten)-1, noon); future || next != stampAt(ten) {
		t.Errorf("just under ten minutes ahead: %v %v", Moment(next), future)
	}
	if Tick(0, noon.AddDate(-100, 0, 0)) != 1 {
		t.Error("a time before 1970 is not held at zero")
	}
}

func TestTheTimeShownIsTheAuthors(t *testing.T) {
	when := newPhone(t, "mara").writes(visit("ada")).Header.When()
	if got := when.Format("15:04:05 -0700"); got != "14:00:01 +0200" {
		t.Error(got)
	}
}
