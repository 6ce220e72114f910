package node_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
	"willing/register"
)

// file is one file of a closed house, to be spoilt and mended again.
type file struct {
	t    *testing.T
	path string
	text []byte
}

func fileOf(t *testing.T, parts ...string) file {
	t.Helper()
	path := filepath.Join(parts...)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file{t, path, text}
}

func (f file) write(text []byte) {
	f.t.Helper()
	if err := os.WriteFile(f.path, text, 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f file) mend() { f.write(f.text) }

// flipped is the file with one bit changed.
func (f file) flipped(at int) []byte {
	out := bytes.Clone(f.text)
	out[at] ^= 1 << (at % 8)
	return out
}

// remedies are the words with which a message says what to do.
var remedies = []string{"put ", "restore ", "take ", "fetch ", "use that one"}

func saysWhatToDo(t *testing.T, what string, err error) {
	t.Helper()
	if desk.KindOf(err) != desk.Broken {
		t.Errorf("%s: kind %s: %v", what, desk.KindOf(err), err)
		return
	}
	for _, word := range remedies {
		if strings.Contains(err.Error(), word) {
			return
		}
	}
	t.Errorf("%s: %q names no remedy", what, err)
}

func TestSmallFilesThatAreDamaged(t *testing.T) {
	h := nodetest.New(t)
	somebody := h.Noted("Ada", "Adami", "+393481110001")
	if err := h.Desk().Stop(t.Context(), h.As("ana"), somebody); err != nil {
		t.Fatal(err)
	}
	h.Close()
	for _, name := range []string{"node.json", "keys/device.key", "keys/markers.key", "register/register.jsonl"} {
		f := fileOf(t, string(h.Dir), name)
		for at := 0; at < len(f.text); at += len(f.text)/90 + 1 {
			f.write(f.flipped(at))
			n, err := node.Open(t.Context(), h.Dir, h.Options())
			switch {
			case n != nil:
				_ = n.Close()
				t.Errorf("%s opens with byte %d changed", name, at)
			case name == "node.json" && desk.KindOf(err) == desk.Locked:
				t.Errorf("%s: byte %d: %v", name, at, err)
			default:
				saysWhatToDo(t, name, err)
			}
		}
		if strings.HasPrefix(name, "register") {
			f.mend()
			continue // what is missing at its end comes back from the copy: see below
		}
		for _, size := range []int{0, 1, len(f.text) / 2, len(f.text) - 2} {
			f.write(f.text[:size])
			_, err := node.Open(t.Context(), h.Dir, h.Options())
			saysWhatToDo(t, name+" cut short", err)
		}
		if err := os.Remove(f.path); err != nil {
			t.Fatal(err)
		}
		if _, err := node.Open(t.Context(), h.Dir, h.Options()); err == nil {
			t.Errorf("a house opens without %s", name)
		}
		f.mend()
	}
	h.Open()
	wellKept(t, h.Node)
}

// TestWhatIsMissingIsNotTakenForAnother: a house without its node.json is not 'no house', and without the folder of the
// register it is not a disk that somebody forgot to connect.
func TestWhatIsMissingIsNotTakenForAnother(t *testing.T) {
	h := nodetest.New(t)
	h.Close()
	for name, says := range map[string]string{"node.json": "node.json is missing beside willing.db", "register": "the folder register is missing"} {
		path := filepath.Join(string(h.Dir), name)
		if err := os.Rename(path, path+".away"); err != nil {
			t.Fatal(err)
		}
		_, err := node.Open(t.Context(), h.Dir, h.Options())
		kindOf(t, err, desk.Broken, says)
		if err := os.Rename(path+".away", path); err != nil {
			t.Fatal(err)
		}
	}
	h.Open()
}

// The register knows what the database may have forgotten, and the other way round.
func TestARegisterThatLostItsEnd(t *testing.T) {
	h := nodetest.New(t)
	for _, name := range []string{"Ada", "Bea", "Cia"} {
		person := h.Noted(name, name+"ni", "+39348222000"+name[:1])
		if err := h.Desk().Stop(t.Context(), h.As("ana"), person); err != nil {
			t.Fatal(err)
		}
	}
	h.Close()
	own, away := fileOf(t, string(h.Dir), "register", "register.jsonl"), fileOf(t, h.RegisterCopy())
	lastLine := bytes.LastIndexByte(own.text[:len(own.text)-1], '\n') + 1

	t.Log("the copy heals the register")
	for _, cut := range []int{0, lastLine, len(own.text) - 1} {
		own.write(own.text[:cut])
		h.Reopen()
		wellKept(t, h.Node)
		h.Close()
		if !bytes.Equal(fileOf(t, own.path).text, own.text) {
			t.Error("not all came back")
		}
	}
	t.Log("where both lost it, the house says so and does not open")
	for _, cut := range []int{0, lastLine, len(own.text) - 1} {
		own.write(own.text[:cut])
		away.write(away.text[:cut])
		_, err := node.Open(t.Context(), h.Dir, h.Options())
		saysWhatToDo(t, "the register", err)
	}
	own.mend()
	away.mend()
	h.Open()
}

// The machine died after the register had the line and before the log had the commit: whoever refused is
// left alone rather than forgotten.
func TestARefusalThatOnlyTheRegisterKnows(t *testing.T) {
	h := nodetest.New(t)
	ada, bea := h.Noted("Ada", "Adami", "+393481110001"), h.Noted("Bea", "Binizetti", "+393481110002")
	h.Close()
	r, err := register.Open(filepath.Join(string(h.Dir), "register", "register.jsonl"), h.RegisterCopy())
	if err == nil {
		err = r.Append(register.Entry{Kind: desk.EntryRefusal, ID: ada.String()}, register.Entry{Kind: desk.EntryErased, ID: bea.String()})
	}
	if err != nil {
		t.Fatal(err)
	}
	h.Open()
	h.Stands(ada, casebook.StageLeftAlone)
	h.Stands(bea, casebook.StageErased)
	h.Tidies()
	if files := nodetest.FilesWith(t, "Binizetti", string(h.Dir)); len(files) > 0 {
		t.Errorf("still in %v", files)
	}
	wellKept(t, h.Node)
}

func TestAnotherHousesKeysDoNotOpen(t *testing.T) {
	h, other := nodetest.New(t), nodetest.New(t)
	h.Close()
	key := fileOf(t, string(h.Dir), "keys", "device.key")
	key.write(fileOf(t, string(other.Dir), "keys", "device.key").text)
	_, err := node.Open(t.Context(), h.Dir, h.Options())
	saysWhatToDo(t, "another's key", err)
	key.mend()
	_, err = node.Open(t.Context(), other.Dir, other.Options())
	if !errors.Is(err, node.ErrOwned) {
		t.Errorf("two processes own one folder: %v", err)
	}
	_, err = node.Open(t.Context(), node.Folder(t.TempDir()), h.Options())
	kindOf(t, err, desk.NotFound, "no house in this folder")
}

// A restored database under the old node.json must not write over commits that others hold.
func TestAnOlderSettingsFileDoesNotOpen(t *testing.T) {
	h := nodetest.New(t)
	file := backUp(t, h)
	r := restoring(t, h, file)
	r.Register = h.RegisterCopy()
	old := fileOf(t, string(h.Dir), "node.json")
	if _, err := node.Restore(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.Folder, "node.json"), old.text, 0o600); err != nil {
		t.Fatal(err)
	}
	h.Close()
	_, err := node.Open(t.Context(), node.Folder(r.Folder), h.Options())
	saysWhatToDo(t, "node.json", err)
}

// What is damaged in a list made from the log, and not in the log, is made anew: nobody has to go back to yesterday for it.
func TestDamageThatIsNotInTheLogIsMended(t *testing.T) {
	h := nodetest.New(t)
	h.Imports(0, 12)
	h.Noted("Zenobia", "Adamastori", "+393481110001")
	commits := wellKept(t, h.Node).Commits
	h.Close()
	f := fileOf(t, string(h.Dir), "willing.db")
	name, mended := []byte("adamastori"), 0 // as lists have it, and no commit
	for at := bytes.Index(f.text, name); at >= 0 && mended == 0; {
		for _, next := range []int{-40, -20, 12, 20, 30} {
			f.write(f.flipped(at + next))
			n, err := node.Open(t.Context(), h.Dir, h.Options())
			if err != nil {
				continue
			}
			before, err := n.Verify(t.Context(), node.VerifyOptions{})
			must(t, err)
			after, err := n.Verify(t.Context(), node.VerifyOptions{Repair: true})
			must(t, errors.Join(err, n.Close()))
			if !before.OK() && !before.ChainsOK && after.OK() && after.Commits == commits && strings.Contains(before.Faults[0], "willing verify --repair") {
				mended++
				h.Open()
				wellKept(t, h.Node)
				h.Close()
			}
		}
		next := bytes.Index(f.text[at+1:], name)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	if mended == 0 {
		t.Error("nothing was mended")
	}
	f.mend()
	h.Open()
}

// Whatever bit of the database is wrong: opening says so, or verifying does, or nothing that counts was hit.
func TestADamagedDatabase(t *testing.T) {
	h := nodetest.New(t)
	h.Imports(0, 12)
	ada := h.Noted("Ada", "Adami", "+393481110001")
	if err := h.Desk().Stop(t.Context(), h.As("ana"), ada); err != nil {
		t.Fatal(err)
	}
	commits := wellKept(t, h.Node).Commits
	h.Close()
	f := fileOf(t, string(h.Dir), "willing.db")
	found := 0
	for at := 5; at < len(f.text); at += len(f.text)/50 + 13 {
		f.write(f.flipped(at))
		n, err := node.Open(t.Context(), h.Dir, h.Options())
		if err != nil {
			saysWhatToDo(t, "willing.db", err)
			found++
			continue
		}
		v, err := n.Verify(t.Context(), node.VerifyOptions{})
		if !v.OK() { // nobody could restore it, and in its name the good ones would go after 35 days
			_, err := n.Backup(t.Context(), node.BackupOptions{})
			saysWhatToDo(t, "a backup", err)
		}
		if err := errors.Join(err, n.Close()); err != nil {
			t.Errorf("byte %d: %v", at, err)
		}
		switch {
		case !v.OK():
			found++
		case v.Commits != commits:
			t.Errorf("byte %d: %d of %d commits, and all is called well", at, v.Commits, commits)
		}
	}
	if found < 10 {
		t.Errorf("only %d damages were found: the test hits nothing", found)
	}
	if left, err := os.ReadDir(h.Dir.Backups()); err != nil || len(left) > 0 {
		t.Errorf("of a damaged house there are %v, %v", left, err)
	}
	for _, size := range []int{0, 50, 4096, len(f.text) / 2, len(f.text) - 1} {
		f.write(f.text[:size])
		_, err := node.Open(t.Context(), h.Dir, h.Options())
		saysWhatToDo(t, "willing.db cut short", err)
		if len(fileOf(t, f.path).text) != size {
			t.Error("the damaged file was changed")
		}
	}
	f.mend()
	h.Open()
	wellKept(t, h.Node)
}
