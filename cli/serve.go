package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"

	"willing/desk"
	"willing/node"
)

type serveCmd struct {
	Listen      string `placeholder:"ADDRESS" help:"Where the pages are served (127.0.0.1:8080; with --domain all addresses, ports 443 and 80; without this, --domain, --url and --behind-proxy as the noted address says, see the settings command). Port 0 takes a free one."`
	Domain      string `placeholder:"NAME" help:"The house's name on the internet: it gets its certificate by itself, by ACME, which needs ports 443 and 80."`
	AcmeServer  string `name:"acme-directory" placeholder:"URL" help:"The ACME server's directory, if that is not Let's Encrypt's: an organisation's own, or one to try it with."`
	AcmeCA      string `name:"acme-ca" placeholder:"FILE" help:"The authorities (PEM) that the ACME server's own certificate is from, if this machine does not trust them already."`
	BehindProxy bool   `help:"A proxy stands before it: believe what it says of who asks (X-Forwarded-For, -Host, -Proto), and nothing but a proxy reaches it."`
	URL         string `placeholder:"URL" help:"What browsers call the house, if that is not what a request says: https://house.example."`
	Meet        string `placeholder:"HOST:PORT" help:"On a laptop: where it waits for another one, if its page is asked to (all addresses, a free port)."`
	mailFlags
}

// mailFlags say how mail goes out.
type mailFlags struct {
	SMTP         string `name:"smtp" placeholder:"HOST:PORT" help:"The mail server, for one-time and private links. Without one they are shown, to be handed over."`
	SMTPFrom     string `name:"smtp-from" placeholder:"ADDRESS" help:"The address that mail comes from."`
	SMTPUser     string `name:"smtp-user" placeholder:"NAME" help:"The name to sign in to the mail server with."`
	SMTPPassword string `name:"smtp-password-file" placeholder:"FILE" help:"The file that holds the password for it."`
	SMTPCA       string `name:"smtp-ca" placeholder:"FILE" help:"The authorities (PEM) that the mail server's certificate is from, if this machine does not trust them already."`
}

// server is the mail server that the flags name.
func (m mailFlags) server(j *job) node.Mail {
	out := node.Mail{Server: m.SMTP, From: m.SMTPFrom, User: m.SMTPUser}
	if m.SMTPPassword != "" {
		out.PasswordFile = j.path(m.SMTPPassword)
	}
	if m.SMTPCA != "" {
		out.Roots = j.path(m.SMTPCA)
	}
	return out
}

func (serveCmd) alone() bool { return true }

// Run owns the folder, serves the pages and answers the command line through its socket until it is stopped.
func (c *serveCmd) Run(j *job) error {
	if folder, err := j.folder(); err == nil {
		if settings, err := folder.ReadSettings(); err == nil { // what is wrong with it is said when it is opened
			c.asNoted(settings.URL)
		}
	}
	site := node.Site{Version: Version, Origin: strings.TrimSuffix(c.URL, "/"), Mail: c.server(j), Meet: c.Meet}
	if c.Domain == "" && c.AcmeServer+c.AcmeCA != "" {
		return fail(usage, "--acme-directory and --acme-ca go with --domain")
	}
	if c.Domain != "" {
		if c.BehindProxy || c.Listen != "" || c.URL != "" {
			return fail(usage, "--domain goes without --listen, --url and --behind-proxy: it takes ports 443 and 80 itself")
		}
		site.Origin = "https://" + c.Domain
	}
	o := j.options()
	o.Patient = tries * patience
	return j.serve(c, o, site, func(n *node.Node, url string) error {
		out := map[string]any{"serving": true, "url": url}
		if locked := n.Locked(); locked != nil {
			out["locked"] = true
			return j.show(out, func(p *page) {
				p.line("serving %s; stop it with Ctrl-C", url)
				p.line("It was restored and shows nothing yet. It opens by itself when two devices have met it; the register opens it too.")
			})
		}
		holder, link, err := n.HoldersLink(j.ctx)
		if err != nil {
			return err
		}
		if link != "" {
			out["link"], out["holder"] = url+link, holder
		}
		return j.show(out, func(p *page) {
			p.line("serving %s; stop it with Ctrl-C", url)
			if link != "" {
				p.line("The way in for %s, once, within an hour: %s", holder, url+link)
				p.line("Whoever else carries this laptop makes their own: willing staff link NAME --dir %s --as NAME --keyfile FILE", cmp.Or(j.globals.Dir, j.std.Env("WILLING_DIR")))
			}
		})
	})
}

// asNoted serves where the house was said to be found when it was founded; what somebody types wins.
func (c *serveCmd) asNoted(address string) {
	noted := servedAt(address)
	switch {
	case c.Listen == "" && c.Domain == "" && c.URL == "" && !c.BehindProxy:
		c.Listen, c.Domain, c.URL, c.BehindProxy = noted.Listen, noted.Domain, noted.URL, noted.BehindProxy
	case c.BehindProxy && c.URL == "" && noted.Domain+noted.URL != "":
		c.URL = address // a proxy stands before the address that browsers know
	}
}

// serve opens the folder and serves it; ready is called when it answers.
func (j *job) serve(c *serveCmd, o node.Options, site node.Site, ready func(n *node.Node, url string) error) (err error) {
	folder, err := j.folder()
	if err != nil {
		return err
	}
	if conn, err := net.Dial("unix", shortest(folder.Socket())); err == nil {
		return errors.Join(fail(desk.BadInput, "this folder is served already"), conn.Close())
	}
	n, err := openOrWait(j.ctx, folder, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	site.Log = slog.New(slog.NewTextHandler(j.std.Err, nil))
	pages, err := j.pages(n, site)
	if err != nil {
		return err
	}
	open, err := c.open(folder)
	if err != nil {
		return err
	}
	url := site.Origin
	if url == "" {
		url = address(open.web)
	}
	n.Serving(url)
	if err := ready(n, url); err != nil {
		return errors.Join(err, open.close())
	}
	return j.serveAll(c, n, pages, open, site.Log)
}

// openOrWait opens a folder; of a restored house that waits for devices it opens what exchanges with them.
func openOrWait(ctx context.Context, folder node.Folder, o node.Options) (*node.Node, error) {
	n, err := node.Open(ctx, folder, o)
	if desk.KindOf(err) != desk.Locked {
		return n, err
	}
	o.Locked = true
	n, again := node.Open(ctx, folder, o)
	if again != nil {
		return nil, err
	}
	if !n.Waits() {
		return nil, errors.Join(err, n.Close())
	}
	n.Await()
	return n, nil
}

func (j *job) pages(n *node.Node, site node.Site) (http.Handler, error) {
	if n.Locked() == nil {
		return n.Pages(j.ctx, site)
	}
	return n.WaitingPages(func() (http.Handler, error) { return n.Pages(j.ctx, site) }), nil
}

// serveAll answers on every listener until one fails or somebody stops it, and lets the others end then.
func (j *job) serveAll(c *serveCmd, n *node.Node, pages http.Handler, open listeners, log *slog.Logger) error {
	ctx, stop := context.WithCancel(j.ctx)
	defer stop()
	var working sync.WaitGroup
	defer working.Wait()
	working.Go(func() { n.Work(ctx, log) })
	ended := make(chan error, 2)
	go func() {
		if c.Domain != "" {
			domain := node.Domain{Name: c.Domain, Directory: c.AcmeServer}
			if c.AcmeCA != "" {
				domain.Roots = j.path(c.AcmeCA)
			}
			ended <- n.ServeDomain(ctx, domain, open.web, open.plain, pages, log)
		} else {
			ended <- node.ServeHTTP(ctx, open.web, pages, c.BehindProxy)
		}
	}()
	go func() { ended <- (&server{node: n, std: j.std}).serve(ctx, open.commands) }()
	err := <-ended
	stop()
	return errors.Join(err, <-ended)
}

// listeners are all on which a served house answers.
type listeners struct{ web, plain, commands net.Listener }

func (l listeners) close() error {
	var errs []error
	for _, x := range []net.Listener{l.web, l.plain, l.commands} {
		if x != nil {
			errs = append(errs, x.Close())
		}
	}
	return errors.Join(errs...)
}

// open begins to listen.
func (c *serveCmd) open(folder node.Folder) (l listeners, err error) {
	at := c.Listen
	if at == "" {
		at = "127.0.0.1:8080"
	}
	if c.Domain != "" {
		at = ":443"
		if l.plain, err = net.Listen("tcp", ":80"); err != nil {
			return l, errAddress(err)
		}
	}
	if l.web, err = net.Listen("tcp", at); err != nil {
		return l, errors.Join(errAddress(err), l.close())
	}
	if l.commands, err = listen(folder.Socket()); err != nil {
		l.commands = nil
		return l, errors.Join(err, l.close())
	}
	return l, nil
}

func errAddress(err error) error {
	return &desk.Error{Kind: desk.BadInput, Say: "the pages cannot be served at this address: it is taken, not this machine's, or not yours to take: choose another with --listen", Cause: err}
}

// address is where a browser finds the pages. On this machine it is called localhost, the one name to which
// browsers give passkeys without https.
func address(l net.Listener) string {
	host, port, err := net.SplitHostPort(l.Addr().String())
	if ip := net.ParseIP(host); err == nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// listen opens the socket. The caller holds the folder's lock, so one that is there already is stale.
func listen(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, &desk.Error{Kind: desk.Unexpected, Say: "a stale socket in the data folder cannot be removed: remove it by hand", Cause: err}
	}
	listener, err := net.Listen("unix", shortest(path))
	if err != nil {
		return nil, &desk.Error{Kind: desk.Unexpected, Say: "the socket in the data folder cannot be opened: choose a folder with a shorter path, or start from within it", Cause: err}
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}

// server answers command lines.
type server struct {
	node *node.Node
	std  Stdio // clock and chance
}

func (s *server) serve(ctx context.Context, listener net.Listener) error {
	stop := context.AfterFunc(ctx, func() { _ = listener.Close() })
	defer stop()
	var running sync.WaitGroup
	defer running.Wait()
	for {
		conn, err := listener.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		running.Go(func() { s.answer(ctx, conn) })
	}
}

// answer runs one command line that came in.
func (s *server) answer(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	if !sameUser(conn) {
		return
	}
	kind, raw, err := readFrame(conn)
	var q request
	if err != nil || kind != frameRequest || json.Unmarshal(raw, &q) != nil {
		return
	}
	to := &frames{w: conn}
	std := s.std
	std.Out, std.Err, std.Dir, std.Terminal = stream{to, frameOut}, stream{to, frameErr}, q.Dir, q.Terminal
	std.Env = func(string) string { return "" }
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	in := &asked{to: to, replies: make(chan []byte)}
	std.In = in
	go in.listen(ctx, cancel, conn)
	code := 0
	if q.Version != Version {
		code = report(std, false, fail(desk.Unexpected, "the process that serves this folder is another version of Willing: restart it"))
	} else if locked := s.node.Locked(); locked != nil {
		code = report(std, false, locked)
	} else {
		code = run(ctx, q.Args, std, s.node)
	}
	_ = to.send(frameExit, []byte{byte(code)})
}

// asked is standard input at the owner's end: it asks for a piece when somebody reads.
type asked struct {
	to      *frames
	replies chan []byte
	rest    []byte
	ended   bool
}

// listen takes what the other end sends, and stops the command when that end goes away.
func (a *asked) listen(ctx context.Context, cancel func(), conn net.Conn) {
	defer cancel()
	defer close(a.replies)
	for {
		kind, data, err := readFrame(conn)
		if err != nil || kind != frameInput {
			return
		}
		select {
		case a.replies <- data:
		case <-ctx.Done():
			return
		}
	}
}

func (a *asked) Read(p []byte) (int, error) {
	if len(a.rest) == 0 && !a.ended {
		if err := a.to.send(frameWant, nil); err != nil {
			return 0, err
		}
		a.rest = <-a.replies
		a.ended = len(a.rest) == 0
	}
	if a.ended {
		return 0, io.EOF
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}
