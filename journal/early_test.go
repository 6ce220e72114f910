package journal

import (
	"bytes"
	"testing"
)

func mustAppendEarly(t testing.TB, w Writer, want Outcome, commits ...Commit) {
	t.Helper()
	for i, c := range commits {
		if got, err := AppendEarly(w, c, int64(i)); got != want || err != nil {
			t.Fatalf("commit %d: %v %v, want %v", i, got, err, want)
		}
	}
}

// about are the hashes of what is known of a subject.
func about(t testing.TB, r Reader, subject ID) (hashes []Hash) {
	t.Helper()
	for e, err := range Subject(r, subject) {
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, e.Commit.Hash())
	}
	return hashes
}

func waiting(t testing.TB, r Reader) (n int) {
	t.Helper()
	for e, err := range EarlyCommits(r) {
		if err != nil || !e.Early || e.Fork {
			t.Fatal(e.Early, e.Fork, err)
		}
		n++
	}
	return n
}

func TestWhoIsDueComesEarlyAndTakesTheirPlaceInTheLaneLater(t *testing.T) {
	mara := newPhone(t, "mara")
	var lane []Commit
	for _, who := range []string{"ben", "ada", "ben", "ada"} {
		lane = append(lane, mara.writes(visit(who)))
	}
	ada := []Commit{lane[1], lane[3]}
	store := mapStore{}
	mustAppendEarly(t, store, Early, ada...)
	mustAppendEarly(t, store, Known, ada...)
	if got := about(t, store, idOf("ada")); len(got) != 2 || got[0] != ada[0].Hash() || waiting(t, store) != 2 {
		t.Fatalf("%d commits about ada, %d waiting", len(got), waiting(t, store))
	}
	back, ok, err := Find(store, ada[1].Hash())
	if err != nil || !ok || !bytes.Equal(back.Commit.Encode(), ada[1].Encode()) || back.Bodies[0] != Present {
		t.Fatalf("not found by its hash: %v %v", ok, err)
	}
	if head, err := HeadOf(store, mara.head("t/IT").Lane); err != nil || head.Seq != 0 {
		t.Fatalf("what came early stands in the lane: %d %v", head.Seq, err)
	}
	for range ByArrival(store, 1) {
		t.Fatal("what came early is counted among what arrived")
	}
	mustAppend(t, store, Added, lane...)
	mustAppend(t, store, Known, lane...)
	if got := about(t, store, idOf("ada")); len(got) != 2 || waiting(t, store) != 0 {
		t.Fatalf("%d commits about ada, %d waiting", len(got), waiting(t, store))
	}
	if report, err := CheckLane(store, mara.head("t/IT").Lane, 2); err != nil || report != (Report{Commits: 4}) {
		t.Fatalf("%+v %v", report, err)
	}
	whole := mapStore{}
	mustAppend(t, whole, Added, lane...)
	if err := store.Delete(bucketLast, lastEarly); err != nil {
		t.Fatal(err)
	}
	for _, b := range []Bucket{bucketCommits, bucketBodies, bucketSubjects, bucketHashes, bucketEarly, bucketLast} {
		if len(store.bucket(b).keys) != len(whole.bucket(b).keys) {
			t.Errorf("%s: %d entries, and %d without anything early", b, len(store.bucket(b).keys), len(whole.bucket(b).keys))
		}
	}
}

func TestWhatFollowsAnEarlyCommitIsStillAGap(t *testing.T) {
	mara := newPhone(t, "mara")
	first, second, third := mara.writes(visit("ben")), mara.writes(visit("ada")), mara.writes(visit("ben"))
	store := mapStore{}
	mustAppendEarly(t, store, Early, second)
	if outcome, err := Append(store, third, 0); outcome != Gap || err == nil {
		t.Fatalf("%v %v", outcome, err)
	}
	if outcome, err := Append(store, second, 0); outcome != Known || err != nil {
		t.Fatalf("what came early and comes again, its lane still behind: %v %v", outcome, err)
	}
	mustAppend(t, store, Added, first, second, third)
}

func TestAnotherBranchMayHaveComeEarly(t *testing.T) {
	mara := newPhone(t, "mara")
	first := mara.writes(visit("ben"))
	twin := mara.clone()
	hers, other := mara.writes(visit("ada")), twin.writes(visit("ada"))
	store := mapStore{}
	mustAppendEarly(t, store, Early, other)
	mustAppend(t, store, Added, first, hers)
	mustAppend(t, store, Fork, other)
	if got := about(t, store, idOf("ada")); len(got) != 2 || waiting(t, store) != 0 {
		t.Fatalf("%d commits about ada, %d waiting", len(got), waiting(t, store))
	}
}

// What was taken away of somebody who came early stays away when their lane comes: erased for ever, withheld until it
// comes again.
func TestTheEarlyAreErasedLikeEverybody(t *testing.T) {
	for _, c := range []struct {
		name  string
		take  func(Writer, ID) (int, error)
		after BodyState
	}{
		{"erased", EraseBodies, Erased},
		{"withheld", func(w Writer, s ID) (int, error) { return WithholdBodies(w, s, nil) }, Present},
	} {
		mara := newPhone(t, "mara")
		first, ada := mara.writes(visit("ben")), mara.writes(visit("ada"))
		store := mapStore{}
		mustAppendEarly(t, store, Early, ada)
		if n, err := c.take(store, idOf("ada")); n != 1 || err != nil {
			t.Fatal(c.name, n, err)
		}
		for _, value := range store.bucket(bucketBodies).values {
			if bytes.Contains(value, []byte("ada")) {
				t.Error(c.name, "a word is left")
			}
		}
		mustAppend(t, store, Added, first, ada)
		if e, _, err := Find(store, ada.Hash()); err != nil || e.Bodies[0] != c.after {
			t.Errorf("%s: %v %v", c.name, e.Bodies, err)
		}
	}
}

// Content that was here stays although the lane brings the header alone: whether it may be held, the desk asks.
func TestALaneWithoutContentTakesNoneAway(t *testing.T) {
	mara := newPhone(t, "mara")
	ada := mara.writes(visit("ada"))
	store := mapStore{}
	mustAppendEarly(t, store, Early, ada)
	bare := ada
	bare.Bodies = make([]*Body, len(ada.Bodies))
	mustAppend(t, store, Added, bare)
	if e, _, err := Find(store, ada.Hash()); err != nil || e.Bodies[0] != Present || e.Early {
		t.Errorf("%v %v %v", e.Bodies, e.Early, err)
	}
}
