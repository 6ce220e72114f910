package node_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// canary is what somebody who is to be erased has said to nobody else.
const canary = "canarinella"

// silentAbout fails if a laptop has anything of the canary: in its files as they lie, or opened with its key.
func (l *laptop) silentAbout(t *testing.T, words ...string) {
	t.Helper()
	for _, word := range words {
		if l.holds(t, word) {
			t.Errorf("%q is still in the laptop's store", word)
		}
		if files := nodetest.FilesWith(t, word, string(l.dir)); len(files) > 0 {
			t.Errorf("%q is still in %v", word, files)
		}
	}
}

// holds reports whether a word lies in a laptop's store, opened with its key.
func (l *laptop) holds(t *testing.T, word string) bool {
	t.Helper()
	plain, err := l.n.Plain(t.Context())
	must(t, err)
	return bytes.Contains(plain, []byte(word))
}

// executed is the one erasure that the house has executed, as its page tells it.
func executed(t *testing.T, h *nodetest.House) desk.Executed {
	t.Helper()
	all, err := h.Node.Executions(t.Context(), h.As("cora"), 25)
	must(t, err)
	if len(all) != 1 {
		t.Fatalf("%d erasures are listed", len(all))
	}
	return all[0]
}

func whys(x desk.Executed) map[string]string {
	out := map[string]string{}
	for _, o := range x.Open {
		out[o.Device] = o.Why
	}
	return out
}

func TestAnErasureGoesToItsEndOnEveryNode(t *testing.T) {
	h := nodetest.New(t)
	near, away, stolen := joins(t, h, nil, "IT"), joins(t, h, nil, "IT", "FR"), joins(t, h, nil, "IT")
	person := h.Sighted(casebook.Particulars{Given: canary, Family: "Uccelli", Phones: []string{"+393490000007"}, Remarks: "sings " + canary})
	h.Met(person)
	link := h.Told(person)
	for _, l := range []*laptop{near, away, stolen} {
		l.syncs()
		if plain, err := l.n.Plain(t.Context()); err != nil || !bytes.Contains(plain, []byte(canary)) {
			t.Fatalf("the laptop holds nothing that could be erased: %v", err)
		}
	}
	oldBundle := away.stick()
	oldBackup := backUp(t, h)
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), stolen.n.Name()))

	// Asked: it hides at once wherever it is heard of, and stays undone until its time.
	must(t, h.Desk().AskErasure(t.Context(), desk.Acting{}, person, link))
	near.syncs()
	if p, err := near.n.Desk.Show(t.Context(), h.As("ana"), person); err == nil && p.Say == "" {
		t.Error("she asked to be forgotten, and the team still reads her")
	}
	h.Pass(4 * day)
	if h.Tidies() != 1 {
		t.Fatal("nobody was erased")
	}
	x := executed(t, h)
	if x.Confirmed != 0 || len(x.Open) != 3 || !x.Register || x.Backups != 1 || !x.Expire.Equal(h.Now().AddDate(0, 0, 35).Add(-4*day)) {
		t.Errorf("just executed: %+v", x)
	}
	if why := whys(x); why[near.n.Name().String()] != desk.OpenAway || why[stolen.n.Name().String()] != desk.OpenGone {
		t.Errorf("why they have not confirmed: %v", why)
	}

	// A device that joins later never had anything of her, and is not asked.
	late := joins(t, h, nil, "IT")
	if why := whys(executed(t, h)); why[late.n.Name().String()] != "" {
		t.Errorf("a device that joined later is asked: %v", why)
	}

	// Confirmed, device by device; those that cannot are named.
	near.syncs()
	near.syncs()
	if x = executed(t, h); x.Confirmed != 1 || len(x.Open) != 2 {
		t.Errorf("one has confirmed: %+v", x)
	}
	if x.Open[0].Names == nil || x.Open[0].Met.IsZero() {
		t.Errorf("who has not: %+v", x.Open)
	}
	near.silentAbout(t, canary, "490000007")
	late.silentAbout(t, canary, "490000007")

	// A bundle that was written before brings nothing back; nor does a backup.
	out, err := away.n.ImportBundle(t.Context(), oldBundle)
	must(t, err)
	t.Logf("%+v", out)
	away.syncs()
	away.syncs()
	away.silentAbout(t, canary, "490000007")
	_, err = away.n.ImportBundle(t.Context(), oldBundle)
	must(t, err)
	away.silentAbout(t, canary, "490000007")
	fresh := late.stick()
	_, err = late.n.ImportBundle(t.Context(), fresh)
	must(t, err)
	late.silentAbout(t, canary)

	// The stolen one hears that it was turned away, and lets go of everybody.
	stolen.syncs()
	stolen.syncs()
	stolen.silentAbout(t, canary)
	leavesNoTrace(t, h, canary, "490000007")
	r := restoring(t, h, oldBackup)
	r.Register, r.As, r.KeyFile = h.RegisterCopy(), "admin", h.AdminKey() // who signs that the stolen one stays turned away
	if _, err := node.Restore(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	movesTo(t, h, r.Folder)
	leavesNoTrace(t, h, canary, "490000007")
	h.Stands(person, casebook.StageErased)
	for _, l := range []*laptop{near, away, late} {
		l.syncs()
		l.verifies()
		l.silentAbout(t, canary)
	}
}

func TestATeamDoesNotLearnWhoWasErased(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Vera", "Conti", "+393490000010")
	h.Met(person)
	h.Erased(person, h.Told(person))
	for _, name := range []string{"ana", "ben"} {
		if all, err := h.Node.Executions(t.Context(), h.As(name), 25); desk.KindOf(err) != desk.NotAllowed || len(all) > 0 {
			t.Errorf("%s of the team is told of %d erasures: %v", name, len(all), err)
		}
	}
}

func TestBackupsExpireAndAreCounted(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Vera", "Conti", "+393490000008")
	h.Met(person)
	link := h.Told(person)
	backUp(t, h)
	h.Pass(time.Hour)
	backUp(t, h)
	h.Erased(person, link)
	if x := executed(t, h); x.Backups != 2 {
		t.Errorf("two were made before: %+v", x)
	}
	h.Pass(32 * day)
	backUp(t, h)
	if x := executed(t, h); x.Backups != 0 || !x.Expire.IsZero() {
		t.Errorf("both are gone: %+v", x)
	}
}

// A laptop is stolen while it is open, and whoever has it asks for everybody's erasure. One of us alone executes nothing.
func TestAStolenLaptopThatErasesEverybodyDoesNoLastingHarm(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	var people []casebook.ID
	for i := range 21 {
		people = append(people, h.Noted("Rosa", "Vento"+strings.Repeat("i", i+1), "+3933311002"+string(rune('0'+i/10))+string(rune('0'+i%10))))
	}
	l.syncs()
	for _, p := range people {
		must(t, l.n.Desk.AskErasure(t.Context(), h.As("ana"), p, nil))
	}
	l.syncs()
	alarms, err := h.Desk().Alarms(t.Context(), h.As("cora"))
	must(t, err)
	if len(alarms) == 0 {
		t.Error("21 people were hidden within a day by one device, and nobody hears of it")
	}
	h.Pass(30 * day)
	if n := h.Tidies(); n != 0 {
		t.Fatalf("one hand erased %d people", n)
	}
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), l.n.Name()))
	for _, p := range people {
		must(t, h.Desk().DenyErasure(t.Context(), h.As("cora", "tom"), p, nil))
	}
	if p := h.Shows(people[0]); p.Stage == casebook.StageHidden || p.Stage == casebook.StageErased {
		t.Errorf("she does not come back: %s", p.Stage)
	}
	wellKept(t, h.Node)
}

// confirmsAhead is an erasure that a modified device has confirmed before anybody asked for it, from a position of
// headquarters' lane that is not there yet.
func confirmsAhead(t *testing.T, h *nodetest.House) desk.Executed {
	t.Helper()
	d := h.Device()
	d.Seen = 1 << 40
	vera := h.Noted("Vera", "Conti", "+393490000009")
	h.Met(vera)
	link := h.Told(vera)
	h.Meets(d.Writes(nodetest.Form{Subject: vera, Scope: journal.Control, Events: []casebook.Event{{Type: casebook.ContentPurged, Body: &casebook.Blank{}}}}))
	h.Erased(vera, link)
	return executed(t, h)
}

func TestNobodyConfirmsAnErasureAheadOfIt(t *testing.T) {
	if x := confirmsAhead(t, nodetest.New(t)); x.Confirmed != 0 || len(x.Open) != 1 {
		t.Errorf("a device confirmed an erasure before it was executed: %+v", x)
	}
}
