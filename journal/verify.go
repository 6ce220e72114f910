package journal

import (
	"bytes"
	"fmt"
)

// BodyState says what became of one body.
type BodyState uint8

const (
	Withheld BodyState = iota // not here; it may come
	Present                   // here, and it fits its commitment
	Erased                    // gone for good (known to a store only)
	Wrong                     // here, but not what the header commits to
)

// String gives the state's word.
func (s BodyState) String() string {
	words := [...]string{"withheld", "present", "erased", "wrong"}
	if int(s) < len(words) {
		return words[s]
	}
	return "unknown"
}

// Proof says who truly signed an act. What that is worth is for the fold to judge.
type Proof struct {
	Who    ID
	Key    []byte // the person's own key: behind a session, the key that opened it
	Alg    string // of that key; [Server]: the device's key in the person's name
	Signed bool
	Why    string // what is missing, when not Signed
}

// Verdict is what the signatures and commitments of one commit prove.
type Verdict struct {
	Device    bool // the device signed the header
	Actor     Proof
	Witnesses []Proof     // in the header's order
	Bodies    []BodyState // [Present], [Withheld] or [Wrong], in the header's order
}

// Verify checks the device's signature, every act, every session against the commit's clock, and every
// body that is there. A header that is not well formed or not signed by its device fails with
// [ErrBroken]; an act that proves nothing or a wrong body is told in the verdict. It uses the commit
// alone, so commits can be verified side by side.
func Verify(c Commit) (Verdict, error) {
	h, err := decodeHeader(c.raw)
	if err != nil {
		return Verdict{}, err
	}
	if !bytes.Equal(encodeHeader(c.Header), encodeHeader(h)) {
		return Verdict{}, fmt.Errorf("%w: header was changed after it was read", ErrBroken)
	}
	if len(c.Bodies) != len(h.Bodies) {
		return Verdict{}, fmt.Errorf("%w: %d bodies for %d events", ErrBroken, len(c.Bodies), len(h.Bodies))
	}
	if !c.deviceSigned() {
		return Verdict{}, fmt.Errorf("%w: the device's signature does not fit", ErrBroken)
	}
	v := Verdict{Device: true, Actor: prove(h, AsActor, h.Actor), Bodies: c.states()}
	for _, a := range h.Witnesses {
		v.Witnesses = append(v.Witnesses, prove(h, AsWitness, a))
	}
	return v, nil
}

func (c Commit) deviceSigned() bool {
	return VerifyEd25519(c.Header.Device[:], commitBytes(c.raw), c.Sig)
}

func commitBytes(raw []byte) []byte {
	message := make([]byte, 0, len(commitContext)+len(raw))
	return append(append(message, commitContext...), raw...)
}

func (c Commit) states() []BodyState {
	states := make([]BodyState, len(c.Bodies))
	for i, b := range c.Bodies {
		switch {
		case b == nil:
		case b.fault() == "" && Commitment(*b) == c.Header.Bodies[i]:
			states[i] = Present
		default:
			states[i] = Wrong
		}
	}
	return states
}

func prove(h Header, as string, a Act) Proof {
	p := Proof{Who: a.Who, Alg: a.Alg, Key: a.Key}
	if a.Session != nil {
		p.Alg, p.Key = a.Session.Alg, a.Session.Key
	}
	p.Why = a.fault(h, as)
	if a.Session != nil && p.Why == "" && !a.Session.covers(h.Clock) {
		p.Why = "session does not cover the time of the commit"
	}
	if a.Alg == Server && p.Why == "" && !bytes.Equal(a.Key, h.Device[:]) {
		p.Why = "the server's key is not the device's"
	}
	p.Signed = p.Why == ""
	return p
}

// fault says why an act is not signed, or ""; what needs the sealed header is left to prove.
func (a Act) fault(h Header, as string) string {
	if a.Alg == "" {
		return "named, not signed"
	}
	if fault := a.sessionFault(); fault != "" {
		return fault
	}
	return a.signatureFault(h, as)
}

func (a Act) sessionFault() string {
	if a.Session == nil {
		return ""
	}
	return a.Session.fault(a.Who, a.Alg, a.Key)
}

func (a Act) signatureFault(h Header, as string) string {
	return signatureFault(a.Alg, a.Key, actBytes(h, as, a.Who), a.Sig)
}
