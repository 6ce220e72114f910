package envelope_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"willing/envelope"
)

// What is for two is opened by either and by nobody else.
func Example() {
	one, two, other := drawn(), drawn(), drawn()
	closed, _ := one.Close([]byte("for the doctor"), one.Recipients()[0], two.Recipients()[0])
	for _, k := range []*envelope.Keys{one, two, other, {}} {
		content, err := k.Open(closed)
		fmt.Printf("%q %v\n", content, errors.Is(err, envelope.ErrShut))
	}
	// Output:
	// "for the doctor" false
	// "for the doctor" false
	// "" true
	// "" true
}

func drawn() *envelope.Keys {
	text, err := envelope.New()
	if err != nil {
		panic(err)
	}
	keys, err := envelope.Parse([]byte("# a remark\n" + text))
	if err != nil {
		panic(err)
	}
	return keys
}

// Whoever carries it learns neither a word of it nor, by its size, a yes from a no.
func TestAnEnvelopeTellsNothing(t *testing.T) {
	keys := drawn()
	sizes := map[int]bool{}
	for _, content := range []string{"", "no", "yes", "a canary in a cage", string(make([]byte, 508))} {
		closed, err := keys.Close([]byte(content), keys.Recipients()...)
		if err != nil {
			t.Fatal(err)
		}
		if sizes[len(closed)] = true; bytes.Contains(closed, []byte("canary")) {
			t.Error("the content stands in the clear")
		}
		if got, err := keys.Open(closed); err != nil || string(got) != content {
			t.Errorf("%q came out, %v", got, err)
		}
	}
	if len(sizes) != 1 {
		t.Errorf("short contents have %d sizes", len(sizes))
	}
}

func TestWhatIsDamagedStaysShut(t *testing.T) {
	keys := drawn()
	closed, err := keys.Close([]byte("yes"), keys.Recipients()...)
	if err != nil {
		t.Fatal(err)
	}
	for i := range closed {
		broken := bytes.Clone(closed)
		broken[i] ^= 1
		if content, err := keys.Open(broken); err == nil {
			t.Errorf("byte %d changed, and %q came out", i, content)
		}
	}
	for _, to := range [][]string{nil, {""}, {"age1nobody"}} {
		if _, err := keys.Close([]byte("yes"), to...); err == nil {
			t.Errorf("closed for %q", to)
		}
	}
	for _, text := range []string{"", "AGE-SECRET-KEY-1", "a house"} {
		if _, err := envelope.Parse([]byte(text)); err == nil {
			t.Errorf("%q is a file of keys", text)
		}
	}
}
