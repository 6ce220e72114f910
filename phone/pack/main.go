// Command pack packs the phone's program with Brotli, for `make build`. It packs nothing twice: the best packing
// takes a minute or two. With -quick it packs within a second or two, a fifth larger, for tests.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/andybalholm/brotli"
)

func main() {
	quick := flag.Bool("quick", false, "pack quickly rather than small")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr, "usage: pack [-quick] FILE PACKED")
		os.Exit(2)
	}
	if err := pack(flag.Arg(0), flag.Arg(1), *quick); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// pack writes the packed file unless it is one of this very content already, and as small as is asked for. One that
// was packed quickly has a file beside what it was packed from that says so.
func pack(from, to string, quick bool) error {
	raw, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	mark, quality := from+".quick", brotli.BestCompression
	if quick {
		quality = 5 // a fifth larger, in a hundredth of the time
	}
	_, missing := os.Stat(mark)
	sum := sha256.Sum256(raw)
	if same(to, sum) && (quick || errors.Is(missing, fs.ErrNotExist)) {
		return nil
	}
	var out bytes.Buffer
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: quality, LGWin: 24})
	_, err = w.Write(raw)
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	fmt.Printf("phone: %s of %d bytes packed into %d\n", hex.EncodeToString(sum[:4]), len(raw), out.Len())
	if quick {
		err = os.WriteFile(mark, nil, 0o600)
	} else if err = os.Remove(mark); errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, os.WriteFile(to, out.Bytes(), 0o600))
}

func same(packed string, sum [sha256.Size]byte) bool {
	file, err := os.Open(packed)
	if err != nil {
		return false
	}
	defer file.Close()
	h := sha256.New()
	_, err = io.Copy(h, brotli.NewReader(file))
	return err == nil && bytes.Equal(h.Sum(nil), sum[:])
}
