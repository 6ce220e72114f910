package journal

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
)

// Version is the format version that this package writes.
const Version = 1

// Draft is what somebody is about to put on record.
type Draft struct {
	Scope     Scope
	Subject   ID
	Refs      []Ref
	Seen      Seen
	Events    []Event // one at least
	Effects   []Effect
	Actor     ID // zero: nobody, as when a node records what it received
	Witnesses []ID
	Offset    int16 // minutes east of UTC
}

// Event is one event of a draft. Body is a value for [Marshal], or a []byte already in canonical form.
type Event struct {
	Type string // a lower-case word: letters, digits, dots, hyphens, underscores
	Body any
}

// Prepared is a draft whose content is fixed, waiting for signatures and a place in a lane. A signature
// covers the content and not the place, so [Prepared.Seal] may be called again with a newer head.
type Prepared struct {
	header Header
	bodies []*Body
}

// Head is the last place of a lane. A zero Seq stands for a lane without commits yet.
type Head struct {
	Lane  Lane
	Seq   uint64
	Hash  Hash   // of the last commit, or, at Seq 0, of the commit of the former epoch to continue from
	Clock uint64 // of that commit
}

// NextEpoch is the place before the first commit of the lane's next epoch, which continues from this one.
func (h Head) NextEpoch() Head {
	h.Lane.Epoch++
	h.Seq = 0
	return h
}

// Prepare fixes a draft's content: it encodes the bodies, draws one salt and derives each body's from it,
// and commits to them. A draft that cannot become a commit fails with [ErrDraft].
func Prepare(draft Draft, rand io.Reader) (*Prepared, error) {
	h := Header{
		V: Version, Scope: draft.Scope, Seq: 1, Offset: draft.Offset, Actor: Act{Who: draft.Actor}, Subject: draft.Subject,
		Refs: slices.Clone(draft.Refs), Seen: draft.Seen, Effects: slices.Clone(draft.Effects),
	}
	for _, who := range draft.Witnesses {
		h.Witnesses = append(h.Witnesses, Act{Who: who})
	}
	bodies, err := saltedBodies(draft.Events, rand)
	if err != nil {
		return nil, err
	}
	for i, b := range bodies {
		h.Types = append(h.Types, draft.Events[i].Type)
		h.Bodies = append(h.Bodies, Commitment(*b))
	}
	if fault := draftFault(h); fault != "" {
		return nil, fmt.Errorf("%w: %s", ErrDraft, fault)
	}
	return &Prepared{header: h, bodies: bodies}, nil
}

// draftFault holds one's own drafts to the letter, where a decoder must be lenient with what may come
// from a later version.
func draftFault(h Header) string {
	if _, fault := readHeader(encodeHeader(h)); fault != "" {
		return fault
	}
	for i, e := range h.Effects {
		if !e.known() || slices.Contains(h.Effects[:i], e) {
			return "an effect is unknown or doubled"
		}
		if e.ControlOnly() && h.Scope != Control {
			return fmt.Sprintf("the effect %s belongs in the control lane", e)
		}
	}
	for i, a := range h.Witnesses {
		if slices.ContainsFunc(h.Witnesses[:i], func(b Act) bool { return b.Who == a.Who }) {
			return "a witness is named twice"
		}
	}
	return ""
}

func saltedBodies(events []Event, rand io.Reader) ([]*Body, error) {
	var secret [sha256.Size]byte
	if _, err := io.ReadFull(rand, secret[:]); err != nil {
		return nil, fmt.Errorf("drawing a salt: %w", err)
	}
	var bodies []*Body
	total := 0
	for i, event := range events {
		content, err := eventContent(event.Body)
		if err != nil {
			return nil, err
		}
		if total += len(content); total > MaxCommit-MaxHeader {
			return nil, fmt.Errorf("%w: more than %d bytes of bodies", ErrDraft, MaxCommit-MaxHeader)
		}
		bodies = append(bodies, &Body{Salt: eventSalt(secret[:], i), Content: content})
	}
	return bodies, nil
}

func eventContent(body any) ([]byte, error) {
	raw, ok := body.([]byte)
	if !ok {
		return Marshal(body)
	}
	if fault := bodyFault(raw); fault != "" {
		return nil, fmt.Errorf("%w: body: %s", ErrDraft, fault)
	}
	return bytes.Clone(raw), nil
}

// eventSalt derives the salt of one event, so that a body can be shown or erased without the others.
// The secret itself is forgotten.
func eventSalt(secret []byte, event int) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(saltContext))
	mac.Write(binary.BigEndian.AppendUint16(nil, uint16(event)))
	return mac.Sum(nil)[:SaltSize]
}

// Bodies are the contents with their salts, so that whoever signs can see that what they sign binds them.
func (p *Prepared) Bodies() []*Body { return slices.Clone(p.bodies) }

// ActBytes is what a person signs: the place, [AsActor] or [AsWitness], who stands there, and
// everything of the commit that is theirs to answer for.
func (p *Prepared) ActBytes(as string, who ID) []byte { return actBytes(p.header, as, who) }

// SignActor signs for the draft's actor. With a session, s holds the session key. It fails with
// [ErrDraft] if who is not the actor or the signature proves nothing.
func (p *Prepared) SignActor(who ID, s Signer, session *Session) error {
	if who.IsZero() || who != p.header.Actor.Who {
		return fmt.Errorf("%w: not its actor", ErrDraft)
	}
	act, err := p.sign(AsActor, who, s, session)
	if err == nil {
		p.header.Actor = act
	}
	return err
}

// SignWitness signs for one of the draft's witnesses, as [Prepared.SignActor] does for its actor.
func (p *Prepared) SignWitness(who ID, s Signer, session *Session) error {
	i := slices.IndexFunc(p.header.Witnesses, func(a Act) bool { return a.Who == who })
	if i < 0 {
		return fmt.Errorf("%w: not a witness of it", ErrDraft)
	}
	act, err := p.sign(AsWitness, who, s, session)
	if err == nil {
		p.header.Witnesses[i] = act
	}
	return err
}

func (p *Prepared) sign(as string, who ID, s Signer, session *Session) (Act, error) {
	sig, err := s.Sign(p.ActBytes(as, who))
	if err != nil {
		return Act{}, fmt.Errorf("signing as %s: %w", as, err)
	}
	act := Act{Who: who, Alg: s.Alg(), Key: bytes.Clone(s.Public()), Session: session, Sig: sig}
	fault := act.sessionFault()
	if fault == "" && !signsItself(s) {
		fault = act.signatureFault(p.header, as)
	}
	if fault != "" {
		return Act{}, fmt.Errorf("%w: signing as %s: %s", ErrDraft, as, fault)
	}
	return act, nil
}

// signsItself reports whether this package makes a signer's signatures: they need no second look.
func signsItself(s Signer) bool {
	if server, ok := s.(serverSigner); ok {
		_, ok = server.DeviceKey.(Key)
		return ok
	}
	_, ok := s.(Key)
	return ok
}

// Seal gives the draft its place after head, and signs the whole as the device. The clock must be later
// than the head's (see [Tick]); every session must cover it.
func (p *Prepared) Seal(device DeviceKey, head Head, clock uint64) (Commit, error) {
	h := p.header
	h.Device, h.Epoch = device.Device(), head.Lane.Epoch
	h.Seq, h.Prev, h.Clock = head.Seq+1, head.Hash, clock
	if h.Lane() != head.Lane {
		return Commit{}, fmt.Errorf("%w: the head is of another lane", ErrDraft)
	}
	if clock <= head.Clock {
		return Commit{}, fmt.Errorf("%w: the clock stands still in its lane", ErrDraft)
	}
	for _, a := range append([]Act{h.Actor}, h.Witnesses...) {
		if a.Session != nil && !a.Session.covers(clock) {
			return Commit{}, fmt.Errorf("%w: a session has ended or not begun", ErrDraft)
		}
		if a.Alg == Server && !bytes.Equal(a.Key, h.Device[:]) {
			return Commit{}, fmt.Errorf("%w: another device signed for a person", ErrDraft)
		}
	}
	raw := encodeHeader(h)
	sig, err := device.Sign(commitBytes(raw))
	if err != nil {
		return Commit{}, fmt.Errorf("signing as the device: %w", err)
	}
	c, err := Open(raw, sig, slices.Clone(p.bodies))
	if err != nil {
		return Commit{}, fmt.Errorf("%w: %w", ErrDraft, err)
	}
	c.made = true
	return c, nil
}
