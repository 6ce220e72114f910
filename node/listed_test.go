package node_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/exchange"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
	"willing/recognise"
)

// What a laptop knows, without a line, of people whom it does not carry: whoever said no in its area, or another team
// is with. All of it is told with a laptop in France.

// looks asks the laptop about somebody whom nobody has noted there.
func (l *laptop) looks(p casebook.Particulars) (blocked bool) {
	l.t.Helper()
	found, err := l.n.Desk.LookUp(l.t.Context(), l.h.As("ana"), p)
	must(l.t, err)
	for _, m := range found {
		blocked = blocked || m.Marker
	}
	return blocked
}

func phone(number string) casebook.Particulars { return casebook.Particulars{Phones: []string{number}} }

// refuses notes somebody in Italy, and they say no there.
func refuses(h *nodetest.House, p casebook.Particulars) (who casebook.ID, receipt journal.Key) {
	who = h.Sighted(p)
	h.Met(who)
	link := h.Told(who)
	h.Asked(who)
	return who, h.Answers(who, "no", link)
}

const (
	nadia = "+33612345678" // a French phone
	piera = "+393331112233"
)

func TestWhoRefusedElsewhereIsKnownOnALaptopWithoutALine(t *testing.T) {
	h := nodetest.New(t)
	who, receipt := refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}})
	refuses(h, casebook.Particulars{Given: "Piera", Family: "Longo", Phones: []string{piera}})
	l := joins(t, h, nil, "FR")
	if !l.looks(phone(nadia)) {
		t.Error("somebody with a French phone who refused in Italy would be approached in France")
	}
	if l.looks(phone(piera)) {
		t.Error("a laptop in France carries somebody of whom nothing points there")
	}
	if l.looks(phone("+33698765432")) {
		t.Error("a stranger is taken for somebody who said no")
	}
	must(t, h.Desk().Reopen(t.Context(), desk.Acting{}, who, receipt))
	if l.syncs(); !l.looks(phone(nadia)) {
		t.Error("they came back in Italy, where a team is with them: in France nobody else approaches them")
	}
	must(t, h.Desk().Move(t.Context(), h.As("cora"), who, "FR"))
	if l.syncs(); l.looks(phone(nadia)) {
		t.Error("they came back and stand in France now, and the laptop still holds them")
	}
	l.verifies()
}

func TestAnErasedPersonAndALongListAreKnownOnALaptop(t *testing.T) {
	h := nodetest.New(t)
	gone := h.Noted("Nadia", "Perrin", nadia)
	h.Met(gone)
	h.Erased(gone, h.Told(gone))
	batch, _, err := h.Desk().ImportRefusals(t.Context(), h.As("cora"), "Lyon", []casebook.Particulars{
		{Given: "Odile", Family: "Garnier", Born: casebook.Date{Year: 1990, Month: 4, Day: 3}, Phones: []string{"+33611111111"}},
		{Given: "Yann", Family: "Kerbrat", Town: "Brest"}, // nothing says where
	})
	must(t, err)
	must(t, h.Desk().StopByPhone(t.Context(), []string{"+33622222222"}))
	l := joins(t, h, nil, "FR")
	for name, p := range map[string]casebook.Particulars{
		"erased": phone(nadia), "listed": phone("+33611111111"), "listed, by birth date": {Full: "Garnier Odile", Born: casebook.Date{Year: 1990, Month: 4, Day: 3}},
		"listed, by town": {Full: "Yann Kerbrat", Town: "Brest"}, "who said stop for a number": phone("+33622222222"),
	} {
		if !l.looks(p) {
			t.Errorf("%s: would be approached", name)
		}
	}
	must(t, h.Desk().WithdrawRefusals(t.Context(), h.As("cora", "sara"), batch, "the wrong file"))
	if l.syncs(); l.looks(phone("+33611111111")) || !l.looks(phone(nadia)) {
		t.Error("the list was withdrawn, and nothing else")
	}
}

// noRoom is a store whose disk is full whenever a turn ends.
type noRoom struct{ journal.Store }

func (s noRoom) Update(ctx context.Context, fn func(journal.Writer) error) error {
	return s.Store.Update(ctx, func(w journal.Writer) error {
		return errors.Join(fn(w), journal.ErrFull)
	})
}

// A no that found no room was not acknowledged, but its marker stands in the register: it holds everybody, laptops
// too, and what the register says is written down once there is room.
func TestANoThatFoundNoRoomIsKnownOnALaptop(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "FR")
	yann := l.notes(h.As("ana"), "Yann", "FR")
	must(t, l.n.Desk.Correct(t.Context(), h.As("ana"), yann, casebook.Particulars{Given: "Yann", Phones: []string{nadia}}, nil))
	l.syncs()
	if l.syncs(); l.looks(phone(nadia)) || l.looks(phone("+33622222222")) {
		t.Fatal("nobody has said no")
	}
	store := h.Desk().Store
	h.Desk().Store = noRoom{store}
	for who, err := range map[string]error{
		"somebody": h.Desk().Stop(t.Context(), h.As("cora"), yann), "a stranger": h.Desk().StopByPhone(t.Context(), []string{"+33622222222"}),
	} {
		if !errors.Is(err, journal.ErrFull) {
			t.Errorf("the no of %s found no room, and they were told %v", who, err)
		}
	}
	h.Desk().Store = store
	if l.syncs(); !l.looks(phone(nadia)) || !l.looks(phone("+33622222222")) {
		t.Error("headquarters has a marker, and the laptop would let them be approached")
	}
	_, err := h.Desk().Tidy(t.Context())
	must(t, err)
	if l.syncs(); !shows(t, h.Desk(), h.As("cora"), yann).Refused || !l.looks(phone(nadia)) || !l.looks(phone("+33622222222")) {
		t.Error("there is room again, and they are not left alone")
	}
	l.verifies()
}

func TestAHitIsHeldOnALaptopUntilHeadquartersHasDecided(t *testing.T) {
	h := nodetest.New(t)
	refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}})
	l := joins(t, h, nil, "FR")
	row := lead("Nadine", "FR")
	row.Particulars.Phones = []string{nadia}
	out, err := l.n.Desk.Lead(t.Context(), h.As("ana"), row)
	if must(t, err); out.Became != desk.BecameAsk {
		t.Errorf("the team is told %+v", out)
	}
	who := l.only("FR")
	checked, err := l.n.Desk.Check(t.Context(), h.As("ana"), who)
	if must(t, err); checked.Clear || checked.Say != casebook.NeutralRefusal {
		t.Errorf("the team is told %+v", checked)
	}
	l.syncs()
	p := shows(t, h.Desk(), h.As("cora"), who)
	if p.Stage != casebook.StageSetAside || len(p.Matches) == 0 {
		t.Fatalf("headquarters shows %s and %d matches", p.Stage, len(p.Matches))
	}
	for range p.Matches {
		must(t, h.Desk().Review(t.Context(), h.As("cora"), who, casebook.Ref{}, casebook.Judgement{Verdict: "different", Reason: "her sister"}))
		if p = shows(t, h.Desk(), h.As("cora"), who); len(p.Matches) == 0 {
			break
		}
	}
	l.syncs()
	checked, err = l.n.Desk.Check(t.Context(), h.As("ana"), who)
	if must(t, err); !checked.Clear {
		t.Errorf("headquarters released her, and the laptop says %+v", checked)
	}
}

// only is the one person of a territory whom the laptop carries.
func (l *laptop) only(territory string) casebook.ID {
	l.t.Helper()
	var out []casebook.ID
	must(l.t, l.n.View(l.t.Context(), func(r journal.Reader) error {
		entries, failed := r.Scan("people", nil, nil)
		for _, raw := range entries {
			var row desk.Row
			if err := journal.Unmarshal(raw, &row); err != nil {
				return err
			}
			if row.Territory == territory {
				out = append(out, row.Person)
			}
		}
		return failed()
	}))
	if len(out) != 1 {
		l.t.Fatalf("%d people stand in %s", len(out), territory)
	}
	return out[0]
}

func TestANamesakeWhomHeadquartersReleasedIsNotHeld(t *testing.T) {
	h := nodetest.New(t)
	refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}})
	row := lead("Nadine", "FR")
	row.Particulars.Phones = []string{nadia}
	out, err := h.Desk().Lead(t.Context(), h.As("cora"), row)
	must(t, err)
	l := joins(t, h, nil, "FR")
	released := func() {
		for i := 0; i < 3 && len(shows(t, h.Desk(), h.As("cora"), out.Person).Matches) > 0; i++ {
			must(t, h.Desk().Review(t.Context(), h.As("cora"), out.Person, casebook.Ref{}, casebook.Judgement{Verdict: "different", Reason: "her sister"}))
		}
	}
	released()
	l.syncs()
	checked, err := l.n.Desk.Check(t.Context(), h.As("ana"), out.Person)
	if must(t, err); !checked.Clear {
		t.Errorf("the laptop says %+v of somebody whom headquarters released", checked)
	}
	if !l.looks(phone(nadia)) {
		t.Error("what was released for one is released for everybody")
	}
}

func TestWhoWasApproachedWithoutAskingIsFoundAtHeadquarters(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "FR")
	refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}}) // after they met
	row := lead("Nadia", "FR")
	row.Particulars = casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}}
	out, err := l.n.Desk.Lead(t.Context(), h.As("ana"), row)
	must(t, err)
	_, err = l.n.Desk.Approach(t.Context(), h.As("ana"), out.Person, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	must(t, err)
	l.syncs()
	if p := h.Shows(out.Person); !p.Alone || len(p.Matches) != 2 {
		t.Errorf("headquarters shows %s and %d matches", p.Stage, len(p.Matches))
	}
	h.Verifies()
}

func TestTheListSaysHowOldItIs(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "FR")
	if k := l.knows(); k.List.IsZero() || k.Old() {
		t.Errorf("it has just met headquarters, and says %+v", k)
	}
	h.Pass(9*24*time.Hour + time.Hour)
	path := l.stick()
	h.Pass(24 * time.Hour)
	if k := l.knows(); k.ListDays != 10 || !k.Old() {
		t.Errorf("after ten days without a line it says %+v", k)
	}
	_, err := l.n.ImportBundle(t.Context(), path)
	must(t, err)
	if k := l.knows(); k.ListDays != 1 {
		t.Errorf("with a list that was written yesterday it says %+v", k)
	}
	checked, err := l.n.Desk.Check(t.Context(), h.As("ana"), l.notes(h.As("ana"), "Yara", "FR"))
	if must(t, err); checked.AgeDays != 1 {
		t.Errorf("a check says that its list is %d days old", checked.AgeDays)
	}
}

func TestAStickBringsTheList(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "FR")
	_, receipt := refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}})
	_ = receipt
	path := l.stick()
	if b, err := l.n.InspectBundle(path); err != nil || b.Commits == 0 {
		t.Errorf("the stick holds %+v: %v", b, err)
	}
	_, err := l.n.ImportBundle(t.Context(), path)
	if must(t, err); !l.looks(phone(nadia)) {
		t.Error("the stick brought no list")
	}
}

// carriesNoList: a device that was turned away has no list of refusals any more.
func (l *laptop) carriesNoList() {
	must(l.t, l.n.View(l.t.Context(), func(r journal.Reader) error {
		if list, err := desk.CarriedList(r); list != nil || err != nil {
			l.t.Errorf("a device that was turned away carries %d slivers: %v", list.Len(), err)
		}
		return nil
	}))
}

func TestAnOldStickTakesNobodyOffTheList(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "FR")
	old := l.stick()
	h.Pass(time.Hour)
	refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}})
	l.syncs()
	if !l.looks(phone(nadia)) {
		t.Fatal("it never had her")
	}
	_, err := l.n.ImportBundle(t.Context(), old)
	if must(t, err); !l.looks(phone(nadia)) {
		t.Errorf("a stick of an hour before took her off the list, and the device says %+v", l.knows().List)
	}
}

func TestAStickTakesOffWhoeverMayBeMetAgain(t *testing.T) {
	h := nodetest.New(t)
	batch, _, err := h.Desk().ImportRefusals(t.Context(), h.As("cora"), "Lyon", []casebook.Particulars{{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}}})
	must(t, err)
	l := joins(t, h, nil, "FR")
	if !l.looks(phone(nadia)) {
		t.Fatal("it never had her")
	}
	must(t, h.Desk().WithdrawRefusals(t.Context(), h.As("cora", "sara"), batch, "the wrong file"))
	h.Pass(10 * 24 * time.Hour)
	path := l.stick()
	_, err = l.n.ImportBundle(t.Context(), path)
	if must(t, err); l.looks(phone(nadia)) || l.knows().ListDays != 0 {
		t.Errorf("the list was withdrawn, a stick said so, and the device has a list of %d days", l.knows().ListDays)
	}
}

func TestAnOldStickOpensNoDeviceThatWasTurnedAway(t *testing.T) {
	h := nodetest.New(t)
	refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}})
	person := h.Noted("Vera", "Conti", "+393490000010")
	l := joins(t, h, nil, "IT", "FR")
	old := l.stick()
	h.Pass(time.Hour)
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), l.n.Name()))
	if out := l.syncs(); out.Problem != exchange.Revoked || !l.knows().Over {
		t.Fatalf("it is told %+v", out)
	}
	_, err := l.n.ImportBundle(t.Context(), old)
	if desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("it takes an old stick in: %v", err)
	}
	if _, err := l.n.Desk.Show(t.Context(), h.As("ana"), person); err == nil || !l.knows().Over {
		t.Error("an old stick opened a device that was turned away")
	}
	l.carriesNoList()
}

func TestAListFollowsTheGrantAndGoesWithIt(t *testing.T) {
	h := nodetest.New(t)
	refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}})
	refuses(h, casebook.Particulars{Given: "Lucia", Family: "Ramos", Phones: []string{"+34612345678"}})
	l := joins(t, h, nil, "FR")
	device := l.n.Name()
	grant, _, _ := h.Desk().Grant(device)
	grant.Scopes = []string{"t/ES"}
	must(t, h.Desk().GrantDevice(t.Context(), h.As("admin"), grant))
	l.syncs()
	if l.syncs(); l.looks(phone(nadia)) || !l.looks(phone("+34612345678")) {
		t.Error("the list is not the one of the new area")
	}
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), device))
	if out := l.syncs(); out.Problem != exchange.Revoked {
		t.Errorf("it is told %+v", out)
	}
	l.carriesNoList()
}

func TestAHouseWithoutSliversInItsRegisterGainsThoseOfWhoIsStillKnown(t *testing.T) {
	h := nodetest.New(t)
	refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}})
	l := joins(t, h, nil, "FR")
	h.Close() // with other keys its register says nothing any more, as one of an older program
	keys, err := recognise.NewKeys(bytes.NewReader(bytes.Repeat([]byte{5}, 64)), h.Now())
	must(t, err)
	must(t, os.WriteFile(filepath.Join(string(h.Dir), "keys", "markers.key"), keys, 0o600))
	h.Open()
	l.syncs()
	if !l.looks(phone(nadia)) {
		t.Error("somebody who refused and is still known is on no list")
	}
}

func TestALaptopAsksForTheListOnceAndThenForNothing(t *testing.T) {
	h := nodetest.New(t)
	refuses(h, casebook.Particulars{Given: "Nadia", Family: "Perrin", Phones: []string{nadia}})
	l := joins(t, h, nil, "FR")
	l.syncs()
	if out := l.syncs(); out.Requests != 1 || out.BytesUp+out.BytesDown > 1024 {
		t.Errorf("nothing is new, and it took %+v", out)
	}
	if got := sealedFilesWith(t, l, nadia); got > 0 {
		t.Errorf("the number stands in %d files", got)
	}
}

func sealedFilesWith(t *testing.T, l *laptop, text string) int {
	t.Helper()
	must(t, l.n.Close())
	found := len(nodetest.FilesWith(t, text, string(l.dir)))
	var err error
	l.n, err = node.Open(t.Context(), l.dir, l.h.Options())
	must(t, err)
	return found
}
