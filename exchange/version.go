package exchange

// Version is the protocol that this program speaks. It understands every earlier one, and speaks an earlier
// one to whoever says that this is newer than what they know.
//
//	1  2026-11-26  vectors with checks, chain and loose frames, sealed answers
//	2  2026-11-26  a head may say more than its twelve places (extras): headquarters' stamps, and receipts handed on
//	3  2026-11-26  people who come first go early, out of their lanes, to whoever lacks much (extra and frames "early")
const Version = 3

// Limits of what a node takes from a line before it knows whom it comes from.
const (
	MaxHead   = 1 << 20           // bytes of a message's head
	MaxFrame  = 8 << 20           // bytes of a frame, unpacked
	MaxFrames = 4096              // frames in one message
	MaxWants  = 1024              // commits in one message whose bodies are asked for
	maxPacked = MaxFrame + 64<<10 // bytes of a frame on the line: what does not pack grows a little
)

// firstFrame and lastFrame bound how many commits a frame holds: few at first, so that something is usable
// soon on a thin line; more later, since they pack better.
const (
	firstFrame = 16
	lastFrame  = 64
)
