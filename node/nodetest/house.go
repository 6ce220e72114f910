package nodetest

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
)

// Start is the moment at which every house is founded.
var Start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// House is a node with its people. Its staff: admin (administrator and coordinator), cora (coordinator),
// sara (safeguarding), tom (trainer), and the team of ana (scout) and ben (mentor) for Italy and France.
type House struct {
	T    testing.TB
	Dir  node.Folder
	Node *node.Node
	Away string // a folder elsewhere: the copy of the register, the administrator's key, backups

	met int // how many were asked their age

	mu    sync.Mutex
	now   time.Time
	staff map[string]desk.Acting
}

// New founds a house on the sea-rescue example, with one copy of the register elsewhere.
func New(t testing.TB) *House {
	t.Helper()
	h := &House{T: t, Dir: node.Folder(filepath.Join(t.TempDir(), "house")), Away: t.TempDir(), now: Start, staff: map[string]desk.Acting{}}
	_, err := node.Init(t.Context(), h.Dir, node.Founding{
		Programme: Example("sea-rescue"), Admin: "admin", KeyFile: h.AdminKey(), RegisterCopies: []string{h.RegisterCopy()},
	}, h.Options())
	h.must(err)
	h.Open()
	t.Cleanup(h.Close)
	h.hire()
	return h
}

// Example is the path of one of the programmes in examples/.
func Example(name string) string {
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			return filepath.Join(dir, "examples", name)
		}
		dir = filepath.Dir(dir)
	}
	panic("nodetest works inside the module's own folder")
}

// AdminKey is the administrator's key file.
func (h *House) AdminKey() string { return filepath.Join(h.Away, "admin.key") }

// RegisterCopy is the copy of the register on another disk.
func (h *House) RegisterCopy() string { return filepath.Join(h.Away, "register.jsonl") }

// Options let the node look at the house's clock.
func (h *House) Options() node.Options { return node.Options{Now: h.Now} }

// Now is the house's time.
func (h *House) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// Pass lets time go by.
func (h *House) Pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// Open opens the data folder.
func (h *House) Open() {
	h.T.Helper()
	n, err := node.Open(h.T.Context(), h.Dir, h.Options())
	h.must(err)
	h.Node = n
}

// Close lets go of the data folder; closing twice is harmless.
func (h *House) Close() {
	if h.Node == nil {
		return
	}
	if err := h.Node.Close(); err != nil {
		h.T.Error(err)
	}
	h.Node = nil
}

// Reopen closes and opens again.
func (h *House) Reopen() {
	h.T.Helper()
	h.Close()
	h.Open()
}

// Desk is the way in.
func (h *House) Desk() *desk.Desk { return h.Node.Desk }

// As is somebody acting with their own key, and others witnessing with theirs.
func (h *House) As(name string, with ...string) desk.Acting {
	h.T.Helper()
	by, ok := h.staff[name]
	if !ok {
		h.T.Fatalf("nobody called %s works here", name)
	}
	for _, other := range with {
		by.With = append(by.With, h.As(other))
	}
	return by
}

func (h *House) must(err error) {
	h.T.Helper()
	if err != nil {
		h.T.Fatal(err)
	}
}

// hire brings the staff in, each with a key, forms the team, and lets cora approve the texts.
func (h *House) hire() {
	h.T.Helper()
	ctx := h.T.Context()
	key, err := journal.ReadKey(h.AdminKey())
	h.must(err)
	admin, err := h.Desk().Named("admin")
	h.must(err)
	h.staff["admin"] = desk.Acting{Who: admin, Signer: key}
	h.hired("cora", h.As("admin"), casebook.Coordinator)
	h.hired("sara", h.As("admin", "cora"), casebook.Safeguarding)
	h.hired("tom", h.As("admin", "cora"), casebook.Trainer)
	h.hired("ana", h.As("admin", "cora"), casebook.Scout)
	h.hired("ben", h.As("admin", "cora"), casebook.Mentor)
	team := casebook.Team{Name: "one", Members: []casebook.ID{h.As("ana").Who, h.As("ben").Who}, Territories: []string{"IT", "FR"}}
	_, err = h.Desk().FormTeam(ctx, h.As("admin"), casebook.ID{}, team)
	h.must(err)
	h.must(h.Desk().Approve(ctx, h.As("cora"), "crew", 1, false))
}

// Hires brings one more colleague in, with a key.
func (h *House) Hires(name string, hats ...string) {
	h.T.Helper()
	h.hired(name, h.As("admin", "cora"), hats...)
}

func (h *House) hired(name string, by desk.Acting, hats ...string) {
	h.T.Helper()
	id, err := h.Desk().AddStaff(h.T.Context(), by, casebook.Staff{Name: name, Hats: hats})
	h.must(err)
	key, err := journal.NewKey(rand.Reader)
	h.must(err)
	h.must(h.Desk().EnrolKey(h.T.Context(), by, id, casebook.EnrolledKey{Alg: key.Alg(), Key: key.Public()}))
	h.staff[name] = desk.Acting{Who: id, Signer: key}
}

// FilesWith lists the files below the folders that hold the text, in any case.
func FilesWith(t testing.TB, text string, folders ...string) []string {
	t.Helper()
	var out []string
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			raw, err := os.ReadFile(path)
			if strings.Contains(strings.ToLower(string(raw)), strings.ToLower(text)) {
				out = append(out, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}
