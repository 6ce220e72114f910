package casebook

import "time"

// Effect is what a commit does to others than its own case: a small frozen vocabulary that every
// program version knows, written in the clear in the commit's header.
type Effect string

// The effects. Of event types that a program does not know, only Refuse and Hold take effect.
const (
	Refuse  Effect = "refuse"  // the person is left alone, for good
	Hold    Effect = "hold"    // the person is left alone, until a date or until they come
	Consent Effect = "consent" // the person says yes
	Reopen  Effect = "reopen"  // the person comes back
	Erase   Effect = "erase"   // what is held about the person goes
	Move    Effect = "move"    // a record changes territory
	Grant   Effect = "grant"   // somebody may do something
	Revoke  Effect = "revoke"  // and no longer
	Relay   Effect = "relay"   // headquarters hands on or confirms what others wrote
)

// Proof says who stood behind a commit and how that is known. Package journal checked the signature.
type Proof struct {
	Who    ID     `json:"who"`
	Key    string `json:"key"`    // the public key truly behind it, raw bytes; "" if unsigned
	Alg    string `json:"alg"`    // "ed25519", "es256", "webauthn"; "server" if only a password stood behind it
	Signed bool   `json:"signed"` // the signature is right; whose key it is, the fold judges
}

// Commit is one form save by one person on one device, as the law sees it: verified, decoded, in memory.
type Commit struct {
	Hash    Hash
	Device  Device
	Epoch   uint32
	Scope   string
	Seq     uint64
	At      time.Time // by the clock of the device that wrote it
	Arrived time.Time // when headquarters recorded it, by headquarters' clock; zero: not yet
	// ArrivedPos is the position in headquarters' control lane at which it was known there: whoever
	// has seen that position could know this commit. Zero: not yet.
	ArrivedPos uint64
	Home       bool   // written by headquarters itself
	Seen       uint64 // position of headquarters' control lane that the device had applied
	FellBack   bool   // Seen is lower than in an earlier commit of the lane: somebody tampered
	Actor      Proof
	Witnesses  []Proof
	Subject    ID // the record it is about; zero: the organisation
	Refs       []Ref
	Effects    []Effect
	Events     []Event
}

// Event is one thing that happened, with its content if this node holds it.
type Event struct {
	Type string
	Body any // a pointer to the struct that [NewBody] gives for Type; nil if withheld, erased or unknown
}

// Has reports whether the commit's header claims the effect.
func (c *Commit) Has(e Effect) bool {
	for _, have := range c.Effects {
		if have == e {
			return true
		}
	}
	return false
}
