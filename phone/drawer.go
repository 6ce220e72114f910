package phone

import (
	"encoding/json"
	"fmt"

	"willing/journal"
	"willing/store/paged"
)

// drawer holds sealed records beside the journal: what a copy of the journal must not bring back (the epoch, the
// register), and what is the phone's own (its key, who is unlocked).
type drawer struct {
	disk paged.Disk
	seal paged.Sealer
}

// Records of the drawer.
const (
	ownRecord       = "own"
	programmeRecord = "programme"
	filedRecord     = "programme filed" // the name of the filing that it was made of; none: it came with the enrolment
	markersRecord   = "markers"
	peersRecord     = "peers"
	epochRecord     = "epoch"
	jarRecord       = "jar"
	unlockedRecord  = "unlocked"
	screenRecord    = "screen"
	draftsRecord    = "drafts"
	registerRecord  = "register/"
)

// get opens a record; nil if there is none.
func (d drawer) get(name string) ([]byte, error) {
	sealed, err := d.disk.Get(name)
	if err != nil || sealed == nil {
		return nil, err
	}
	plain, err := d.seal.Open(name, sealed)
	if err != nil {
		return nil, fmt.Errorf("%w: a record beside the journal does not open", journal.ErrBroken)
	}
	return plain, nil
}

// put replaces records, all or none, and returns when that is durable.
func (d drawer) put(records ...paged.Record) error {
	sealed := make([]paged.Record, len(records))
	for i, r := range records {
		data, err := d.seal.Seal(r.Name, r.Data)
		if err != nil {
			return err
		}
		sealed[i] = paged.Record{Name: r.Name, Data: data}
	}
	return d.disk.Apply(sealed, nil)
}

// read decodes a record; into stays as it is if there is none.
func (d drawer) read(name string, into any) error {
	raw, err := d.get(name)
	if err != nil || raw == nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

func (d drawer) write(name string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return d.put(paged.Record{Name: name, Data: raw})
}
