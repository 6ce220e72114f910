package cli

import (
	"context"
	"errors"
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

// Run plays the scenario into an empty folder, and serves what came of it; a folder where it was played is served as
// it was left.
func (c *demoCmd) Run(j *job) error {
	folder, err := j.folder()
	if err != nil {
		return err
	}
	result, ok, err := demo.Again(string(folder))
	if err == nil && !ok {
		out := j.std.Out
		if j.globals.JSON {
			out = io.Discard
		}
		result, err = demo.Run(j.ctx, demo.Options{Dir: string(folder), Seed: c.Seed, Out: out})
	}
	if err != nil {
		return err
	}
	if !c.Once {
		return c.serve(j, folder, result)
	}
	return j.show(result, func(p *page) {
		p.line("")
		p.line("The house stands in %s. Try:", folder)
		for _, command := range []string{"figures", "person list", "verify", "devices"} {
			p.line("  willing %s --dir %s --as admin --keyfile %s", command, folder, keyOf(folder, "admin.key"))
		}
		p.line("The laptop that was away stands in %s, as the scout has it:", result.Field.Folder)
		p.line("  willing person list --dir %s --as 'Ana Ribeiro' --keyfile %s", result.Field.Folder, keyOf(folder, "ana.key"))
		introduce(p, folder)
	})
}

// introduce says who plays which part on the command line, and with which key.
func introduce(p *page, folder node.Folder) {
	p.line("")
	p.line("On the command line each acts with their own key, in %s:", filepath.Join(string(folder), "keys"))
	players := demo.Players()
	for _, hat := range casebook.Hats {
		p.line("  %s\t--as '%s' --keyfile %s", hat, players[hat].Name, keyOf(folder, players[hat].Key))
	}
	p.line("What takes two takes both: --with 'Miguel Duarte' --with-keyfile %s beside the scout's.", keyOf(folder, "miguel.key"))
}

func keyOf(folder node.Folder, name string) string {
	return filepath.Join(string(folder), "keys", name)
}

// opened is the demo's house, ready to be looked at.
type opened struct {
	URL     string            `json:"url"`
	Links   map[string]string `json:"links"`  // role → one-time sign-in link
	Person  string            `json:"person"` // private link of somebody with an open offer
	Ask     string            `json:"ask"`    // who was told and understood, and can be asked
	Meet    string            `json:"meet"`   // whom nobody has met yet
	Token   string            `json:"token"`  // of the coordinator
	KeyFile string            `json:"keyfile"`
}

// linkFor is how long the links of the demo are good: whoever looks may come back the next day.
const linkFor = 7 * 24 * time.Hour

func (c *demoCmd) serve(j *job, folder node.Folder, result demo.Result) error {
	keys := filepath.Join(string(folder), "keys")
	clock := after(result.Ended, j.std.Now)
	options := node.Options{Now: clock, Patient: tries * patience, Program: Version}
	err := j.serve(&serveCmd{Listen: c.Listen}, options, node.Site{Version: Version, Keys: keysOf(keys)}, func(n *node.Node, url string) error {
		o := opened{URL: url, Links: map[string]string{}, Person: url + result.Person, Ask: result.Ask, Meet: result.Meet, KeyFile: result.KeyFile}
		if err := o.letIn(j.ctx, n); err != nil {
			return err
		}
		if j.globals.JSON {
			return writeLine(j.std.Out, o)
		}
		return printPage(j.std.Out, func(p *page) { o.tell(p, folder) })
	})
	result.Ended = clock()
	return errors.Join(err, result.Keep(string(folder)))
}

// letIn makes a link for each role, and the coordinator's token.
func (o *opened) letIn(ctx context.Context, n *node.Node) error {
	accounts, err := n.Accounts(ctx)
	if err != nil {
		return err
	}
	for role, player := range demo.Players() {
		who, err := n.Desk.Named(player.Name)
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
func (o *opened) tell(p *page, folder node.Folder) {
	p.line("")
	p.line("Headquarters is open at %s", o.URL)
	p.line("")
	p.line("One link for each role; it signs in once:")
	for _, hat := range casebook.Hats {
		p.line("  %s\t%s", hat, o.Links[hat])
	}
	p.line("")
	p.line("Play it through, as the scout: as the story ends, %s was told and can be asked, and nobody has met %s.", o.Ask, o.Meet)
	p.line("The steps stand in docs/manual/demo.md. An offer takes the pair: choose 'Other half unlocks', then the mentor")
	p.line("and their key file, %s.", keyOf(folder, "miguel.key"))
	p.line("")
	p.line("Somebody else in Italy has an open offer then; this is their own private link:")
	p.line("  %s", o.Person)
	p.line("")
	p.line("Whoever signs in here can work for an hour. After that they unlock again, at %s/unlock,", o.URL)
	p.line("with their own key file. It is read in the browser and never leaves it. A passkey can be added at %s/me.", o.URL)
	introduce(p, folder)
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
