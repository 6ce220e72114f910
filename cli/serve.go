package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"sync"
	"time"

	"willing/desk"
	"willing/node"
)

type serveCmd struct{}

func (serveCmd) alone() bool { return true }

// tidyEvery is how often a served house does what time asks for.
const tidyEvery = time.Minute

// Run owns the folder and answers the command line through its socket until it is stopped.
func (c *serveCmd) Run(j *job) (err error) {
	folder, err := j.folder()
	if err != nil {
		return err
	}
	if conn, err := net.Dial("unix", shortest(folder.Socket())); err == nil {
		return errors.Join(fail(desk.BadInput, "this folder is served already"), conn.Close())
	}
	n, err := node.Open(j.ctx, folder, node.Options{Now: j.std.Now, Patient: tries * patience})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	listener, err := listen(folder.Socket())
	if err != nil {
		return err
	}
	s := &server{node: n, std: j.std}
	if err := j.show(map[string]any{"serving": true}, func(p *page) { p.line("serving; stop it with Ctrl-C") }); err != nil {
		return errors.Join(err, listener.Close())
	}
	return s.serve(j.ctx, listener)
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
