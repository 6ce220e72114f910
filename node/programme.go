package node

import (
	"os"
	"sync"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
	"willing/programme"
)

// folderKept is the programme folder as it was last read, so that no page waits for it.
type folderKept struct {
	mu      sync.Mutex
	folder  *programme.Folder
	version int // in force when it was read
}

// Programme is the folder in force; nil if the copy in the data folder cannot be read. It is read again
// when another version was published.
func (n *Node) Programme() *programme.Folder {
	version := 0
	n.Desk.House(func(h *casebook.House) {
		if p := h.Programme(h.Pos); p != nil {
			version = p.Version
		}
	})
	n.kept.mu.Lock()
	defer n.kept.mu.Unlock()
	if n.kept.folder == nil || n.kept.version != version {
		n.kept.folder, _ = programme.Load(os.DirFS(n.Folder.Programme()))
		n.kept.version = version
	}
	return n.kept.folder
}

// fewestDigits is how many digits a number has, with its country's code, that its country has not surely given out: the
// shortest plans allow for half a number, and that is a slip.
const fewestDigits = 9

// Phone reads one telephone number as people type it in a country (ISO 3166-1), and gives it as E.164, or "" where it cannot be
// one.
func Phone(typed, country string) string {
	for _, p := range intake.ParsePhones(typed, country) {
		if p.Valid || len(p.E164) > fewestDigits && desk.Digits(typed) >= desk.FewestTyped {
			return p.E164
		}
	}
	return ""
}
