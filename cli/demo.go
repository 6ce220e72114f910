package cli

import (
	"io"
	"path/filepath"

	"willing/demo"
)

type demoCmd struct {
	Seed uint64 `default:"1" help:"The same seed gives the same figures (1)."`
	Once bool   `help:"Play the story and end. (This version always does; serving it comes with the pages.)"`
}

func (demoCmd) alone() bool { return true }

// Run plays the scenario into an empty folder.
func (c *demoCmd) Run(j *job) error {
	folder, err := j.folder()
	if err != nil {
		return err
	}
	out := j.std.Out
	if j.globals.JSON {
		out = io.Discard
	}
	result, err := demo.Run(j.ctx, demo.Options{Dir: string(folder), Seed: c.Seed, Out: out})
	if err != nil {
		return err
	}
	return j.show(result, func(p *page) {
		admin := filepath.Join(string(folder), "keys", "admin.key")
		p.line("")
		p.line("The house stands in %s; everybody's key lies in its keys folder. Try:", folder)
		p.line("  willing figures --dir %s --as admin --keyfile %s", folder, admin)
		p.line("  willing person list --dir %s --as admin --keyfile %s", folder, admin)
		p.line("  willing verify --dir %s --as admin --keyfile %s", folder, admin)
	})
}
