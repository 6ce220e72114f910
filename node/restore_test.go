package node_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"willing/casebook"
	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
)

const day = 24 * time.Hour

// vault is where an operator keeps the keys, away from the house.
func vault(t *testing.T, h *nodetest.House) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(string(h.Dir), "keys"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func backUp(t *testing.T, h *nodetest.House) string {
	t.Helper()
	out, err := h.Node.Backup(t.Context(), node.BackupOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return out.File
}

// restoring is what the operator of a house would type after its disk has died.
func restoring(t *testing.T, h *nodetest.House, file string) node.Restoring {
	return node.Restoring{File: file, Folder: filepath.Join(t.TempDir(), "deep", "again"), Keys: vault(t, h), Options: h.Options()}
}

// movesTo lets the story go on in the restored house.
func movesTo(t *testing.T, h *nodetest.House, folder string) {
	t.Helper()
	h.Close()
	h.Dir = node.Folder(folder)
	h.Open()
}

func kindOf(t *testing.T, err error, want desk.Kind, says string) {
	t.Helper()
	if desk.KindOf(err) != want || !strings.Contains(err.Error(), says) {
		t.Errorf("got %q (%s), want %s with %q", err, desk.KindOf(err), want, says)
	}
}

// The disk of headquarters dies a week after the last backup. In that week Carla was erased, Dario said
// no, Elena asked that all about her goes, Fabio was stopped and came back, and ben lost his key.
func TestARestoreResurrectsNothing(t *testing.T) {
	h := nodetest.New(t)
	ctx := t.Context()
	carla := h.Sighted(casebook.Particulars{Given: "Carla", Family: "Canaretti", Phones: []string{"+393471110001"}, Remarks: "knows Canariremark"})
	dario, elena, fabio := h.Noted("Dario", "Dardi", "+393471110002"), h.Noted("Elena", "Elmi", "+393471110003"), h.Noted("Fabio", "Fabbri", "+393471110004")
	h.Met(carla)
	link := h.Told(carla)
	file := backUp(t, h)

	h.Pass(day)
	for _, who := range []casebook.ID{dario, fabio} {
		if err := h.Desk().Stop(ctx, h.As("ana"), who); err != nil {
			t.Fatal(err)
		}
	}
	h.Pass(30 * time.Second)
	if err := h.Desk().UndoStop(ctx, h.As("ana"), fabio); err != nil {
		t.Fatal(err)
	}
	h.Erased(carla, link)
	if err := h.Desk().AskErasure(ctx, h.As("ana"), elena, nil); err != nil {
		t.Fatal(err)
	}
	ben := h.As("ben")
	if err := h.Desk().RevokeKey(ctx, h.As("cora"), ben.Who, casebook.EnrolledKey{Alg: ben.Signer.Alg(), Key: ben.Signer.Public()}); err != nil {
		t.Fatal(err)
	}
	h.Pass(day)

	t.Log("without the register nothing can be shown")
	r := restoring(t, h, file)
	out, err := node.Restore(ctx, r)
	if err != nil || out.Locked == "" {
		t.Fatalf("%+v, %v", out, err)
	}
	_, err = node.Open(ctx, node.Folder(r.Folder), h.Options())
	kindOf(t, err, desk.Locked, "register")

	t.Log("with it, but nobody to sign, the revoked key keeps the house locked")
	r.Unlock, r.Register, r.RegisterCopies = true, h.RegisterCopy(), []string{}
	if out, err = node.Restore(ctx, r); err != nil || out.Locked == "" || len(out.ToDo) == 0 || out.Applied != 3 {
		t.Fatalf("%+v, %v", out, err)
	}
	r.As, r.KeyFile = "admin", h.AdminKey()
	if out, err = node.Restore(ctx, r); err != nil || out.Locked != "" {
		t.Fatalf("%+v, %v", out, err)
	}
	away := h.Away
	movesTo(t, h, r.Folder)
	h.Stands(carla, casebook.StageErased)
	h.Stands(dario, casebook.StageLeftAlone)
	h.Stands(elena, casebook.StageHidden)
	h.Stands(fabio, casebook.StageNoted)
	if err := h.Desk().Understand(ctx, ben, fabio, casebook.Understanding{}); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("ben's lost key still opens the house: %v", err)
	}
	wellKept(t, h.Node)
	for _, word := range []string{"Canaretti", "Canariremark", "471110001"} {
		if files := nodetest.FilesWith(t, word, r.Folder, away); len(files) > 0 {
			t.Errorf("%q came back in %v", word, files)
		}
	}

	t.Log("whoever meets one of them again is held back")
	for _, p := range []casebook.Particulars{
		{Given: "Carla", Family: "Canaretti", Phones: []string{"+393471110001"}}, {Given: "Dario", Family: "Dardi", Phones: []string{"+393471110002"}},
	} {
		if again := h.TakesIn(p); again.Became != desk.BecameHeldBack {
			t.Errorf("a person who must be left alone became %s", again.Became)
		}
	}

	t.Log("and life goes on, in a new epoch")
	gina := h.Noted("Gina", "Galli", "+393471110009")
	h.Met(gina)
	h.Reopen()
	wellKept(t, h.Node)
}

func TestANewerRegisterOpensAtOnce(t *testing.T) {
	h := nodetest.New(t)
	h.Imports(0, 30)
	file := backUp(t, h)
	h.Pass(day)
	r := restoring(t, h, file)
	r.Register = h.RegisterCopy()
	r.RegisterCopies = []string{filepath.Join(t.TempDir(), "elsewhere.jsonl")}
	h.Close()
	out, err := node.Restore(t.Context(), r)
	if err != nil || out.Locked != "" || out.Commits < 30 {
		t.Fatalf("%+v, %v", out, err)
	}
	movesTo(t, h, r.Folder)
	first := h.Node.Settings.Epoch
	h.Imports(30, 5)
	wellKept(t, h.Node)

	t.Log("restoring the very same backup once more writes in an epoch of its own")
	second := restoring(t, h, file)
	second.Register = r.RegisterCopies[0]
	h.Close()
	if _, err := node.Restore(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	movesTo(t, h, second.Folder)
	if second := h.Node.Settings.Epoch; second <= first {
		t.Errorf("epoch %d after %d", second, first)
	}
	wellKept(t, h.Node)
}

// TestANewerCopyBesideIsTheRegister: handed in is an older copy, and where the register is copied to from now on lies the newest. That one
// counts, and its last entry is the one that is named.
func TestANewerCopyBesideIsTheRegister(t *testing.T) {
	h := nodetest.New(t)
	ida, ugo := h.Noted("Ida", "Costa", "+393471110011"), h.Noted("Ugo", "Ricci", "+393471110012")
	must(t, h.Desk().Stop(t.Context(), h.As("ana"), ida))
	file := backUp(t, h)
	copyOf := func(name string) string {
		raw, err := os.ReadFile(h.RegisterCopy())
		must(t, err)
		path := filepath.Join(t.TempDir(), name)
		must(t, os.WriteFile(path, raw, 0o600))
		return path
	}
	older := copyOf("older.jsonl")
	h.Pass(day)
	must(t, h.Desk().Stop(t.Context(), h.As("ana"), ugo))
	newest := h.Now()
	r := restoring(t, h, file)
	r.Register, r.RegisterCopies = older, []string{copyOf("newer.jsonl")}
	h.Close()
	out, err := node.Restore(t.Context(), r)
	if err != nil || out.Locked != "" || out.Applied != 1 || !out.RegisterTo.Equal(newest.Truncate(time.Second)) {
		t.Fatalf("%+v, %v: want the register up to %s", out, err, newest)
	}
	movesTo(t, h, r.Folder)
	h.Stands(ugo, casebook.StageLeftAlone)
	wellKept(t, h.Node)
}

// One backup is restored twice, and nobody has the register of the first life: the second writes where the first never did, and its
// epoch is the higher. Else what the first wrote, and devices bring, could not be taken in: a stop that headquarters wrote there is a no.
func TestOneBackupRestoredTwiceWithoutARegister(t *testing.T) {
	for _, clock := range []time.Duration{0, -300 * 24 * time.Hour} { // the machine knows the time, or lost it
		h, laptop, person := twoLives(t, clock)
		h.Stands(person, casebook.StageLeftAlone)
		wellKept(t, h.Node)
		wellKept(t, laptop.n)
	}
}

// twoLives is the house in its second life, when a laptop has brought what it wrote in the first: a stop. The new machine's clock is
// off by so much.
func twoLives(t *testing.T, clock time.Duration) (*nodetest.House, *laptop, casebook.ID) {
	t.Helper()
	h := nodetest.New(t)
	laptop := joins(t, h, nil, "IT")
	person := h.Noted("Ida", "Costa", "+393331110005")
	h.Met(person)
	laptop.syncs()
	file := backUp(t, h)
	h.Pass(clock)
	for life := range 2 {
		h.Pass(time.Hour)
		r := restoring(t, h, file)
		r.AcceptRisk, r.As, r.KeyFile = "the register burnt with the machine", "admin", h.AdminKey()
		if out, err := node.Restore(t.Context(), r); err != nil || out.Locked != "" {
			t.Fatalf("%+v, %v", out, err)
		}
		movesTo(t, h, r.Folder)
		if life == 0 {
			must(t, h.Desk().Stop(t.Context(), h.As("cora"), person))
			laptop.syncs()
		}
	}
	laptop.syncs()
	laptop.syncs()
	return h, laptop, person
}

func TestARegisterThatIsOlderOrForeignIsRefused(t *testing.T) {
	h := nodetest.New(t)
	somebody := h.Noted("Ivo", "Ivi", "+393471110010")
	old, err := os.ReadFile(h.RegisterCopy())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Desk().Stop(t.Context(), h.As("ana"), somebody); err != nil {
		t.Fatal(err)
	}
	file := backUp(t, h)
	stale := filepath.Join(t.TempDir(), "stale.jsonl")
	if err := os.WriteFile(stale, old, 0o600); err != nil {
		t.Fatal(err)
	}
	other := nodetest.New(t)
	damaged := filepath.Join(t.TempDir(), "damaged.jsonl")
	if err := os.WriteFile(damaged, bytes.Replace(old, []byte("founded"), []byte("foundee"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	for register, says := range map[string]string{stale: "older", other.RegisterCopy(): "another house", damaged: "cannot be read", stale + ".none": "cannot be read"} {
		r := restoring(t, h, file)
		r.Register = register
		_, err := node.Restore(t.Context(), r)
		kindOf(t, err, desk.BadInput, says)
		nothingLeft(t, r)
	}
}

// nothingLeft checks that a restore that failed left no trace.
func nothingLeft(t *testing.T, r node.Restoring) {
	t.Helper()
	for dir := filepath.Dir(r.Folder); ; dir = filepath.Dir(dir) {
		if entries, err := os.ReadDir(dir); err == nil {
			if len(entries) > 0 {
				t.Errorf("%d files left behind, %s among them", len(entries), entries[0].Name())
			}
			return
		}
	}
}

func TestTheRiskIsAcceptedInWriting(t *testing.T) {
	h := nodetest.New(t)
	ctx := t.Context()
	dario, erased := h.Noted("Dario", "Dardi", "+393471110002"), h.Noted("Carla", "Canaretti", "+393471110001")
	if err := h.Desk().Stop(ctx, h.As("ana"), dario); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.Desk().ImportRefusals(ctx, h.As("cora"), "Genoa", []casebook.Particulars{{Given: "Lia", Family: "Lotti", Phones: []string{"+393471110077"}}}); err != nil {
		t.Fatal(err)
	}
	h.Met(erased)
	h.Erased(erased, h.Told(erased))
	r := restoring(t, h, backUp(t, h))
	r.As, r.KeyFile, r.AcceptRisk = "admin", h.AdminKey(), "it is fine"
	_, err := node.Restore(ctx, r)
	kindOf(t, err, desk.BadInput, "20 letters")
	nothingLeft(t, r)
	r.AcceptRisk = "Both copies of the register burnt with the office."
	wrong := r
	wrong.As = "nobody"
	_, err = node.Restore(ctx, wrong)
	kindOf(t, err, desk.NotFound, "nobody of this name")
	nothingLeft(t, r)
	out, err := node.Restore(ctx, r)
	if err != nil || out.Locked != "" || len(out.ToDo) == 0 {
		t.Fatalf("%+v, %v", out, err)
	}
	movesTo(t, h, r.Folder)
	if risk := h.Node.Settings.Risk; risk == nil || risk.Text != r.AcceptRisk || risk.By != h.As("admin").Who.String() || risk.At == "" {
		t.Errorf("the risk is not on record: %+v", risk)
	}
	wellKept(t, h.Node)
	h.Stands(erased, casebook.StageErased)
	for _, p := range []casebook.Particulars{
		{Given: "Dario", Family: "Dardi", Phones: []string{"+393471110002"}}, {Given: "Lia", Family: "Lotti", Phones: []string{"+393471110077"}},
	} {
		if again := h.TakesIn(p); again.Became != desk.BecameHeldBack {
			t.Errorf("what the log still knows of refusals is forgotten: %s", again.Became)
		}
	}
}

func TestAnOpenHouseIsNotUnlocked(t *testing.T) {
	h := nodetest.New(t)
	before, err := os.ReadFile(filepath.Join(string(h.Dir), "register", "register.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	h.Close()
	_, err = node.Restore(t.Context(), node.Restoring{Folder: string(h.Dir), Unlock: true, Register: nodetest.New(t).RegisterCopy(), Options: h.Options()})
	kindOf(t, err, desk.BadInput, "not locked")
	after, err := os.ReadFile(filepath.Join(string(h.Dir), "register", "register.jsonl"))
	if err != nil || !bytes.Equal(before, after) {
		t.Error("its register was touched")
	}
}

func TestBackupsThatAreRefused(t *testing.T) {
	h := nodetest.New(t)
	h.Imports(0, 20)
	file := backUp(t, h)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	good := restoring(t, h, file)
	good.Register = h.RegisterCopy()
	try := func(t *testing.T, r node.Restoring, says string) {
		t.Helper()
		r.Folder = filepath.Join(t.TempDir(), "again")
		_, err := node.Restore(t.Context(), r)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
		nothingLeft(t, r)
	}
	spoilt := func(text []byte) node.Restoring {
		r := good
		r.File = filepath.Join(t.TempDir(), "spoilt.age")
		if err := os.WriteFile(r.File, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, size := range []int{0, 1, 100, len(whole) / 3, len(whole) / 2, len(whole) - 1} {
		try(t, spoilt(whole[:size]), "damaged or cut short")
	}
	for at := 0; at < len(whole); at += len(whole)/60 + 1 {
		flipped := bytes.Clone(whole)
		flipped[at] ^= 4
		try(t, spoilt(flipped), "this ")
	}
	try(t, spoilt(append(bytes.Clone(whole), 0)), "damaged or cut short")

	other := nodetest.New(t)
	foreign := good
	foreign.Keys, foreign.Identity = vault(t, other), filepath.Join(good.Keys, "backup.key")
	try(t, foreign, "another house's")
	wrongKey := good
	wrongKey.Identity = filepath.Join(vault(t, other), "backup.key")
	try(t, wrongKey, "not encrypted to this key")
	noKeys := good
	noKeys.Keys = t.TempDir()
	try(t, noKeys, "device.key")
	h.Pass(36 * day)
	try(t, good, "35 days")

	full := good
	full.Folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(full.Folder, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = node.Restore(t.Context(), full)
	kindOf(t, err, desk.BadInput, "not empty")
}

// Anybody who knows the public recipient can encrypt to it. What the house did not seal is refused.
func TestABackupThatSomebodyElseMadeIsRefused(t *testing.T) {
	h, forger := nodetest.New(t), nodetest.New(t)
	forger.Node.Settings.Home = h.Node.Settings.Home
	out, err := forger.Node.Backup(t.Context(), node.BackupOptions{Recipients: []string{h.Node.Settings.BackupTo}})
	if err != nil {
		t.Fatal(err)
	}
	r := restoring(t, h, out.File)
	_, err = node.Restore(t.Context(), r)
	kindOf(t, err, desk.BadInput, "another house's")
	nothingLeft(t, r)
}

func TestBackupsComeAndGo(t *testing.T) {
	h := nodetest.New(t)
	if _, ok := h.Node.LastBackup(); ok {
		t.Error("a backup before the first one")
	}
	first := backUp(t, h)
	strange := filepath.Join(filepath.Dir(first), "willing-photos.age")
	if err := os.WriteFile(strange, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	h.Pass(20 * day)
	second := backUp(t, h)
	h.Pass(20 * day)
	third := backUp(t, h)
	entries, err := os.ReadDir(filepath.Dir(first))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if !slices.Equal(names, []string{filepath.Base(second), filepath.Base(third), filepath.Base(strange)}) {
		t.Errorf("there are %v", names)
	}
	last, ok := h.Node.LastBackup()
	if !ok || last.File != third || !last.Made.Equal(h.Now()) || last.Bytes == 0 || last.Commits == 0 {
		t.Errorf("last backup: %+v", last)
	}
	_, err = h.Node.Backup(t.Context(), node.BackupOptions{To: third})
	kindOf(t, err, desk.BadInput, "already")
	_, err = h.Node.Backup(t.Context(), node.BackupOptions{To: filepath.Join(t.TempDir(), "none", "x.age")})
	kindOf(t, err, desk.BadInput, "no such folder")
	for _, none := range []string{"disk", "disk" + string(filepath.Separator), "disk.age" + string(filepath.Separator)} { // where a disk is not connected
		none = t.TempDir() + string(filepath.Separator) + none
		_, err = h.Node.Backup(t.Context(), node.BackupOptions{To: none})
		kindOf(t, err, desk.BadInput, "connect the disk")
		if _, err := os.Lstat(filepath.Clean(none)); !os.IsNotExist(err) {
			t.Errorf("something was written in place of a folder: %v", err)
		}
	}
	_, err = h.Node.Backup(t.Context(), node.BackupOptions{KeepDays: 400})
	kindOf(t, err, desk.BadInput, "35")
	_, err = h.Node.Backup(t.Context(), node.BackupOptions{Recipients: []string{"me"}})
	kindOf(t, err, desk.BadInput, "age1")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	h.Pass(time.Second)
	if _, err := h.Node.Backup(cancelled, node.BackupOptions{To: t.TempDir()}); err == nil {
		t.Error("a backup without time was made")
	}
	if err := os.RemoveAll(h.Dir.Backups()); err != nil {
		t.Fatal(err)
	}
	_, err = h.Node.Backup(t.Context(), node.BackupOptions{}) // as every day
	kindOf(t, err, desk.BadInput, "backups")
	if _, err := os.Lstat(h.Dir.Backups()); !os.IsNotExist(err) {
		t.Errorf("a missing folder was made anew: %v", err)
	}
}

// A backup is whole though others write while it is made, and its key need not be the node's own.
func TestABackupWhileOthersWrite(t *testing.T) {
	h := nodetest.New(t)
	h.Imports(0, 300)
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 5 {
			if _, err := h.Desk().ImportLeads(t.Context(), h.As("cora"), nodetest.Rows(5000+i*50, 50)); err != nil {
				t.Error(err)
			}
		}
	}()
	file := filepath.Join(t.TempDir(), "mine.age")
	out, err := h.Node.Backup(t.Context(), node.BackupOptions{To: file, Recipients: []string{identity.Recipient().String()}})
	<-done
	if err != nil || out.File != file {
		t.Fatal(out, err)
	}
	r := restoring(t, h, file)
	r.Identity, r.Register = filepath.Join(t.TempDir(), "identity"), h.RegisterCopy()
	if err := os.WriteFile(r.Identity, []byte("# mine\n"+identity.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	restored, err := node.Restore(t.Context(), r)
	if err != nil || restored.Commits < int(out.Commits) {
		t.Fatal(restored, err)
	}
	movesTo(t, h, r.Folder)
	wellKept(t, h.Node)
}
