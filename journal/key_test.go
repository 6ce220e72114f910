package journal

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAKeyComesBackFromItsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mara.key")
	k := keyOf("mara")
	if err := WriteKey(path, k); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	back, err := ReadKey(path)
	if err != nil || back.Holder != k.Holder || !bytes.Equal(back.private, k.private) {
		t.Fatal(err)
	}
	if err := WriteKey(path, keyOf("tom")); !errors.Is(err, os.ErrExist) {
		t.Errorf("a key was overwritten: %v", err)
	}
	if err := WriteKey(filepath.Join(t.TempDir(), "none.key"), Key{}); err == nil {
		t.Error("an empty key was written")
	}
	if _, err := ReadKey(path + ".gone"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func TestADamagedKeyFileSaysSo(t *testing.T) {
	text := keyText(keyOf("mara"))
	for i := range text {
		for _, b := range []byte{text[i] ^ 1, text[i] ^ 0x20, '\n'} {
			bad := bytes.Clone(text)
			if bad[i] = b; bytes.Equal(bad, text) {
				continue
			}
			if _, err := ParseKey(bad); !errors.Is(err, ErrBroken) {
				t.Fatalf("byte %d as %q: %v", i, b, err)
			}
		}
		if _, err := ParseKey(text[:i]); !errors.Is(err, ErrBroken) {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
	_, err := ParseKey([]byte("hello"))
	if err == nil || !strings.Contains(err.Error(), "not a key file") {
		t.Error(err)
	}
}

func TestAKeyIsNeverPrinted(t *testing.T) {
	k := keyOf("mara")
	seed := k.private.Seed()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		for _, v := range []any{k, &k, struct{ Key Key }{k}} {
			said := fmt.Sprintf(verb, v)
			if strings.Contains(said, hex.EncodeToString(seed[:4])) || strings.Contains(said, letters.EncodeToString(seed)) ||
				strings.Contains(said, fmt.Sprintf("%d %d %d", seed[0], seed[1], seed[2])) {
				t.Errorf("%s prints the seed: %s", verb, said)
			}
		}
	}
	if _, err := (Key{}).Sign(nil); err == nil {
		t.Error("an empty key signs")
	}
	if _, err := NewKey(bytes.NewReader(make([]byte, 31))); err == nil {
		t.Error("a key was drawn from too little")
	}
}
