package team

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"html/template"
	"strconv"
	"strings"

	"github.com/skip2/go-qrcode"

	"willing/desk"
	"willing/journal"
)

// seeded is the key that grows out of a short secret: Ed25519 with the seed SHA-256(purpose ‖ secret).
func seeded(purpose string, secret []byte) (journal.Key, error) {
	seed := hashOf(append([]byte(purpose), secret...))
	return journal.NewKey(bytes.NewReader(seed[:]))
}

func hashOf(b []byte) [32]byte { return sha256.Sum256(b) }

// square is a QR code as a drawing: one path of modules, one unit wide each.
type square struct {
	Size int
	Path string
}

// draw makes a QR code with medium correction and a quiet zone of four modules.
func draw(text string) (square, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return square{}, &desk.Error{Kind: desk.Unexpected, Say: "the code cannot be drawn", Cause: err}
	}
	modules := code.Bitmap()
	var path strings.Builder
	for y, row := range modules {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				path.WriteString("M" + strconv.Itoa(from) + " " + strconv.Itoa(y) + "h" + strconv.Itoa(x-from) + "v1h-" + strconv.Itoa(x-from) + "z")
			}
		}
	}
	return square{len(modules), path.String()}, nil
}

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
