package journal

import (
	"slices"
	"strings"
)

// Scope says whose eyes a lane is for: "control", a territory ("t/IT"), or a report of its own
// ("r/" and the report's id in text form).
type Scope string

// Control is the scope that reaches everyone.
const Control Scope = "control"

// TerritoryScope is the scope of a territory: "t/" and its id (letters, digits, hyphens; 64 at most).
func TerritoryScope(territory string) Scope { return Scope("t/" + territory) }

// ReportScope is the scope of one report.
func ReportScope(report ID) Scope { return Scope("r/" + report.String()) }

// Valid says whether the scope has one of the three forms.
func (s Scope) Valid() bool {
	if s == Control {
		return true
	}
	if territory, ok := strings.CutPrefix(string(s), "t/"); ok {
		return isWord(territory, 64, func(c byte) bool { return isLower(c) || 'A' <= c && c <= 'Z' || c == '-' })
	}
	report, ok := strings.CutPrefix(string(s), "r/")
	_, err := ParseID(report)
	return ok && err == nil
}

// Lane names one chain of commits: what one device wrote in one scope since it was last restored.
// A device starts a new epoch when its store was restored or cloned; the epoch is kept outside the store.
type Lane struct {
	Device Device
	Epoch  uint32
	Scope  Scope
}

// Ref names one event of one commit, by the commit's hash and the event's place in it (from 0).
// A zero Commit means the commit that holds the ref, and then an event before its last.
type Ref struct {
	Commit Hash
	Event  uint16
}

// Seen is the position of headquarters' control lane that a device had last applied when it wrote.
// The zero value says that it had applied none.
type Seen struct {
	Seq  uint64
	Hash Hash
}

// Effect is what a commit does to others' freedom to act, readable from the header alone.
type Effect string

// The frozen vocabulary of effects. What each is worth, and who may cause it, is for the fold to say.
const (
	Refuse  Effect = "refuse"
	Hold    Effect = "hold"
	Consent Effect = "consent"
	Reopen  Effect = "reopen"
	Erase   Effect = "erase"
	Move    Effect = "move"
	Grant   Effect = "grant"
	Revoke  Effect = "revoke"
	Relay   Effect = "relay"
)

// Effects lists the vocabulary.
var Effects = []Effect{Refuse, Hold, Consent, Reopen, Erase, Move, Grant, Revoke, Relay}

// ControlOnly says whether a commit with this effect is written to the control lane: all but consent and relay.
func (e Effect) ControlOnly() bool { return e != Consent && e != Relay }

func (e Effect) known() bool { return slices.Contains(Effects, e) }

// isWord keeps free text, and with it personal data, out of headers.
func isWord(s string, most int, letter func(byte) bool) bool {
	if s == "" || len(s) > most {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !letter(c) && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

// isName is the form of event types, effects and algorithms: "offer.made".
func isName(s string) bool {
	return isWord(s, MaxName, func(c byte) bool { return isLower(c) || c == '.' || c == '-' || c == '_' })
}
