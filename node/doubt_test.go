package node_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// copies keeps the files of headquarters' database, as a copy of its disk would.
func copies(t *testing.T, h *nodetest.House) (back func()) {
	t.Helper()
	h.Close()
	kept := t.TempDir()
	files, err := filepath.Glob(filepath.Join(string(h.Dir), "willing.db*"))
	must(t, err)
	for _, f := range files {
		raw, err := os.ReadFile(f)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(kept, filepath.Base(f)), raw, 0o600))
	}
	h.Open()
	return func() {
		h.Close()
		now, err := filepath.Glob(filepath.Join(string(h.Dir), "willing.db*"))
		must(t, err)
		for _, f := range now {
			must(t, os.Remove(f))
		}
		must(t, os.CopyFS(string(h.Dir), os.DirFS(kept)))
		h.Open()
	}
}

func alarmed(t *testing.T, h *nodetest.House) (kinds []string) {
	t.Helper()
	all, err := h.Desk().Alarms(t.Context(), h.As("admin"))
	must(t, err)
	for _, a := range all {
		kinds = append(kinds, a.Kind)
	}
	return kinds
}

func TestAHeadquartersThatWasSetBackInSilenceIsNoticed(t *testing.T) {
	h := nodetest.New(t)
	l, other := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	t.Log("somebody copies headquarters' disk; then a person is met, and headquarters signs that it has it")
	back := copies(t, h)
	zora := l.notes(h.As("ana"), "Zora", "IT")
	l.syncs()
	other.syncs()

	t.Log("the old copy is laid back, and nobody says so")
	back()
	if out := l.syncs(); out.Doubt != casebook.DoubtRolledBack {
		t.Fatalf("the laptop does not notice: %+v", out)
	}
	k, err := l.n.Desk.Knowledge(t.Context())
	must(t, err)
	if len(k.Doubts) != 1 || !k.Doubts[0].Own || k.Doubts[0].Kind != casebook.DoubtRolledBack {
		t.Errorf("its pages say %+v", k.Doubts)
	}
	if _, err := h.Desk().Show(t.Context(), h.As("cora"), zora); err != nil {
		t.Errorf("and what headquarters lost is not back: %v", err)
	}

	t.Log("headquarters is told, and cannot take it off its page")
	if !slices.Contains(alarmed(t, h), casebook.DoubtRolledBack) {
		t.Fatalf("headquarters is alarmed about %v", alarmed(t, h))
	}
	err = h.Desk().HeardAlarm(t.Context(), h.As("admin"), casebook.DoubtRolledBack)
	kindOf(t, err, desk.NotAllowed, "holds the device")
	err = h.Desk().SettleDoubts(t.Context(), h.As("admin"))
	kindOf(t, err, desk.NotAllowed, "headquarters cannot")

	t.Log("the other laptop hears of it too")
	other.syncs()
	k, err = other.n.Desk.Knowledge(t.Context())
	must(t, err)
	if !slices.ContainsFunc(k.Doubts, func(d desk.Doubt) bool { return d.Device == l.n.Name().String() && !d.Own }) {
		t.Errorf("the other laptop knows of %+v", k.Doubts)
	}

	t.Log("it was explained to whoever holds the laptops: then it is over")
	must(t, l.n.Desk.SettleDoubts(t.Context(), h.As("ana")))
	must(t, other.n.Desk.SettleDoubts(t.Context(), h.As("ana")))
	l.syncs()
	other.syncs()
	if left := alarmed(t, h); slices.ContainsFunc(left, func(k string) bool { return strings.HasPrefix(k, "rolled") }) {
		t.Errorf("headquarters is still alarmed about %v", left)
	}
	l.verifies()
}

func TestAnHonestHouseIsNeverDoubted(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	for i, given := range []string{"Zora", "Mira", "Lina"} {
		l.notes(h.As("ana"), given, "IT")
		h.Noted(given, "Norason", fmt.Sprintf("+39333123456%d", i))
		if out := l.syncs(); out.Doubt != "" {
			t.Errorf("doubted: %+v", out)
		}
	}
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), l.n.Name()))
	if out := l.syncs(); out.Doubt != "" {
		t.Errorf("a device that is turned away doubts: %+v", out)
	}
}
