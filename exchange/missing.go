package exchange

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"willing/journal"
)

// A header may reach headquarters before the content that belongs to it, by way of somebody who may not hold that. A
// device that asks then is given nothing, and asks with fingerprints alone as long as these agree; the content changes
// none of them when it comes. So headquarters says, with one more print, what it lacks itself of what the device may
// hold: where that changed, a device that waits for content asks again.

// missingPrint is the name of that print. No scope is called so.
const missingPrint = "?"

// saysMissing is that print; none if headquarters lacks nothing.
func (s State) saysMissing(v View) []Print {
	if s.Me != v.House.Home() || off("missing") {
		return nil
	}
	names := v.House.Missing(s.Peer.Sight)
	if len(names) == 0 {
		return nil
	}
	slices.SortFunc(names, func(a, b journal.Hash) int { return bytes.Compare(a[:], b[:]) })
	sum := sha256.New()
	for _, n := range names {
		sum.Write(n[:])
	}
	return []Print{{Scope: missingPrint, Sum: sum.Sum(nil)[:16]}}
}

// missingOf is what an answer says of it.
func missingOf(prints []Print) []byte {
	for _, p := range prints {
		if p.Scope == missingPrint {
			return p.Sum
		}
	}
	return nil
}

// lacksBy are the commits without their content here that a device was to have whole: those that it wrote itself and that came by way of
// others, and those that lie in a lane as far as it shows that it has it, of which a restored headquarters may have lost the content. It is
// asked for them even if it was turned away, since nobody else may have it; it hears of no commit by that which it does not have.
func (v View) lacksBy(device journal.Device, theirs Vector) (out []journal.Hash, err error) {
	if off("missing") {
		return nil, nil
	}
	for _, hash := range v.House.Wants() {
		c, ok, err := journal.Get(v.Log, hash)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		asks := c.Header.Device == device
		if had := theirs.find(c.Header.Lane()); !asks && had.Seq >= c.Header.Seq && !off("lost") {
			if asks, err = (&outbox{view: v}).agree(had); err != nil {
				return nil, err
			}
		}
		if asks {
			out = append(out, hash)
		}
	}
	return out, nil
}

// agreed reports whether fingerprints alone say enough: they are those with which the last exchange ended, and nothing
// is wanted that was not asked for then. Another device is asked again for whatever it did not have: it says nothing of
// what it lacks.
func (s State) agreed(v View, prints []Print, wants []journal.Hash) bool {
	waits := len(wants) > 0 && s.Peer.Device != v.House.Home()
	return len(s.hand) == 0 && !s.Peer.Sight.Stranger && !waits && slices.Equal(wants, s.Peer.Asked) && len(prints) > 0 && samePrints(prints, s.Peer.Agreed)
}
