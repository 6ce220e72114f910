package cli

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"willing/desk"
	"willing/intake"
	"willing/node"
)

type initCmd struct {
	Programme    string   `placeholder:"DIR" help:"The programme folder."`
	Admin        string   `default:"admin" placeholder:"NAME" help:"The administrator's name for --as (admin)."`
	Organisation string   `placeholder:"NAME" help:"The organisation's name (as the programme says)."`
	RegisterCopy []string `placeholder:"FILE" sep:"none" help:"A second place for the register of refusals and erasures, best on another disk. Repeat for more."`
	URL          string   `default:"http://localhost:8080" placeholder:"URL" help:"Where browsers will find the house (http://localhost:8080): it is noted, for links and for serving it."`
	Yes          bool     `help:"Ask nothing."`
}

func (initCmd) alone() bool { return true }

func (initCmd) keyHelp() string {
	return "A new file, for the administrator's new key. One that is there is never overwritten."
}

// Run makes a house and says who is missing in it.
func (c *initCmd) Run(j *job) error {
	if !c.Yes {
		if err := c.ask(j); err != nil {
			return err
		}
	}
	folder, err := j.folder()
	if err != nil {
		return err
	}
	if err := isAddress(c.URL); err != nil {
		return err
	}
	if c.Programme == "" || j.globals.Keyfile == "" {
		return fail(usage, "a new house needs --programme DIR, and --keyfile FILE for the administrator's new key")
	}
	f := node.Founding{Programme: j.path(c.Programme), Organisation: c.Organisation, Admin: c.Admin, KeyFile: j.path(j.globals.Keyfile), URL: strings.TrimRight(c.URL, "/")}
	for _, copied := range c.RegisterCopy {
		f.RegisterCopies = append(f.RegisterCopies, j.path(copied))
	}
	founded, err := node.Init(j.ctx, folder, f, node.Options{Now: j.std.Now, Patient: patience})
	if err != nil {
		return err
	}
	return j.show(founded, func(p *page) { c.next(p, cmp.Or(j.globals.Dir, j.std.Env("WILLING_DIR")), founded) })
}

// next says what a new house still lacks.
func (c *initCmd) next(p *page, dir string, f node.Founded) {
	p.line("A house for %s. The administrator is %s.", f.Programme, c.Admin)
	p.line("")
	at := strings.TrimRight(c.URL, "/")
	p.line("Start it with: willing serve --dir %s", dir)
	if as := servedAt(at).typed(); as != "" {
		p.line("For this address that is the same as willing serve%s; what you type wins.", as)
	}
	p.line("Then sign in as the administrator, once, within a week, at:")
	p.line("  %s%s", at, f.Link)
	p.line("Served elsewhere (--listen, --domain), that address stands in place of %s. If it moves for good: willing settings --url URL", at)
	p.line("")
	steps := 0
	step := func(format string, args ...any) {
		steps++
		p.line("%d. "+format, append([]any{steps}, args...)...)
	}
	p.line("The first two cannot be made good later.")
	step("Copy %s elsewhere: no backup holds it, and none can be read without it.", filepath.Join(dir, "keys"))
	p.line("   The administrator's key file too: a lost key is lost for good.")
	step("If an office has an old list of people who said no, it comes before any leads, or they are asked again:")
	p.line("   willing import refusals FILE")
	if len(f.BareHats) > 0 {
		step("Nobody wears these hats yet: %s.", strings.Join(f.BareHats, ", "))
		p.line("   willing staff add NAME --hats HAT,HAT")
	}
	step("Each makes a key of their own, and it is enrolled:")
	p.line("   willing key new FILE, then willing key enrol NAME PUBLIC")
	step("%s for approval by somebody other than %s:", count(f.Waiting, "text waits", "texts wait"), c.Admin)
	p.line("   willing programme approve --list")
	step("`willing serve` makes a backup every day. Without it, and to another disk in any case: willing backup --to DIR")
	if len(c.RegisterCopy) == 0 {
		step("The register of refusals and erasures has no second place. Name one on another disk: willing settings --register-copy FILE")
	}
}

// question is what ask asks, unless a flag has answered it.
type question struct {
	say    string
	answer *string
	given  bool
	wrong  func(answer string) error
	usual  func() string // what an empty answer means, where that hangs on an earlier one
	none   bool          // an empty answer is one
}

// ask fills in on a terminal what the flags left out. What cannot serve is said at once, and asked again.
func (c *initCmd) ask(j *job) error {
	if !j.std.Terminal {
		return fail(usage, "nobody is there to answer: willing init --dir DIR --programme DIR --admin NAME --keyfile FILE --yes")
	}
	in, named := bufio.NewReader(j.std.In), func(flag string) bool {
		return slices.ContainsFunc(j.args, func(arg string) bool { return arg == flag || strings.HasPrefix(arg, flag+"=") })
	}
	copied := ""
	for _, q := range []question{
		{"Data folder", &j.globals.Dir, cmp.Or(j.globals.Dir, j.std.Env("WILLING_DIR")) != "", func(dir string) error { return node.MayBegin(node.Folder(j.path(dir))) }, nil, false},
		{"Programme folder", &c.Programme, c.Programme != "", func(dir string) error { return node.IsProgramme(j.path(dir)) }, nil, false},
		{"Administrator's name", &c.Admin, named("--admin"), nil, nil, false},
		{"File for the administrator's new key", &j.globals.Keyfile, j.globals.Keyfile != "", nil, func() string { return c.Admin + ".key" }, false},
		{"Where browsers will find the house", &c.URL, named("--url"), isAddress, nil, false},
		{"A file on another disk for a copy of the register of refusals and erasures (empty: none yet)", &copied, len(c.RegisterCopy) > 0, func(file string) error { return node.MayCopyTo(j.path(file)) }, nil, true},
	} {
		if err := q.ask(in, j.std.Err); err != nil {
			return err
		}
	}
	if copied != "" {
		c.RegisterCopy = append(c.RegisterCopy, copied)
	}
	return nil
}

func (q question) ask(in *bufio.Reader, out io.Writer) error {
	if q.usual != nil && *q.answer == "" {
		*q.answer = q.usual()
	}
	for !q.given {
		usual := ""
		if *q.answer != "" || !q.none {
			usual = " [" + intake.Visible(*q.answer) + "]"
		}
		fmt.Fprintf(out, "%s%s: ", q.say, usual)
		text, err := in.ReadString('\n')
		if err != nil {
			return fail(usage, "the questions were not answered; nothing was made")
		}
		answer := cmp.Or(strings.TrimSpace(text), *q.answer)
		if answer == "" && q.none {
			return nil
		}
		if answer == "" {
			fmt.Fprintln(out, "willing: this needs an answer")
			continue
		}
		if q.wrong != nil {
			if err := q.wrong(answer); err != nil {
				fmt.Fprintf(out, "willing: %s\n", intake.Visible(describe(err).text()))
				continue
			}
		}
		*q.answer = answer
		return nil
	}
	return nil
}

// servedAt is how `willing serve` comes to answer at an address: as by itself for its usual one.
func servedAt(address string) serveCmd {
	u, err := url.Parse(address)
	switch {
	case err != nil || address == "" || address == usualURL:
		return serveCmd{}
	case u.Scheme == "https" && u.Port() == "":
		return serveCmd{Domain: u.Hostname()}
	case u.Scheme == "https":
		return serveCmd{BehindProxy: true, URL: address}
	case ofThisMachine(u):
		return serveCmd{Listen: net.JoinHostPort("127.0.0.1", cmp.Or(u.Port(), "80"))}
	}
	return serveCmd{Listen: ":" + cmp.Or(u.Port(), "80"), URL: address}
}

func ofThisMachine(u *url.URL) bool {
	return u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1"
}

// typed is how somebody types where a house is served.
func (c serveCmd) typed() string {
	out := ""
	if c.BehindProxy {
		out += " --behind-proxy"
	}
	for _, flag := range [][2]string{{"--domain", c.Domain}, {"--listen", c.Listen}, {"--url", c.URL}} {
		if flag[1] != "" {
			out += " " + flag[0] + " " + flag[1]
		}
	}
	return out
}

// usualURL is where `willing serve` answers if nothing else is said.
const usualURL = "http://localhost:8080"

// isAddress asks for what a browser's line takes: a scheme, a host, and nothing behind them.
func isAddress(address string) error {
	u, err := url.Parse(address)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && u.RawQuery == "" && u.Fragment == "" && strings.Trim(u.Path, "/") == "" {
		return nil
	}
	return fail(desk.BadInput, "an address is like https://house.example or http://localhost:8080, with nothing behind it")
}
