// Command pack packs the phone's program with Brotli, for `make build`. It packs nothing twice: the best packing
// takes a minute.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/andybalholm/brotli"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: pack FILE PACKED")
		os.Exit(2)
	}
	if err := pack(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// pack writes the packed file unless it is one of this very content already.
func pack(from, to string) error {
	raw, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(raw)
	if same(to, sum) {
		return nil
	}
	var out bytes.Buffer
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
	_, err = w.Write(raw)
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	fmt.Printf("phone: %s of %d bytes packed into %d\n", hex.EncodeToString(sum[:4]), len(raw), out.Len())
	return os.WriteFile(to, out.Bytes(), 0o600)
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
