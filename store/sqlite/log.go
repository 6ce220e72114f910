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
// table, new Updates go to the other. A file that has been written into the table is cut to its head, which stays
// as long as the files are in use (see inuse.go).
//
//	file   "WILLING LOG 3\n", the id of the table's file (16 bytes), number of the last Update in it that is
//	       confirmed (8), CRC-32C of that (4), frames
//	frame  length of the rest (4 bytes), CRC-32C of the rest (4), number of the Update (8), changes
//	change 0 to put or 1 to delete (1 byte), bucket, key, and to put also value, each with its length before
//	       it, an unsigned varint
//
// Numbers are big-endian. Numbers of Updates run on without gaps. A frame that is cut short or does not fit
// its sum ends the log. If every Update that the head calls confirmed stands before it or in the table, it was being
// written when the power went, and was never confirmed; otherwise somebody's work stood there, and the log is damaged.
//
// The head is written behind each sync, before anybody is answered, and is itself synced with the next group or by
// the system some seconds later. So a process that is killed leaves no doubt about its last group; only a power cut within those
// seconds leaves the last group with its own sum alone. A second sync would settle that too, and cost as much as the first.
//
// The second log said up to which byte it was synced, when the next frames came; the first said nothing.
const (
	logTitle  = "WILLING LOG 3\n"
	logTitle2 = "WILLING LOG 2\n"
	logTitle1 = "WILLING LOG 1\n"
	idSize    = 16
	confirmed = len(logTitle) + idSize
	logHead   = confirmed + 8 + 4
	frameHead = 4 + 4
	maxLog    = 1 << 30 // some ten times what the log grows to
)

// logFile is one of the two files.
type logFile struct {
	path       string
	file       *os.File // nil if it is not there
	size       int64    // of what is confirmed; 0 if it has no head
	unfinished int64    // bytes at its end that were left out when it was read
}

// openLogs opens the log files of the table's file at path, as far as they are there.
func openLogs(path string) (logs [2]*logFile, err error) {
	for i := range logs {
		logs[i] = &logFile{path: fmt.Sprintf("%s-log%d", path, i)}
		f, failed := os.OpenFile(logs[i].path, os.O_RDWR, 0o600)
		if errors.Is(failed, os.ErrNotExist) {
			continue
		}
		logs[i].file, err = f, errors.Join(err, failed)
	}
	return logs, err
}

// begin makes the file, if it is not there, and gives it its head, durably. Its folder is not synced.
func (l *logFile) begin(id []byte) (err error) {
	if l.size > 0 {
		return nil
	}
	if l.file == nil {
		if l.file, err = os.OpenFile(l.path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
			l.file = nil
			return err
		}
	}
	head := append(append([]byte(logTitle), id...), confirmation(0)...)
	if err = l.file.Truncate(0); err == nil {
		_, err = l.file.WriteAt(head, 0)
	}
	if err == nil {
		err = l.file.Sync()
	}
	if err == nil {
		l.size = int64(logHead)
	}
	return err
}

// confirmation is what the head says of the Update that was confirmed last.
func confirmation(number uint64) []byte {
	var note [8 + 4]byte
	binary.BigEndian.PutUint64(note[:], number)
	binary.BigEndian.PutUint32(note[8:], crc32.Checksum(note[:8], castagnoli))
	return note[:]
}

// confirms reads a confirmation.
func confirms(note []byte) (number uint64, ok bool) {
	return binary.BigEndian.Uint64(note), crc32.Checksum(note[:8], castagnoli) == binary.BigEndian.Uint32(note[8:12])
}

// add writes frames at the end, durably. An error that wraps errUnsure leaves it open whether they are there;
// after any other they are not.
func (l *logFile) add(frames []byte) error {
	if _, err := l.file.WriteAt(frames, l.size); err != nil {
		if back := l.file.Truncate(l.size); back != nil {
			return errors.Join(errUnsure, err, back)
		}
		return err
	}
	if err := l.file.Sync(); err != nil {
		return errors.Join(errUnsure, err)
	}
	l.size += int64(len(frames))
	l.confirm(lastNumber(frames))
	return nil
}

// confirm says in the head up to which Update all are durable.
func (l *logFile) confirm(number uint64) {
	l.file.WriteAt(confirmation(number), int64(confirmed)) // they are so whether it can be said or not
}

// lastNumber is the number of the last of some whole frames.
func lastNumber(frames []byte) (number uint64) {
	for len(frames) > 0 {
		number = binary.BigEndian.Uint64(frames[frameHead:])
		frames = frames[frameHead+binary.BigEndian.Uint32(frames):]
	}
	return number
}

// empty cuts the file to its head.
func (l *logFile) empty() error { return l.cut(int64(logHead)) }

func (l *logFile) cut(size int64) error {
	if l.size <= size {
		return nil
	}
	l.size = size
	return l.file.Truncate(size)
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

// read hands the frames of the file to fn, in order, up to the first that is not whole. upto is the last Update in the table;
// used says that the table calls the file in use.
func (l *logFile) read(id []byte, upto uint64, used bool, fn func(number uint64, changes []byte) error) error {
	raw, err := l.content()
	if err != nil {
		return err
	}
	head := headOf(raw)
	if len(raw) < head || len(bytes.Trim(raw, "\x00")) == 0 {
		return l.headless(raw, used)
	}
	if !hasTitle(raw, used) || !bytes.Equal(raw[len(logTitle):confirmed], id) {
		return damaged(l.path, "does not belong to this data: it is another's, or damaged")
	}
	l.size = int64(len(raw))
	rest := raw[head:]
	last := upto
	for whole := wholeFrame(rest); whole != nil; whole = wholeFrame(rest) {
		number := binary.BigEndian.Uint64(whole)
		if err := fn(number, whole[8:]); err != nil {
			return err
		}
		last = max(last, number)
		rest = rest[frameHead+len(whole):]
	}
	l.unfinished = int64(len(rest))
	if lacks(raw, len(raw)-len(rest), last) {
		return damaged(l.path, "is damaged or cut short, and work that was confirmed stood there")
	}
	return nil
}

// content is the whole file; nil if it is not there.
func (l *logFile) content() ([]byte, error) {
	if l.file == nil {
		return nil, nil
	}
	stat, err := l.file.Stat()
	if err != nil {
		return nil, err
	}
	if stat.Size() > maxLog {
		return nil, damaged(l.path, "is larger than a log ever is: it is damaged")
	}
	return io.ReadAll(io.NewSectionReader(l.file, 0, stat.Size()))
}

// headless judges a file that is missing, or too short for a head: no confirmed frame ever followed that, unless the file
// was in use.
func (l *logFile) headless(raw []byte, used bool) error {
	switch {
	case !used:
		return nil
	case l.file == nil:
		return damaged(l.path, "is missing, and work that was confirmed may have stood there")
	case len(raw) == 0:
		return damaged(l.path, "is empty, and work that was confirmed may have stood there")
	}
	return damaged(l.path, "is damaged or cut short, and work that was confirmed may have stood there")
}

// hasTitle tells whether a file is a log. A former program's is never in use: this one begins its own.
func hasTitle(raw []byte, used bool) bool {
	title := string(raw[:len(logTitle)])
	return title == logTitle || !used && (title == logTitle2 || title == logTitle1)
}

// headOf is how long the head of a log is.
func headOf(raw []byte) int {
	if bytes.HasPrefix(raw, []byte(logTitle1)) {
		return confirmed
	}
	return logHead
}

// lacks tells whether something that was confirmed does not stand in a log that is whole up to a byte; last is the last Update that
// is there. If the head itself is damaged, whatever is not whole counts.
func lacks(raw []byte, whole int, last uint64) bool {
	if bytes.HasPrefix(raw, []byte(logTitle1)) {
		return false
	}
	said, ok := confirms(raw[confirmed:])
	switch {
	case !ok:
		return whole < len(raw)
	case bytes.HasPrefix(raw, []byte(logTitle2)):
		return uint64(whole) < said
	}
	return last < said
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
