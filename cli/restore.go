package cli

import (
	"willing/desk"
	"willing/node"
)

type restoreCmd struct {
	File         string   `arg:"" optional:"" help:"The backup."`
	Damaged      string   `placeholder:"DIR" help:"In place of a backup: the folder of a house whose newest updates are damaged. All that stands before the damage is taken over."`
	Keys         string   `placeholder:"DIR" help:"Where the house's keys are kept: device.key, markers.key, envelopes.key, backup.key."`
	Identity     string   `placeholder:"FILE" help:"The age identity that opens the backup (backup.key among the keys)."`
	Register     string   `placeholder:"FILE" help:"The newest register of refusals and erasures."`
	RegisterCopy []string `placeholder:"FILE" sep:"none" help:"A second place for the register from now on. Repeat for more."`
	Unlock       bool     `help:"Unlock a restored house with --register, or with --accept-risk."`
	AcceptRisk   string   `placeholder:"TEXT" help:"Why the house is opened without the newest register; it is written down, with your name."`
}

// alone: a house that is restored is open to nobody yet.
func (restoreCmd) alone() bool { return true }

// Run makes a house of a backup in a new folder, or unlocks one that was restored without the newest
// register. Whoever accepts a risk says so with their name and key.
func (c *restoreCmd) Run(j *job) error {
	folder, err := j.folder()
	if err != nil {
		return err
	}
	if c.Unlock && c.Damaged != "" || (c.Unlock || c.Damaged != "") == (c.File != "") {
		return fail(usage, "give a backup to restore, or --damaged with the folder of a damaged house, or --unlock for a house that was restored")
	}
	if !c.Unlock && c.Keys == "" {
		return fail(usage, "say where the copies of the house's keys are: --keys DIR")
	}
	if c.AcceptRisk != "" && (j.globals.As == "" || j.globals.Keyfile == "") {
		return fail(desk.NotAllowed, "whoever accepts the risk says so with their name and key: --as and --keyfile")
	}
	made, err := node.Restore(j.ctx, node.Restoring{
		File: j.path(c.File), Damaged: j.path(c.Damaged), Folder: string(folder), Keys: j.path(c.Keys), Identity: j.path(c.Identity), Register: j.path(c.Register),
		RegisterCopies: c.copies(j), Unlock: c.Unlock, AcceptRisk: c.AcceptRisk, As: j.globals.As, KeyFile: j.path(j.globals.Keyfile),
		Options: node.Options{Now: j.std.Now, Patient: patience},
	})
	if err != nil {
		return err
	}
	return j.show(made, func(p *page) {
		p.line("%s, %s of the register applied", count(made.Commits, "commit", "commits"), count(made.Applied, "entry", "entries"))
		if !made.RegisterTo.IsZero() {
			p.line("the register's last entry is of %s UTC; if anybody said no or was erased later, it is not the newest: look for that one", when(made.RegisterTo))
		}
		for _, todo := range made.ToDo {
			p.line("to do: %s", todo)
		}
		if made.Locked != "" {
			p.line("locked: %s", made.Locked)
			p.line("next: willing restore --unlock --dir %s --register FILE", folder)
			return
		}
		p.line("the house is open")
	})
}

func (c *restoreCmd) copies(j *job) []string {
	var out []string
	for _, typed := range c.RegisterCopy {
		out = append(out, j.path(typed))
	}
	return out
}
