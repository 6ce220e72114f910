package casebook

// HeadquartersDoubted says that a device found that headquarters does not have what it signed for. It is about nobody.
const HeadquartersDoubted = "headquarters.doubted"

// What can be wrong with headquarters: it does not have what it signed for.
const (
	DoubtRolledBack = "rolledback" // it has less than it signed for
	DoubtRewritten  = "rewritten"  // it has something else in the same place
	DoubtRestored   = "restored"   // it has less, and says so itself: it was restored from a backup, and writes in a new epoch
)

// Doubt says what a device found wrong with headquarters. It names no person and no entry: everybody gets it.
type Doubt struct {
	Kind   string `json:"kind"`           // [DoubtRolledBack] or [DoubtRewritten]
	Signed int64  `json:"signed"`         // when headquarters signed for what it has no longer, unix milliseconds
	Over   bool   `json:"over,omitempty"` // whoever holds the device says that it was explained
}
