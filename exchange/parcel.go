package exchange

import (
	"time"

	"willing/journal"
)

// Parcel is a message for somebody who is not there: all that a node may hold beyond a vector, as far as that
// is known (else all), in one message without end, and what they asked for when they were met last. It is what a
// bundle holds. Of last, what they said then, count version, vector and wants.
func (v View) Parcel(me journal.Device, to Sight, last Head, nonce [16]byte, now time.Time) (Send, error) {
	theirs := last.Vector
	mine, err := v.shown(to, theirs)
	if err != nil {
		return Send{}, err
	}
	prints, list, err := v.parcelList(me, to)
	if err != nil {
		return Send{}, err
	}
	x := &outbox{list: list, view: v, me: me, to: to, theirs: theirs, had: last.earlyMarks(), size: firstFrame, unbounded: true}
	lanes, err := x.lanes()
	if err != nil {
		return Send{}, err
	}
	if err := x.all(lanes, v.carried(to, theirs, last.Wants)); err != nil {
		return Send{}, err
	}
	h := Head{Prints: prints, Version: parcelVersion(to, last), From: me, To: to.Device, Nonce: nonce, At: now.UnixMilli(), Vector: mine, Full: true, More: x.full, Frames: sums(x.frames)}
	return Send{h, x.frames}, nil
}

// parcelVersion is the lowest version that says what is in a parcel: whoever reads it can ask for no other.
func parcelVersion(to Sight, last Head) uint64 {
	if to.All || last.Version < earlyVersion {
		return earlyVersion - 1
	}
	return earlyVersion
}

// carried is what goes into a parcel beside lanes: what the other asked for, and what it would ask for once it has
// read the lanes.
func (v View) carried(to Sight, theirs Vector, wants []journal.Hash) []journal.Hash {
	if v.Chunks == nil {
		return wants
	}
	return append(wants[:len(wants):len(wants)], v.Chunks.Carried(to, theirs)...)
}

// parcelList is the whole list that headquarters sends to a device that is not there.
func (v View) parcelList(me journal.Device, to Sight) ([]Print, [][]byte, error) {
	if me != v.House.Home() || to.All {
		return nil, nil, nil
	}
	l, err := v.House.List(to.Device)
	if err != nil || l == nil {
		return nil, nil, err
	}
	frames, err := listFrames(l, nil)
	return []Print{{Scope: listPrint, Sum: l.Sum()}}, frames, err
}
