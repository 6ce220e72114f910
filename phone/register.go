package phone

import (
	"encoding/json"
	"fmt"
	"strconv"

	"willing/desk"
	"willing/journal"
)

// ledger is the phone's register of erasures, refusals and revocations: records beside the journal, one for each
// time that something is added. Its head is how many there are.
type ledger struct {
	drawer  drawer
	parts   [][]desk.Entry
	revoked []desk.Entry
}

var _ desk.Register = (*ledger)(nil)

func openLedger(d drawer) (*ledger, error) {
	out := &ledger{drawer: d}
	for {
		raw, err := d.get(partName(len(out.parts)))
		if err != nil {
			return nil, err
		}
		if raw == nil {
			return out, nil
		}
		var entries []desk.Entry
		if err := json.Unmarshal(raw, &entries); err != nil {
			return nil, fmt.Errorf("%w: the register cannot be read", journal.ErrBroken)
		}
		for _, e := range entries {
			if e.Kind == desk.EntryRevoked {
				out.revoked = append(out.revoked, e)
			}
		}
		out.parts = append(out.parts, entries)
	}
}

func partName(n int) string { return registerRecord + strconv.Itoa(n) }

// Append implements [desk.Register].
func (l *ledger) Append(entries ...desk.Entry) (last string, err error) {
	if err := l.drawer.write(partName(len(l.parts)), entries); err != nil {
		return "", err
	}
	l.parts = append(l.parts, entries)
	return l.head(), nil
}

func (l *ledger) head() string { return strconv.Itoa(len(l.parts)) }

// Since implements [desk.Register].
func (l *ledger) Since(head string) (entries []desk.Entry, last string, err error) {
	from := 0
	if head != "" {
		if from, err = strconv.Atoi(head); err != nil || from < 0 || from > len(l.parts) {
			return nil, "", &desk.Error{Kind: desk.Broken, Say: "the register is older than the data: this phone has to be enrolled anew"}
		}
	}
	for _, part := range l.parts[from:] {
		entries = append(entries, part...)
	}
	return entries, l.head(), nil
}

// Revoked implements [desk.Register].
func (l *ledger) Revoked() []desk.Entry { return l.revoked }
