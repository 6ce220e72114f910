package node_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"willing/bundle"
	"willing/casebook"
	"willing/desk"
	"willing/exchange"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// laptop is a device that joined a house.
type laptop struct {
	t       *testing.T
	h       *nodetest.House
	n       *node.Node
	dir     node.Folder
	keyFile string
}

// reaches is a line to headquarters in memory; cut ends the request after some bytes, if it is not negative.
func reaches(h *nodetest.House, cut int) node.Line {
	return func(ctx context.Context, request []byte) (io.ReadCloser, error) {
		if cut >= 0 && cut < len(request) {
			request = request[:cut]
		}
		var answer bytes.Buffer
		err := h.Node.Answer(ctx, bytes.NewReader(request), &answer)
		return io.NopCloser(&answer), err
	}
}

// stick is a file that headquarters made for the laptop, as it knows the house now.
func (l *laptop) stick() string {
	l.t.Helper()
	path := filepath.Join(l.t.TempDir(), "bundle")
	_, err := l.h.Node.ExportBundle(l.t.Context(), l.n.Name().String(), path)
	must(l.t, err)
	return path
}

func joins(t *testing.T, h *nodetest.House, people []casebook.ID, territories ...string) *laptop {
	t.Helper()
	l := enrolled(t, h, people, territories...)
	l.syncs()
	return l
}

// enrolled is joins without the first exchange.
func enrolled(t *testing.T, h *nodetest.House, people []casebook.ID, territories ...string) *laptop {
	t.Helper()
	e, err := h.Node.Enrol(t.Context(), h.As("admin"), people, territories, "")
	must(t, err)
	l := &laptop{t: t, h: h, dir: node.Folder(filepath.Join(t.TempDir(), "laptop")), keyFile: filepath.Join(t.TempDir(), "laptop.key")}
	post := func(ctx context.Context, request []byte) (io.ReadCloser, error) {
		answer, err := h.Node.Admit(ctx, request)
		return io.NopCloser(bytes.NewReader(answer)), err
	}
	must(t, node.Join(t.Context(), l.dir, node.Joining{URL: e.URL, Code: e.Code, KeyFile: l.keyFile}, post, h.Options()))
	l.n, err = node.Open(t.Context(), l.dir, h.Options())
	must(t, err)
	t.Cleanup(func() {
		if err := l.n.Close(); err != nil {
			t.Error(err)
		}
	})
	again := filepath.Join(t.TempDir(), "again")
	err = node.Join(t.Context(), node.Folder(again), node.Joining{URL: e.URL, Code: e.Code, KeyFile: again + ".key"}, post, h.Options())
	if desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a code serves once: %v", err)
	}
	return l
}

// lead is a sighting of somebody who is called so.
func lead(given, territory string) desk.LeadRow {
	return desk.LeadRow{
		Lead:        casebook.Lead{Territory: territory, Place: "Livorno", Source: "harbour talk"},
		Particulars: casebook.Particulars{Given: given, Family: given + "son"},
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (l *laptop) syncs() node.Synced {
	l.t.Helper()
	out, err := l.n.Sync(l.t.Context(), reaches(l.h, -1))
	must(l.t, err)
	return out
}

func (l *laptop) notes(by desk.Acting, given string, territory string) casebook.ID {
	l.t.Helper()
	out, err := l.n.Desk.Lead(l.t.Context(), by, lead(given, territory))
	must(l.t, err)
	return out.Person
}

func (l *laptop) verifies() {
	l.t.Helper()
	v, err := l.n.Verify(l.t.Context(), node.VerifyOptions{})
	must(l.t, err)
	if !v.OK() {
		l.t.Errorf("the laptop does not hold together: %+v", v)
	}
}

func shows(t *testing.T, d *desk.Desk, by desk.Acting, person casebook.ID) *desk.Person {
	t.Helper()
	p, err := d.Show(t.Context(), by, person)
	must(t, err)
	return p
}

func TestALaptopWorksApartAndComesBack(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	mine := l.notes(h.As("ana"), "Zora", "IT")
	if out := l.syncs(); out.Sent == 0 {
		t.Errorf("nothing was sent: %+v", out)
	}
	if p := shows(t, h.Desk(), h.As("cora"), mine); p.Stage != casebook.StageNoted {
		t.Errorf("at headquarters she is %s", p.Stage)
	}
	if out := l.syncs(); out.Requests != 1 || out.Received != 0 || out.Sent != 0 || out.BytesUp+out.BytesDown > 1024 {
		t.Errorf("with nothing new: %+v", out)
	}
	must(t, h.Desk().Stop(t.Context(), h.As("cora"), mine))
	l.syncs()
	if p := shows(t, l.n.Desk, h.As("cora"), mine); !p.Alone {
		t.Error("a stop at headquarters did not reach the laptop")
	}
	l.verifies()
	h.Verifies()
}

func TestALaptopHoldsItsTerritoriesAlone(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	out, err := h.Desk().Lead(t.Context(), h.As("cora"), lead("Margauxelle", "FR"))
	must(t, err)
	l.syncs()
	if _, err := l.n.Desk.Show(t.Context(), h.As("cora"), out.Person); err == nil {
		t.Error("somebody in France shows on a laptop for Italy")
	}
	must(t, h.Desk().Move(t.Context(), h.As("cora"), out.Person, "IT"))
	l.syncs()
	if p := shows(t, l.n.Desk, h.As("cora"), out.Person); p.Particulars.Given != "Margauxelle" {
		t.Errorf("who moved here came without their file: %+v", p.Particulars)
	}
	must(t, h.Desk().Move(t.Context(), h.As("cora"), out.Person, "FR"))
	if got := l.syncs(); got.Purged != 1 {
		t.Errorf("who moved away is still here: %+v", got)
	}
	must(t, l.n.Close())
	if left := nodetest.FilesWith(t, "Margauxelle", string(l.dir)); len(left) > 0 {
		t.Errorf("her name still lies in %v", left)
	}
	l.n, err = node.Open(t.Context(), l.dir, h.Options())
	must(t, err)
	l.syncs()
	l.verifies()
	h.Verifies()
}

func TestALineThatBreaksLosesNothing(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	mine := l.notes(h.As("ana"), "Zora", "IT")
	for _, cut := range []int{0, 10, 200, 700} {
		if _, err := l.n.Sync(t.Context(), reaches(h, cut)); err == nil {
			t.Errorf("cut after %d bytes, and nobody noticed", cut)
		}
	}
	l.syncs()
	shows(t, h.Desk(), h.As("cora"), mine)
	h.Verifies()
}

func TestADeviceThatWasTurnedAwayIsHeardInItsRefusalsAlone(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	first := l.notes(h.As("ana"), "Zora", "IT")
	l.syncs()
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("cora"), l.n.Name()))
	if one := state(t, h); one.Lacks > 0 || one.Given > 0 {
		t.Errorf("turned away it gets nothing any more, and is said to lack %d entries and to have been given %d", one.Lacks, one.Given)
	}
	must(t, l.n.Desk.Stop(t.Context(), h.As("ana"), first))
	late := l.notes(h.As("ana"), "Yara", "IT")
	if out := l.syncs(); out.Problem != exchange.Revoked {
		t.Errorf("it was told %q", out.Problem)
	}
	if p := shows(t, h.Desk(), h.As("cora"), first); !p.Alone {
		t.Error("a stop from a device that was turned away does not hold")
	}
	for _, f := range h.Shows(late).Facts {
		if f.Standing == casebook.Counts {
			t.Errorf("%s of a device that was turned away counts", f.Type)
		}
	}
	h.Verifies()
}

func TestABundleIsForOneNodeAndTwiceIsOnce(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	mine := l.notes(h.As("ana"), "Zora", "IT")
	file := filepath.Join(t.TempDir(), "up.bundle")
	_, err := l.n.ExportBundle(t.Context(), "hq", file)
	must(t, err)
	if _, err := l.n.ImportBundle(t.Context(), file); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a bundle for headquarters was read elsewhere: %v", err)
	}
	got, err := h.Node.ImportBundle(t.Context(), file)
	must(t, err)
	again, err := h.Node.ImportBundle(t.Context(), file)
	if err != nil || got.Added == 0 || again.Added != 0 {
		t.Errorf("first %+v, then %+v: %v", got, again, err)
	}
	shows(t, h.Desk(), h.As("cora"), mine)
	h.Verifies()
}

// Headquarters makes a file for nobody whose time is over, and for nobody who was turned away: what lies on a stick, it has given.
func TestNoFileIsForWhoIsOutOfTimeOrTurnedAway(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	two := joins(t, h, nil, "IT")
	l.syncs()
	two.syncs()
	export := func(to *laptop) error {
		_, err := h.Node.ExportBundle(t.Context(), to.n.Name().String(), filepath.Join(t.TempDir(), "down.bundle"))
		return err
	}
	must(t, export(l))
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("cora"), l.n.Name()))
	if err := export(l); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("who was turned away is given a file: %v", err)
	}
	must(t, export(two))
	h.Pass(91 * 24 * time.Hour)
	if err := export(two); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("whose time is over is given a file: %v", err)
	}
}

// A stick comes from a newer program than the one that reads it: whoever holds it is told to keep it, and it is taken in later.
func TestABundleFromANewerProgramIsKeptForLater(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	mine := l.notes(h.As("ana"), "Zora", "IT")
	up := filepath.Join(t.TempDir(), "up.bundle")
	_, err := l.n.ExportBundle(t.Context(), "hq", up)
	must(t, err)
	path := l.rewrites(up, func(head *exchange.Head) { head.Version = exchange.Version + 1 })
	got, err := h.Node.ImportBundle(t.Context(), path)
	if desk.KindOf(err) != desk.BadInput || !strings.Contains(err.Error(), "keep the file") || got.Added > 0 {
		t.Errorf("whoever holds it reads: %v; %d commits came", err, got.Added)
	}
	_, err = h.Node.ImportBundle(t.Context(), up)
	must(t, err)
	shows(t, h.Desk(), h.As("cora"), mine)
}

// What stands on the outside of a stick nobody has signed. Whoever can open it is told by whom and when the message in it was signed.
func TestWhoeverOpensABundleReadsWhoSignedIt(t *testing.T) {
	h := nodetest.New(t)
	l, other := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	l.notes(h.As("ana"), "Zora", "IT")
	up := filepath.Join(t.TempDir(), "up.bundle")
	made, err := l.n.ExportBundle(t.Context(), "hq", up)
	must(t, err)
	raw, err := os.ReadFile(up)
	must(t, err)
	title, rest, _ := bytes.Cut(raw, []byte("\n"))
	_, rest, _ = bytes.Cut(rest, []byte("\n"))
	outside, err := json.Marshal(bundle.About{From: other.n.Name(), For: h.Desk().Home, At: made.At + 1000, Frames: 99})
	must(t, err)
	must(t, os.WriteFile(up, slices.Concat(title, []byte("\n"), outside, []byte("\n"), rest), 0o600))
	b, err := h.Node.InspectBundle(up)
	must(t, err)
	if b.From != l.n.Name() || b.At != made.At || b.Frames != made.Frames {
		t.Errorf("it says %+v, and was %+v", b, made)
	}
}

// The message in it is for somebody else, whoever it was closed for.
func TestABundleWithSomebodyElsesMessageSaysSo(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	l.notes(h.As("ana"), "Zora", "IT")
	up := filepath.Join(t.TempDir(), "up.bundle")
	_, err := l.n.ExportBundle(t.Context(), "hq", up)
	must(t, err)
	got, err := h.Node.ImportBundle(t.Context(), l.rewrites(up, func(head *exchange.Head) { head.To = l.n.Name() }))
	if desk.KindOf(err) != desk.NotAllowed || got.Added > 0 {
		t.Errorf("whoever holds it reads: %v; %d commits came", err, got.Added)
	}
}

// rewrites makes of a bundle for headquarters another one, with another head that the laptop signs.
func (l *laptop) rewrites(up string, change func(*exchange.Head)) (path string) {
	l.t.Helper()
	raw, err := os.ReadFile(up)
	must(l.t, err)
	about, message, err := bundle.Open(bytes.NewReader(raw), l.h.Desk().Device.(journal.Key))
	must(l.t, err)
	var head exchange.Head
	var frames [][]byte
	must(l.t, exchange.Read(message, nil, func(in exchange.Input) error {
		switch in := in.(type) {
		case exchange.Came:
			head = in.Head
		case exchange.Framed:
			frames = append(frames, in.Frame)
		}
		return nil
	}))
	change(&head)
	signed, err := head.Sign(l.n.Desk.Device)
	must(l.t, err)
	other, err := bundle.Seal(about, signed, frames)
	must(l.t, err)
	path = filepath.Join(l.t.TempDir(), "other.bundle")
	must(l.t, os.WriteFile(path, other, 0o600))
	return path
}

// A stick that was cut, or on which a bit has turned, says so wherever that is, and what came before the place stays.
func TestADamagedBundleIsSaidToBeOne(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	for _, name := range []string{"Zora", "Yara", "Lina"} {
		l.notes(h.As("ana"), name, "IT")
	}
	up := filepath.Join(t.TempDir(), "up.bundle")
	_, err := l.n.ExportBundle(t.Context(), "hq", up)
	must(t, err)
	raw, err := os.ReadFile(up)
	must(t, err)
	bad := filepath.Join(t.TempDir(), "bad.bundle")
	for at := 0; at < len(raw); at += 41 {
		flipped := bytes.Clone(raw)
		flipped[at] ^= 4
		for how, file := range map[string][]byte{"cut": raw[:at], "flipped": flipped} {
			must(t, os.WriteFile(bad, file, 0o600))
			_, err := h.Node.ImportBundle(t.Context(), bad)
			if err == nil && how == "flipped" && at < 400 {
				continue // in what stands in the clear and says nothing of the content
			}
			if k := desk.KindOf(err); k != desk.BadInput && k != desk.NotAllowed {
				t.Errorf("%s at byte %d of %d: %v", how, at, len(raw), err)
			}
		}
	}
	got, err := h.Node.ImportBundle(t.Context(), up)
	if err != nil || got.Known+got.Added != 3 {
		t.Errorf("the whole one: %+v %v", got, err)
	}
	h.Verifies()
}

func TestABundleAfterABrokenLineHoldsWhatIsNotConfirmedAndNoMore(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	l.syncs()
	mine := l.notes(h.As("ana"), "Zora", "IT")
	for range 2 { // the second time it has no word any more of how far headquarters was
		if _, err := l.n.Sync(t.Context(), reaches(h, 200)); err == nil {
			t.Fatal("the line did not break")
		}
	}
	file := filepath.Join(t.TempDir(), "up.bundle")
	_, err := l.n.ExportBundle(t.Context(), "hq", file)
	must(t, err)
	got, err := h.Node.ImportBundle(t.Context(), file)
	if err != nil || got.Added == 0 || got.Known != 0 {
		t.Errorf("%+v %v", got, err)
	}
	shows(t, h.Desk(), h.As("cora"), mine)

	// What headquarters says in a file of its own is confirmed too.
	_, err = l.n.ImportBundle(t.Context(), l.stick())
	must(t, err)
	second := l.notes(h.As("ana"), "Yara", "IT")
	_, err = l.n.ExportBundle(t.Context(), "hq", file+"2")
	must(t, err)
	got, err = h.Node.ImportBundle(t.Context(), file+"2")
	if err != nil || got.Added == 0 || got.Known != 0 {
		t.Errorf("after a file from headquarters: %+v %v", got, err)
	}
	shows(t, h.Desk(), h.As("cora"), second)
	h.Verifies()
}

func TestWhatADeviceWasNotGrantedDoesNotCount(t *testing.T) {
	h := nodetest.New(t)
	d := h.Device()
	who := casebook.ID{9}
	body := lead("Nadine", "ES")
	c := d.Writes(nodetest.Form{Subject: who, By: h.As("ana"), Scope: journal.TerritoryScope("ES"), Events: []casebook.Event{{Type: casebook.LeadNoted, Body: &body.Lead}}})
	h.Meets(c)
	if f := h.Fact(who, c, 0); f.Standing == casebook.Counts {
		t.Error("a sighting in a territory that the device was not granted counts")
	}
}

// The key that a laptop made when it joined opens its data; its holder acts with it like somebody who has a password,
// until two people enrol it: then it is their own.
func TestTheKeyOfALaptopIsItsHoldersOwnOnceItIsEnrolled(t *testing.T) {
	h := nodetest.New(t)
	ana := h.As("ana").Who
	l := joins(t, h, []casebook.ID{ana}, "IT")
	key, err := journal.ReadKey(l.keyFile)
	must(t, err)
	if signer, ok := l.n.Opens(ana, key); !ok || signer.Alg() != journal.Server {
		t.Errorf("before: %v %v", signer, ok)
	}
	must(t, h.Desk().EnrolKey(t.Context(), h.As("admin", "cora"), ana, casebook.EnrolledKey{Alg: key.Alg(), Key: key.Public()}))
	l.syncs()
	if _, ok := l.n.Opens(ana, key); ok {
		t.Error("an enrolled key still signs as a password does")
	}
	l.notes(desk.Acting{Who: ana, Signer: key}, "Zora", "IT")
}
