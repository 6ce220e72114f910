package node

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"willing/desk"
	"willing/journal"
	"willing/store/sqlite"
)

// VerifyOptions say what [Node.Verify] does about what it finds.
type VerifyOptions struct {
	Repair bool // make the views anew where they differ, and enter in the register what it lacks
}

// Verified is what [Node.Verify] found. All is well if the three are true and there are no faults.
type Verified struct {
	Commits      int      `json:"commits"`
	ChainsOK     bool     `json:"chains_ok"`     // the file is whole; every lane is what was written
	SignaturesOK bool     `json:"signatures_ok"` // every signature is worth what it was when it came in
	ViewsEqual   bool     `json:"views_equal"`   // live views are what the log says
	Irregular    int      `json:"irregular"`     // events that break a rule: kept, listed, without effect
	Pending      int      `json:"pending"`       // events that wait for another
	Warnings     []string `json:"warnings"`      // what is whole, and still wants somebody, naming nobody
	Faults       []string `json:"faults"`        // what is wrong and what to do, naming nobody
}

// OK reports whether nothing is wrong.
func (v *Verified) OK() bool {
	return v.ChainsOK && v.SignaturesOK && v.ViewsEqual && len(v.Faults) == 0
}

// Verify checks the whole node while it is in use: the database file, every lane, every signature, the
// views against views made anew from the log, the register against the log, the keys. Its memory does not
// grow with the number of commits beyond some 400 MB. It returns an error only if the check could not be
// made; what is wrong stands in the faults.
func (n *Node) Verify(ctx context.Context, o VerifyOptions) (Verified, error) {
	v := Verified{Faults: []string{}, Warnings: []string{}}
	restore := ": " + n.Settings.otherwise()
	damaged := n.store.Check(ctx)
	if damaged != nil && !errors.Is(damaged, journal.ErrBroken) {
		return v, damaged
	}
	audited, err := n.Desk.Audit(ctx)
	if err != nil {
		return v, err
	}
	whole := damaged == nil
	switch inList := errors.Is(damaged, sqlite.ErrEntry) && len(audited.Chains)+len(audited.Signatures) == 0; {
	case whole:
	case inList && o.Repair && n.mended(ctx):
		whole = true
	case inList && !o.Repair:
		v.Faults = append(v.Faults, "willing.db is damaged: "+plainWords(damaged)+": every commit can be read, so run `willing verify --repair`; if it still says so, "+n.Settings.otherwise())
	default:
		v.Faults = append(v.Faults, "willing.db is damaged: "+plainWords(damaged)+restore)
	}
	v.Commits = audited.Commits
	v.ChainsOK, v.SignaturesOK = whole && len(audited.Chains) == 0, len(audited.Signatures) == 0
	for _, fault := range slices.Concat(audited.Chains, audited.Signatures) {
		v.Faults = append(v.Faults, fault+restore)
	}
	if err := n.verifyViews(ctx, o, &v); err != nil {
		return v, err
	}
	if len(audited.Kept) > 0 && n.Settings.Locked != "" {
		v.Faults = append(v.Faults, "this house is locked: "+n.Settings.Locked+": run `willing restore --unlock`")
		audited.Kept = nil
	}
	if len(audited.Kept) > 0 && o.Repair {
		if audited.Kept, err = n.agreeAgain(ctx); err != nil {
			return v, err
		}
	}
	for _, fault := range audited.Kept {
		v.Faults = append(v.Faults, fault+": run `willing verify --repair`")
	}
	v.Faults = append(v.Faults, n.keyFaults()...)
	if err := IsProgramme(n.Folder.Programme()); err != nil {
		v.Faults = append(v.Faults, "the copy of the programme in the data folder is damaged: run `willing programme publish` with the folder again")
	}
	if until := n.Desk.Ahead(); !until.IsZero() {
		v.Warnings = append(v.Warnings, "headquarters' control lane is stamped until "+until.Format(time.DateTime)+" UTC, later than the clock of this machine: its clock once ran ahead. "+
			"Erasures and times for thinking it over end late. See that the clock is right now, then run `willing verify --set-clock`")
	}
	exposed, err := n.Folder.exposed()
	if exposed != "" {
		v.Warnings = append(v.Warnings, "others on this machine may read or write "+exposed+" in the data folder: run `chmod -R go= DIR`")
	}
	return v, err
}

// mended makes the views anew, where an entry of theirs may be all that is damaged, and reports whether the store is whole
// then. Where pages do not fit together nothing is taken out: it might be another's.
func (n *Node) mended(ctx context.Context) bool {
	_, err := n.Desk.RepairViews(ctx)
	return err == nil && n.store.Check(ctx) == nil
}

func plainWords(err error) string {
	words := err.Error()
	return strings.TrimPrefix(words[strings.LastIndex(words, ": ")+1:], " ")
}

func (n *Node) verifyViews(ctx context.Context, o VerifyOptions, v *Verified) error {
	compared, err := n.Desk.CompareViews(ctx)
	if desk.KindOf(err) == desk.Broken || errors.Is(err, journal.ErrBroken) {
		if v.ChainsOK {
			v.ChainsOK = false
			v.Faults = append(v.Faults, "the journal cannot be read to its end: "+n.Settings.otherwise())
		}
		return nil
	}
	if err != nil {
		return err
	}
	if len(compared.Differ) > 0 && o.Repair && v.ChainsOK {
		if _, err := n.Desk.RepairViews(ctx); err != nil {
			return err
		}
		if compared, err = n.Desk.CompareViews(ctx); err != nil {
			return err
		}
	}
	v.ViewsEqual, v.Irregular, v.Pending = len(compared.Differ) == 0, compared.Irregular, compared.Pending
	for _, b := range compared.Differ {
		v.Faults = append(v.Faults, "the view "+string(b)+" is not what the log says: run `willing verify --repair`")
	}
	return nil
}

// agreeAgain takes away what is left of erased people, lets register and log tell each other what they
// lack, and looks again.
func (n *Node) agreeAgain(ctx context.Context) ([]string, error) {
	if _, err := n.Desk.EraseLeft(ctx); err != nil {
		return nil, err
	}
	if _, err := n.Desk.Agree(ctx, desk.Acting{}); err != nil {
		return nil, err
	}
	if _, err := n.Desk.Enter(ctx, false); err != nil {
		return nil, err
	}
	audited, err := n.Desk.Audit(ctx)
	return audited.Kept, err
}

// keyFaults looks at the keys that are not needed until a disaster. A key that is not there may be kept
// elsewhere on purpose.
func (n *Node) keyFaults() []string {
	for _, g := range n.markers.Generations() {
		if g.Lost {
			return []string{"keys/markers.key is older than the register, so some of those who said no are not recognised: put the newest copy back from where you keep the keys"}
		}
	}
	if n.lostEnvelopes() {
		return []string{envelopesLost}
	}
	raw, err := os.ReadFile(n.Folder.backupKey())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	identity, parseErr := age.ParseX25519Identity(strings.TrimSpace(string(raw)))
	if err != nil || parseErr != nil {
		return []string{"keys/backup.key cannot be read, and no backup could be restored with it: put it back from where you keep the keys"}
	}
	if n.Settings.BackupTo != "" && identity.Recipient().String() != n.Settings.BackupTo {
		return []string{"keys/backup.key is not the key that backups are made for: put the right one back from where you keep the keys"}
	}
	return nil
}
