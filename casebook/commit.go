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
	// Spent: it was signed in a session that the pair had unlocked for somebody else's answer (G07).
	Spent bool `json:"spent,omitempty"`
}

// Commit is one form save by one person on one device, as the law sees it: verified, decoded, in memory.
type Commit struct {
	Hash    Hash
	Device  Device
	Epoch   uint32
	Scope   string
	Seq     uint64
	At      time.Time // by the clock of the device that wrote it
	Clock   uint64    // its whole stamp: what one device wrote stands in this order, also if its clock stood still
	Arrived time.Time // when headquarters recorded it, by headquarters' clock; zero: not yet
	// ArrivedPos is the position in headquarters' control lane at which it was known there: whoever
	// has seen that position could know this commit. Zero: not yet.
	ArrivedPos uint64
	Home       bool   // written by headquarters itself
	Lost       bool   // and it is of a stretch that headquarters lost when it was restored: no position that others saw tells that they could know it
	Seen       uint64 // position of headquarters' control lane that the device had applied; of one that is lost, what headquarters went on from
	Unsure     bool   // what it had seen is not here: Seen is what it surely saw
	Had        uint64 // what an earlier commit of the lane had seen, if that may be more than Seen
	FellBack   bool   // Seen is lower than in an earlier commit of the lane: somebody tampered
	// Branch: another commit stands in its place of the lane, as after a clone, or a restored device. What is
	// said of the place (up to here a revoked device counts) is not said of it.
	Branch bool
	// Act is the same for two commits of the very same content, whoever of its signers stands behind each: what somebody
	// signed for one of them they signed for both. Zero if nobody signed.
	Act       Hash
	Actor     Proof
	Witnesses []Proof
	Subject   ID // the record it is about; zero: the organisation
	Refs      []Ref
	Effects   []Effect
	Events    []Event
}

// controlScope is the scope of the lane in which headquarters writes what all must know.
const controlScope = "control"

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

// signedAlike reports whether a signature of one commit is like one of another.
func signedAlike(c, other *Commit, alike func(p, q Proof) bool) bool {
	for _, p := range append([]Proof{c.Actor}, c.Witnesses...) {
		for _, q := range append([]Proof{other.Actor}, other.Witnesses...) {
			if p.Signed && q.Signed && alike(p, q) {
				return true
			}
		}
	}
	return false
}

// when is the moment a period may be reckoned to: by the author's clock, but no later than headquarters
// received it. A clock set forward neither makes anybody older nor ends a hold.
func (c *Commit) when() time.Time {
	if !c.Arrived.IsZero() && c.Arrived.Before(c.At) {
		return c.Arrived
	}
	return c.At
}

// heard is when headquarters knew of the commit, by its own clock; ok is false while it does not.
func (c *Commit) heard() (at time.Time, ok bool) {
	if c.Arrived.IsZero() && c.Home {
		return c.At, true
	}
	return c.Arrived, !c.Arrived.IsZero()
}

// metAt is the position at which its author stood: nobody stood further than headquarters did when it heard of the commit.
func (c *Commit) metAt() uint64 {
	if c.ArrivedPos > 0 {
		return min(c.Seen, c.ArrivedPos)
	}
	return c.Seen
}

// knownAt is the position of headquarters' control lane from which on others could know the commit; 0: not yet.
func (c *Commit) knownAt() uint64 {
	switch {
	case c.ArrivedPos > 0:
		return c.ArrivedPos
	case c.Lost:
		return 0
	case c.Home && c.Scope == controlScope:
		return c.Seq
	case c.Home:
		return c.Seen + 1
	}
	return 0
}
