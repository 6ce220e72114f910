package node_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"willing/node"
)

// A house is founded, checked, backed up, and brought back from the backup, the keys and the register,
// each of which is kept in a place of its own.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "house")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	home, elsewhere := node.Folder(filepath.Join(dir, "house")), filepath.Join(dir, "register copy")
	_, err = node.Init(ctx, home, node.Founding{
		Programme: "../examples/donor-registry", Admin: "dora", KeyFile: filepath.Join(dir, "dora.key"), RegisterCopies: []string{elsewhere},
	}, node.Options{})
	if err != nil {
		panic(err)
	}
	n, err := node.Open(ctx, home, node.Options{})
	if err != nil {
		panic(err)
	}
	well, err := n.Verify(ctx, node.VerifyOptions{})
	if err != nil {
		panic(err)
	}
	backup, err := n.Backup(ctx, node.BackupOptions{})
	if err != nil {
		panic(err)
	}
	if err := n.Close(); err != nil {
		panic(err)
	}
	again, err := node.Restore(ctx, node.Restoring{
		File: backup.File, Folder: filepath.Join(dir, "again"), Keys: filepath.Join(dir, "house", "keys"), Register: elsewhere,
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(well.OK(), again.Commits == well.Commits, again.Locked == "")
	// Output: true true true
}
