package node_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
	"willing/register"
	"willing/store/sqlite"
)

// tamper changes the closed house's database behind everybody's back, checksums and all.
func tamper(t *testing.T, h *nodetest.House, change func(journal.Writer) error) {
	t.Helper()
	h.Close()
	s, err := sqlite.Open(filepath.Join(string(h.Dir), "willing.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	h.Open()
}

func verify(t *testing.T, h *nodetest.House, repair bool) node.Verified {
	t.Helper()
	v, err := h.Node.Verify(t.Context(), node.VerifyOptions{Repair: repair})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// last gives the last entry of a bucket, to be changed.
func last(w journal.Writer, b journal.Bucket) (key, value []byte, err error) {
	entries, failed := w.ScanDown(b, nil, nil)
	for k, v := range entries {
		key, value = slices.Clone(k), slices.Clone(v)
		break
	}
	return key, value, failed()
}

func TestViewsThatWereTamperedWithAreFoundAndMadeAnew(t *testing.T) {
	for _, bucket := range []journal.Bucket{"people", "index", "keys", "tallies", "rows"} {
		h := nodetest.New(t)
		h.Imports(0, 40)
		h.SaysYes(h.Noted("Ada", "Adami", "+393481110001"))
		tamper(t, h, func(w journal.Writer) error {
			key, value, err := last(w, bucket)
			if err != nil {
				return err
			}
			if len(value) == 0 {
				return w.Delete(bucket, key)
			}
			value[len(value)-1] ^= 1
			return w.Put(bucket, key, value)
		})
		v := verify(t, h, false)
		if v.ViewsEqual || !v.ChainsOK || !v.SignaturesOK || len(v.Faults) != 1 || !strings.Contains(v.Faults[0], string(bucket)) {
			t.Errorf("%s: %+v", bucket, v)
		}
		if v := verify(t, h, true); !v.OK() {
			t.Errorf("%s is not mended: %+v", bucket, v)
		}
		wellKept(t, h.Node)
	}
}

// A folder that another version of the program wrote is not shown as it lies: its views are made anew when it opens.
func TestViewsOfAnotherVersionAreMadeAnewAtStart(t *testing.T) {
	for _, version := range [][]byte{nil, {0, 0, 0, 0, 0, 0, 0, 1}, {0, 0, 0, 0, 0, 0, 1, 0}} {
		h := nodetest.New(t)
		h.Imports(0, 40)
		tamper(t, h, func(w journal.Writer) error {
			key, _, err := last(w, "people") // as if they had been written otherwise
			if err != nil {
				return err
			}
			if err := w.Delete("people", key); err != nil {
				return err
			}
			if version == nil {
				return w.Delete("noted", []byte("views"))
			}
			return w.Put("noted", []byte("views"), version)
		})
		if v := verify(t, h, false); !v.OK() { // tamper has opened the house again
			t.Errorf("version %v: %+v", version, v)
		}
	}
}

// Whoever runs the server can write what they like into the database; the chains and signatures tell.
func TestACommitThatWasTamperedWithIsFound(t *testing.T) {
	for what, change := range map[string]func(w journal.Writer) error{
		"a letter of a note": func(w journal.Writer) error {
			key, value, err := last(w, "bodies")
			if err != nil {
				return err
			}
			value[len(value)-1] ^= 1
			return w.Put("bodies", key, value)
		},
		"a header": func(w journal.Writer) error {
			key, value, err := last(w, "commits")
			if err != nil {
				return err
			}
			value[len(value)-3] ^= 1
			return w.Put("commits", key, value)
		},
		"a commit cut out at the end": func(w journal.Writer) error {
			key, _, err := last(w, "commits")
			if err != nil {
				return err
			}
			return w.Delete("commits", key)
		},
	} {
		h := nodetest.New(t)
		h.Imports(0, 3)
		tamper(t, h, change)
		v := verify(t, h, true)
		if v.ChainsOK && v.SignaturesOK || len(v.Faults) == 0 {
			t.Errorf("%s: %+v", what, v)
		}
	}
}

// A commit came in with a false signature: that is on record, and no fault. If the record of it goes, it is.
func TestAFalseSignatureStaysWhatItWas(t *testing.T) {
	h := nodetest.New(t)
	ada := h.Noted("Ada", "Adami", "+393481110001")
	phone, c := lateCommit(t, h, ada, "note")
	forged := forge(t, c, phone)
	received, err := h.Desk().Receive(t.Context(), h.As("admin"), []journal.Commit{forged})
	if err != nil || received.Added != 1 {
		t.Fatalf("%+v, %v", received, err)
	}
	if v := wellKept(t, h.Node); v.Irregular != 1 {
		t.Errorf("%d events break a rule, want 1", v.Irregular)
	}
	tamper(t, h, func(w journal.Writer) error {
		key, _, err := last(w, "proofs")
		if err != nil {
			return err
		}
		return w.Delete("proofs", key)
	})
	if v := verify(t, h, false); v.SignaturesOK || !v.ChainsOK {
		t.Errorf("%+v", v)
	}
}

// forge makes the actor's signature false, and lets the device sign for that.
func forge(t *testing.T, c journal.Commit, phone journal.Key) journal.Commit {
	t.Helper()
	raw := slices.Clone(c.HeaderBytes())
	at := bytes.Index(raw, c.Header.Actor.Sig)
	raw[at] ^= 1
	sig, err := phone.Sign(append([]byte("willing/commit/1"), raw...))
	if err != nil {
		t.Fatal(err)
	}
	forged, err := journal.Open(raw, sig, c.Bodies)
	if err != nil {
		t.Fatal(err)
	}
	return forged
}

func TestARegisterThatDisagreesIsFound(t *testing.T) {
	h := nodetest.New(t)
	ada, bea := h.Noted("Ada", "Adami", "+393481110001"), h.Noted("Bea", "Bianchetti", "+393481110002")
	if err := h.Desk().Stop(t.Context(), h.As("ana"), ada); err != nil {
		t.Fatal(err)
	}
	h.Met(bea)
	h.Erased(bea, h.Told(bea))
	wellKept(t, h.Node)
	h.Close()
	t.Log("somebody begins a register of their own in the place of both files")
	own := fileOf(t, string(h.Dir), "register", "register.jsonl")
	first := own.text[:strings.IndexByte(string(own.text), '\n')+1]
	copied := fileOf(t, h.RegisterCopy())
	own.write(first)
	copied.write(first)
	r, err := register.Open(own.path, copied.path)
	if err != nil {
		t.Fatal(err)
	}
	head := r.Head()
	tamper(t, h, func(w journal.Writer) error { return w.Put("noted", []byte("register"), []byte(head)) })
	v := verify(t, h, false)
	if len(v.Faults) < 2 || !v.ViewsEqual || !v.ChainsOK {
		t.Errorf("%+v", v)
	}
	if v := verify(t, h, true); !v.OK() {
		t.Errorf("what the log knows was not entered: %+v", v)
	}
	if again := h.TakesIn(casebook.Particulars{Given: "Ada", Family: "Adami", Phones: []string{"+393481110001"}}); again.Became != desk.BecameHeldBack {
		t.Errorf("she said stop, and became %s", again.Became)
	}
}

func TestABackupKeyThatIsDamagedIsFoundBeforeItIsNeeded(t *testing.T) {
	h, other := nodetest.New(t), nodetest.New(t)
	key := fileOf(t, string(h.Dir), "keys", "backup.key")
	key.write(key.flipped(20))
	if v := verify(t, h, false); len(v.Faults) != 1 || !strings.Contains(v.Faults[0], "backup.key cannot be read") {
		t.Errorf("%+v", v)
	}
	key.write(fileOf(t, string(other.Dir), "keys", "backup.key").text)
	if v := verify(t, h, false); len(v.Faults) != 1 || !strings.Contains(v.Faults[0], "not the key") {
		t.Errorf("%+v", v)
	}
	key.mend()
	wellKept(t, h.Node)
}

// Content of an erased person came back into the database, whichever way: it is found, and goes again.
func TestContentThatCameBackIsFoundAndGoesAgain(t *testing.T) {
	h := nodetest.New(t)
	bea := h.Noted("Bea", "Canarietti", "+393481110002")
	before := map[string][]byte{}
	tamper(t, h, func(w journal.Writer) error {
		entries, failed := w.Scan("bodies", nil, nil)
		for k, v := range entries {
			before[string(k)] = slices.Clone(v)
		}
		return failed()
	})
	h.Met(bea)
	h.Erased(bea, h.Told(bea))
	tamper(t, h, func(w journal.Writer) error {
		for k, v := range before {
			if err := w.Put("bodies", []byte(k), v); err != nil {
				return err
			}
		}
		return nil
	})
	if v := verify(t, h, false); v.OK() || len(v.Faults) == 0 || !strings.Contains(strings.Join(v.Faults, " "), "content of it is left") {
		t.Errorf("%+v", v)
	}
	if v := verify(t, h, true); !v.OK() {
		t.Errorf("%+v", v)
	}
	leavesNoTrace(t, h, "canarietti")
}

// TestADamagedHouseSaysWhatToDo: where not even headquarters' own lane can be read, it does not open, and the words are
// those of the manual.
func TestADamagedHouseSaysWhatToDo(t *testing.T) {
	h := nodetest.New(t)
	h.Close()
	s, err := sqlite.Open(filepath.Join(string(h.Dir), "willing.db"))
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), func(w journal.Writer) error {
		key, value, err := last(w, "commits")
		if err != nil {
			return err
		}
		return w.Put("commits", key, value[:len(value)/2])
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	_, err = node.Open(t.Context(), h.Dir, node.Options{Now: h.Now})
	kindOf(t, err, desk.Broken, "willing.db is damaged: what was written in it cannot be read")
	kindOf(t, err, desk.Broken, "restore a backup into a new folder")
}
