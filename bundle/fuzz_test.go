package bundle

import (
	"bytes"
	"testing"

	"willing/exchange"
	"willing/journal"
)

func keyOf(t testing.TB, seed byte) journal.Key {
	t.Helper()
	key, err := journal.NewKey(bytes.NewReader(bytes.Repeat([]byte{seed}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// sealed is a bundle without frames from one device for another.
func sealed(t testing.TB, from, to journal.Key) []byte {
	t.Helper()
	head := exchange.Head{Version: exchange.Version, From: from.Device(), To: to.Device(), Full: true}
	signed, err := head.Sign(from)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := Seal(About{From: from.Device(), For: to.Device()}, signed, nil)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Whatever a bundle says, it is read or refused, and never a reason to fall over.
func FuzzBundle(f *testing.F) {
	from, to := keyOf(f, 1), keyOf(f, 2)
	whole := sealed(f, from, to)
	f.Add(whole)
	f.Add(whole[:len(whole)-20])
	f.Add(sealed(f, to, from))
	f.Add([]byte(title + "{}\n"))
	f.Fuzz(func(_ *testing.T, raw []byte) {
		_, message, err := Open(bytes.NewReader(raw), to)
		if err == nil && message != nil {
			_ = exchange.Read(message, nil, func(exchange.Input) error { return nil }) // it must only come back
		}
	})
}

func TestABundleIsReadByItsReaderAlone(t *testing.T) {
	from, to := keyOf(t, 1), keyOf(t, 2)
	raw := sealed(t, from, to)
	if about, message, err := Open(bytes.NewReader(raw), from); err != nil || message != nil || about.For != to.Device() {
		t.Errorf("whoever wrote it reads it back: %v", err)
	}
	if _, message, err := Open(bytes.NewReader(raw), to); err != nil || message == nil {
		t.Errorf("its reader does not read it: %v", err)
	}
	if _, _, err := Open(bytes.NewReader(raw[:40]), to); err == nil {
		t.Error("a bundle that was cut is none")
	}
}
