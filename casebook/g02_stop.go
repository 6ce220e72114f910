package casebook

import "time"

// undoTime is how long a slip of the finger can be undone (G02).
const undoTime = 60 * time.Second

// g02Undo: a stop made by a slip of the finger can be undone for 60 seconds on the same device. Every
// stop that the undoing names must be such a slip.
var g02Undo = rule{"G02", []string{StopUndone}, func(h *hearing) []Lack {
	found := false
	for _, stop := range h.file.byType[StopMade] {
		if !names(h.commit, stop.Ref) {
			continue
		}
		found = true
		if !slip(stop.Commit, h.commit) {
			return []Lack{lack("G02", "undo.late", "a stop can be undone for 60 seconds, on the device that made it, by whoever made it; after that only the person lifts it")}
		}
	}
	if !found {
		return []Lack{lack("G02", "undo.names", "name the stop that was a slip of the finger")}
	}
	return nil
}}

// slip reports whether an undoing came in time: by the device's clock and, since that one can be set
// back, by headquarters' clock as soon as both have arrived there.
func slip(stop, undo *Commit) bool {
	late := undo.At.Sub(stop.At)
	if stop.Device != undo.Device || !sameHand(stop.Actor, undo.Actor) || late < 0 || late > undoTime {
		return false
	}
	return stop.Arrived.IsZero() || undo.Arrived.IsZero() || undo.Arrived.Sub(stop.Arrived) <= undoTime
}

// sameHand reports whether whoever undoes is whoever did: it was their finger that slipped.
func sameHand(did, undoes Proof) bool {
	return did.Who == undoes.Who && (!did.Signed || undoes.Signed && did.Key == undoes.Key)
}
