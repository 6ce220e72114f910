package cli

import (
	"path/filepath"
	"strings"

	"willing/node"
)

type backupCmd struct {
	To        string   `placeholder:"FILE|DIR" help:"Where it goes: a folder that is there, or a new file whose name ends in .age (the house's own backups folder)."`
	Recipient []string `placeholder:"AGE1…" sep:"none" help:"Who can read it: an age recipient. Repeat for more (the house's own)."`
	KeepDays  int      `placeholder:"DAYS" help:"Older backups in that folder are deleted (35, and 35 at most)."`
}

// Run makes one encrypted file of the house while others work in it.
func (c *backupCmd) Run(j *job) error {
	if _, err := j.maintainer(); err != nil {
		return err
	}
	to := j.path(c.To)
	if strings.HasSuffix(c.To, string(filepath.Separator)) {
		to = filepath.Clean(to) + string(filepath.Separator) // whoever types that means a folder
	}
	made, err := j.node.Backup(j.ctx, node.BackupOptions{To: to, Recipients: c.Recipient, KeepDays: c.KeepDays})
	if err != nil {
		return err
	}
	return j.show(made, func(p *page) {
		p.line("%s, %d bytes, %d commits", made.File, made.Bytes, made.Commits)
		p.line("keys and register are not in it: keep copies of both, each in another place")
	})
}
