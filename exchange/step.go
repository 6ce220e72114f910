package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"willing/journal"
)

// Peer is what a node remembers of another between two exchanges. All of it is a hint: the next answer
// corrects it, so it may be lost, or be as old as a restored backup.
type Peer struct {
	Device journal.Device
	Sight  Sight          // what the other may hold
	Heard  Vector         // how far it said it was
	Wants  []journal.Hash // commits whose bodies it asked for
	Asked  []journal.Hash // commits whose bodies it was asked for and did not give
	Agreed []Print        // what both had when nothing was left to say
	List   []byte         // which list of slivers it said that this node should carry
	Lacks  []byte         // of headquarters: what it said that it lacks itself
}

// ReadPeers reads what was remembered of others, by their names. It is a hint and no more: of what is damaged nothing is
// remembered.
func ReadPeers(raw []byte) map[string]Peer {
	peers := map[string]Peer{}
	if json.Unmarshal(raw, &peers) != nil || peers == nil {
		return map[string]Peer{}
	}
	return peers
}

// State is one side of an exchange. The zero value but for Me and, of the side that asks, Peer, begins.
type State struct {
	Me     journal.Device
	Peer   Peer
	Nonces [][16]byte // of the side that answers: requests answered before, the newest last
	Kept   []Receipt  // of a device: what headquarters signed, as far as it is kept
	Locked bool       // of a restored headquarters: it takes, and gives nothing yet
	Given  Vector     // of the side that answers: how far whoever asks is likely to be, then how far they are with the answer; nil if that is not known

	hand   []Receipt // to be handed to headquarters, since it does not live up to them
	handed bool

	head    Head // the message that is coming in
	came    int  // frames of it so far
	problem string
	nonce   [16]byte       // of the request that is out
	sent    int            // frames in it
	brief   bool           // it has fingerprints alone
	listed  bool           // the answer brought a part of a list
	shy     bool           // the other does not know who asks
	passed  bool           // a frame of the answer was passed over, since who sent it was not known yet
	asked   []journal.Hash // the bodies that the request asks for
	before  Vector         // what the other said the time before
	mine    Vector         // what was here when the request went out
	rounds  int
	version uint64 // in which requests go out; 0: the newest
}

// Input is what happens to a side.
type Input interface{ input() }

// Begin lets the side that asks write its request. Nonce and Seal are drawn by the caller.
type Begin struct {
	Nonce [16]byte
	Seal  []byte
}

// Came is the head of a message, verified by [OpenHead].
type Came struct{ Head Head }

// Framed is the next frame of that message. More says that the one after it is at hand already.
type Framed struct {
	Frame []byte
	More  bool
}

// Ended says that all frames of the message came.
type Ended struct{}

func (Begin) input()  {}
func (Came) input()   {}
func (Framed) input() {}
func (Ended) input()  {}

// Effect is what a side wants done, in this order, before its next input.
type Effect interface{ effect() }

// Send wants a message sent.
type Send struct {
	Head   Head
	Frames [][]byte
}

// Take wants commits taken in: verified, appended and judged like everything that arrives. With More
// they may be verified while the next frame, which is at hand, is read.
type Take struct {
	From    journal.Device
	Commits []journal.Commit
	More    bool
}

// Keeps wants receipts kept, in the place of those that were kept before.
type Keeps struct{ Receipts []Receipt }

// Doubts says that headquarters does not live up to what it signed. From is who found it.
type Doubts struct {
	From journal.Device
	All  []Doubt
}

// Again says that there is more to exchange: begin anew.
type Again struct{}

// Done says that the exchange is over.
type Done struct{ Problem string }

func (Send) effect()   {}
func (Take) effect()   {}
func (Keeps) effect()  {}
func (Doubts) effect() {}
func (Again) effect()  {}
func (Done) effect()   {}

// maxNonces is how many requests a side that answers remembers.
const maxNonces = 4096

// Step is the whole protocol. It changes nothing that it was given. An error wraps [ErrMessage] if the
// other side is to blame; then the message ends, and what came of it stays.
func Step(v View, s State, now time.Time, in Input) (State, []Effect, error) {
	switch in := in.(type) {
	case Begin:
		return s.begin(v, now, in)
	case Came:
		return s.took(v, now, in.Head)
	case Framed:
		return s.frame(v, in)
	case Ended:
		if s.nonce != ([16]byte{}) {
			return s.heard(v)
		}
		return s.answer(v, now)
	}
	return s, nil, nil
}

// begin writes a request: fingerprints alone if nothing seems to be new, else everything.
func (s State) begin(v View, now time.Time, in Begin) (State, []Effect, error) {
	s, ok := s.meets(v, now)
	if !ok {
		return s, []Effect{Done{Away}}, nil
	}
	mine, err := v.shown(s.Peer.Sight, nil)
	if err != nil {
		return s, nil, err
	}
	if s.version == 0 {
		s.version = Version
	}
	h := Head{Version: s.version, From: s.Me, To: s.Peer.Device, Nonce: in.Nonce, At: now.UnixMilli(), Seal: in.Seal, Wants: v.lacks(s.Peer.Device)}
	s.listed, s.passed = false, false
	s.nonce, s.rounds, s.came, s.sent, s.asked, s.mine = in.Nonce, s.rounds+1, 0, 0, h.Wants, mine
	prints, err := v.prints(s.Me)
	if err != nil {
		return s, nil, err
	}
	if s.agreed(v, prints, h.Wants) {
		says, err := s.saysList(v, false)
		h.Prints, h.Wants, s.brief = slices.Concat(prints, says), nil, true
		return s, []Effect{Send{Head: h}}, err
	}
	h.Vector, h.Full, s.brief = mine, true, false
	if h.Prints, err = s.saysList(v, true); err != nil {
		return s, nil, err
	}
	if h.Early, err = v.earlyHere(); err != nil {
		return s, nil, err
	}
	h.Receipts, s.hand = s.handing(v), nil
	var frames [][]byte
	if s.Peer.Heard != nil {
		if frames, h.More, err = v.outgoing(s.Me, s.gives(v), Head{Vector: s.Peer.Heard, Wants: s.Peer.Wants}, nil); err != nil {
			return s, nil, err
		}
	}
	if s.sent = len(frames); s.sent > 0 && !off("g") {
		s.before, s.Peer.Heard = s.Peer.Heard, nil // whether they arrive is not known until there is an answer
	}
	h.Frames = sums(frames)
	return s, []Effect{Send{h, frames}}, nil
}

func sums(frames [][]byte) [][]byte {
	var out [][]byte
	for _, f := range frames {
		sum := sha256.Sum256(f)
		out = append(out, sum[:])
	}
	return out
}

func samePrints(a, b []Print) bool { return reflect.DeepEqual(a, b) }

// took looks at a message's head.
func (s State) took(v View, now time.Time, h Head) (State, []Effect, error) {
	s.head, s.came, s.problem = h, 0, ""
	if s.nonce != ([16]byte{}) { // an answer
		if h.From != s.Peer.Device || h.Nonce != s.nonce || h.To != s.Me {
			return s, nil, wrap("an answer to something else")
		}
		return s, nil, nil
	}
	s.problem = s.judge(v, now, h)
	grant, _ := v.House.Grant(h.From)
	s.Peer = Peer{Device: h.From, Sight: grant.Sight}
	s.Nonces = append(slices.Clone(s.Nonces), h.Nonce)
	if len(s.Nonces) > maxNonces {
		s.Nonces = s.Nonces[len(s.Nonces)-maxNonces:]
	}
	if s.deaf() {
		return s, nil, nil
	}
	effects, err := s.shown(v)
	return s, effects, err
}

// deaf reports whether nothing of a request is taken.
func (s State) deaf() bool {
	return slices.Contains([]string{Unknown, Astray, Newer, Replay}, s.problem)
}

// frame takes in one frame. From whoever has no grant nothing is taken; what a device sends that was turned
// away is: a refusal holds even so, and the law gives nothing else an effect.
func (s State) frame(v View, in Framed) (State, []Effect, error) {
	if !s.head.Names(s.came, in.Frame) {
		return s, nil, wrap("a frame that the head does not name")
	}
	s.came++
	if s.deaf() && (s.problem != Unknown || s.Me == v.House.Home()) {
		return s, nil, nil
	}
	plain, err := unpack(in.Frame)
	if err != nil {
		return s, nil, err
	}
	if effect, ok, err := s.early(v, plain); ok {
		return s, effect, err
	}
	if chunks, ok, err := openChunks(plain); ok {
		if err != nil || s.problem == Unknown || !s.takes(v, nil) {
			return s, nil, err
		}
		return s, []Effect{TakeChunks{s.head.From, chunks}}, nil
	}
	if list, ok, err := openList(plain); ok {
		if err == nil && s.head.From != v.House.Home() {
			err = wrap("a list from somebody who is not headquarters")
		}
		s.listed, list.Told, list.Now = true, time.UnixMilli(s.head.At), s.nonce != ([16]byte{})
		return s, []Effect{list}, err
	}
	commits, err := readFrame(plain)
	if err != nil || !s.takes(v, commits) {
		s.passed = true
		return s, nil, err
	}
	return s, []Effect{Take{s.head.From, commits, in.More}}, nil
}

// answer is what the side that answers says when all of a request is in.
func (s State) answer(v View, now time.Time) (State, []Effect, error) {
	if s.problem == Unknown { // it may have shown who it is
		grant, ok := v.House.Grant(s.head.From)
		if s.Peer.Sight = grant.Sight; ok {
			s.Nonces = s.Nonces[:len(s.Nonces)-1]
			s.problem = s.judge(v, now, s.head)
			s.Nonces = append(s.Nonces, s.head.Nonce)
		}
	}
	h := Head{Version: min(Version, s.head.Version), From: s.Me, To: s.head.From, Nonce: s.head.Nonce, At: now.UnixMilli(), Problem: s.problem}
	if s.problem == Unknown && s.Me != v.House.Home() {
		h, err := s.unknown(v, h)
		return s, []Effect{Send{Head: h}, Done{s.problem}}, err
	}
	if s.deaf() {
		return s, []Effect{Send{Head: h}, Done{s.problem}}, nil
	}
	mine, err := v.shown(s.Peer.Sight, s.head.Vector)
	if err != nil {
		return s, nil, err
	}
	if s.problem != "" {
		if h.Vector, err = s.confirmed(v, mine); err != nil {
			return s, nil, err
		}
		h.Full = true
		if h.Wants, err = v.lacksBy(s.head.From, s.head.Vector); err != nil {
			return s, nil, err
		}
		return s, []Effect{Send{Head: h}, Done{s.problem}}, nil
	}
	if s.Me == v.House.Home() {
		if h.Stamp, err = v.stamp(s.Peer.Sight); err != nil {
			return s, nil, err
		}
	}
	list, err := s.answersList(v)
	if err != nil {
		return s, nil, err
	}
	h.Prints = slices.Concat(list.prints, s.saysMissing(v))
	likely := s.Given
	if s.Given, err = v.shown(s.Peer.Sight, nil); err != nil {
		return s, nil, err
	}
	if !s.head.Full {
		if !list.differs && s.agrees(v, mine.Prints()) {
			s.Peer.Heard = mine // the asker has all of it
			return s, []Effect{Send{Head: h}, Done{}}, nil
		}
		h.Vector, h.Full, h.More = mine, true, true
		s.Given = nil
		frames, err := s.guesses(v, likely, list)
		h.Frames = sums(frames)
		return s, []Effect{Send{h, frames}, Done{}}, err
	}
	h.Vector, h.Full, h.Wants, h.Receipts = mine, true, v.lacks(s.head.From), s.handing(v)
	var frames [][]byte
	if frames, h.More, err = v.outgoing(s.Me, s.Peer.Sight, s.head, list.frames); err != nil {
		return s, nil, err
	}
	h.Frames, h.More = sums(frames), h.More || list.differs && len(list.frames) == 0
	if h.More {
		s.Given = nil
	}
	return s, []Effect{Send{h, frames}, Done{}}, nil
}

// guesses are frames for whoever asks with fingerprints alone, if these are of the very vector that they are likely to
// have: so what is new comes with the first answer. The list goes before people, and only whoever says more can be sent
// it.
func (s State) guesses(v View, likely Vector, list listed) (frames [][]byte, err error) {
	if list.differs || likely == nil || !slices.EqualFunc(likely.Prints(), commitPrints(s.head.Prints), samePrint) {
		return nil, nil
	}
	frames, _, err = v.outgoing(s.Me, s.Peer.Sight, Head{Version: s.head.Version, Vector: likely}, nil)
	return frames, err
}

func samePrint(a, b Print) bool { return a.Scope == b.Scope && bytes.Equal(a.Sum, b.Sum) }

// commitPrints are the fingerprints of scopes, without that of the list.
func commitPrints(all []Print) []Print {
	return slices.DeleteFunc(slices.Clone(all), func(p Print) bool { return p.Scope == listPrint })
}

// confirmed is what a device hears that was turned away: how far its own lanes are here, and of others whether
// what it has of them is here too. So it brings what nobody else may have, and learns nothing.
func (s State) confirmed(v View, mine Vector) (Vector, error) {
	var out Vector
	for _, theirs := range s.head.Vector {
		m := mine.find(theirs.Lane)
		if m.Seq >= theirs.Seq && m != theirs && theirs.Lane.Device != s.head.From {
			same, err := (&outbox{view: v}).agree(theirs)
			if err != nil {
				return nil, err
			}
			if m = theirs; !same {
				continue
			}
		}
		if m.Seq > 0 {
			out = append(out, m)
		}
	}
	return out, nil
}

// agrees reports whether the asker has what is here, by its fingerprints. Headquarters has every scope of a device, so
// one that it lacks is one that it lost.
func (s State) agrees(v View, mine []Print) bool {
	if s.Me == v.House.Home() {
		return slices.EqualFunc(mine, commitPrints(s.head.Prints), samePrint)
	}
	return coveredBy(mine, s.head.Prints)
}

// coveredBy reports whether all fingerprints are among others.
func coveredBy(mine, theirs []Print) bool {
	return !slices.ContainsFunc(mine, func(p Print) bool {
		return !slices.ContainsFunc(theirs, func(q Print) bool { return samePrint(p, q) })
	})
}

// heard is what the side that asks makes of a whole answer.
func (s State) heard(v View) (State, []Effect, error) {
	h := s.head
	s.nonce = [16]byte{}
	s.Peer.List, _ = listOf(h.Prints)
	lacked := s.Peer.Lacks
	if h.Problem == "" {
		s.Peer.Lacks = missingOf(h.Prints)
	}
	said, err := s.receipts(v)
	switch {
	case err != nil:
		return s, nil, err
	case h.Problem == Newer && 0 < h.Version && h.Version < s.version: // it says what it speaks itself
		s.version = h.Version
		return s, []Effect{Again{}}, nil
	case h.Problem != "" && !h.Full:
		s.Peer.Agreed = nil
		return s, []Effect{Done{h.Problem}}, nil
	case !h.Full && len(s.asked) > 0 && !bytes.Equal(lacked, s.Peer.Lacks): // it may have what it did not have then
		s.Peer.Agreed = nil
		return s, append(said, Again{}), nil
	case !h.Full:
		return s, append(said, Done{}), nil // nothing new on either side
	}
	if s.sent == 0 {
		s.before = s.Peer.Heard
	}
	s.Peer.Heard, s.Peer.Wants, s.Peer.Agreed = h.Vector, h.Wants, nil
	if s.brief { // what it lacks of lanes that were not named is only known when they are
		s.Peer.Heard = nil
		return s, append(said, Again{}), nil
	}
	s = s.learns(v)
	if s.passed && !s.Peer.Sight.Stranger && !off("passed") { // headquarters' word of the other was still on its way to the log
		return s, append(said, Again{}), nil
	}
	frames, _, err := v.outgoing(s.Me, s.gives(v), h, nil)
	if err != nil {
		return s, nil, err
	}
	s.hand, s.handed = s.doubted(said)
	mine, err := v.shown(s.Peer.Sight, nil)
	if err != nil {
		return s, nil, err
	}
	wants := v.lacks(s.Peer.Device)
	stuck := s.rounds > 1 && !s.listed && reflect.DeepEqual(mine, s.mine) && slices.Equal(wants, s.asked) && reflect.DeepEqual(s.before, s.Peer.Heard)
	lacking := h.Problem == "" && len(wants) > 0 && !slices.Equal(wants, s.asked)
	if len(s.hand) > 0 || (h.More || len(frames) > 0 || lacking) && !stuck && s.rounds < maxRounds {
		return s, append(said, Again{}), nil
	}
	if h.Problem == "" && len(frames) == 0 && !h.More && !off("h") {
		s.Peer.Asked = wants
		s.Peer.Agreed, err = v.prints(s.Me)
	}
	return s, append(said, Done{h.Problem}), err
}

// maxRounds bounds one exchange with somebody who always has more.
const maxRounds = 1000

func wrap(why string) error { return &messageError{why} }

type messageError struct{ why string }

func (e *messageError) Error() string { return ErrMessage.Error() + ": " + e.why }
func (e *messageError) Unwrap() error { return ErrMessage }
