package journal

import "time"

// MaxDrag is how far ahead of its own time a node lets itself be pulled by another's stamp.
const MaxDrag = 10 * time.Minute

// A stamp of the hybrid logical clock (Kulkarni et al., 2014) holds 48 bits of unix milliseconds and a
// counter of 16 bits, which may run over into the milliseconds.
const counterBits = 16

// Tick gives the stamp of something that happens now, after everything stamped up to last.
func Tick(last uint64, now time.Time) uint64 {
	if wall := stampAt(now); wall > last {
		return wall
	}
	if last+1 == 0 {
		return last
	}
	return last + 1
}

// Receive gives the stamp to go on from after another's stamp was read. A stamp [MaxDrag] or more ahead
// of now is reported as from the future, and pulls no further than that.
func Receive(last, stamp uint64, now time.Time) (next uint64, fromFuture bool) {
	limit := stampAt(now.Add(MaxDrag))
	if stamp >= limit {
		return max(Tick(last, now), limit), true
	}
	return max(Tick(last, now), stamp+1), false
}

// Moment is the wall time of a stamp, in UTC, to the millisecond.
func Moment(stamp uint64) time.Time { return time.UnixMilli(int64(stamp >> counterBits)).UTC() }

func stampAt(t time.Time) uint64 {
	const most = 1<<(64-counterBits) - 1
	return uint64(min(max(t.UnixMilli(), 0), most)) << counterBits
}
