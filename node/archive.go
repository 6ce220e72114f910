package node

import (
	"archive/tar"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"willing/journal"
)

// A backup is one file: a tar archive, compressed with zstd, encrypted with age. It holds, in this order,
//
//	manifest.json      what it is: see Manifest
//	programme/…        the copy of the programme folder
//	store/000000 …     the store's snapshot, cut into parts of at most 4 MiB, since its size is not known before
//	seal.json          the SHA-256 of all of the above, signed with the device's key
//
// Anybody who knows the recipient can encrypt to it: the seal is what says that the house itself made it.
const (
	archiveFormat = 1
	manifestName  = "manifest.json"
	sealName      = "seal.json"
	storePrefix   = "store/"
	programmeName = "programme/"
	partSize      = 4 << 20
	sealContext   = "willing/backup/1"
)

// Manifest says what a backup is.
type Manifest struct {
	Format   int       `json:"format"` // 1
	Made     time.Time `json:"made"`
	Home     string    `json:"home"`  // headquarters' device, text form
	Epoch    uint32    `json:"epoch"` // in which it was written
	Register string    `json:"register"`
	Commits  uint64    `json:"commits"` // at least
	BackupTo string    `json:"backup_to,omitempty"`
	URL      string    `json:"url,omitempty"` // where browsers find the house
}

type seal struct {
	Sum       string `json:"sum"`       // SHA-256 over name, size and content of every file before, hexadecimal
	Signature []byte `json:"signature"` // Ed25519, by the device, over sealContext and the sum's 32 bytes
}

// archiver writes a backup.
type archiver struct {
	tar   *tar.Writer
	sum   hash.Hash
	close []func() error
	made  time.Time
	part  []byte // of the store, not yet written
	parts int
}

func newArchiver(w io.Writer, recipients []age.Recipient, made time.Time) (*archiver, error) {
	secret, err := age.Encrypt(w, recipients...)
	if err != nil {
		return nil, err
	}
	small, err := zstd.NewWriter(secret, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	a := &archiver{tar: tar.NewWriter(small), sum: sha256.New(), made: made}
	a.close = []func() error{a.tar.Close, small.Close, secret.Close}
	return a, nil
}

func (a *archiver) add(name string, content []byte) error {
	fmt.Fprintf(a.sum, "%s\n%d\n", name, len(content))
	a.sum.Write(content)
	return a.put(name, content)
}

func (a *archiver) put(name string, content []byte) error {
	err := a.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content)), ModTime: a.made, Format: tar.FormatPAX})
	if err != nil {
		return err
	}
	_, err = a.tar.Write(content)
	return err
}

// Write takes the store's snapshot.
func (a *archiver) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		k := min(len(p), partSize-len(a.part))
		a.part, p = append(a.part, p[:k]...), p[k:]
		if len(a.part) == partSize {
			if err := a.flush(); err != nil {
				return 0, err
			}
		}
	}
	return n, nil
}

func (a *archiver) flush() error {
	if len(a.part) == 0 {
		return nil
	}
	err := a.add(fmt.Sprintf("%s%06d", storePrefix, a.parts), a.part)
	a.part, a.parts = a.part[:0], a.parts+1
	return err
}

// folder adds every file below a folder.
func (a *archiver) folder(dir, prefix string) error {
	return fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		return a.add(prefix+name, content)
	})
}

func (a *archiver) seal(device journal.DeviceKey) error {
	if err := a.flush(); err != nil {
		return err
	}
	sum := a.sum.Sum(nil)
	signature, err := device.Sign(append([]byte(sealContext), sum...))
	if err != nil {
		return err
	}
	content, err := json.Marshal(seal{hex.EncodeToString(sum), signature})
	if err != nil {
		return err
	}
	if err := a.put(sealName, content); err != nil {
		return err
	}
	var errs []error
	for _, end := range a.close {
		errs = append(errs, end())
	}
	return errors.Join(errs...)
}

// errForeign says that a backup was not made by the house whose keys are at hand.
var errForeign = errors.New("made by another house")

// errCut says that an archive does not hold what a backup holds, in its order.
var errCut = errors.New("not a whole backup")

// mostFile bounds one file of an archive, the store apart: nothing that a programme holds is as large.
const mostFile = 16 << 20

// unpacking says where the parts of a backup go.
type unpacking struct {
	manifest  func(Manifest) error // asked before anything else is unpacked
	store     io.Writer
	programme string // folder
}

// unpack reads a backup. It returns an error if anything in it is not as it was written; what it has
// written until then is to be thrown away.
func unpack(r io.Reader, identities []age.Identity, device journal.Device, to unpacking) error {
	plain, err := age.Decrypt(r, identities...)
	if err != nil {
		return err
	}
	large, err := zstd.NewReader(plain, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
	if err != nil {
		return err
	}
	defer large.Close()
	return extract(large, device, to)
}

func extract(r io.Reader, device journal.Device, to unpacking) error {
	x := &extraction{tar: tar.NewReader(r), sum: sha256.New(), to: to}
	if err := x.first(); err != nil {
		return err
	}
	for {
		done, err := x.next(device)
		if err != nil || done {
			return errors.Join(err, x.nothingElse(done, r))
		}
	}
}

type extraction struct {
	tar   *tar.Reader
	sum   hash.Hash
	to    unpacking
	parts int
}

func (x *extraction) read() (name string, content []byte, err error) {
	h, err := x.tar.Next()
	if err != nil {
		return "", nil, errors.Join(errCut, err)
	}
	if h.Typeflag != tar.TypeReg || h.Size > mostFile {
		return "", nil, errCut
	}
	var b bytes.Buffer
	if _, err := io.CopyN(&b, x.tar, h.Size); err != nil {
		return "", nil, errors.Join(errCut, err)
	}
	return h.Name, b.Bytes(), nil
}

func (x *extraction) add(name string, content []byte) {
	fmt.Fprintf(x.sum, "%s\n%d\n", name, len(content))
	x.sum.Write(content)
}

func (x *extraction) first() error {
	name, content, err := x.read()
	if err != nil {
		return err
	}
	var m Manifest
	if name != manifestName || json.Unmarshal(content, &m) != nil {
		return errCut
	}
	x.add(name, content)
	return x.to.manifest(m)
}

func (x *extraction) next(device journal.Device) (done bool, err error) {
	name, content, err := x.read()
	if err != nil {
		return false, err
	}
	if name == sealName {
		return true, x.sealed(content, device)
	}
	x.add(name, content)
	if name == fmt.Sprintf("%s%06d", storePrefix, x.parts) {
		x.parts++
		_, err := x.to.store.Write(content)
		return false, err
	}
	local, ok := strings.CutPrefix(name, programmeName)
	if !ok || !fs.ValidPath(local) || path.Clean(local) != local || !filepath.IsLocal(filepath.FromSlash(local)) {
		return false, errCut
	}
	file := filepath.Join(x.to.programme, filepath.FromSlash(local))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return false, err
	}
	return false, os.WriteFile(file, content, 0o600)
}

func (x *extraction) sealed(content []byte, device journal.Device) error {
	var s seal
	sum := x.sum.Sum(nil)
	if json.Unmarshal(content, &s) != nil || s.Sum != hex.EncodeToString(sum) || x.parts == 0 {
		return errCut
	}
	if !ed25519.Verify(device[:], append([]byte(sealContext), sum...), s.Signature) {
		return errForeign
	}
	return nil
}

// nothingElse reads to the end, so that a file cut short within its last bytes is noticed too.
func (x *extraction) nothingElse(done bool, rest io.Reader) error {
	if !done {
		return nil
	}
	if _, err := x.tar.Next(); !errors.Is(err, io.EOF) {
		return errCut
	}
	if _, err := io.Copy(io.Discard, rest); err != nil {
		return errors.Join(errCut, err)
	}
	return nil
}
