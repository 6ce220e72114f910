package exchange

import (
	"time"

	"willing/journal"
)

// Parcel is a message for somebody who is not there: all that a node may hold beyond a vector, as far as that
// is known (else all), in one message without end. It is what a bundle holds.
func (v View) Parcel(me journal.Device, to Sight, theirs Vector, nonce [16]byte, now time.Time) (Send, error) {
	mine, err := v.shown(to, theirs)
	if err != nil {
		return Send{}, err
	}
	x := &outbox{view: v, me: me, to: to, theirs: theirs, size: firstFrame, unbounded: true}
	lanes, err := x.lanes()
	if err != nil {
		return Send{}, err
	}
	for _, m := range lanes {
		if err := x.lane(m); err != nil {
			return Send{}, err
		}
	}
	h := Head{Version: Version, From: me, To: to.Device, Nonce: nonce, At: now.UnixMilli(), Vector: mine, Full: true, More: x.full, Frames: sums(x.frames)}
	return Send{h, x.frames}, nil
}
