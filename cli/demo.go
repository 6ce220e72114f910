package cli

import (
	"context"
	"io"
	"path/filepath"
	"time"

	"willing/account"
	"willing/casebook"
	"willing/demo"
	"willing/journal"
	"willing/node"
)

type demoCmd struct {
	Seed   uint64 `default:"1" help:"The same seed gives the same figures (1)."`
	Once   bool   `help:"Play the story and end."`
	Listen string `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Where the pages are served afterwards (127.0.0.1:8080); port 0 takes a free one."`
}

func (demoCmd) alone() bool { return true }

// Run plays the scenario into an empty folder, and serves what came of it.
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
	if !c.Once {
		return c.serve(j, folder, result)
	}
	return j.show(result, func(p *page) {
		admin := filepath.Join(string(folder), "keys", "admin.key")
		p.line("")
		p.line("The house stands in %s; everybody's key lies in its keys folder. Try:", folder)
		p.line("  willing figures --dir %s --as admin --keyfile %s", folder, admin)
		p.line("  willing person list --dir %s --as admin --keyfile %s", folder, admin)
		p.line("  willing verify --dir %s --as admin --keyfile %s", folder, admin)
		p.line("  willing devices --dir %s --as admin --keyfile %s", folder, admin)
		p.line("The laptop that was away stands in %s, as the scout has it:", result.Field.Folder)
		p.line("  willing person list --dir %s --as 'Ana Ribeiro' --keyfile %s", result.Field.Folder, filepath.Join(string(folder), "keys", "ana.key"))
	})
}

// opened is the demo's house, ready to be looked at.
type opened struct {
	URL     string            `json:"url"`
	Links   map[string]string `json:"links"`  // role → one-time sign-in link
	Person  string            `json:"person"` // private link of somebody with an open offer
	Token   string            `json:"token"`  // of the coordinator
	KeyFile string            `json:"keyfile"`
}

// linkFor is how long the links of the demo are good: whoever looks may come back the next day.
const linkFor = 7 * 24 * time.Hour

func (c *demoCmd) serve(j *job, folder node.Folder, result demo.Result) error {
	keys := filepath.Join(string(folder), "keys")
	clock := after(result.Ended, j.std.Now)
	options := node.Options{Now: clock, Patient: tries * patience}
	return j.serve(&serveCmd{Listen: c.Listen}, options, node.Site{Version: Version, Keys: keysOf(keys)}, func(n *node.Node, url string) error {
		o := opened{URL: url, Links: map[string]string{}, Person: url + result.Person, KeyFile: result.KeyFile}
		if err := o.letIn(j.ctx, n); err != nil {
			return err
		}
		if j.globals.JSON {
			return writeLine(j.std.Out, o)
		}
		return printPage(j.std.Out, func(p *page) { o.tell(p, keys) })
	})
}

// letIn makes a link for each role, and the coordinator's token.
func (o *opened) letIn(ctx context.Context, n *node.Node) error {
	accounts, err := n.Accounts(ctx)
	if err != nil {
		return err
	}
	for role, name := range demo.Roles {
		who, err := n.Desk.Named(name)
		if err != nil {
			return err
		}
		token, err := accounts.NewLink(ctx, who, linkFor)
		if err != nil {
			return err
		}
		o.Links[role] = o.URL + "/signin/link/" + token
		if role == casebook.Coordinator {
			if o.Token, err = accounts.NewToken(ctx, who, "demo", []string{account.Write}, linkFor); err != nil {
				return err
			}
		}
	}
	return nil
}

// tell says in words how to look around.
func (o *opened) tell(p *page, keys string) {
	p.line("")
	p.line("Headquarters is open at %s", o.URL)
	p.line("")
	p.line("One link for each role; it signs in once:")
	for _, hat := range casebook.Hats {
		p.line("  %s\t%s", hat, o.Links[hat])
	}
	p.line("")
	p.line("Somebody in Italy has an open offer; this is their own private link:")
	p.line("  %s", o.Person)
	p.line("")
	p.line("Whoever signs in here can work for an hour. After that they unlock again, at %s/unlock,", o.URL)
	p.line("with their key file: %s for the scout, %s for the mentor.", filepath.Join(keys, "ana.key"), filepath.Join(keys, "miguel.key"))
	p.line("An offer takes the pair: on the scout's page choose 'Unlock as a pair', and the mentor opens theirs.")
	p.line("The file is read in the browser and never leaves it. A passkey can be added at %s/me.", o.URL)
	p.line("")
	p.line("A token for the API, as the coordinator: %s", o.Token)
	p.line("Stop it with Ctrl-C.")
}

// after is a clock that never runs behind the story: it goes on where that ended, if today is earlier.
func after(end time.Time, now func() time.Time) func() time.Time {
	ahead := max(0, end.Sub(now()))
	return func() time.Time { return now().Add(ahead) }
}

// keysOf finds the key files of the demo's people by whose they are.
func keysOf(dir string) func(casebook.ID) (journal.Signer, bool) {
	found := map[casebook.ID]journal.Signer{}
	files, _ := filepath.Glob(filepath.Join(dir, "*.key")) // the pattern is a good one
	for _, f := range files {
		if key, err := journal.ReadKey(f); err == nil && !key.Holder.IsZero() {
			found[casebook.ID(key.Holder)] = key
		}
	}
	return func(who casebook.ID) (journal.Signer, bool) { key, ok := found[who]; return key, ok }
}
