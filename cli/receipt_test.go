package cli

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"willing/casebook"
)

func writtenReceipt(t *testing.T) (path string, key []byte) {
	t.Helper()
	j := &job{std: Stdio{Rand: rand.Reader, Dir: t.TempDir()}}
	paper, err := j.beginReceipt("receipt")
	if err != nil {
		t.Fatal(err)
	}
	c := &casebook.Receipt{Code: "0011", Answer: "no", Version: 3, Language: "it", Key: paper.key.Public(), Says: []string{"It ends here."}}
	readable := func(w io.Writer, seed string, c *casebook.Receipt) error {
		_, err := fmt.Fprintf(w, "Codice: %s\nChiave: %s\n%s\n", c.Code, seed, c.Says[0])
		return err
	}
	if err := paper.write(readable, casebook.ID{1}, c); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(j.std.Dir, "receipt"), paper.key.Public()
}

func TestReceiptReadsForPeopleAndForPrograms(t *testing.T) {
	path, public := writtenReceipt(t)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), "Codice: 0011\nChiave: ") || !strings.Contains(string(text), "It ends here.") {
		t.Errorf("a person cannot read it:\n%s", text)
	}
	key, err := parseReceipt(text)
	if err != nil || !bytes.Equal(key.Public(), public) {
		t.Errorf("a program cannot read it: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read it: %v", info.Mode())
	}
}

func TestDamagedReceiptIsRefused(t *testing.T) {
	path, public := writtenReceipt(t)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := text[:len(text)-5]
	otherKey := bytes.Replace(text, []byte(`"key": "`), []byte(`"key": "aaaa`), 2)
	for what, damaged := range map[string][]byte{"cut": cut, "another key": otherKey, "empty": nil, "readable part only": text[:60]} {
		if key, err := parseReceipt(damaged); err == nil && bytes.Equal(key.Public(), public) {
			t.Errorf("%s: taken for whole", what)
		}
	}
}

func FuzzReceipt(f *testing.F) {
	f.Add([]byte("Receipt   0011\n\n{\"receipt\": {\"code\": \"0011\"}, \"key\": \"aaaa\"}"))
	f.Add([]byte("\n{"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if key, err := parseReceipt(text); err == nil && len(key.Public()) != 32 {
			t.Error("a receipt without a key was taken")
		}
	})
}
