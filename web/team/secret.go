package team

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"html/template"
	"strings"

	"willing/journal"
)

// seeded is the key that grows out of a short secret: Ed25519 with the seed SHA-256(purpose ‖ secret).
func seeded(purpose string, secret []byte) (journal.Key, error) {
	seed := hashOf(append([]byte(purpose), secret...))
	return journal.NewKey(bytes.NewReader(seed[:]))
}

func hashOf(b []byte) [32]byte { return sha256.Sum256(b) }

// letters writes secrets for people: small letters and digits, none of them alike.
var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// grouped parts a code into groups of four letters.
func grouped(code string) string {
	var out []string
	for len(code) > 4 {
		out, code = append(out, code[:4]), code[4:]
	}
	return strings.Join(append(out, code), " ")
}

// asFile is an address that holds a small file itself, so that it can be saved without a server.
func asFile(kind string, content []byte) template.URL {
	return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(content))
}
