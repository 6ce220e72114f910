package journal

import "errors"

var (
	// ErrStore wraps every failure of the disk or the database beneath a [Store].
	ErrStore = errors.New("the store failed")
	// ErrFull is wrapped together with [ErrStore] when there is no room left: nothing was written, and what stands
	// can be read.
	ErrFull = errors.New("there is no room left")
	// ErrUncertain is wrapped together with [ErrStore] when the disk failed so late that the write may
	// or may not survive: read again before writing again.
	ErrUncertain = errors.New("the write may or may not be stored")
	// ErrClosed says that the store was closed before or during the call.
	ErrClosed = errors.New("the store is closed")
	// ErrBroken says that bytes on disk are not what was written: a hash, a chain or an encoding is wrong.
	ErrBroken = errors.New("stored data is broken")
)
