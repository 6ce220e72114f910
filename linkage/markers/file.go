package markers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// The keyring file is text, so that it can be printed, looked at and put in a
// safe:
//
//	willing marker keys 1
//	generation 1 2026-11-22 <64 hexadecimal digits>
//	generation 2 2031-11-22 retired
//	check <first 16 hexadecimal digits of SHA-256 of all lines above>
const (
	fileHead    = "willing marker keys 1"
	dayLayout   = "2006-01-02"
	checkDigits = 16
	maxFile     = 1 << 23
)

// Text gives the ring as the text of a keyring file, secrets included. It is
// not called MarshalText, so that no log or JSON encoder calls it.
func (r *Keyring) Text() []byte {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var b bytes.Buffer
	b.WriteString(fileHead + "\n")
	for _, g := range r.generations {
		secret := "retired"
		if !g.retired {
			secret = hex.EncodeToString(g.secret[:])
		}
		fmt.Fprintf(&b, "generation %d %s %s\n", g.id, g.created.Format(dayLayout), secret)
	}
	fmt.Fprintf(&b, "check %s\n", checkOf(b.Bytes()))
	return b.Bytes()
}

func checkOf(lines []byte) string {
	sum := sha256.Sum256(lines)
	return hex.EncodeToString(sum[:])[:checkDigits]
}

// ParseKeyring reads what Text gave, and nothing else. Fails with ErrMalformed.
func ParseKeyring(text []byte) (*Keyring, error) {
	body, check, ok := strings.Cut(string(text), "check ")
	if !ok || check != checkOf([]byte(body))+"\n" {
		return nil, fmt.Errorf("%w: keyring check line", ErrMalformed)
	}
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	if lines[0] != fileHead || !strings.HasSuffix(body, "\n") {
		return nil, fmt.Errorf("%w: keyring head line", ErrMalformed)
	}
	var got []generation
	for i, line := range lines[1:] {
		g, ok := parseGeneration(line)
		if !ok || len(got) > 0 && got[len(got)-1].id >= g.id {
			return nil, fmt.Errorf("%w: keyring line %d", ErrMalformed, i+2)
		}
		got = append(got, g)
	}
	return &Keyring{generations: got}, nil
}

func parseGeneration(line string) (generation, bool) {
	f := strings.Split(line, " ")
	if len(f) != 4 || f[0] != "generation" {
		return generation{}, false
	}
	id, err := strconv.ParseUint(f[1], 10, 16)
	day, dayErr := time.Parse(dayLayout, f[2])
	if err != nil || dayErr != nil || id == 0 || strconv.FormatUint(id, 10) != f[1] {
		return generation{}, false
	}
	g := generation{id: uint16(id), created: day, retired: f[3] == "retired"}
	if g.retired {
		return g, true
	}
	secret, err := hex.DecodeString(f[3])
	if err != nil || len(secret) != secretSize || strings.ToLower(f[3]) != f[3] {
		return generation{}, false
	}
	g.secret = [secretSize]byte(secret)
	return g, true
}

// Load reads a keyring file. When group or others may read the file it returns
// the ring together with ErrExposed: the caller decides whether to warn or to
// stop. With any other error (ErrMalformed, a failure of the file system) the
// ring is nil. Windows has no such rights to look at.
func Load(path string) (*Keyring, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, withoutPath("read", err)
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%w: keyring file too large", ErrMalformed)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, withoutPath("read", err)
	}
	r, err := ParseKeyring(text)
	if err != nil {
		return nil, err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return r, ErrExposed
	}
	return r, nil
}

// Save writes the ring to path with rights for the owner only (0600). The file
// is replaced whole or not at all: after an error the old one stands.
func (r *Keyring) Save(path string) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".keyring-*") // made with 0600
	if err != nil {
		return withoutPath("save", err)
	}
	_, err = f.Write(r.Text())
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return withoutPath("save", errors.Join(err, os.Remove(f.Name())))
	}
	return syncDir(dir)
}

// syncDir makes the new name last. Not every system can sync a folder; the
// file itself is safe by then.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return withoutPath("save", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil && runtime.GOOS == "linux" {
		return withoutPath("save", err)
	}
	return nil
}

// withoutPath keeps a folder's name, which may be a person's, out of messages.
func withoutPath(verb string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("markers: %s keyring file: %w", verb, err)
}
