package exchange

import (
	"time"

	"willing/journal"
)

// Parcel is a message for somebody who is not there: all that a node may hold beyond a vector, as far as that
// is known (else all), in one message without end, and what they asked for when they were met last. It is what a
// bundle holds.
func (v View) Parcel(me journal.Device, to Sight, theirs Vector, wants []journal.Hash, nonce [16]byte, now time.Time) (Send, error) {
	mine, err := v.shown(to, theirs)
	if err != nil {
		return Send{}, err
	}
	x := &outbox{view: v, me: me, to: to, theirs: theirs, size: firstFrame, unbounded: true}
	lanes, err := x.lanes()
	if err != nil {
		return Send{}, err
	}
	if err := x.all(lanes, v.carried(to, theirs, wants)); err != nil {
		return Send{}, err
	}
	h := Head{Version: Version, From: me, To: to.Device, Nonce: nonce, At: now.UnixMilli(), Vector: mine, Full: true, More: x.full, Frames: sums(x.frames)}
	return Send{h, x.frames}, nil
}

// carried is what goes into a parcel beside lanes: what the other asked for, and what it would ask for once it has
// read the lanes.
func (v View) carried(to Sight, theirs Vector, wants []journal.Hash) []journal.Hash {
	if v.Chunks == nil {
		return wants
	}
	return append(wants[:len(wants):len(wants)], v.Chunks.Carried(to, theirs)...)
}
