package node_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// ill is what somebody tells the doctor, and nobody of the team.
const ill = "canarinelloedema"

// declaration is a form for the doctor, filled in.
func declaration() casebook.Form {
	return casebook.Form{Instrument: "health-declaration", Answers: map[string]string{"heart": "yes", "anything_else": ill}}
}

// declared is what somebody reads of the last form for the doctor.
func declared(t *testing.T, d *desk.Desk, by desk.Acting, person casebook.ID) (f *casebook.Form, standing casebook.Standing) {
	t.Helper()
	for _, fact := range shows(t, d, by, person).Facts {
		if b, ok := fact.Body.(*casebook.Form); ok && b.Instrument == "health-declaration" {
			f, standing = b, fact.Standing
		}
	}
	if f == nil {
		t.Fatal("nobody filled in a form")
	}
	return f, standing
}

// reads reports whether the file that headquarters' coordinator makes of a person has a word of theirs for the doctor, and
// whether the scout sees it anywhere.
func reads(t *testing.T, h *nodetest.House, person casebook.ID, word string) (coordinator, scout bool) {
	t.Helper()
	file, err := h.Desk().Export(t.Context(), h.As("cora"), person)
	must(t, err)
	for _, e := range file.Events {
		b, ok := e.Content.(*casebook.Form)
		coordinator = coordinator || ok && b.Answers["anything_else"] == word
	}
	f, _ := declared(t, h.Desk(), h.As("ana"), person)
	return coordinator, f.Answers != nil || f.Envelope != nil
}

// declaresOn has somebody who said yes answer for the doctor on a laptop that is turned round, and returns the file
// that the laptop makes for headquarters before it meets it.
func declaresOn(t *testing.T, h *nodetest.House, l *laptop) (person casebook.ID, file []byte) {
	t.Helper()
	person = h.Noted("Zora", "Uccelli", "+393490000021")
	h.SaysYes(person)
	l.syncs()
	ana := h.As("ana", "ben")
	ana.Once = "a form that may be sent twice"
	for range 2 {
		must(t, l.n.Desk.FillIn(t.Context(), ana, person, declaration()))
	}
	path := filepath.Join(t.TempDir(), "bundle")
	_, err := l.n.ExportBundle(t.Context(), "hq", path)
	must(t, err)
	file, err = os.ReadFile(path)
	must(t, err)
	return person, file
}

func TestWhatIsForTheDoctorLiesOpenOnNoLaptop(t *testing.T) {
	h := nodetest.New(t)
	mine, other := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	person, file := declaresOn(t, h, mine)
	mine.silentAbout(t, ill)
	if bytes.Contains(file, []byte(ill)) {
		t.Error("the file for headquarters has it in the clear")
	}
	mine.syncs()
	other.syncs()
	for _, l := range []*laptop{mine, other} {
		l.silentAbout(t, ill)
		for _, who := range []string{"ana", "cora", "tom"} { // whatever somebody's hat is, a laptop opens nothing
			if f, standing := declared(t, l.n.Desk, h.As(who), person); f.Answers != nil || f.Envelope != nil || standing != casebook.Counts {
				t.Errorf("%s reads %+v on a laptop, which %s", who, f, standing)
			}
		}
		l.verifies()
	}

	t.Log("at headquarters it is read by whoever may, and by no scout")
	if may, scout := reads(t, h, person, ill); !may || scout {
		t.Errorf("the coordinator reads it: %v, the scout: %v", may, scout)
	}
	if _, standing := declared(t, h.Desk(), h.As("ana"), person); standing != casebook.Counts {
		t.Errorf("the form %s", standing)
	}
	h.Verifies()

	t.Log("also what headquarters takes itself reaches no laptop in the clear")
	again := declaration()
	again.Answers["anything_else"] = ill + "again"
	must(t, h.Desk().FillIn(t.Context(), h.As("ana", "ben"), person, again))
	mine.syncs()
	mine.silentAbout(t, ill)
	if may, _ := reads(t, h, person, ill+"again"); !may {
		t.Error("nobody reads what was said at headquarters")
	}
	if files := nodetest.FilesWith(t, ill, string(h.Dir), h.Away); len(files) > 0 {
		t.Errorf("headquarters keeps it in the clear in %v", files)
	}
}

// Whoever cannot open an envelope copies it into the record of a friend, who asks for their own file.
func TestACopiedEnvelopeOpensForNobody(t *testing.T) {
	h := nodetest.New(t)
	if readsAnothers(t, h) {
		t.Error("a friend of the scout's reads what somebody else told the doctor")
	}
}

func readsAnothers(t *testing.T, h *nodetest.House) bool {
	t.Helper()
	l := joins(t, h, nil, "IT")
	person, _ := declaresOn(t, h, l)
	l.syncs()
	friend := h.Noted("Finn", "Falconi", "+393490000022")
	h.SaysYes(friend)
	var copied *casebook.Form
	must(t, h.Node.View(t.Context(), func(r journal.Reader) error {
		for e, err := range journal.Subject(r, journal.ID(person)) {
			must(t, err)
			if b := e.Commit.Bodies; e.Commit.Header.Types[0] == casebook.InterviewHeld {
				copied = new(casebook.Form)
				must(t, journal.Unmarshal(b[0].Content, copied))
			}
		}
		return nil
	}))
	refs := h.Shows(friend).Relies(casebook.InterviewHeld, "crew")
	ben := h.As("ben")
	h.Meets(h.Device().Writes(nodetest.Form{Subject: friend, By: desk.Acting{Who: friend, With: []desk.Acting{ben, h.As("ana")}}, Refs: refs, Events: []casebook.Event{{Type: casebook.InterviewHeld, Body: copied}}}))
	reads, _ := reads(t, h, friend, ill)
	return reads
}

// A key is renewed by adding a line; what was closed for an older one still opens. A house without it says so, and goes on.
func TestTheKeyOfEnvelopesIsRenewedAndMissed(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	person, _ := declaresOn(t, h, l)
	l.syncs()
	path := filepath.Join(string(h.Dir), "keys", "envelopes.key")
	first, err := os.ReadFile(path)
	must(t, err)
	h.Close()
	must(t, os.Remove(path))
	h.Open()
	if may, _ := reads(t, h, person, ill); may {
		t.Error("an envelope opens without its key")
	}
	v, err := h.Node.Verify(t.Context(), node.VerifyOptions{})
	must(t, err)
	if v.OK() || !strings.Contains(strings.Join(v.Faults, " "), "envelopes.key") {
		t.Errorf("verify says %v", v.Faults)
	}
	second, err := os.ReadFile(path)
	must(t, err)
	h.Close()
	must(t, os.WriteFile(path, append(first, second...), 0o600))
	h.Open()
	h.Verifies()
	if may, _ := reads(t, h, person, ill); !may {
		t.Error("what was closed for the older key stays closed")
	}
	l.syncs()
	later := declaration()
	later.Answers["anything_else"] = ill + "later"
	must(t, l.n.Desk.FillIn(t.Context(), h.As("ana", "ben"), person, later))
	l.syncs()
	var keys []string
	h.Desk().House(func(house *casebook.House) { keys = house.EnvelopeKeys() })
	if may, _ := reads(t, h, person, ill+"later"); !may {
		t.Error("what was closed for the newer key stays closed")
	}
	if len(keys) != 2 {
		t.Errorf("the house named %d keys", len(keys))
	}
}

// A device that never heard for which key to close takes nothing in the clear.
func TestWithoutAKeyNothingIsTaken(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	person := h.Noted("Zora", "Uccelli", "+393490000021")
	h.SaysYes(person)
	l.syncs()
	l.n.Desk.Envelopes = nil
	err := l.n.Desk.FillIn(t.Context(), h.As("ana", "ben"), person, declaration())
	if desk.KindOf(err) != desk.Held || !lacks(err, "envelope.none") {
		t.Errorf("it says %v", err)
	}
	l.silentAbout(t, ill)
}

// lacks reports whether an error says that something is missing, by its key.
func lacks(err error, key string) bool {
	var e *desk.Error
	return errors.As(err, &e) && slices.ContainsFunc(e.Lacks, func(l casebook.Lack) bool { return l.Key == key })
}

// An old program, or a changed one, that knew the key and wrote in the clear is looked at.
func TestHealthInTheClearNeedsALook(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Zora", "Uccelli", "+393490000021")
	h.SaysYes(person)
	phone, clear := h.Device(), declaration()
	ana := h.As("ana", "ben")
	refs := append([]casebook.Ref{}, h.Shows(person).Relies(casebook.InterviewHeld, "crew")...)
	c := phone.Writes(nodetest.Form{Subject: person, By: ana, Refs: refs, Events: []casebook.Event{{Type: casebook.InterviewHeld, Body: &clear}}})
	h.Meets(c)
	fact := h.Fact(person, c, 0)
	if fact.Standing != casebook.Irregular || !slices.ContainsFunc(fact.Lacks, func(l casebook.Lack) bool { return l.Key == "form.clear" }) {
		t.Errorf("it %s: %v", fact.Standing, fact.Lacks)
	}
}
