package phone

import (
	"encoding/json"
	"errors"
	"slices"

	"willing/store/paged"
)

// about is the one record that anybody may read who has the phone: how it is opened. Nothing of it says whose it
// is.
type about struct {
	Format int    `json:"format"`
	Locks  []lock `json:"locks"`
}

// lock is one way to open the phone: a secret, and the key wrapped under it.
type lock struct {
	Kind    string `json:"kind"` // "passphrase" or "passkey"
	Salt    []byte `json:"salt"` // of the passphrase's derivation, or what the passkey is asked
	Passkey []byte `json:"passkey,omitempty"`
	Time    uint32 `json:"time,omitempty"`   // of Argon2id
	Memory  uint32 `json:"memory,omitempty"` // KiB, of Argon2id
	Wrapped []byte `json:"wrapped"`
}

const (
	aboutName   = "about"
	aboutFormat = 1
	passphrase  = "passphrase"
	passkey     = "passkey"
)

func (a about) joined() bool { return len(a.Locks) > 0 }

func (a about) lock(kind string) (lock, bool) {
	for _, l := range a.Locks {
		if l.Kind == kind {
			return l, true
		}
	}
	return lock{}, false
}

var errDamaged = errors.New("what lies in this browser is damaged: the phone has to be enrolled anew")

var errNewer = errors.New("what lies in this browser was written by a newer version of the application: let it update, then open it again")

func readAbout(disk paged.Disk) (a about, err error) {
	raw, err := disk.Get(aboutName)
	if err != nil || raw == nil {
		return a, err
	}
	if err := json.Unmarshal(raw, &a); err != nil {
		return about{}, errDamaged
	}
	if a.Format > aboutFormat {
		return about{}, errNewer
	}
	if slices.ContainsFunc(a.Locks, lock.damaged) {
		return about{}, errDamaged
	}
	return a, nil
}

// damaged reports whether a passphrase would be tried in a way that no phone ever chose, or can afford.
func (l lock) damaged() bool {
	return l.Kind == passphrase && (l.Time == 0 || l.Time > 64 || l.Memory > 1<<20)
}

func (p *Phone) writeAbout(a about) error {
	a.Format = aboutFormat
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := p.keep.Apply([]paged.Record{{Name: aboutName, Data: raw}}, nil); err != nil {
		return err
	}
	p.about = a
	return nil
}
