package journal

import (
	"errors"
	"slices"
	"syscall"
)

var noRoom = append(noRoomBesides, ErrFull, syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG)

// Full reports whether an error says that there is no room left, in a store or in a file beside it: on the disk, for this user (a
// quota), or in one file.
func Full(err error) bool {
	return slices.ContainsFunc(noRoom, func(full error) bool { return errors.Is(err, full) })
}
