package journal

import "errors"

// Limits of one commit. A decoder refuses what exceeds them before it allocates anything of that size.
const (
	MaxHeader    = 64 << 10 // bytes of a header
	MaxBody      = 1 << 20  // bytes of one body
	MaxCommit    = 8 << 20  // bytes of a header, its signature and all its bodies
	MaxEvents    = 256      // events of a commit, at least one
	MaxRefs      = 1024     // refs of a commit
	MaxWitnesses = 16       // witnesses of a commit
	MaxEffects   = 16       // effects of a commit
	MaxName      = 64       // bytes of an event type, an effect or an algorithm
	MaxDepth     = 16       // arrays and maps around any value
	SaltSize     = 16       // bytes of a body's salt
)

var (
	// ErrDraft says that what was drafted cannot become a commit: the mistake is the caller's.
	ErrDraft = errors.New("the draft cannot become a commit")
	// ErrUnknown says that no such commit or event is in the store.
	ErrUnknown = errors.New("no such commit")
	// ErrGap says that a commit came before the one that it follows. It is wrapped by [GapError].
	ErrGap = errors.New("an earlier commit is missing")
)
