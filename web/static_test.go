package web

import "testing"

// mostOwnBytes is the most that the style and script of all pages may weigh together, uncompressed.
const mostOwnBytes = 100 << 10

func TestOwnStyleAndScriptStaySmall(t *testing.T) {
	entries, err := staticFiles.ReadDir("static")
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, e := range entries {
		data, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		total += len(data)
	}
	if total > mostOwnBytes {
		t.Errorf("style and script weigh %d bytes; at most %d", total, mostOwnBytes)
	}
}
