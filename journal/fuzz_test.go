package journal

import (
	"bytes"
	"testing"
)

func FuzzDecodeCommit(f *testing.F) {
	p := newPhone(f, "mara")
	whole := p.writes(answer())
	f.Add(whole.Encode())
	f.Add(p.writes(visit("ada")).Encode())
	whole.Bodies = []*Body{nil}
	f.Add(whole.Encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := DecodeCommit(data)
		if err != nil {
			return
		}
		if !bytes.Equal(c.Encode(), data) {
			t.Fatal("decoded from another form than the one")
		}
		if h := c.Header; c.raw[0] == 0xb0 && !bytes.Equal(encodeHeader(h), c.raw) {
			t.Fatal("header decoded from another form than the one")
		}
		store := mapStore{}
		if outcome, err := Append(store, c, 0); err == nil {
			if back, ok, err := Get(store, c.Hash()); !ok || err != nil || !bytes.Equal(back.Encode(), data) {
				t.Fatalf("%v, but it does not come back: %v", outcome, err)
			}
		}
		_, _ = Verify(c)
	})
}

func FuzzUnmarshalBody(f *testing.F) {
	for _, v := range []any{nil, true, -5, 1.1, "quay", []byte{1}, []any{1, "a"}, map[string]any{"a": 1, "bb": []any{}}} {
		data, err := Marshal(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v any
		if Unmarshal(data, &v) == nil {
			if again, err := Marshal(v); err != nil || !bytes.Equal(again, data) {
				t.Fatalf("%x becomes %x: %v", data, again, err)
			}
		}
		var n note
		if Unmarshal(data, &n) == nil {
			if _, err := Marshal(n); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func FuzzKeyFile(f *testing.F) {
	f.Add(keyText(keyOf("mara")))
	f.Add([]byte(keyTitle + "\nholder: \n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if k, err := ParseKey(text); err == nil && !bytes.Equal(keyText(k), text) {
			t.Fatal("read from another form than the one")
		}
	})
}

// FuzzAssertion: no bytes but the authenticator's own are an assertion.
func FuzzAssertion(f *testing.F) {
	message := []byte("what mara signed")
	key := passkeyOf("mara")
	good, err := key.Sign(message)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add(WebAuthnSignature(make([]byte, 37), []byte(`{"type":"webauthn.get"}`), nil))
	f.Add(WebAuthnSignature(nil, []byte("null"), nil))
	f.Fuzz(func(t *testing.T, packed []byte) {
		if assertionFault(key.Public(), message, packed) == "" && !bytes.Equal(packed, good) {
			t.Fatal("something else passes for mara's assertion")
		}
	})
}
