package markers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
