package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"

	"willing/desk"
	"willing/node"
)

// request is a command line on its way to the process that owns the folder.
type request struct {
	Version  string   `json:"version"`
	Args     []string `json:"args"`
	Dir      string   `json:"dir"`
	Terminal bool     `json:"terminal"`
}

// forward hands a command line to the process that serves the folder. answered is false if none does:
// there is no socket, or a stale one that nobody listens on.
func forward(ctx context.Context, folder node.Folder, args []string, std Stdio) (code int, answered bool, err error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", shortest(folder.Socket()))
	if err != nil {
		return 0, false, ctx.Err()
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	code, err = converse(conn, request{Version: Version, Args: args, Dir: std.Dir, Terminal: std.Terminal}, std)
	if err != nil && ctx.Err() != nil {
		return 0, true, ctx.Err()
	}
	if err != nil {
		err = &desk.Error{Kind: desk.Unexpected, Say: "the process that serves this folder went away in the middle; what it said to be done is done: run the command again", Cause: err}
	}
	return code, true, err
}

func converse(conn net.Conn, q request, std Stdio) (code int, err error) {
	raw, err := json.Marshal(q)
	if err != nil {
		return 0, err
	}
	to := &frames{w: conn}
	if err := to.send(frameRequest, raw); err != nil {
		return 0, err
	}
	for {
		kind, data, err := readFrame(conn)
		if err != nil {
			return 0, err
		}
		switch kind {
		case frameOut:
			_, err = std.Out.Write(data)
		case frameErr:
			_, err = std.Err.Write(data)
		case frameWant:
			err = sendInput(to, std.In)
		case frameExit:
			if len(data) != 1 {
				return 0, errFrame
			}
			return int(data[0]), nil
		default:
			err = errFrame
		}
		if err != nil {
			return 0, err
		}
	}
}

// sendInput reads only when it is asked to: input that the command does not want stays where it is.
func sendInput(to *frames, in io.Reader) error {
	buffer := make([]byte, 32<<10)
	for {
		n, err := in.Read(buffer)
		if n > 0 || errors.Is(err, io.EOF) {
			return to.send(frameInput, buffer[:n])
		}
		if err != nil {
			return err
		}
	}
}

// shortest picks the shorter way of writing a path: the address of a socket has about a hundred bytes.
func shortest(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}
