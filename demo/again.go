package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// played is what stays of a story in its house: what it came to, for whoever opens that house again.
type played struct {
	Result
	Ended time.Time `json:"ended"`
}

func playedFile(dir string) string { return filepath.Join(dir, "keys", "demo.json") }

// Keep notes what the story came to, beside the keys of its people. Ended may be later than the story: whoever opens the
// house again goes on from there.
func (r Result) Keep(dir string) error {
	raw, err := json.Marshal(played{r, r.Ended})
	if err != nil {
		return err
	}
	return os.WriteFile(playedFile(dir), raw, 0o600)
}

// Again is what the story came to that was played into a folder; ok is false if none was. The folder may have been
// moved or copied since.
func Again(dir string) (r Result, ok bool, err error) {
	raw, err := os.ReadFile(playedFile(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return r, false, nil
	}
	var p played
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil {
		return r, false, fmt.Errorf("%s: %w", playedFile(dir), err)
	}
	r, r.Ended = p.Result, p.Ended
	r.KeyFile = adminKey(dir)
	r.Field.Folder, r.Field.KeyFile = laptopIn(dir)
	return r, true, nil
}

func adminKey(dir string) string { return filepath.Join(dir, "keys", "admin.key") }

// laptopIn is where the laptop of the story stands, and the key that opens it.
func laptopIn(dir string) (folder, keyFile string) {
	return filepath.Join(dir, "laptop"), filepath.Join(dir, "laptop.key")
}
