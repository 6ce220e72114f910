package cli

import (
	"errors"
	"fmt"
	"net/http"

	"willing/desk"
	"willing/node"
)

type joinCmd struct {
	URL  string `arg:"" name:"url" help:"Where headquarters is served. The data folder (--dir) and the key file (--keyfile) are new: this command makes them."`
	Code string `placeholder:"CODE" help:"The code that 'willing enrol' printed."`

	Passphrase bool `help:"Seal the data under a passphrase instead of the key file: it is asked for, or read from --passphrase-file."`
}

func (joinCmd) alone() bool { return true }

func (joinCmd) keyHelp() string {
	return "A new file, for the key that this device makes for whoever holds it; it opens the device's data too, unless --passphrase. One that is there is never overwritten."
}

// Run makes this folder a node of the house, and fetches what it may hold.
func (c *joinCmd) Run(j *job) (err error) {
	folder, err := j.folder()
	if err != nil {
		return err
	}
	if c.Code == "" || j.globals.Keyfile == "" {
		return fail(usage, "joining needs --code CODE, and --keyfile FILE for the new key of this device")
	}
	o := j.options()
	client := &http.Client{}
	joining := node.Joining{URL: c.URL, Code: c.Code, KeyFile: j.path(j.globals.Keyfile)}
	if c.Passphrase || j.globals.Passphrase != "" {
		if joining.Passphrase, err = j.passphrase(); err != nil {
			return err
		}
		o.Passphrase = func() (string, error) { return joining.Passphrase, nil }
	}
	if err := node.Join(j.ctx, folder, joining, node.Post(client, c.URL, node.JoinPath), o); err != nil {
		return err
	}
	n, err := node.Open(j.ctx, folder, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	if j.std.Terminal {
		_, _ = fmt.Fprintln(j.std.Err, "This device has joined, and fetches what it may hold; who comes first comes first. On a thin line this may be stopped (Ctrl-C): `willing serve` goes on.")
	}
	got, err := n.Sync(j.ctx, node.Post(client, c.URL, node.ExchangePath))
	if err != nil {
		return &desk.Error{Kind: desk.KindOf(err), Say: "this device has joined, but its first exchange broke: what came is there, and `willing serve` or `willing sync` goes on", Cause: err}
	}
	return j.show(map[string]any{"device": n.Name(), "dir": string(folder), "keyfile": joining.KeyFile, "received": got.Received}, func(p *page) {
		p.line("joined; %s received", count(got.Received, "commit", "commits"))
		if !c.Passphrase {
			p.line("Whoever has this machine with %s on it reads all that it holds. Carry that file on a stick, apart from the machine, and name it with --keyfile.", joining.KeyFile)
		}
	})
}
