package register

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// extent is how far a register file goes.
type extent struct {
	lines int
	size  int64  // of its whole lines
	head  string // sum of the last of them
	whole bool   // there is a file, and nothing stands behind them
}

// walk reads the lines of a file behind those of an extent, one at a time, and hands them to fn. A last line
// without its end was never confirmed, and is left out.
func walk(path string, from extent, fn func(Entry) error) (extent, error) {
	f, err := os.Open(path)
	if err != nil {
		return from, err
	}
	defer f.Close()
	if _, err := f.Seek(from.size, io.SeekStart); err != nil {
		return from, err
	}
	lines := bufio.NewReaderSize(f, 1<<16)
	var long []byte
	for {
		part, err := lines.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			long = append(long, part...)
			continue
		}
		if errors.Is(err, io.EOF) {
			from.whole = len(long)+len(part) == 0
			return from, nil
		}
		if err != nil {
			return from, err
		}
		if len(long) > 0 {
			part = append(long, part...)
			long = long[:0]
		}
		e, sum, ok := read(part, from.head)
		if !ok {
			return from, fmt.Errorf("%w at line %d", ErrBroken, from.lines+1)
		}
		from.lines, from.size, from.head = from.lines+1, from.size+int64(len(part)), sum
		if err := fn(e); err != nil {
			return from, err
		}
	}
}

// headAt is the sum of the line that ends at an offset, "" at the beginning. Somebody has read the file before.
func headAt(path string, size int64) (string, error) {
	if size < int64(sumSize+len(lineEnd)) {
		return "", nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := make([]byte, sumSize)
	_, err = f.ReadAt(sum, size-int64(sumSize+len(lineEnd)))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, io.EOF) {
		err = nil
	}
	return string(sum), err
}
