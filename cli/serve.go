package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	"willing/desk"
	"willing/node"
)

type serveCmd struct {
	Listen string `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Where the pages are served (127.0.0.1:8080); port 0 takes a free one."`
}

func (serveCmd) alone() bool { return true }

// tidyEvery is how often a served house does what time asks for.
const tidyEvery = time.Minute

// Run owns the folder, serves the pages and answers the command line through its socket until it is stopped.
func (c *serveCmd) Run(j *job) error {
	return j.serve(c, node.Options{Now: j.std.Now, Patient: tries * patience}, node.Site{}, func(_ *node.Node, url string) error {
		return j.show(map[string]any{"serving": true, "url": url}, func(p *page) { p.line("serving %s; stop it with Ctrl-C", url) })
	})
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
	n, err := node.Open(j.ctx, folder, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	site.Log = slog.New(slog.NewTextHandler(j.std.Err, nil))
	pages, err := n.Pages(j.ctx, site)
	if err != nil {
		return err
	}
	web, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return &desk.Error{Kind: desk.BadInput, Say: "the pages cannot be served at this address: it is taken, or not this machine's: choose another with --listen", Cause: err}
	}
	commands, err := listen(folder.Socket())
	if err != nil {
		return errors.Join(err, web.Close())
	}
	n.Serving(address(web))
	if err := ready(n, address(web)); err != nil {
		return errors.Join(err, commands.Close(), web.Close())
	}
	ctx, stop := context.WithCancel(j.ctx)
	defer stop()
	ended := make(chan error, 2)
	go func() { ended <- node.ServeHTTP(ctx, web, pages, false) }()
	go func() { ended <- (&server{node: n, std: j.std}).serve(ctx, commands) }()
	err = <-ended
	stop()
	return errors.Join(err, <-ended)
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
	running.Go(func() {
		node.Every(ctx, tidyEvery, func() { _, _ = s.node.Desk.Tidy(ctx) })
	})
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
