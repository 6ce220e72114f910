package node_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
)

func founding(keyFile string, copies ...string) node.Founding {
	return node.Founding{Programme: nodetest.Example("donor-registry"), Admin: "admin", KeyFile: keyFile, RegisterCopies: copies}
}

func empty(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 {
		t.Errorf("%d files left behind, %v", len(entries), err)
	}
}

func TestAKeyFileIsNeverOverwritten(t *testing.T) {
	dir := t.TempDir()
	keyFile := filepath.Join(t.TempDir(), "admin.key")
	if err := os.WriteFile(keyFile, []byte("somebody's only key"), 0o400); err != nil {
		t.Fatal(err)
	}
	_, err := node.Init(t.Context(), node.Folder(filepath.Join(dir, "house")), founding(keyFile), node.Options{})
	kindOf(t, err, desk.BadInput, "exists already")
	text, err := os.ReadFile(keyFile)
	if err != nil || string(text) != "somebody's only key" {
		t.Errorf("the key file is gone: %v", err)
	}
	empty(t, dir)
}

func TestAFoundingThatFailsLeavesNothingBehind(t *testing.T) {
	for name, f := range map[string]func(away string) node.Founding{
		"the key file cannot be written": func(away string) node.Founding { return founding(filepath.Join(away, "none", "admin.key")) },
		"there is no such programme": func(away string) node.Founding {
			f := founding(filepath.Join(away, "admin.key"))
			f.Programme = away
			return f
		},
		"a copy of the register cannot be written": func(away string) node.Founding {
			return founding(filepath.Join(away, "admin.key"), filepath.Join(away, "first.jsonl"), filepath.Join(away, "none", "second.jsonl"))
		},
		"nobody is named": func(away string) node.Founding {
			f := founding(filepath.Join(away, "admin.key"))
			f.Admin = ""
			return f
		},
	} {
		t.Run(name, func(t *testing.T) {
			parent, own, away := t.TempDir(), t.TempDir(), t.TempDir()
			for _, folder := range []string{filepath.Join(parent, "deep", "house"), own} {
				if _, err := node.Init(t.Context(), node.Folder(folder), f(away), node.Options{}); err == nil {
					t.Fatal("founded all the same")
				}
				empty(t, away)
			}
			empty(t, parent)
			empty(t, own)
		})
	}
}

// The key file is written already when the founding is broken off.
func TestAFoundingThatIsBrokenOffLeavesNothingBehind(t *testing.T) {
	parent, away := t.TempDir(), t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := founding(filepath.Join(away, "admin.key"), filepath.Join(away, "copy.jsonl"))
	if _, err := node.Init(ctx, node.Folder(filepath.Join(parent, "house")), f, node.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	empty(t, parent)
	empty(t, away)
}

func TestAFolderThatHoldsSomethingIsLeftAlone(t *testing.T) {
	folder, away := t.TempDir(), t.TempDir()
	mine := filepath.Join(folder, "mine")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := node.Init(t.Context(), node.Folder(folder), founding(filepath.Join(away, "admin.key")), node.Options{})
	kindOf(t, err, desk.BadInput, "not empty")
	_, err = node.Init(t.Context(), node.Folder(mine), founding(filepath.Join(away, "admin.key")), node.Options{})
	kindOf(t, err, desk.BadInput, "choose another")
	if text, err := os.ReadFile(mine); err != nil || string(text) != "mine" {
		t.Error("what was there is gone")
	}
	empty(t, away)

	t.Log("another house's register is not taken for a copy")
	strange := filepath.Join(away, "register.jsonl")
	if err := os.WriteFile(strange, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := node.Init(t.Context(), node.Folder(filepath.Join(folder, "house")), founding(filepath.Join(away, "admin.key"), strange), node.Options{}); err == nil {
		t.Error("founded over another register")
	}
	if _, err := os.Stat(filepath.Join(folder, "house")); !errors.Is(err, os.ErrNotExist) {
		t.Error("half a house was left")
	}
	if text, err := os.ReadFile(strange); err != nil || string(text) != "x" {
		t.Error("the other register is gone")
	}
}
