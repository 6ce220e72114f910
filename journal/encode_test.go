package journal

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

type note struct {
	Text   string           `json:"text"`
	Who    ID               `json:"who"`
	Counts map[string]int   `json:"counts"`
	Of     map[ID]Hash      `json:"of"`
	Tags   []string         `json:"tags,omitempty"`
	Long   *float64         `json:"long"`
	Any    any              `json:"any"`
	Nested []map[string]any `json:"nested"`
}

func TestBodiesComeBack(t *testing.T) {
	long := 9.1
	in := note{
		Text: "quay", Who: idOf("ada"), Counts: map[string]int{"b": -1, "a": 1 << 40}, Of: map[ID]Hash{idOf("ben"): {1}},
		Tags: []string{"x"}, Long: &long, Any: []any{int64(1), "two", nil, true, 1.5, []byte{3}}, Nested: []map[string]any{{"k": int64(0)}},
	}
	data, err := Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var out note
	if err := Unmarshal(data, &out); err != nil || !reflect.DeepEqual(in, out) {
		t.Fatalf("%v\n%+v\n%+v", err, in, out)
	}
	var part struct {
		Text string `json:"text"`
	}
	if err := Unmarshal(data, &part); err != nil || part.Text != "quay" {
		t.Fatalf("unknown fields: %v", err)
	}
	var wrong struct {
		Text int `json:"text"`
	}
	if err := Unmarshal(data, &wrong); !errors.Is(err, ErrBroken) || strings.Contains(err.Error(), "quay") {
		t.Fatalf("a text for a number: %v", err)
	}
	empty, _ := Marshal(note{})
	made, _ := Marshal(note{Counts: map[string]int{}, Of: map[ID]Hash{}, Nested: []map[string]any{}})
	if !bytes.Equal(empty, made) {
		t.Error("nil and empty are two bodies")
	}
}

// otherForms are what the one form is not, in hex.
var otherForms = map[string]string{
	"nothing":                  "",
	"a byte too many":          "0000",
	"cut off":                  "6261",
	"cut off argument":         "19ff",
	"long number":              "1817",
	"long number of 2":         "1900ff",
	"long number of 4":         "1a0000ffff",
	"long number of 8":         "1b00000000ffffffff",
	"long length":              "580100",
	"indefinite array":         "9fff",
	"indefinite text":          "7f6161ff",
	"indefinite map":           "bfff",
	"reserved length":          "1c",
	"tag":                      "c100",
	"undefined":                "f7",
	"simple value":             "f820",
	"break":                    "ff",
	"not UTF-8":                "61ff",
	"key not UTF-8":            "a161ff00",
	"keys doubled":             "a2616100616101",
	"keys out of order":        "a2616200616100",
	"longer key first":         "a262616100616200",
	"a key that is an array":   "a18000",
	"half NaN":                 "f97e00",
	"half infinity":            "f97c00",
	"float NaN":                "fa7fc00000",
	"float that fits half":     "fa3fc00000",
	"float subnormal in half":  "fa33800000",
	"double infinity":          "fb7ff0000000000000",
	"double that fits float":   "fb3ff8000000000000",
	"a huge array":             "9bffffffffffffffff",
	"a huge byte string":       "5bffffffffffffffff",
	"a map cut short":          "a26161",
	"nested too deep":          strings.Repeat("81", MaxDepth+1) + "00",
	"nested too deep in a map": strings.Repeat("a100", MaxDepth+1) + "00",
}

func TestOnlyOneFormIsAccepted(t *testing.T) {
	for name, data := range otherForms {
		raw, err := hex.DecodeString(data)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := Unmarshal(raw, &v); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, data := range map[string]string{
		"deep as allowed": strings.Repeat("81", MaxDepth) + "00", "half": "f93e00", "smallest half": "f90001",
		"just below half": "fa33000000", "float": "fa47800000", "double": "fb3ff199999999999a", "empty key": "a16000",
	} {
		raw, _ := hex.DecodeString(data)
		var v any
		if err := Unmarshal(raw, &v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Unmarshal(append([]byte{0x5a, 0, 0x10, 0, 0}, make([]byte, 1<<20)...), new([]byte)); !errors.Is(err, ErrBroken) {
		t.Errorf("larger than the limit: %v", err)
	}
	for _, v := range []any{math.NaN(), math.Inf(1), func() {}, "\xff"} {
		if _, err := Marshal(v); !errors.Is(err, ErrDraft) {
			t.Errorf("%T: %v", v, err)
		}
	}
}

// Every float and whole number that the codec writes is one that the strict reader takes, and back.
func TestNumbersKeepTheirShortestForm(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f, i := rapid.Float64().Draw(rt, "f"), rapid.Int64().Draw(rt, "i")
		in := []any{f, float64(float32(f)), float64(int8(i)) / 64, i, i >> 32, i >> 48}
		if math.IsInf(in[1].(float64), 0) {
			in[1] = 0.0
		}
		data, err := Marshal(in)
		if err != nil {
			rt.Fatal(err)
		}
		var out []any
		if err := Unmarshal(data, &out); err != nil || !reflect.DeepEqual(in, out) {
			rt.Fatalf("%v %v %v", err, in, out)
		}
		var e encoder
		e.int(i)
		if direct, _ := Marshal(i); !bytes.Equal(direct, e.buf) {
			rt.Fatalf("%x %x", direct, e.buf)
		}
	})
}

func TestNamesHaveOneText(t *testing.T) {
	id, hash, device := idOf("ada"), Hash{1, 2}, keyOf("mara").Device()
	if back, err := ParseID(id.String()); err != nil || back != id || len(id.String()) != 26 {
		t.Error(back, err)
	}
	if back, err := ParseDevice(device.String()); err != nil || back != device {
		t.Error(back, err)
	}
	text := id.String()
	loose := text[:25] + string("abcdefghijklmnopqrstuvwxyz234567"[strings.IndexByte("abcdefghijklmnopqrstuvwxyz234567", text[25])|1])
	for _, bad := range []string{"", strings.ToUpper(text), text + "a", text[1:], loose, " " + text[1:]} {
		if _, err := ParseID(bad); !errors.Is(err, ErrBroken) {
			t.Errorf("%q is read as an id: %v", bad, err)
		}
	}
	in := map[ID][]any{id: {hash, device}}
	data, err := json.Marshal(in)
	if err != nil || !strings.Contains(string(data), text) {
		t.Fatal(string(data), err)
	}
	var out map[ID][2]Hash
	if err := json.Unmarshal(data, &out); err != nil || out[id][0] != hash || Device(out[id][1]) != device {
		t.Fatal(out, err)
	}
	if err := Unmarshal([]byte{0x41, 0x00}, &id); !errors.Is(err, ErrBroken) {
		t.Errorf("an id of one byte: %v", err)
	}
	if !(ID{}).IsZero() || !(Hash{}).IsZero() || !(Device{}).IsZero() || id.IsZero() || hash.IsZero() || device.IsZero() {
		t.Error("zero is not zero")
	}
}
