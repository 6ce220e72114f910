package sqlite

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sync"

	"willing/journal"
)

// The log holds, one frame each, the Updates that the table does not hold yet. It lies in two files beside
// the table's, path-log0 and path-log1, used by turns: while what stands in the one is written into the
// table, new Updates go to the other. A file that has been written into the table is cut to nothing.
//
//	file   "WILLING LOG 2\n", the id of the table's file (16 bytes), how far the file was synced before frames
//	       were added last (8), CRC-32C of that (4), frames
//	frame  length of the rest (4 bytes), CRC-32C of the rest (4), number of the Update (8), changes
//	change 0 to put or 1 to delete (1 byte), bucket, key, and to put also value, each with its length before
//	       it, an unsigned varint
//
// Numbers are big-endian. Numbers of Updates run on without gaps. A frame that is cut short or does not fit
// its sum ends the log. If that is behind what was synced before, a power cut left it, and it was never confirmed;
// otherwise somebody's work stood there, and the log is damaged. The first log did not say how far it was synced.
const (
	logTitle  = "WILLING LOG 2\n"
	oldTitle  = "WILLING LOG 1\n"
	idSize    = 16
	syncedAt  = len(logTitle) + idSize
	logHead   = syncedAt + 8 + 4
	frameHead = 4 + 4
	maxFrame  = 1 << 30
)

// logFile is one of the two files.
type logFile struct {
	file *os.File
	size int64 // of what is confirmed
}

func logPath(path string, i int) string { return fmt.Sprintf("%s-log%d", path, i) }

// openLogs opens the log files at path, and makes them if they are not there.
func openLogs(path string) (logs [2]*logFile, err error) {
	for i := range logs {
		f, failed := os.OpenFile(logPath(path, i), os.O_RDWR|os.O_CREATE, 0o600)
		if failed != nil {
			return logs, errors.Join(err, failed)
		}
		logs[i] = &logFile{file: f}
	}
	return logs, nil
}

// begin writes the head of an empty file; it is synced with the first frame.
func (l *logFile) begin(id []byte) error {
	_, err := l.file.WriteAt(append([]byte(logTitle), id...), 0)
	if err == nil {
		l.size = int64(logHead)
	}
	return err
}

// noteSynced writes how far the file is synced; that is synced with the frames that come next.
func (l *logFile) noteSynced() error {
	var note [8 + 4]byte
	binary.BigEndian.PutUint64(note[:], uint64(l.size))
	binary.BigEndian.PutUint32(note[8:], crc32.Checksum(note[:8], castagnoli))
	_, err := l.file.WriteAt(note[:], int64(syncedAt))
	return err
}

// synced is how far a log says that it was synced; 0 if that cannot be read.
func synced(head []byte) int {
	note := head[syncedAt:logHead]
	if crc32.Checksum(note[:8], castagnoli) != binary.BigEndian.Uint32(note[8:]) {
		return 0
	}
	return int(binary.BigEndian.Uint64(note))
}

// add writes frames at the end, durably. An error that wraps errUnsure leaves it open whether they are there;
// after any other they are not.
func (l *logFile) add(id, frames []byte) error {
	if l.size == 0 {
		if err := l.begin(id); err != nil {
			return err
		}
	}
	err := l.noteSynced()
	if err == nil {
		_, err = l.file.WriteAt(frames, l.size)
	}
	if err != nil {
		if back := l.file.Truncate(l.size); back != nil {
			return errors.Join(errUnsure, err, back)
		}
		return err
	}
	if err := l.file.Sync(); err != nil {
		return errors.Join(errUnsure, err)
	}
	l.size += int64(len(frames))
	return nil
}

// empty cuts the file to nothing.
func (l *logFile) empty() error {
	if l.size == 0 {
		return nil
	}
	l.size = 0
	return l.file.Truncate(0)
}

var errUnsure = errors.New("whether the log was written is not known")

// frame is one Update as the log holds it: room for its head, and its changes in the order in which they
// were made.
type frame []byte

// frames are those that were written, for others to use again.
var frames = sync.Pool{New: func() any { return new(frame) }}

// frameKept bounds what is kept of a frame: an import's is not wanted again soon.
const frameKept = 64 << 10

func newFrame() frame {
	f := *frames.Get().(*frame)
	if f == nil {
		f = make(frame, 0, 4<<10)
	}
	return f[:frameHead+8]
}

// done gives the room of a frame back: nobody has it any more.
func (f frame) done() {
	if f != nil && cap(f) <= frameKept {
		frames.Put(&f)
	}
}

func (f frame) put(b journal.Bucket, key, value []byte) frame {
	f = appendPart(appendPart(append(f, 0), string(b)), string(key))
	return appendPart(f, string(value))
}

func (f frame) gone(b journal.Bucket, key []byte) frame {
	return appendPart(appendPart(append(f, 1), string(b)), string(key))
}

func appendPart(f frame, part string) frame {
	return append(binary.AppendUvarint(f, uint64(len(part))), part...)
}

// close fills in the head.
func (f frame) close(number uint64) {
	binary.BigEndian.PutUint64(f[frameHead:], number)
	binary.BigEndian.PutUint32(f, uint32(len(f)-frameHead))
	binary.BigEndian.PutUint32(f[4:], crc32.Checksum(f[frameHead:], castagnoli))
}

// read hands the frames of the file to fn, in order, up to the first that is not whole.
func (l *logFile) read(id []byte, fn func(number uint64, changes []byte) error) error {
	raw, err := io.ReadAll(l.file)
	if err != nil {
		return err
	}
	head, old := logHead, bytes.HasPrefix(raw, []byte(oldTitle))
	if old {
		head = syncedAt
	}
	if len(raw) < head {
		return nil // a head that is cut short was never followed by a confirmed frame
	}
	if !old && !bytes.HasPrefix(raw, []byte(logTitle)) || !bytes.Equal(raw[len(logTitle):syncedAt], id) {
		return fmt.Errorf("%w: the log beside the file is not its own", journal.ErrBroken)
	}
	l.size = int64(len(raw))
	rest := raw[head:]
	for whole := wholeFrame(rest); whole != nil; whole = wholeFrame(rest) {
		if err := fn(binary.BigEndian.Uint64(whole), whole[8:]); err != nil {
			return err
		}
		rest = rest[frameHead+len(whole):]
	}
	if !old && len(raw)-len(rest) < synced(raw) {
		return fmt.Errorf("%w: the log is damaged or cut short, and what was confirmed stood there", journal.ErrBroken)
	}
	return nil
}

// wholeFrame is the first frame without its head, or nil if it is not whole.
func wholeFrame(raw []byte) []byte {
	if len(raw) < frameHead+8 {
		return nil
	}
	size := int(binary.BigEndian.Uint32(raw))
	if size < 8 || size > len(raw)-frameHead || crc32.Checksum(raw[frameHead:frameHead+size], castagnoli) != binary.BigEndian.Uint32(raw[4:]) {
		return nil
	}
	return raw[frameHead : frameHead+size]
}

// replay makes the changes of a frame in a tree and returns their cost.
func replay(changes []byte, in *tree) (cost int, err error) {
	var o block
	for len(changes) > 0 {
		kind := changes[0]
		bucket, rest, ok := cutPart(changes[1:])
		key, rest, ok2 := cutPart(rest)
		if !ok || !ok2 || kind > 1 || len(bucket) > 255 {
			return cost, fmt.Errorf("%w: a change in the log", journal.ErrBroken)
		}
		var c change
		if kind == 1 {
			c = o.gone(journal.Bucket(bucket), key, cost)
		} else {
			value, after, ok := cutPart(rest)
			if !ok {
				return cost, fmt.Errorf("%w: a change in the log", journal.ErrBroken)
			}
			c, rest = o.put(journal.Bucket(bucket), key, value, cost), after
		}
		in.Set(c)
		cost += c.cost()
		changes = rest
	}
	return cost, nil
}

func cutPart(raw []byte) (part, rest []byte, ok bool) {
	n, width := binary.Uvarint(raw)
	if width <= 0 || n > uint64(len(raw)-width) {
		return nil, nil, false
	}
	return raw[width : width+int(n)], raw[width+int(n):], true
}
