package desk

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// A person acts by themselves with the key of their private link or of their receipt, and needs no hat.
// [Own] is them; every use case that a person may do takes it where it takes staff. What they may, the law
// says (package casebook), and it looks at their key. Where a browser runs no script, the link alone stands
// behind what they say ([ByLink]): that suffices for a no, a stop, a leaving, a remark, never for a yes.

// Own is a person who acts by themselves, with the key of their link or receipt.
func Own(record casebook.ID, key journal.Signer) Acting { return Acting{Who: record, Signer: key} }

// acts reports whether it is the person themselves who acts.
func (by Acting) acts(record casebook.ID) bool {
	return by.Who == record && !record.IsZero() && by.Signer != nil
}

// own lets the person act, if there is a key of theirs.
func (by Acting) own(record casebook.ID, key journal.Signer) Acting {
	if key == nil {
		return by
	}
	return Acting{Who: record, Signer: key, With: by.With, Once: by.Once}
}

// trying is the action that whoever acts must be allowed; a person by themselves needs none.
func (by Acting) trying(action access.Action, record casebook.ID) access.Action {
	if by.acts(record) {
		return ""
	}
	return action
}

// errNoKey is what a signer says that has no key to sign with.
var errNoKey = errors.New("there is no key to sign with")

// ByLink is a person with their private link and no script: nothing is signed. Public is the public half of
// the link's key, which whoever calls has worked out from the link; so it is the link that vouches.
func ByLink(public []byte) journal.Signer { return byLink{public} }

type byLink struct{ public []byte }

func (b byLink) Alg() string                 { return "" }
func (b byLink) Public() []byte              { return b.public }
func (b byLink) Sign([]byte) ([]byte, error) { return nil, errNoKey }

// Remote is a key elsewhere, in a browser, that signs between two calls of one use case. The first call
// fails with [ErrSign] and fills in Message; the second, with the same input and Signature set, writes just
// what was signed.
type Remote struct {
	KeyAlg    string // [journal.Ed25519] or [journal.ES256]
	Key       []byte // its public half
	Message   []byte // what is to be signed
	Signature []byte
	Bodies    []*journal.Body // what Message binds: commitments of these stand in it
	Inside    []byte          // what lies in an envelope, bound by its sum; nil if there is none

	inside   []byte // its salt
	envelope []byte
	salt     []byte
	seen     journal.Seen
	refs     []journal.Ref
}

// ErrSign says that a [Remote] key is to sign now. Nothing was written.
var ErrSign = errors.New("to be signed")

// Alg implements [journal.Signer].
func (r *Remote) Alg() string { return r.KeyAlg }

// Public implements [journal.Signer].
func (r *Remote) Public() []byte { return r.Key }

// Sign implements [journal.Signer].
func (r *Remote) Sign(message []byte) ([]byte, error) {
	if len(r.Signature) == 0 || !bytes.Equal(r.Message, message) {
		r.Message, r.Signature = bytes.Clone(message), nil
		return nil, ErrSign
	}
	return r.Signature, nil
}

// pin lets the second call draft what the first one did: with the same salt, knowing and naming the same.
func (r *Remote) pin(draft *journal.Draft, random io.Reader) (salt io.Reader, err error) {
	if r.salt == nil {
		r.salt = make([]byte, 32)
		if _, err := io.ReadFull(random, r.salt); err != nil {
			return nil, err
		}
		r.seen, r.refs = draft.Seen, slices.Clone(draft.Refs)
	}
	draft.Seen, draft.Refs = r.seen, r.refs
	return bytes.NewReader(r.salt), nil
}

// write appends an entry of whoever acts: of the person, if it is them.
func (t *turn) write(s *casebook.State, e entry) error {
	_, err := t.writes(s, e)
	return err
}

func (t *turn) writes(s *casebook.State, e entry) (*casebook.Commit, error) {
	if !t.by.acts(e.subject) {
		return t.append(e)
	}
	me, known := t.by, t.by.Signer.Public()
	if slices.ContainsFunc(e.events, needsKnownKey) && !holdsLink(s, known, t.now) && !s.HoldsReceipt(known) {
		return nil, nobody()
	}
	if _, plain := me.Signer.(byLink); plain {
		if !holdsLink(s, known, t.now) {
			return nil, nobody()
		}
		me.Signer = nil
	}
	e.actor = &me
	for _, link := range s.Links() { // the law asks which link it was
		if bytes.Equal(link.Key, known) && !slices.Contains(e.refs, link.Ref) {
			e.refs = append(e.refs, link.Ref)
		}
	}
	return t.append(e)
}

// needsKnownKey reports whether an event counts whoever wrote it, so that the desk looks at the key instead.
func needsKnownKey(e casebook.Event) bool {
	return e.Type == casebook.ParticularsNoted || e.Type == casebook.RemarkVolunteered
}

// holdsLink reports whether a key is that of a private link of the person that is in force.
func holdsLink(s *casebook.State, key []byte, now time.Time) bool {
	return slices.ContainsFunc(s.Links(), func(l casebook.IssuedLink) bool { return bytes.Equal(l.Key, key) && l.Open(now) })
}
