package node_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
	"willing/programme"
)

// nextFolder is a newer version of the house's programme: one more question in the first interview, another word, and
// the text of the crew put right. Beside it lies a list of people, which goes nowhere.
func nextFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "next")
	must(t, os.CopyFS(dir, os.DirFS(nodetest.Example("sea-rescue"))))
	must(t, os.CopyFS(filepath.Join(dir, "fixed"), os.DirFS(filepath.Join(dir, "corrections", "crew"))))
	change := func(name, old, next string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		text, err := os.ReadFile(path)
		must(t, err)
		if !strings.Contains(string(text), old) {
			t.Fatalf("%s has no %q", name, old)
		}
		must(t, os.WriteFile(path, []byte(strings.Replace(string(text), old, next, 1)), 0o600))
	}
	change("programme.yaml", "version: 1\n", "version: 2\n")
	change("words/en.yaml", "Someone to meet", "Somebody to meet")
	change("instruments/first-interview.csv", "Has one of us spoken to you before?", "Has anybody of ours spoken to you before?")
	fixed, err := os.ReadDir(filepath.Join(dir, "fixed"))
	must(t, err)
	for _, f := range fixed {
		must(t, os.Rename(filepath.Join(dir, "fixed", f.Name()), filepath.Join(dir, "disclosures", "crew", f.Name())))
	}
	must(t, os.Remove(filepath.Join(dir, "fixed")))
	return dir
}

// has says which version of words and forms a node uses.
func has(t *testing.T, n *node.Node) string {
	t.Helper()
	p := n.Programme()
	if p == nil {
		t.Fatal("the node has no programme")
	}
	form, err := n.Form("first-interview")
	must(t, err)
	for _, i := range p.Instruments {
		if i.ID == form.ID && i.Hash != form.Hash {
			t.Error("the folder is half of one version and half of another")
		}
	}
	return p.Words["en"]["stages.lead"]
}

func TestANewVersionOfTheProgrammeReachesALaptopThatWasOutBefore(t *testing.T) {
	h := nodetest.New(t)
	near, far := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	maria := h.Noted("Maria", "Rossi", "+393331234567")
	h.SaysYes(maria)
	near.syncs()

	_, err := h.Node.Publish(t.Context(), h.As("cora"), nextFolder(t))
	must(t, err)
	must(t, h.Desk().Approve(t.Context(), h.As("tom"), "crew", 2, true))
	if found := nodetest.FilesWith(t, "sightings", string(h.Dir.Programme())); len(found) > 0 {
		t.Errorf("a list of people was copied with the programme: %v", found)
	}

	// The line breaks wherever it can: the old version stays whole, and the next exchange goes on.
	for cut := int64(200); has(t, near.n) == "Someone to meet"; cut += 700 {
		_, err := near.n.Sync(t.Context(), brokenLine(h, cut))
		if err == nil {
			break
		}
	}
	near.syncs()
	if got := has(t, near.n); got != "Somebody to meet" {
		t.Fatalf("the laptop still says %q", got)
	}
	if out := near.syncs(); out.Requests != 1 || out.Received != 0 || out.BytesUp+out.BytesDown > 1024 {
		t.Errorf("nothing is left to say: %+v", out)
	}

	// The text was put right in a way that matters: on the laptop too nothing new is asked of her before she was told (G16).
	if p := shows(t, near.n.Desk, h.As("ana"), maria); p.Yes == nil || p.Yes.ToldAgain != 2 {
		t.Errorf("the laptop does not know that she must be told again: %+v", p.Yes)
	}

	// The other laptop has no line: a file brings it.
	file := far.stick()
	for range 2 {
		_, err = far.n.ImportBundle(t.Context(), file)
		must(t, err)
	}
	if got := has(t, far.n); got != "Somebody to meet" {
		t.Errorf("the file brought %q", got)
	}
	near.verifies()
	far.verifies()
}

// brokenLine is a line over which some bytes of the answer come.
func brokenLine(h *nodetest.House, bytes int64) node.Line {
	whole := reaches(h, -1)
	return func(ctx context.Context, request []byte) (io.ReadCloser, error) {
		answer, err := whole(ctx, request)
		if err != nil {
			return nil, err
		}
		return io.NopCloser(io.LimitReader(answer, bytes)), nil
	}
}

// publishesAFault files a folder of which a file is broken: no check of headquarters lets it through, so it goes past them.
func publishesAFault(t *testing.T, h *nodetest.House) {
	t.Helper()
	from := os.DirFS(nextFolder(t))
	p, faults := programme.Load(from)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	files, err := p.FilesOf(from)
	must(t, err)
	for i := range files {
		if files[i].Path == "words/en.yaml" {
			files[i].Content = []byte("roles: [half a wo")
		}
	}
	_, err = h.Desk().PublishFolder(t.Context(), h.As("cora"), p.Programme, node.Proposals(p), files)
	must(t, err)
}

func TestAFolderWithAFaultChangesNothingOnADevice(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	publishesAFault(t, h)
	l.syncs()
	if got := has(t, l.n); got != "Someone to meet" {
		t.Errorf("a folder that nobody could publish is in use: %q", got)
	}
	_, err := h.Node.Publish(t.Context(), h.As("cora"), nextFolder(t))
	must(t, err)
	l.syncs()
	if got := has(t, l.n); got != "Somebody to meet" {
		t.Errorf("the mended folder is not in use: %q", got)
	}
}

func TestAFolderIsPublishedByWhoMayAndNeverAnOlderOne(t *testing.T) {
	h := nodetest.New(t)
	settings := func() string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(h.Node.Folder.Programme(), "programme.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := settings()
	if _, err := h.Node.Publish(t.Context(), h.As("ben"), nextFolder(t)); err != nil || settings() != first {
		t.Errorf("a mentor proposes texts, and forms and words stay: %v", err)
	}
	if _, err := h.Node.Publish(t.Context(), h.As("cora"), nextFolder(t)); err != nil || settings() == first {
		t.Fatalf("the next version: %v", err)
	}
	second := settings()
	if _, err := h.Node.Publish(t.Context(), h.As("cora"), nodetest.Example("sea-rescue")); desk.KindOf(err) != desk.BadInput || settings() != second {
		t.Errorf("an older folder comes back: %v", err)
	}
}

func TestAFilingThatLeavesItsFolderIsHeld(t *testing.T) {
	h := nodetest.New(t)
	p, faults := programme.Load(os.DirFS(nodetest.Example("sea-rescue")))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for name, files := range map[string][]programme.File{
		"above":    {{Path: "../keys/device.key", Content: []byte("x")}},
		"absolute": {{Path: "/etc/passwd", Content: []byte("x")}},
		"Windows":  {{Path: `..\keys\device.key`, Content: []byte("x")}},
		"a drive":  {{Path: "C:device.key", Content: []byte("x")}},
		"nothing":  nil,
		"too much": {{Path: "words/en.yaml", Content: bytes.Repeat([]byte("x"), casebook.MostFiledBytes+1)}},
	} {
		if _, err := h.Desk().PublishFolder(t.Context(), h.As("cora"), p.Programme, nil, files); desk.KindOf(err) != desk.NotAllowed {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := h.Desk().PublishFolder(t.Context(), h.As("ana"), p.Programme, nil, nil); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a scout files a programme: %v", err)
	}
}

func TestAFileForHeadquartersIsSaidUntilItIsConfirmed(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	l.notes(h.As("ana"), "Zora", "IT")
	knows := func() desk.Knowledge {
		k, err := l.n.Desk.Knowledge(t.Context())
		must(t, err)
		return k
	}
	if k := knows(); k.Unsent == 0 || k.Filed != 0 || !k.FileAt.IsZero() {
		t.Errorf("nothing was carried anywhere: %+v", k)
	}
	out := filepath.Join(t.TempDir(), "out.willing")
	_, err := l.n.ExportBundle(t.Context(), "hq", out)
	must(t, err)
	inFile := knows()
	if inFile.Filed != inFile.Unsent || !inFile.FileAt.Equal(h.Now()) {
		t.Errorf("a file was handed out: %+v", inFile)
	}
	l.notes(h.As("ana"), "Yara", "IT")
	if k := knows(); k.Filed != inFile.Filed || k.Unsent <= k.Filed {
		t.Errorf("what was written since is in no file: %+v", k)
	}

	// Headquarters reads it, and its own file says so; with it the list of refusals is as old as that file.
	_, err = h.Node.ImportBundle(t.Context(), out)
	must(t, err)
	h.Pass(72 * time.Hour)
	back := l.stick()
	wrote := h.Now()
	h.Pass(48 * time.Hour)
	_, err = l.n.ImportBundle(t.Context(), back)
	must(t, err)
	if k := knows(); k.Filed != 0 || k.Unsent == 0 || !k.Met.Equal(wrote) || k.Days != 2 {
		t.Errorf("what came back: %+v", k)
	}
}

// A laptop that has no line for weeks is known by its files: headquarters says what it lacks beyond them, and puts no
// more into the next.
func TestALaptopWithoutALineIsKnownByItsFiles(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	lacks := func() uint64 { return state(t, h).Lacks }
	for i := range 30 {
		h.Noted(fmt.Sprint("Zora", i), "Zorason", fmt.Sprintf("+39333000%04d", i))
	}
	if n := lacks(); n < 30 {
		t.Fatalf("30 people were noted, and it lacks %d entries", n)
	}
	first := l.stick()
	_, err := l.n.ImportBundle(t.Context(), first)
	must(t, err)
	carry := func() string {
		out := filepath.Join(t.TempDir(), "out.willing")
		_, err := l.n.ExportBundle(t.Context(), "hq", out)
		must(t, err)
		_, err = h.Node.ImportBundle(t.Context(), out)
		must(t, err)
		return out
	}
	if one := state(t, h); !one.Filed.IsZero() {
		t.Errorf("no file came of it, and one of %v is named", one.Filed)
	}
	h.Pass(time.Hour)
	old, wrote := carry(), h.Now()
	if n := lacks(); n > 2 { // what headquarters wrote about the file itself
		t.Errorf("its own file says that it has them, and it lacks %d entries", n)
	}
	second := l.stick()
	if size(t, second) >= size(t, first) {
		t.Error("what it has goes into the next file once more")
	}
	_, err = l.n.ImportBundle(t.Context(), second)
	must(t, err)
	h.Pass(time.Hour)
	if one := state(t, h); !one.Filed.Equal(wrote) {
		t.Errorf("its file was written at %v, and it says %v", wrote, one.Filed)
	}
	carry()
	at := lacks()
	_, err = h.Node.ImportBundle(t.Context(), old)
	must(t, err)
	if n := lacks(); n > at {
		t.Errorf("an older file takes back what a newer one said: %d entries, then %d", at, n)
	}
}

// A laptop that got even its first load by a file is known by its files too, although it was never here.
func TestALaptopThatWasNeverHereIsKnownByItsFiles(t *testing.T) {
	h := nodetest.New(t)
	l := enrolled(t, h, nil, "IT")
	for i := range 30 {
		h.Noted(fmt.Sprint("Zora", i), "Zorason", fmt.Sprintf("+39333000%04d", i))
	}
	_, err := l.n.ImportBundle(t.Context(), l.stick())
	must(t, err)
	out := filepath.Join(t.TempDir(), "out.willing")
	_, err = l.n.ExportBundle(t.Context(), "hq", out)
	must(t, err)
	_, err = h.Node.ImportBundle(t.Context(), out)
	must(t, err)
	if one := state(t, h); !one.Met.IsZero() || one.Filed.IsZero() || one.Lacks > 2 {
		t.Errorf("met %v, filed %v, lacks %d", one.Met, one.Filed, one.Lacks)
	}
}

// state is what headquarters says of its only device.
func state(t *testing.T, h *nodetest.House) node.Device {
	t.Helper()
	devices, err := h.Node.Devices(t.Context(), h.As("admin"))
	must(t, err)
	return devices[0]
}

func size(t *testing.T, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	must(t, err)
	return info.Size()
}
