package exchange

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// magic begins every message on a line or in a file.
const magic = "willing exchange 1\n"

// Write puts a message on a line: the magic line, then the signed head and each frame, every one with its
// length before it. With a seal, each of them is sealed. Each goes out as soon as it is there, since each can be used by
// itself.
func Write(w io.Writer, signedHead []byte, frames [][]byte, seal *Seal) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(magic); err != nil {
		return err
	}
	if seal != nil {
		if _, err := out.Write(seal.public); err != nil {
			return err
		}
	}
	for _, part := range append([][]byte{signedHead}, frames...) {
		if seal != nil {
			part = seal.close(part)
		}
		if _, err := out.Write(binary.AppendUvarint(nil, uint64(len(part)))); err != nil {
			return err
		}
		if _, err := out.Write(part); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// Read takes a message from a line and hands on each part as it comes: [Came], [Framed] for each frame that
// the head names, [Ended]. What was handed on before the line broke was whole. open is nil for a message
// that is not sealed.
func Read(r io.Reader, open *Opening, on func(Input) error) error {
	in := bufio.NewReaderSize(r, readAhead)
	begin := make([]byte, len(magic))
	if _, err := io.ReadFull(in, begin); err != nil || string(begin) != magic {
		return broken("it does not begin as one", err)
	}
	if open != nil {
		if err := open.begin(in); err != nil {
			return err
		}
	}
	signed, err := readPart(in, MaxHead+sealing, open)
	if err != nil {
		return err
	}
	head, err := OpenHead(signed)
	if err != nil {
		return err
	}
	if err := on(Came{head}); err != nil {
		return err
	}
	for i := range head.Frames {
		frame, err := readPart(in, maxPacked+sealing, open)
		if err != nil {
			return err
		}
		if err := on(Framed{frame, i+1 < len(head.Frames) && atHand(in)}); err != nil {
			return err
		}
	}
	return on(Ended{})
}

// readAhead is how many bytes are read from a line at once, if they are there.
const readAhead = 256 << 10

// atHand reports whether all of the next part has come.
func atHand(in *bufio.Reader) bool {
	came, _ := in.Peek(in.Buffered()) // what is buffered can be looked at
	size, n := binary.Uvarint(came)
	return n > 0 && size <= uint64(len(came)-n)
}

func readPart(in *bufio.Reader, most int, open *Opening) ([]byte, error) {
	size, err := readSize(in)
	if err != nil || size == 0 || size > uint64(most) {
		return nil, broken("a part of no possible size", err)
	}
	part := make([]byte, 0, min(size, 64<<10)) // memory is for what comes, not for what is announced
	for uint64(len(part)) < size {
		n := min(size-uint64(len(part)), 64<<10)
		chunk := make([]byte, n)
		if _, err := io.ReadFull(in, chunk); err != nil {
			return nil, broken("it ends in the middle", err)
		}
		part = append(part, chunk...)
	}
	if open != nil {
		return open.open(part)
	}
	return part, nil
}

// readSize reads the length of a part. One that goes on beyond what any part has is as good as none.
func readSize(in io.ByteReader) (size uint64, err error) {
	for shift := 0; shift < 35; shift += 7 {
		b, err := in.ReadByte()
		if err != nil {
			return 0, err
		}
		size |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return size, nil
		}
	}
	return 0, nil
}

// broken keeps the line's own fault apart from a message that is none.
func broken(why string, err error) error {
	if err == nil {
		return wrap(why)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %s", ErrCut, why)
	}
	return err
}

// ErrCut says that a line broke in the middle of a message. What came before stays; the next message goes on.
var ErrCut = errors.New("the line broke")
