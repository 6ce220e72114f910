package cli

import (
	"fmt"

	"willing/desk"
)

type bundleCmd struct {
	Export  bundleExportCmd  `cmd:"" help:"Write a file for another node, encrypted to it."`
	Inspect bundleInspectCmd `cmd:"" help:"Say whom a file is for and what it holds."`
	Import  bundleImportCmd  `cmd:"" help:"Take a file in; twice is as good as once."`
}

type bundleExportCmd struct {
	For string `required:"" placeholder:"NODE" help:"A device as 'willing devices' lists it, or hq."`
	To  string `required:"" placeholder:"FILE" help:"The file to be written; it must not exist."`
}

// Run writes a bundle.
func (c *bundleExportCmd) Run(j *job) error {
	b, err := j.node.ExportBundle(j.ctx, c.For, j.path(c.To))
	if err != nil {
		return err
	}
	return j.show(b, func(p *page) { p.line("%s, %d bytes, for %.8s", count(b.Frames, "frame", "frames"), b.Bytes, b.For) })
}

type bundleInspectCmd struct {
	File string `arg:""`
}

// Run says what a bundle is.
func (c *bundleInspectCmd) Run(j *job) error {
	b, err := j.node.InspectBundle(j.path(c.File))
	if err != nil {
		return err
	}
	return j.show(b, func(p *page) {
		p.line("from %.8s for %.8s, %s", b.From, b.For, count(b.Frames, "frame", "frames"))
		if b.For == j.node.Name() {
			p.line("for this node: %s, and signed", count(b.Commits, "commit", "commits"))
		} else {
			p.line("so it says on the outside, which nobody has signed: carry it to that node, which alone can open it")
		}
	})
}

type bundleImportCmd struct {
	File string `arg:""`
}

// Run takes a bundle in.
func (c *bundleImportCmd) Run(j *job) error {
	got, err := j.node.ImportBundle(j.ctx, j.path(c.File))
	if err != nil {
		return err
	}
	return j.show(got, func(p *page) {
		p.line("from %.8s", got.From)
		for _, line := range receivedWords(got) {
			p.line("%s", line)
		}
	})
}

// receivedWords say what became of the commits of a file. Those that follow one that is missing are not kept.
func receivedWords(got desk.Received) []string {
	out := []string{fmt.Sprintf("%s new, %d known, %d on another branch, %d refused", count(got.Added, "commit", "commits"), got.Known, got.Forks, got.Refused)}
	if got.Gaps > 0 {
		out = append(out, fmt.Sprintf("%s not kept, because one before is missing: take in the file that was written before this one, and then this one again", count(got.Gaps, "commit", "commits")))
	}
	return out
}
