package exchange

import (
	"bytes"
	"fmt"

	"willing/journal"
)

// A lane is a chain and comes in its order, so whoever was written about last comes last. A device that lacks much gets
// people who come first early: all that is theirs in lanes of territories, out of those lanes, and later once more in
// its place. What it has so, it says in its requests, since no vector tells. Only headquarters sends such frames, and only to whoever
// speaks a version that knows them.

// earlyVersion is the first version that knows them.
const earlyVersion = 3

// earlyMark is how many bytes of a commit's hash name it among those that came early. Should two be alike, one of them
// waits for its lane.
const earlyMark = 4

// earlyFrame is an array of a text and frames of single lanes: each commit in the form of a chain.
type earlyFrame struct {
	_    struct{} `cbor:",toarray"`
	Kind string
	Runs []frame
}

const earlyKind = "early"

// earlyArray begins such a frame: an array of two, and a text of five letters.
var earlyArray = append([]byte{arrayOfTwo, 0x60 + byte(len(earlyKind))}, earlyKind...)

// TakeEarly wants commits taken in whose lanes have not come as far.
type TakeEarly struct {
	From    journal.Device
	Commits []journal.Commit
}

func (TakeEarly) effect() {}

// packEarly packs commits of any lanes; what follows another in its lane goes as a run.
func packEarly(commits []journal.Commit) ([]byte, error) {
	f := earlyFrame{Kind: earlyKind}
	for len(commits) > 0 {
		n := 1
		for n < len(commits) && commits[n].Header.Lane() == commits[0].Header.Lane() && commits[n].Header.Prev == commits[n-1].Hash() {
			n++
		}
		run, err := chainOf(commits[:n])
		if err != nil {
			return nil, err
		}
		f.Runs, commits = append(f.Runs, run), commits[n:]
	}
	raw, err := encoding.Marshal(f)
	if err != nil {
		return nil, err
	}
	return pack(raw)
}

// openEarly reads such a frame; ok is false for any other.
func openEarly(raw []byte) (out []journal.Commit, ok bool, err error) {
	if !bytes.HasPrefix(raw, earlyArray) {
		return nil, false, nil
	}
	var f earlyFrame
	if err := decoding.Unmarshal(raw, &f); err != nil || len(f.Runs) == 0 || len(f.Runs) > lastFrame {
		return nil, true, fmt.Errorf("%w: a frame of people who come first cannot be read", ErrMessage)
	}
	for _, run := range f.Runs {
		commits, err := run.commits()
		if err != nil {
			return nil, true, err
		}
		if out = append(out, commits...); len(out) > lastFrame {
			return nil, true, wrap("a frame with too many commits")
		}
	}
	return out, true, nil
}

// earlyHere names the commits that wait here for their lanes.
func (v View) earlyHere() (out []byte, err error) {
	for e, err := range journal.EarlyCommits(v.Log) {
		if err != nil {
			return nil, err
		}
		hash := e.Commit.Hash()
		if out = append(out, hash[:earlyMark]...); len(out) == maxEarly*earlyMark {
			break
		}
	}
	return out, nil
}

// maxEarly bounds how many commits a request names so.
const maxEarly = 1 << 14

// earlyMarks is what a request says of them; nil if its version knows of none.
func (h Head) earlyMarks() map[[earlyMark]byte]bool {
	if h.Version < earlyVersion {
		return nil
	}
	out := map[[earlyMark]byte]bool{}
	for at := 0; at+earlyMark <= len(h.Early); at += earlyMark {
		out[[earlyMark]byte(h.Early[at:])] = true
	}
	return out
}

// early packs people who come first, if so much lacks that they would wait long. A frame holds whole people, as far as
// it has room: so nobody is half there.
func (x *outbox) early(lanes Vector) error {
	if x.had == nil || x.view.Early == 0 || x.me != x.view.House.Home() || x.to.All || x.lacking(lanes) < x.view.Early {
		return nil
	}
	x.size = firstFrame
	var run []journal.Commit
	for _, person := range x.view.House.First(x.to.Scopes) {
		theirs, err := x.earlyOf(person)
		if err != nil {
			return err
		}
		if len(run) > 0 && len(run)+len(theirs) > x.size {
			if err := x.add(run, packEarly); err != nil || x.full {
				return err
			}
			run = nil
		}
		run = append(run, theirs...)
		for len(run) > lastFrame {
			if err := x.add(run[:lastFrame], packEarly); err != nil || x.full {
				return err
			}
			run = run[lastFrame:]
		}
	}
	return x.add(run, packEarly)
}

// lacking counts what the other lacks of lanes.
func (x *outbox) lacking(lanes Vector) (n uint64) {
	for _, m := range lanes {
		if had := x.theirs.find(m.Lane).Seq; had < m.Seq {
			n += m.Seq - had
		}
	}
	return n
}

// earlyOf is what the other lacks of somebody in lanes of territories; nothing of somebody of whom it may not have all,
// or of whom there is more to know than a lane says.
func (x *outbox) earlyOf(records []journal.ID) (out []journal.Commit, err error) {
	for _, subject := range records {
		for e, err := range journal.Subject(x.view.Log, subject) {
			if err != nil {
				return nil, err
			}
			h := e.Commit.Header
			if !isTerritory(h.Scope) {
				continue
			}
			plain, err := x.plain(e)
			if err != nil || !plain {
				return nil, err
			}
			hash := e.Commit.Hash()
			if h.Device != x.to.Device && h.Seq > x.theirs.find(h.Lane()).Seq && !x.had[[earlyMark]byte(hash[:])] {
				out = append(out, e.Commit)
			}
		}
	}
	return out, nil
}

// plain reports whether a commit says by itself all that its place in the lane would: it is there whole and may be held
// so, there is no other branch, and its device knew no less than before.
func (x *outbox) plain(e journal.Entry) (bool, error) {
	h := e.Commit.Header
	for _, state := range e.Bodies {
		if state != journal.Present {
			return false, nil
		}
	}
	if e.Fork || x.to.Of(h, x.view.House.Where) != Whole {
		return false, nil
	}
	before, ok, err := journal.Get(x.view.Log, h.Prev)
	return err == nil && (!ok || before.Header.Seen.Seq <= h.Seen.Seq), err
}

// early looks whether a frame is one of people who come first.
func (s State) early(v View, plain []byte) (out []Effect, ok bool, err error) {
	commits, ok, err := openEarly(plain)
	if !ok || err != nil {
		return nil, ok, err
	}
	if s.head.From != v.House.Home() {
		return nil, true, wrap("people who come first, from somebody who is not headquarters")
	}
	return []Effect{TakeEarly{s.head.From, commits}}, true, nil
}
