package casebook

import "time"

// undoTime is how long a slip of the finger can be undone (G02).
const undoTime = 60 * time.Second

// g02Undo: a stop made by a slip of the finger can be undone for 60 seconds on the same device.
var g02Undo = rule{"G02", []string{StopUndone}, func(h *hearing) []Lack {
	f, _ := one[Blank](h, StopMade)
	if f == nil {
		return []Lack{lack("G02", "undo.names", "name the stop that was a slip of the finger")}
	}
	late := h.commit.At.Sub(f.Commit.At)
	if f.Commit.Device != h.commit.Device || late < 0 || late > undoTime {
		return []Lack{lack("G02", "undo.late", "a stop can be undone for 60 seconds, on the device that made it; after that only the person lifts it")}
	}
	return nil
}}
