package casebook

import "time"

// ClockRight says that headquarters' own clock ran ahead for a while: of what stands in the control lane from a
// position up to this event, nothing happened later than this event did. The stamps stay in the log as they are.
type ClockRight struct {
	From uint64 `json:"from"` // the first position with a wrong stamp
}

// ruleClock: a clock is set right forward in the log, and never to before what was still right. Where two people can
// sign, two do: with a clock set far back, one alone could end every time that runs.
func ruleClock(h *House, c *Commit, body any) []Lack {
	from := body.(*ClockRight).From
	switch {
	case !off("G10") && h.hasSecondEnroller(c.Actor.Who) && !h.second(c, enrollers...):
		return []Lack{lack("G10", "clock.two", "two people look at the machine's clock: another administrator, coordinator or safeguarding lead signs too")}
	case from == 0 || from >= c.Seq:
		return []Lack{lack("G10", "clock.from", "name the first entry whose stamp is wrong")}
	case h.timeAt(from - 1).After(c.At):
		return []Lack{lack("G10", "clock.behind", "the clock shows an earlier time than entries whose stamps are right: set the machine's clock first")}
	}
	return nil
}

// ranAhead is a part of the control lane whose stamps are wrong, and when it was over.
type ranAhead struct {
	from, to uint64
	over     time.Time
}

func applyClock(h *House, c *Commit, _ Ref, body any) {
	x := ranAhead{from: body.(*ClockRight).From, to: c.Seq, over: c.At}
	h.ahead = append(h.ahead, x)
	cap := func(t time.Time) time.Time { return earliestOf(t, c.At) } // nothing before was later than that
	for i := range h.times {
		h.times[i].value = cap(h.times[i].value)
	}
	for generation, k := range h.markers {
		h.markers[generation] = k.setRight(c.At)
	}
	for _, t := range h.texts {
		t.At = cap(t.At)
	}
	for _, b := range h.batches {
		b.At = cap(b.At)
	}
	h.parted, h.latest = cap(h.parted), cap(h.latest)
}

// TrueTime is when something happened that headquarters wrote down at a position of its control lane with a stamp.
func (h *House) TrueTime(pos uint64, stamp time.Time) time.Time {
	for _, x := range h.ahead {
		if pos >= x.from && pos <= x.to {
			stamp = earliestOf(stamp, x.over)
		}
	}
	return stamp
}

// Latest is the latest stamp of the control lane, as far as it is worth anything.
func (h *House) Latest() time.Time { return h.latest }

// AheadFrom is the first position of the control lane whose stamp is later than a moment; 0 if there is none.
func (h *House) AheadFrom(now time.Time) uint64 {
	for _, t := range h.times {
		if t.value.After(now) {
			return t.pos
		}
	}
	return 0
}

func earliestOf(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
