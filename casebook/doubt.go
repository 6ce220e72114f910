package casebook

// HeadquartersDoubted says that a device found that headquarters does not have what it signed for. It is about nobody.
const HeadquartersDoubted = "headquarters.doubted"

// Doubt says what a device found wrong with headquarters. It names no person and no entry: everybody gets it.
type Doubt struct {
	Kind   string `json:"kind"`           // "rolledback" or "rewritten"
	Signed int64  `json:"signed"`         // when headquarters signed for what it has no longer, unix milliseconds
	Over   bool   `json:"over,omitempty"` // whoever holds the device says that it was explained
}
