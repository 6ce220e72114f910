package exchange

import (
	"slices"
	"time"

	"willing/journal"
)

// Two devices without headquarters say the same to each other as a device to headquarters, each by its own copy of the
// control lane. One of them may have joined after the other was at headquarters last: then the one that knows both gives
// what headquarters wrote first, and the other takes only that until it knows who speaks.

// Away says that the other device was turned away, or that its grant is over: it gets nothing.
const Away = "away"

// meets looks whom a device speaks to before each request. ok is false if it is turned away.
func (s State) meets(v View, now time.Time) (next State, ok bool) {
	if s.Peer.Device == v.House.Home() {
		return s, true
	}
	grant, known := v.House.Grant(s.Peer.Device)
	switch {
	case !known:
		s.Peer.Sight = v.stranger(s.Peer.Device)
		s.Peer.Heard = nil
	case grant.Revoked, !grant.Until.IsZero() && now.After(grant.Until):
		return s, false
	default:
		s.Peer.Sight = grant.Sight
		s.Peer.Sight.All = off("peers")
	}
	return s, true
}

// stranger is the sight of somebody whose grant is not known here.
func (v View) stranger(device journal.Device) Sight {
	return Sight{Device: device, Stranger: true, Home: v.House.Home()}
}

// learns looks anew who has answered: headquarters' word may have come with the answer.
func (s State) learns(v View) State {
	s.shy = s.head.Problem == Unknown
	if grant, known := v.House.Grant(s.Peer.Device); known {
		s.Peer.Sight = grant.Sight
	}
	return s
}

// gives is what the other gets: to one who does not know who asks, what headquarters wrote, so that it does; nothing to
// one who is not known here.
func (s State) gives(v View) Sight {
	switch {
	case s.Peer.Sight.Stranger:
		return Sight{Stranger: true}
	case s.shy:
		return v.stranger(s.Peer.Device)
	}
	return s.Peer.Sight
}

// takes leaves of a frame what may be taken from whoever sent it: from somebody who is not known only what headquarters
// wrote for everybody.
func (s State) takes(v View, commits []journal.Commit) bool {
	if s.head.From == v.House.Home() {
		return true
	}
	if _, known := v.House.Grant(s.head.From); known {
		return true
	}
	return s.Me != v.House.Home() && !slices.ContainsFunc(commits, func(c journal.Commit) bool {
		return c.Header.Device != v.House.Home() || c.Header.Scope != journal.Control
	})
}

// judge says why a request gets no full answer; "" if it does.
func (s State) judge(v View, now time.Time, h Head) string {
	grant, ok := v.House.Grant(h.From)
	switch {
	case h.To != s.Me:
		return Astray
	case h.Version > Version:
		return Newer
	case !ok:
		return Unknown
	case slices.Contains(s.Nonces, h.Nonce) && !off("replay"):
		return Replay
	case grant.Revoked:
		return Revoked
	case !grant.Until.IsZero() && now.After(grant.Until):
		return Expired
	case s.Locked && !off("j"):
		return Locked
	}
	return ""
}

// unknown is what a device answers to one that it does not know: how far it has what headquarters wrote, so that the
// other can show it who it is.
func (s State) unknown(v View, h Head) (Head, error) {
	mine, err := v.vector(v.stranger(s.head.From).Lane)
	for _, m := range mine {
		if s.head.Vector.find(m.Lane).Seq > 0 {
			h.Vector = append(h.Vector, m)
		}
	}
	h.Full = true
	return h, err
}
