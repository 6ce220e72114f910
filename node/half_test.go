package node_test

import (
	"database/sql"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
)

// A joining that is killed leaves no node that nobody can open: the key file is there before the folder is a node.
func TestAFolderIsANodeOnlyOnceItsKeyIsThere(t *testing.T) {
	h := nodetest.New(t)
	url := listens(t, h.Node.ExchangeHandler())
	e, err := h.Node.Enrol(t.Context(), h.As("admin"), []casebook.ID{h.As("ana").Who}, []string{"IT"}, url)
	must(t, err)
	dir, key := filepath.Join(t.TempDir(), "laptop"), filepath.Join(t.TempDir(), "laptop.key")
	settings := filepath.Join(dir, "node.json")
	joined, looked := make(chan struct{}), make(chan bool)
	go func() {
		without := false
		for {
			_, isNode := os.Stat(settings)
			_, hasKey := os.Stat(key)
			without = without || isNode == nil && hasKey != nil
			select {
			case <-joined:
				looked <- without
				return
			default:
			}
		}
	}()
	err = node.Join(t.Context(), node.Folder(dir), node.Joining{URL: url, Code: e.Code, KeyFile: key}, node.Post(&http.Client{}, url, node.JoinPath), h.Options())
	close(joined)
	if <-looked {
		t.Error("for a moment it was a node whose key was nowhere")
	}
	must(t, err)
}

// What a killed joining has left is named, with what to do about it, to whoever joins again and to whoever opens it.
func TestWhatABrokenJoiningLeftIsNamed(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	must(t, l.n.Close())
	settings := filepath.Join(string(l.dir), "node.json")
	must(t, os.Rename(settings, settings+".new"))
	err := node.Join(t.Context(), l.dir, node.Joining{Code: "x", KeyFile: l.keyFile + "2"}, reaches(h, -1), h.Options())
	kindOf(t, err, desk.BadInput, "if a founding or a joining was broken off there, delete it with the key file")
	_, err = l.opens()
	kindOf(t, err, desk.Broken, "If a joining was broken off here")
	must(t, os.Rename(settings+".new", settings))
	l.n, err = l.opens()
	must(t, err)
}

// A program that is older than the one that wrote a folder says so, and sends nobody away from what is unsent there.
func TestAFolderOfANewerProgramIsNoDamage(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	must(t, l.n.Close())
	h.Close()
	for _, dir := range []string{string(h.Dir), string(l.dir)} {
		schema(t, dir, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	}
	_, atHome := node.Open(t.Context(), h.Dir, h.Options())
	_, away := l.opens()
	for _, err := range []error{atHome, away} {
		kindOf(t, err, desk.Broken, "newer version of Willing: use that one. Nothing is damaged or lost")
	}
	for _, dir := range []string{string(h.Dir), string(l.dir)} {
		schema(t, dir, "DELETE FROM goose_db_version WHERE version_id = 9999")
	}
	h.Open()
	var err error
	l.n, err = l.opens()
	must(t, err)
}

// schema changes what a folder's data say of the program that wrote them.
func schema(t *testing.T, dir, change string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "willing.db"))
	must(t, err)
	_, err = db.ExecContext(t.Context(), change)
	must(t, errors.Join(err, db.Close()))
}
