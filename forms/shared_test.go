package forms_test

import (
	"os"
	"path/filepath"
	"testing"
)

// shared returns a folder of the data that several projects share: WILLING_SHARED, or a folder called
// shared beside this repository or further up.
func shared(t *testing.T, parts ...string) string {
	t.Helper()
	var tried []string
	if root := os.Getenv("WILLING_SHARED"); root != "" {
		tried = append(tried, root)
	} else if here, err := os.Getwd(); err == nil {
		for up := filepath.Dir(here); up != filepath.Dir(up); up = filepath.Dir(up) {
			tried = append(tried, filepath.Join(up, "shared"))
		}
	}
	for _, root := range tried {
		folder := filepath.Join(append([]string{root}, parts...)...)
		if _, err := os.Stat(folder); err == nil {
			return folder
		}
	}
	reason := "the shared data is not here: set WILLING_SHARED to its folder"
	if os.Getenv("CI") == "true" {
		t.Fatal(reason)
	}
	t.Skip(reason)
	return ""
}
