package journal_test

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"willing/journal"
)

// TestWantOfRoomIsKnown: a disk that is full, a quota that is used up, and a file that may not grow, however deep the error lies.
func TestWantOfRoomIsKnown(t *testing.T) {
	for _, full := range []error{journal.ErrFull, syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if !journal.Full(fmt.Errorf("a note: %w", errors.Join(errors.New("first"), &os.PathError{Op: "write", Path: "note", Err: full}))) {
			t.Errorf("%v is not known", full)
		}
	}
	if journal.Full(os.ErrPermission) || journal.Full(nil) {
		t.Error("anything is want of room")
	}
}
