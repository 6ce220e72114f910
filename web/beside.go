package web

import (
	"context"
	"time"
)

// Beside is a laptop's way to another laptop in the same network, without headquarters. Package node stands behind it. It
// is nil at headquarters, and on a phone, since a browser lets nobody in.
type Beside interface {
	State() BesideState
	// Wait lets another laptop come for an hour, or until Stop. It says why not: see [BesideState.Failed].
	Wait() (failed string)
	// Stop ends the waiting.
	Stop()
	// Meet exchanges with a laptop that waits, and says why not.
	Meet(ctx context.Context, address, code string) (failed string)
}

// BesideState is how two laptops stand to each other.
type BesideState struct {
	Code      string    // while this one waits: to be read aloud
	Addresses []string  // where it waits, the most likely first
	Until     time.Time // how long
	Came      time.Time // when another was here since then; zero: not yet

	Met            time.Time // when this one met another that waited; zero: not since it was started
	Sent, Received int       // what came of that
	Failed         string    // why the last try failed, one of [MeetingFails]; "" if it did not
}

// MeetingFails are the reasons why two laptops do not meet, for which the pages have words.
var MeetingFails = []string{"address", "code", "nobody", "house", "copy", "away", "over", "unknown", "revoked", "newer", "taken", "full", "room", "other"}
