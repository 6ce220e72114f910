package node_test

import (
	"archive/zip"
	"bytes"
	"io"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
	"willing/web/team"
)

// photograph is a picture of a page as far as anybody looks: it begins as a JPEG, and cannot be packed smaller.
func photograph(size int) []byte {
	out := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(out) // it never fails
	copy(out, "\xff\xd8\xff\xe0 signedpagecanary")
	return out
}

// signed is somebody who was asked on paper and said yes; ana and ben type it in on a laptop and add the page.
func signed(t *testing.T, h *nodetest.House, l *laptop, page []byte) (person casebook.ID, link journal.Key) {
	t.Helper()
	person = h.Noted("Vera", "Conti", "+393490000012")
	h.Met(person)
	link = h.Told(person)
	h.Asked(person)
	l.syncs()
	in := desk.Answering{Answer: casebook.Answer{Answer: "yes", Method: "paper", NoWish: true, Language: "it"}}
	_, err := l.n.Desk.Answer(t.Context(), h.As("ana", "ben"), person, in)
	must(t, err)
	must(t, l.n.Desk.AttachScan(t.Context(), h.As("ana"), person, page))
	return person, link
}

// scanOf is the fact that added a scan, as a desk shows it.
func scanOf(t *testing.T, d *desk.Desk, by desk.Acting, person casebook.ID) casebook.Ref {
	t.Helper()
	for _, f := range shows(t, d, by, person).Facts {
		if f.Type == casebook.PaperScanned {
			if f.Standing != casebook.Counts {
				t.Errorf("the scan is %s: %v", f.Standing, f.Lacks)
			}
			return f.Ref
		}
	}
	t.Fatal("nothing was scanned")
	return casebook.Ref{}
}

func TestASignedPageTravelsLastAndGoesWithThePerson(t *testing.T) {
	h := nodetest.New(t)
	page := photograph(300 << 10)
	field, other := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	person, link := signed(t, h, field, page)

	// The line breaks in the middle of the picture, again and again; what came stays.
	for try := 0; ; try++ {
		out, err := field.n.Sync(t.Context(), reaches(h, 150<<10))
		if err == nil {
			break
		}
		if try == 12 {
			t.Fatalf("a broken line never brings the picture: %+v %v", out, err)
		}
	}
	field.syncs()
	ref := scanOf(t, h.Desk(), h.As("cora"), person)
	got, err := h.Desk().OpenScan(t.Context(), h.As("cora"), person, ref)
	if err != nil || got.Kind != "image/jpeg" || !bytes.Equal(got.Content, page) {
		t.Fatalf("headquarters has another picture: %d bytes, %v", len(got.Content), err)
	}

	// Another laptop has the entry, and the picture once somebody opens it.
	other.syncs()
	ref = scanOf(t, other.n.Desk, h.As("ana"), person)
	if plain, err := other.n.Plain(t.Context()); err != nil || bytes.Contains(plain, []byte("signedpagecanary")) {
		t.Errorf("a picture that nobody opened was carried: %v", err)
	}
	ana := h.VisitsOn(other.n.Desk, "ana", team.Routes)
	if shown := ana.Gets("/team/p/" + person.String() + "/scans/" + ref.String()); shown.Code != http.StatusAccepted || !shown.Has("It comes with the next exchange") {
		t.Errorf("the page of a picture that is not here yet: %d", shown.Code)
	}
	if _, err := other.n.Desk.OpenScan(t.Context(), h.As("ana"), person, ref); desk.KindOf(err) != desk.NotFound || !strings.Contains(err.Error(), "next exchanges") {
		t.Errorf("it is not here yet: %v", err)
	}
	other.syncs()
	if shown := ana.Gets("/team/p/" + person.String() + "/scans/" + ref.String()); shown.Code != http.StatusOK || shown.Body != string(page) {
		t.Errorf("the page of a picture that came: %d", shown.Code)
	}
	if got, err := other.n.Desk.OpenScan(t.Context(), h.As("ana"), person, ref); err != nil || !bytes.Equal(got.Content, page) {
		t.Errorf("the picture that was opened: %d bytes, %v", len(got.Content), err)
	}
	if out := other.syncs(); out.Requests != 1 || out.BytesUp+out.BytesDown > 1024 {
		t.Errorf("nothing is left to say: %+v", out)
	}

	// It is in the person's own file.
	file, err := h.Desk().Export(t.Context(), h.As("cora"), person)
	must(t, err)
	var zipped bytes.Buffer
	must(t, node.WriteOwnFile(&zipped, "en", file))
	inZip(t, zipped.Bytes(), "papers/1-signed-page.jpg", page)

	// And it goes with her, everywhere.
	h.Erased(person, link)
	for _, l := range []*laptop{field, other} {
		l.syncs()
		l.syncs()
		l.silentAbout(t, "signedpagecanary")
		l.verifies()
	}
	leavesNoTrace(t, h, "signedpagecanary")
	wellKept(t, h.Node)
}

func TestNobodysEntryTakesAnothersSignedPage(t *testing.T) {
	h := nodetest.New(t)
	page := photograph(300 << 10)
	person, link := borrows(t, h, page)
	got, err := h.Desk().OpenScan(t.Context(), h.As("cora"), person, scanOf(t, h.Desk(), h.As("cora"), person))
	if err != nil || !bytes.Equal(got.Content, page) {
		t.Errorf("headquarters has %d bytes of her page: %v", len(got.Content), err)
	}
	h.Erased(person, link)
	leavesNoTrace(t, h, "signedpagecanary")
}

// borrows lets a device with a modified program name, in an entry about somebody else, a signed page that is still on
// its way from another laptop.
func borrows(t *testing.T, h *nodetest.House, page []byte) (person casebook.ID, link journal.Key) {
	t.Helper()
	field := joins(t, h, nil, "IT")
	person, link = signed(t, h, field, page)
	q := h.Noted("Nora", "Bianchetti", "+393339998877")
	if _, err := field.n.Sync(t.Context(), reaches(h, 150<<10)); err == nil {
		t.Fatal("the line did not break")
	}
	named := shows(t, h.Desk(), h.As("cora"), person)
	at := slices.IndexFunc(named.Facts, func(f *casebook.Fact) bool { return f.Type == casebook.PaperScanned })
	borrowed := *named.Facts[at].Body.(*casebook.Scan)
	h.Meets(h.Device().Writes(nodetest.Form{Subject: q, By: h.As("ana"), Events: []casebook.Event{{Type: casebook.PaperScanned, Body: &borrowed}}}))
	field.syncs()
	field.syncs()
	return person, link
}

func inZip(t *testing.T, raw []byte, name string, want []byte) {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	must(t, err)
	f, err := in.Open(name)
	must(t, err)
	got, err := io.ReadAll(f)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s holds %d bytes, %v", name, len(got), err)
	}
}

func TestASignedPageComesInABundle(t *testing.T) {
	h := nodetest.New(t)
	page := append([]byte("%PDF-1.7 "), photograph(70<<10)...)
	l := joins(t, h, nil, "IT")
	person, _ := signed(t, h, l, page)
	out := filepath.Join(t.TempDir(), "out.willing")
	_, err := l.n.ExportBundle(t.Context(), "hq", out)
	must(t, err)
	for range 2 {
		_, err = h.Node.ImportBundle(t.Context(), out)
		must(t, err)
	}
	got, err := h.Desk().OpenScan(t.Context(), h.As("cora"), person, scanOf(t, h.Desk(), h.As("cora"), person))
	if err != nil || got.Name() != "signed-page.pdf" || !bytes.Equal(got.Content, page) {
		t.Errorf("%s, %d bytes, %v", got.Name(), len(got.Content), err)
	}
}

func TestWhatIsNoScanIsSaidSo(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Vera", "Conti", "+393490000013")
	h.Met(person)
	for name, try := range map[string]struct {
		content []byte
		says    string
	}{
		"empty":        {nil, "empty"},
		"too large":    {photograph(casebook.MostScan + 1), "4 megabytes"},
		"another kind": {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "no JPEG, PNG or PDF"},
		"no answer":    {photograph(100), "no answer on paper"},
	} {
		err := h.Desk().AttachScan(t.Context(), h.As("ana"), person, try.content)
		if desk.KindOf(err) != desk.BadInput || !strings.Contains(err.Error(), try.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
