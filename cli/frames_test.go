package cli

import (
	"bytes"
	"testing"
)

func TestFramesComeBackAsTheyWereSent(t *testing.T) {
	var wire bytes.Buffer
	to := &frames{w: &wire}
	long := bytes.Repeat([]byte("a"), maxFrame+10)
	for _, data := range [][]byte{[]byte("hello"), nil, long} {
		if err := to.send(frameOut, data); err != nil {
			t.Fatal(err)
		}
	}
	var lengths []int
	for wire.Len() > 0 {
		kind, data, err := readFrame(&wire)
		if err != nil || kind != frameOut {
			t.Fatalf("%c, %v", kind, err)
		}
		lengths = append(lengths, len(data))
	}
	if len(lengths) != 4 || lengths[0] != 5 || lengths[1] != 0 || lengths[2] != maxFrame || lengths[3] != 10 {
		t.Errorf("frames of %v bytes", lengths)
	}
}

func FuzzFrame(f *testing.F) {
	f.Add([]byte("o\x00\x00\x00\x02hi"))
	f.Add([]byte("o\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, wire []byte) {
		_, data, err := readFrame(bytes.NewReader(wire))
		if err == nil && len(data) != len(wire[:min(len(wire), 5+len(data))])-5 {
			t.Error("more data than was sent")
		}
	})
}
