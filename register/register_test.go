package register_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"willing/register"
)

// house is a register with two copies, on disks of their own.
type house struct {
	t     *testing.T
	main  string
	disks []string
}

func newHouse(t *testing.T) *house {
	dir := t.TempDir()
	return &house{t, filepath.Join(dir, "register.jsonl"), []string{filepath.Join(dir, "disk1"), filepath.Join(dir, "disk2")}}
}

func (h *house) open() *register.Register {
	h.t.Helper()
	r, err := register.Open(h.main, h.disks...)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func (h *house) notes(kinds ...string) *register.Register {
	h.t.Helper()
	r := h.open()
	for i, kind := range kinds {
		if err := r.Append(register.Entry{Kind: kind, ID: fmt.Sprint("id", i), At: int64(i), Marker: []byte(kind)}); err != nil {
			h.t.Fatal(err)
		}
	}
	return r
}

func (h *house) read(path string) []byte {
	h.t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		h.t.Fatal(err)
	}
	return raw
}

func (h *house) write(path string, text []byte) {
	h.t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) says(want ...string) {
	h.t.Helper()
	var kinds []string
	for _, e := range h.open().Entries() {
		kinds = append(kinds, e.Kind)
	}
	if !slices.Equal(kinds, want) {
		h.t.Errorf("the register says %v, want %v", kinds, want)
	}
	for _, disk := range h.disks {
		if !bytes.Equal(h.read(disk), h.read(h.main)) {
			h.t.Errorf("a copy differs from the register")
		}
	}
}

func TestWhatWasAddedStandsEverywhere(t *testing.T) {
	h := newHouse(t)
	h.notes("refusal", "erasure", "erased")
	h.says("refusal", "erasure", "erased")
}

func TestALastLineCutShortIsDropped(t *testing.T) {
	h := newHouse(t)
	h.notes("refusal", "erased")
	whole := h.read(h.main)
	second := bytes.IndexByte(whole, '\n') + 1
	for cut := second + 1; cut < len(whole); cut++ {
		for _, path := range append(h.disks, h.main) {
			h.write(path, whole[:cut])
		}
		h.says("refusal")
	}
}

func TestALineThatWasChangedIsRefusedWithItsNumber(t *testing.T) {
	h := newHouse(t)
	h.notes("refusal", "erasure", "erased")
	whole := h.read(h.main)
	for at := range whole {
		if whole[at] == '\n' {
			continue
		}
		number := bytes.Count(whole[:at], []byte("\n")) + 1
		for bit := range 8 {
			changed := bytes.Clone(whole)
			if changed[at] ^= 1 << bit; changed[at] == '\n' {
				continue
			}
			h.write(h.main, changed)
			_, err := register.Open(h.main)
			if !errors.Is(err, register.ErrBroken) || !strings.HasSuffix(err.Error(), fmt.Sprint("line ", number)) {
				t.Fatalf("bit %d of byte %d, in line %d: %v", bit, at, number, err)
			}
			if _, _, err := register.Read(h.main); !errors.Is(err, register.ErrBroken) {
				t.Fatalf("bit %d of byte %d: read all the same", bit, at)
			}
		}
	}
}

func TestALineTakenOutOrPutInIsRefused(t *testing.T) {
	h := newHouse(t)
	h.notes("refusal", "erasure", "erased")
	lines := bytes.SplitAfter(h.read(h.main), []byte("\n"))[:3]
	for name, changed := range map[string][][]byte{
		"the first is missing":  {lines[1], lines[2]},
		"the second is missing": {lines[0], lines[2]},
		"two changed places":    {lines[0], lines[2], lines[1]},
		"one stands twice":      {lines[0], lines[1], lines[1], lines[2]},
		"an empty line":         {lines[0], []byte("\n"), lines[1]},
	} {
		h.write(h.main, bytes.Join(changed, nil))
		if _, err := register.Open(h.main); !errors.Is(err, register.ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCopiesAreBroughtUpToDate(t *testing.T) {
	h := newHouse(t)
	h.notes("refusal", "erasure", "erased")
	first := h.read(h.main)[:bytes.IndexByte(h.read(h.main), '\n')+1]

	t.Log("one copy was away for a while, the other is on a new disk")
	h.write(h.disks[0], first)
	if err := os.Remove(h.disks[1]); err != nil {
		t.Fatal(err)
	}
	h.says("refusal", "erasure", "erased")

	t.Log("the register itself came back from an old image of its disk, or is gone: the copies know better")
	h.write(h.main, first)
	h.says("refusal", "erasure", "erased")
	if err := os.Remove(h.main); err != nil {
		t.Fatal(err)
	}
	h.says("refusal", "erasure", "erased")
}

func TestACopyThatSaysSomethingElseIsNotOverwritten(t *testing.T) {
	h := newHouse(t)
	h.notes("refusal")
	other := newHouse(t)
	other.notes("refusal", "withdrawn")
	h.write(h.disks[1], bytes.Replace(other.read(other.main), []byte(`"id0"`), []byte(`"id9"`), 1))
	if _, err := register.Open(h.main, h.disks...); !errors.Is(err, register.ErrBroken) || !strings.Contains(err.Error(), "copy 2") {
		t.Errorf("a damaged copy: %v", err)
	}

	different := newHouse(t)
	different.notes("withdrawn", "withdrawn")
	before := different.read(different.main)
	h.write(h.disks[1], before)
	if _, err := register.Open(h.main, h.disks...); !errors.Is(err, register.ErrBroken) {
		t.Errorf("another house's register as a copy: %v", err)
	}
	if !bytes.Equal(h.read(h.disks[1]), before) {
		t.Error("the other house's register was overwritten")
	}
}

func TestAnAdditionThatFailsIsTakenBackEverywhere(t *testing.T) {
	h := newHouse(t)
	r := h.notes("refusal")
	before := h.read(h.main)
	if err := os.Rename(h.disks[1], h.disks[1]+".away"); err != nil {
		t.Fatal(err)
	}
	if err := r.Append(register.Entry{Kind: "erased"}); err == nil {
		t.Fatal("a disk is gone, and nobody said so")
	}
	if !bytes.Equal(h.read(h.main), before) || !bytes.Equal(h.read(h.disks[0]), before) {
		t.Error("half an addition stayed behind")
	}
	if err := os.Rename(h.disks[1]+".away", h.disks[1]); err != nil {
		t.Fatal(err)
	}
	if err := r.Append(register.Entry{Kind: "denied"}); err != nil {
		t.Fatal(err)
	}
	h.says("refusal", "denied")
}

func TestNobodyWritesOverAnothersLines(t *testing.T) {
	h := newHouse(t)
	mine, theirs := h.open(), h.open()
	if err := theirs.Append(register.Entry{Kind: "refusal"}); err != nil {
		t.Fatal(err)
	}
	if err := mine.Append(register.Entry{Kind: "denied"}); !errors.Is(err, register.ErrBroken) {
		t.Errorf("two processes write one register: %v", err)
	}
	h.says("refusal")
}

func TestAnOlderRegisterIsToldFromANewerOne(t *testing.T) {
	h := newHouse(t)
	noted := h.notes("refusal", "erasure").Head()
	old := h.read(h.main)[:bytes.IndexByte(h.read(h.main), '\n')+1]
	if ok, err := register.Follows(h.main, noted); !ok || err != nil {
		t.Error("the very register is as new as itself")
	}
	r := h.open()
	if err := r.Append(register.Entry{Kind: "erased"}); err != nil {
		t.Fatal(err)
	}
	newer, ok := r.Since(noted)
	if !ok || len(newer) != 1 || newer[0].Kind != "erased" {
		t.Errorf("since then: %v", newer)
	}
	if all, ok := r.Since(""); !ok || len(all) != 3 {
		t.Errorf("since ever: %v", all)
	}
	cut := filepath.Join(t.TempDir(), "old.jsonl")
	h.write(cut, old)
	if ok, err := register.Follows(cut, noted); ok || err != nil {
		t.Errorf("a register cut after its first line passes for a newer one: %v", err)
	}
	if _, err := register.Follows(cut+".none", noted); err == nil {
		t.Error("a missing register follows")
	}
}

func TestManyAddAtOnce(t *testing.T) {
	h := newHouse(t)
	r := h.open()
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := r.Append(register.Entry{Kind: "refusal"}, register.Entry{Kind: "refusal"}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	h.says(slices.Repeat([]string{"refusal"}, 40)...)
}

func FuzzRead(f *testing.F) {
	dir := f.TempDir()
	path := filepath.Join(dir, "seed")
	r, err := register.Open(path)
	if err != nil {
		f.Fatal(err)
	}
	if err := r.Append(register.Entry{Kind: "refusal", ID: "x", Marker: []byte{1}}, register.Entry{Kind: "revoked", Key: []byte{2}}); err != nil {
		f.Fatal(err)
	}
	seed, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add(seed[:len(seed)-1])
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		path := filepath.Join(t.TempDir(), "register")
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		entries, head, err := register.Read(path)
		if err != nil {
			return
		}
		r, err := register.Open(path)
		if err != nil || r.Head() != head || len(r.Entries()) != len(entries) {
			t.Fatalf("what can be read can be opened: %v", err)
		}
		if err := r.Append(register.Entry{Kind: "denied"}); err != nil {
			t.Fatal(err)
		}
		if ok, err := register.Follows(path, head); !ok || err != nil {
			t.Fatalf("it does not follow itself: %v", err)
		}
	})
}
