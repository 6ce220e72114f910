package intake

import (
	"errors"
	"io"
	"testing"
)

var errDisk = errors.New("the disk cannot be read")

type brokenDisk struct{}

func (brokenDisk) Read([]byte) (int, error)       { return 0, errDisk }
func (brokenDisk) Seek(int64, int) (int64, error) { return 0, nil }

// A list on a broken stick is not an empty one: nobody need ask the office for it again.
func TestAFileThatCannotBeReadIsNotCalledEmpty(t *testing.T) {
	if _, _, err := sniffEncoding(io.ReadSeeker(brokenDisk{})); !errors.Is(err, errDisk) {
		t.Errorf("got %v", err)
	}
}
