package node_test

import (
	"bytes"
	"testing"

	"willing/casebook"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// unsigned is a commit under which somebody's signature stands that is none of theirs: its device sealed it all the same.
func unsigned(t *testing.T, c journal.Commit, device journal.Key) journal.Commit {
	t.Helper()
	var parts []any
	must(t, journal.Unmarshal(c.Encode(), &parts))
	header := parts[0].([]byte)
	made := bytes.Replace(header, c.Header.Actor.Sig, make([]byte, len(c.Header.Actor.Sig)), 1)
	sig, err := device.Sign(append([]byte("willing/commit/1"), made...))
	must(t, err)
	out, err := journal.Open(made, sig, c.Bodies)
	must(t, err)
	return out
}

// lying is headquarters with a modified program: it goes on behind what it wrote, and writes what it likes.
func lying(t *testing.T, h *nodetest.House) *nodetest.Device {
	t.Helper()
	d := h.Device()
	d.Key, d.Seen = headquartersKey(t, h), h.Pos()
	must(t, h.Desk().Store.View(t.Context(), func(r journal.Reader) error {
		for _, scope := range []journal.Scope{italy, journal.Control} {
			head, err := journal.HeadOf(r, journal.Lane{Device: d.Key.Device(), Epoch: 1, Scope: scope})
			if err != nil {
				return err
			}
			last, _, err := journal.Get(r, head.Hash)
			if err != nil {
				return err
			}
			d.Rewinds(scope, last)
		}
		return nil
	}))
	return d
}

const italy = journal.Scope("t/IT")

// toldAge is an age that ana stated of somebody, as headquarters writes it, and how it stands on a laptop that took it in.
type toldAge struct {
	hq     *nodetest.Device
	form   nodetest.Form
	stands func(journal.Commit) casebook.Standing
}

func tellsAge(t *testing.T) toldAge {
	t.Helper()
	h := nodetest.New(t)
	p := h.Noted("Zora", "Zorason", "+393330000001")
	h.Met(p)
	l := joins(t, h, []casebook.ID{h.As("admin").Who}, "IT")
	hq := lying(t, h)
	l.syncs()
	form := nodetest.Form{Subject: p, By: h.As("ana"), Events: []casebook.Event{{Type: casebook.AgeStated, Body: &casebook.Age{Born: casebook.Date{Year: 1990}}}}}
	return toldAge{hq, form, func(c journal.Commit) casebook.Standing {
		t.Helper()
		hq.Rewinds(italy, c)
		_, err := l.n.Desk.Receive(t.Context(), h.As("cora"), []journal.Commit{c})
		must(t, err)
		for _, fact := range shows(t, l.n.Desk, h.As("cora"), p).Facts {
			if fact.Ref.Commit == casebook.Hash(c.Hash()) {
				return fact.Standing
			}
		}
		t.Fatal("it is not in the file")
		return ""
	}}
}

// Who runs headquarters can lie from now on, and signs for nobody: a laptop believes no name under which nobody signed, and nobody who
// claims to know less than headquarters did.
func TestALaptopBelievesNoSignatureThatHeadquartersMadeUp(t *testing.T) {
	believesWhatIsSigned(t, tellsAge(t))
}

// A key that two people never enrolled is nobody's on a laptop, whatever headquarters says that they signed.
func TestALaptopBelievesNoKeyThatNobodyEnrolled(t *testing.T) {
	for name, honest := range map[string]bool{"signed by two": true, "made up": false} {
		h := nodetest.New(t)
		l := joins(t, h, []casebook.ID{h.As("admin").Who}, "IT")
		hq := lying(t, h)
		l.syncs()
		two, ana, key := h.As("admin", "cora"), h.As("ana").Who, drawn(t, 9)
		c := hq.Writes(nodetest.Form{Subject: ana, By: two, Events: []casebook.Event{{Type: casebook.KeyEnrolled, Body: &casebook.EnrolledKey{Alg: key.Alg(), Key: key.Public()}}}})
		if !honest {
			c = unsigned(t, c, hq.Key)
		}
		_, err := l.n.Desk.Receive(t.Context(), h.As("cora"), []journal.Commit{c})
		must(t, err)
		holds := func() (yes bool) {
			l.n.Desk.House(func(house *casebook.House) { yes = house.HoldsKey(ana, string(key.Public()), house.Pos) })
			return yes
		}
		if holds() != honest {
			t.Errorf("%s: it opens in ana's name: %v", name, holds())
		}
		l.reopens()
		if holds() != honest {
			t.Errorf("%s, after a restart: it opens in ana's name: %v", name, holds())
		}
	}
}

// What a restored headquarters lost it takes back from whoever brings it, and believes it as it believes anybody: somebody who once had its
// disk, and so its key, signs for nobody, and knows no less than headquarters did.
func TestARestoredHouseBelievesNoSignatureThatSomebodyMadeUpInItsName(t *testing.T) {
	believesWhatIsSigned(t, losesAge(t))
}

// believesWhatIsSigned looks whether what ana signed counts, and neither what she did not nor what claims to know less.
func believesWhatIsSigned(t *testing.T, told toldAge) {
	t.Helper()
	if got := told.stands(told.hq.Writes(told.form)); got != casebook.Counts {
		t.Fatalf("what ana signed is %s", got)
	}
	if got := told.stands(unsigned(t, told.hq.Writes(told.form), told.hq.Key)); got != casebook.Irregular {
		t.Errorf("what ana never signed is %s", got)
	}
	told.hq.Seen -= 3
	if got := told.stands(told.hq.Writes(told.form)); got != casebook.Irregular {
		t.Errorf("headquarters claims to know less than it did, and what it wrote so is %s", got)
	}
}

// losesAge is an age that ana stated of somebody at headquarters after the last backup, and how it stands when it is brought back.
func losesAge(t *testing.T) toldAge {
	t.Helper()
	h := nodetest.New(t)
	p := h.Noted("Zora", "Zorason", "+393330000001")
	h.Met(p)
	hq := lying(t, h)
	r := restoring(t, h, backUp(t, h))
	r.Register = h.RegisterCopy()
	_, err := node.Restore(t.Context(), r)
	must(t, err)
	movesTo(t, h, r.Folder)
	form := nodetest.Form{Subject: p, By: h.As("ana"), Events: []casebook.Event{{Type: casebook.AgeStated, Body: &casebook.Age{Born: casebook.Date{Year: 1990}}}}}
	return toldAge{hq, form, func(c journal.Commit) casebook.Standing {
		t.Helper()
		hq.Rewinds(italy, c)
		_, err := h.Desk().Receive(t.Context(), h.As("cora"), []journal.Commit{c})
		must(t, err)
		return h.Fact(p, c, 0).Standing
	}}
}
