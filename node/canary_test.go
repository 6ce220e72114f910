package node_test

import (
	"fmt"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// Canara is in the files under three names: as ana noted her, as a partner office did, and as the record
// was corrected. After her erasure none of it is in any file, nor in a backup made afterwards.
func TestNothingIsLeftOfSomebodyWhoWasErased(t *testing.T) {
	h := nodetest.New(t)
	ctx := t.Context()
	h.Imports(0, 120) // others, so that pages of the database are shared
	first := h.Sighted(casebook.Particulars{Given: "Canara", Family: "Uccellini", Phones: []string{"+393490000001"}, Remarks: "sings canaryremarkone"})
	second := h.TakesIn(casebook.Particulars{Full: "Uccellini Canara", Phones: []string{"+393490000001"}, Emails: []string{"canarymail@example.org"}, Remarks: "canaryremarktwo"})
	if second.Became != desk.BecameSetAside {
		t.Fatalf("the second record became %s", second.Became)
	}
	if err := h.Desk().Review(ctx, h.As("tom"), second.Person, casebook.Ref{}, casebook.Judgement{Verdict: "same", Reason: "same phone and name"}); err != nil {
		t.Fatal(err)
	}
	h.Met(first)
	link := h.Told(first)
	if err := h.Desk().Correct(ctx, h.As("ana"), second.Person, casebook.Particulars{Given: "Canara", Family: "Canarywed", Town: "Canaryville"}, nil); err != nil {
		t.Fatal(err)
	}
	h.Imports(120, 120)
	h.Reopen()
	h.Erased(first, link)
	words := []string{"uccellini", "canara", "canary", "490000001"}
	leavesNoTrace(t, h, words...)
	h.Stands(second.Person, casebook.StageErased)
	wellKept(t, h.Node)

	file := backUp(t, h)
	r := restoring(t, h, file)
	r.Register = h.RegisterCopy()
	if _, err := node.Restore(ctx, r); err != nil {
		t.Fatal(err)
	}
	for _, word := range words {
		if files := nodetest.FilesWith(t, word, r.Folder); len(files) > 0 {
			t.Errorf("%q was in a backup made after the erasure: %v", word, files)
		}
	}

	t.Log("the marker knows her by every name she had")
	for _, p := range []casebook.Particulars{
		{Given: "Canara", Family: "Uccellini", Phones: []string{"+393490000001"}},
		{Given: "Canara", Family: "Canarywed", Phones: []string{"+393490000001"}},
		{Full: "Canara Canarywed", Emails: []string{"canarymail@example.org"}},
	} {
		if again := h.TakesIn(p); again.Became != desk.BecameHeldBack {
			t.Errorf("%v became %s", p, again.Became)
		}
	}
	leavesNoTrace(t, h, words...)
}

// A phone that was away brings what it still had about somebody who was erased meanwhile. It is not
// written down again.
func TestWhatComesLateAboutAnErasedPersonComesWithoutContent(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Late", "Canarini", "+393490000002")
	h.Met(person)
	h.Erased(person, h.Told(person))
	_, late := lateCommit(t, h, person, "a canary note")
	for range 2 {
		if _, err := h.Desk().Receive(t.Context(), h.As("admin"), []journal.Commit{late}); err != nil {
			t.Fatal(err)
		}
	}
	leavesNoTrace(t, h, "canarini", "canary note")
	h.Stands(person, casebook.StageErased)
	h.Reopen()
	wellKept(t, h.Node)
}

// lateCommit is an approach that somebody noted on a phone of their own.
func lateCommit(t *testing.T, h *nodetest.House, person casebook.ID, note string) (journal.Key, journal.Commit) {
	t.Helper()
	phone, err := journal.NewKey(chance{})
	if err != nil {
		t.Fatal(err)
	}
	ana := h.As("ana")
	p, err := journal.Prepare(journal.Draft{
		Scope: journal.TerritoryScope("IT"), Subject: journal.ID(person), Actor: journal.ID(ana.Who),
		Events: []journal.Event{{Type: casebook.ApproachMade, Body: &casebook.Approach{Outcome: "talked", SpokenBefore: "no", Note: note}}},
	}, chance{})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.SignActor(journal.ID(ana.Who), ana.Signer, nil); err != nil {
		t.Fatal(err)
	}
	lane := journal.Lane{Device: phone.Device(), Epoch: 1, Scope: journal.TerritoryScope("IT")}
	c, err := p.Seal(phone, journal.Head{Lane: lane}, uint64(h.Now().UnixMilli())<<16)
	if err != nil {
		t.Fatal(err)
	}
	return phone, c
}

// chance is a source of bytes for keys that guard nothing.
type chance struct{}

func (chance) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(i*7 + len(p))
	}
	return len(p), nil
}

// Leads that nobody approached are deleted after their time, without a marker, and no backup brings them
// back.
func TestFilesThatWereKeptLongEnoughGo(t *testing.T) {
	h := nodetest.New(t)
	var people []casebook.ID
	for i := range 3 {
		people = append(people, h.Noted("Canarolino", fmt.Sprint("Canarotti", i), fmt.Sprintf("+39349111%04d", i)))
	}
	h.Pass(70 * day)
	file := backUp(t, h)
	h.Pass(21 * day)
	if n, err := h.Desk().DeleteKept(t.Context(), h.As("admin")); n != 3 || err != nil {
		t.Fatalf("%d files went, %v", n, err)
	}
	leavesNoTrace(t, h, "canarolino", "canarotti", "39349111")
	wellKept(t, h.Node)
	r := restoring(t, h, file)
	r.Register = h.RegisterCopy()
	if out, err := node.Restore(t.Context(), r); err != nil || out.Applied != 3 {
		t.Fatalf("%+v, %v", out, err)
	}
	movesTo(t, h, r.Folder)
	leavesNoTrace(t, h, "canarolino", "canarotti", "39349111")
	if again := h.TakesIn(casebook.Particulars{Given: "Canarolino", Family: "Canarotti0", Phones: []string{"+393491110000"}}); again.Became != desk.BecameLead {
		t.Errorf("whoever said nothing leaves no marker, but became %s", again.Became)
	}
	h.Stands(people[0], casebook.StageErased)
}
