package desk

import (
	"encoding/binary"
	"io"
	"time"

	"willing/casebook"
	"willing/journal"
	"willing/sliver"
)

// Acting is who acts, with which key, and who witnesses: each with their own.
type Acting struct {
	Who     casebook.ID
	Signer  journal.Signer
	Session *journal.Session // set if Signer is a session key
	With    []Acting         // witnesses: the other half of the pair
	// Once is a key of the sender's choice against doing it twice, at most 128 bytes; "" for none. The same
	// act with the same key gets the earlier outcome, and nothing is written.
	Once string

	deed *deed
	step string
}

// Key is one comparison key of a person, as package linkage makes them. Strong keys block, weak ones
// warn (G01).
type Key struct {
	Kind   string
	Strong bool
	Value  string
	// Indexed keys find records; the others only compare a record that one of those found. (A phone finds
	// whoever holds it; phone and name together need no index of their own.)
	Indexed bool
	// Near is the part that keys have in common which one person tends to hold together (the birth date of a birth date
	// and a name), so that they lie together in the index; the whole value, if there is no such part.
	Near string
}

// Matcher answers 'seen before?' on readable records. Package linkage stands behind it; the first stage
// compares exact keys, fuzzy comparison comes later behind Likely.
type Matcher interface {
	Keys(casebook.Particulars) []Key     // others read them too: they are not to be changed
	Words(casebook.Particulars) []string // normalised words for search, and what those in other alphabets are found under
	Fold(query string) [][]string        // each word that somebody typed, normalised, and behind it all else that it may be met as
	Lands(casebook.Particulars) []string // countries that somebody has to do with, ISO 3166-1: by phone and by what was noted
	Forget()                             // empties what it remembers of people: somebody was erased
}

// Hit is a marker that a person's keys met. It says nothing of whose it is.
type Hit struct {
	Strong bool
	Kinds  []string
	Reason string // "refusal", "erasure" or "imported"
	Met    []byte // one-way tag of the marker itself
}

// Markers holds the do-not-contact markers of refusals and erasures: one-way, nothing readable. Make
// and Check use the node's marker keys, which live outside the database. [Replay] fills it.
//
// A marker that is made with areas (territories as scopes, and countries; none but not nil: anywhere) also says what
// devices there carry of it: see [Desk.ListFor].
type Markers interface {
	Make(keys []Key, areas []string, reason string, year, month int) ([]byte, error)
	Check(keys []Key) []Hit
	Add(id casebook.ID, encoded []byte) error // id: the person or batch it belongs to
	Remove(id casebook.ID)                    // withdrawn batch, person who came back, newer marker of the same
	Count() int
	Tag(parts ...string) []byte // keyed one-way tag of anything, for rows seen before
	Offline() [][]byte          // the secrets of what devices carry, the oldest first
	Listed(in func(areas []string) bool) ([]sliver.Sliver, error)
}

// Generation is one generation of the keys under which markers are made, and what there is of its markers.
type Generation struct {
	ID             uint16
	Made           time.Time // a day; zero if the key is lost
	Markers        int
	Oldest, Newest time.Time // of these: the first of the month
	Gone           bool      // its key was destroyed: its markers were let go
	Lost           bool      // there are markers, and their key is not here: they recognise nobody
}

// MarkerKeys are the keys of the markers at headquarters. They lie outside the database and its backups.
type MarkerKeys interface {
	Generations() []Generation                                            // by number; those whose key is lost last
	Renew(used uint16, random io.Reader, today time.Time) (uint16, error) // by a number above used
	LetGo(generation uint16) error                                        // destroys its key, if there is one, and takes its markers out
}

// Envelopes closes what only headquarters may read, and opens it where the key is. Package envelope stands behind it.
type Envelopes interface {
	Close(content []byte, to ...string) ([]byte, error)
	Open(envelope []byte) ([]byte, error)
}

// Entry is one line of the register of erasures, refusals and revocations: random ids and markers, no
// names. It is kept outside the database and its backups.
type Entry struct {
	Kind   string      `json:"kind"` // "refusal", "reopened", "erasure", "erased", "denied", "batch", "withdrawn", "revoked", "stop", "let-go"
	ID     casebook.ID `json:"id"`
	At     int64       `json:"at"` // Unix seconds
	Marker []byte      `json:"marker,omitempty"`
	Key    []byte      `json:"key,omitempty"` // a revoked key; of markers that were let go, the number of their generation
}

// Register is the append-only file of entries.
type Register interface {
	// Append returns after the entries are durable, here and where the register is copied to. It names the
	// last line.
	Append(entries ...Entry) (last string, err error)
	// Since returns what was added after the line named head (all, for ""), and the name of the last line.
	// If there is no such line, the register is older than the data, or another house's: an error of kind
	// Broken.
	Since(head string) (entries []Entry, last string, err error)
	// Revoked returns the entries of keys that were revoked before it was opened.
	Revoked() []Entry
}

// letGo is the entry that says that the markers of a generation were let go.
func letGo(generation uint16) Entry {
	return Entry{Kind: EntryLetGo, Key: binary.BigEndian.AppendUint16(nil, generation)}
}

// LetGo is the generation whose markers the entry says were let go; 0: of none.
func (e Entry) LetGo() uint16 {
	if e.Kind != EntryLetGo || len(e.Key) != 2 {
		return 0
	}
	return binary.BigEndian.Uint16(e.Key)
}
