package exchange

import (
	"bytes"
	"fmt"
	"time"

	"willing/sliver"
)

// The list of slivers that a device carries travels beside the commits. Whoever asks says with one more print, of no
// scope's name, which list it has; headquarters says with another which it should have, and sends the parts that
// differ once it knows the checks of each. Nothing of it is remembered on either side but the list itself.

// listPrint is the name of that print. No scope is called so.
const listPrint = "*"

// listFrame is a part of a list. A frame of commits is an array of six, so the two are told apart at once.
type listFrame struct {
	_     struct{} `cbor:",toarray"`
	Keys  [][]byte // all secrets
	Parts []listPart
	Last  bool // of this message
}

type listPart struct {
	_      struct{} `cbor:",toarray"`
	Place  int
	Packed []byte
}

// listArray is the first byte of such a frame, unpacked.
const listArray = 0x83

// listBytes is how much of a list goes into one frame, before it is packed.
const listBytes = 16 << 10

// listFrames packs what somebody lacks of a list who has other checks of its parts; checks is nil if they have none.
func listFrames(l *sliver.List, checks []byte) (frames [][]byte, err error) {
	f := listFrame{Keys: l.Keys}
	size := 0
	flush := func() error {
		raw, err := encoding.Marshal(f)
		if err != nil {
			return err
		}
		packed, err := pack(raw)
		frames, f.Parts, size = append(frames, packed), nil, 0
		return err
	}
	for _, place := range l.Differ(checks) {
		part := sliver.Pack(place, l.Part(place))
		f.Parts, size = append(f.Parts, listPart{Place: place, Packed: part}), size+len(part)
		if size >= listBytes {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	f.Last = true
	return frames, flush()
}

// openList reads a part of a list; ok is false if the frame holds commits.
func openList(raw []byte) (take TakeList, ok bool, err error) {
	if len(raw) == 0 || raw[0] != listArray {
		return take, false, nil
	}
	wrong := fmt.Errorf("%w: a part of a list cannot be read", ErrMessage)
	var f listFrame
	if decoding.Unmarshal(raw, &f) != nil || len(f.Keys) == 0 || len(f.Keys) > mostSecrets {
		return take, true, wrong
	}
	for _, k := range f.Keys {
		if len(k) == 0 || len(k) > sliver.SecretSize {
			return take, true, wrong
		}
	}
	take = TakeList{Keys: f.Keys, Parts: map[int][]byte{}}
	for _, p := range f.Parts {
		part, err := sliver.Unpack(p.Place, p.Packed)
		if err != nil {
			return take, true, wrong
		}
		take.Parts[p.Place] = part
	}
	return take, true, nil
}

// mostSecrets bounds how many generations of secrets a list has.
const mostSecrets = 64

// TakeList wants a part of the list taken in that this device is to carry.
type TakeList struct {
	Keys  [][]byte
	Parts map[int][]byte // by place; empty: nothing is there any more
	Told  time.Time      // when headquarters said so, by its clock
	Now   bool           // in an answer, so nothing newer is known; a file may be an old one
}

func (TakeList) effect() {}

// saysList is the print with which a device says to headquarters which list it carries. A whole request also has the
// checks of its parts, if headquarters is known to have another.
func (s State) saysList(v View, whole bool) ([]Print, error) {
	if s.Me == v.House.Home() || s.Peer.Device != v.House.Home() {
		return nil, nil
	}
	l, err := v.House.List(s.Me)
	if err != nil {
		return nil, err
	}
	sum := l.Sum()
	if whole && len(sum) > 0 && !bytes.Equal(sum, s.Peer.List) {
		sum = append(sum, l.Checks()...)
	}
	return []Print{{Scope: listPrint, Sum: sum}}, nil
}

// listOf is what a message says of a list.
func listOf(prints []Print) (sum []byte, says bool) {
	for _, p := range prints {
		if p.Scope == listPrint {
			return p.Sum, true
		}
	}
	return nil, false
}

// listed is what headquarters says of its list to a device that spoke of one.
type listed struct {
	prints  []Print
	differs bool
	frames  [][]byte // what the device lacks, if it said enough to know
}

func (s State) answersList(v View) (out listed, err error) {
	theirs, says := listOf(s.head.Prints)
	if !says || s.Me != v.House.Home() {
		return out, nil
	}
	l, err := v.House.List(s.head.From)
	if err != nil || l == nil {
		return out, err
	}
	sum := l.Sum()
	out.prints = []Print{{Scope: listPrint, Sum: sum}}
	if out.differs = !bytes.HasPrefix(theirs, sum); !out.differs || !s.head.Full || len(theirs) == sliver.SumLen {
		return out, nil
	}
	out.frames, err = listFrames(l, theirs[min(len(theirs), sliver.SumLen):])
	return out, err
}

// ListSum is which list of slivers a message from headquarters says that its reader should carry; nil if it says none.
func ListSum(h Head) []byte {
	sum, _ := listOf(h.Prints)
	return sum
}
