package exchange

import (
	"context"
	"slices"
	"testing"

	"willing/casebook"
	"willing/journal"
)

// back lays an older state of its store under headquarters, as a copy of a disk does.
func (n *node) back(copied *node) { n.store = copied.store }

// twin is a node with the same key and house and an empty store.
func (n *node) twin() *node {
	other := newNode(n.t, "twin")
	other.key, other.home, other.grants, other.epoch = n.key, n.home, n.grants, n.epoch
	return other
}

func (n *node) follows(commits ...journal.Commit) *node {
	n.take(commits)
	return n
}

func doubtKinds(all []Doubt) (out []string) {
	for _, d := range all {
		out = append(out, d.Kind)
	}
	return out
}

func TestHeadquartersSignsWhatItHasAndTheDeviceKeepsIt(t *testing.T) {
	hq, laptop := house(t, italy)
	laptop.writes(italy, idOf("anna"))
	hq.writes(journal.Control, journal.ID{})
	for range 2 {
		_, _, err := laptop.meets(hq, whole)
		laptop.must(err)
	}
	if len(laptop.kept) != 2 {
		t.Fatalf("%d receipts are kept, for two scopes", len(laptop.kept))
	}
	for _, r := range laptop.kept {
		if !r.By(hq.key.Device()) {
			t.Errorf("the receipt of %s is not signed by headquarters", r.Scope)
		}
		r.Tips[0].Seq++
		if r.By(hq.key.Device()) {
			t.Error("another number is signed too")
		}
		r.Tips[0].Seq--
	}
	t.Log("what travels is what was kept")
	back := OpenReceipts(PackReceipts(laptop.kept))
	if len(back) != 2 || !back[0].By(hq.key.Device()) || back[0].By(laptop.key.Device()) {
		t.Error("a receipt does not come back as it was")
	}
}

func TestARolledBackHeadquartersIsNoticedAndShownWhatItSigned(t *testing.T) {
	hq, laptop := house(t, italy)
	first := hq.writes(journal.Control, journal.ID{})
	old := hq.twin().follows(first)
	laptop.writes(italy, idOf("anna"))
	_, _, err := laptop.meets(hq, whole)
	laptop.must(err)
	if len(laptop.doubts) > 0 {
		t.Fatalf("an honest headquarters is doubted: %v", doubtKinds(laptop.doubts))
	}
	t.Log("somebody puts an older copy of its disk back, and says nothing")
	hq.back(old)
	_, _, err = laptop.meets(hq, whole)
	laptop.must(err)
	if !slices.Equal(doubtKinds(laptop.doubts), []string{casebook.DoubtRolledBack}) {
		t.Errorf("the laptop finds %v", doubtKinds(laptop.doubts))
	}
	t.Log("and shows it to headquarters before it brings back what is lost")
	if !slices.Equal(doubtKinds(hq.doubts), []string{casebook.DoubtRolledBack}) {
		t.Errorf("headquarters is shown %v", doubtKinds(hq.doubts))
	}
}

func TestAReceiptHandedOnShowsWhatNobodyBringsBack(t *testing.T) {
	hq, laptop := house(t, italy)
	second := newNode(t, "second")
	second.home, second.grants = hq.home, hq.grants
	second.peer = Peer{Device: hq.key.Device(), Sight: hq.grants[hq.key.Device()].Sight}
	hq.grants[second.key.Device()] = Grant{Sight: Sight{Device: second.key.Device(), Scopes: []journal.Scope{italy}}}
	laptop.grants = hq.grants
	old := hq.twin().follows(hq.writes(journal.Control, journal.ID{}))
	laptop.writes(italy, idOf("anna"))
	_, _, err := laptop.meets(hq, whole)
	laptop.must(err)

	t.Log("the second laptop has only the receipt: it is handed on, and the first never comes again")
	second.kept = Keep(second.kept, laptop.kept...)
	hq.back(old)
	_, _, err = second.meets(hq, whole)
	second.must(err)
	if !slices.Contains(doubtKinds(second.doubts), casebook.DoubtRolledBack) || !slices.Contains(doubtKinds(hq.doubts), casebook.DoubtRolledBack) {
		t.Errorf("the second laptop finds %v, headquarters is shown %v", doubtKinds(second.doubts), doubtKinds(hq.doubts))
	}
	t.Log("a receipt that headquarters did not sign says nothing to anybody")
	forged := laptop.kept[0]
	forged.Tips = slices.Clone(forged.Tips)
	forged.Tips[0].Seq += 1000
	hq.must(hq.store.View(context.Background(), func(r journal.Reader) error {
		all, err := View{Log: r, House: hq}.lives([]Receipt{forged})
		if len(all) > 0 || len(View{Log: r, House: laptop}.signed(laptop.key.Device(), []Receipt{forged})) > 0 {
			t.Error("a forged receipt is believed")
		}
		return err
	}))
}

func TestARewrittenHeadquartersIsNoticed(t *testing.T) {
	hq, laptop := house(t, italy)
	first := hq.writes(journal.Control, journal.ID{})
	other := hq.twin().follows(first)
	other.clock, other.wrote = hq.clock, 500
	hq.writes(journal.Control, journal.ID{})
	_, _, err := laptop.meets(hq, whole)
	laptop.must(err)
	t.Log("its second entry is another one now, and a third follows it")
	other.writes(journal.Control, journal.ID{})
	other.writes(journal.Control, journal.ID{})
	hq.back(other)
	_, _, err = laptop.meets(hq, whole)
	laptop.must(err)
	if !slices.Contains(doubtKinds(laptop.doubts), casebook.DoubtRewritten) {
		t.Errorf("the laptop finds %v", doubtKinds(laptop.doubts))
	}
}

func TestAnHonestRestoreIsToldAsSuch(t *testing.T) {
	hq, laptop := house(t, italy)
	first := hq.writes(journal.Control, journal.ID{})
	restored := hq.twin().follows(first)
	hq.writes(journal.Control, journal.ID{})
	_, _, err := laptop.meets(hq, whole)
	laptop.must(err)
	restored.epoch, restored.wrote, restored.clock = 2, 500, hq.clock
	restored.writes(journal.Control, journal.ID{})
	hq.back(restored)
	_, _, err = laptop.meets(hq, whole)
	laptop.must(err)
	if !slices.Equal(doubtKinds(laptop.doubts), []string{casebook.DoubtRestored}) {
		t.Errorf("the laptop finds %v", doubtKinds(laptop.doubts))
	}
	laptop.doubts = nil
	_, _, err = laptop.meets(hq, whole)
	laptop.must(err)
	if len(laptop.doubts) > 0 {
		t.Errorf("and tells it again although all is back: %v", doubtKinds(laptop.doubts))
	}
}
