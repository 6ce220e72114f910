package durable_test

import (
	"fmt"
	"os"
	"path/filepath"

	"willing/durable"
)

func ExampleReplace() {
	dir, _ := os.MkdirTemp("", "durable-")
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "settings.json")
	for _, text := range []string{`{"people":1}`, `{"people":2}`} {
		if err := durable.Replace(path, []byte(text)); err != nil {
			fmt.Println(err)
		}
	}
	raw, _ := os.ReadFile(path)
	fmt.Println(string(raw))
	// Output: {"people":2}
}
