//go:build unix

package node

import (
	"os"

	"golang.org/x/sys/unix"
)

// tryLock takes the folder for this process; ok is false if another one has it. The lock ends with the
// process, however that ends.
func tryLock(path string) (file *os.File, ok bool, err error) {
	file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, false, err
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		_ = file.Close()
		if err == unix.EWOULDBLOCK {
			return nil, false, nil
		}
		return nil, false, err
	}
	return file, true, nil
}
