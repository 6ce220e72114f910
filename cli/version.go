package cli

// Version is this program's version; the Makefile puts what git describes here.
var Version = "0.1.0"

type versionCmd struct{}

func (versionCmd) alone() bool { return true }

// Run prints the version.
func (c *versionCmd) Run(j *job) error {
	return j.show(map[string]string{"version": Version}, func(p *page) { p.line("willing %s", Version) })
}
