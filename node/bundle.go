package node

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"willing/bundle"
	"willing/desk"
	"willing/durable"
	"willing/exchange"
	"willing/exchange/meet"
	"willing/journal"
	"willing/web"
)

// Bundle says what a bundle is: see package bundle.
type Bundle = bundle.About

// ExportBundle writes a file for a device, by its key or the key's first letters, or for headquarters ("hq").
// A file that exists is never overwritten.
func (n *Node) ExportBundle(ctx context.Context, to, path string) (b Bundle, err error) {
	device, err := n.reader(to)
	if err != nil {
		return b, err
	}
	b, raw, head, err := n.writeBundle(ctx, device)
	if err != nil {
		return b, err
	}
	if exists(path) {
		return b, &desk.Error{Kind: desk.BadInput, Say: "there is a file of this name: choose another"}
	}
	if err := durable.Replace(path, raw); err != nil {
		return b, &desk.Error{Kind: desk.Unexpected, Say: "the bundle could not be written: " + plainCause(err), Cause: err}
	}
	return b, n.meets.HandedOut(ctx, head)
}

func (n *Node) writeBundle(ctx context.Context, device journal.Device) (b Bundle, raw []byte, head exchange.Head, err error) {
	head, signed, frames, err := n.meets.Parcel(ctx, device)
	if err != nil {
		return b, nil, head, err
	}
	b = Bundle{From: n.Name(), For: device, At: head.At, Frames: len(frames)}
	raw, err = bundle.Seal(b, signed, frames)
	b.Bytes = int64(len(raw))
	return b, raw, head, err
}

// files lets the pages of headquarters and of a laptop do what `willing bundle` does. It is the [web.Files] of a site.
type files struct{ n *Node }

// Write implements [web.Files]. Whoever is given the file takes it along.
func (f files) Write(ctx context.Context, to string) (name string, file []byte, err error) {
	device, err := f.n.reader(to)
	if err != nil {
		return "", nil, err
	}
	about, raw, head, err := f.n.writeBundle(ctx, device)
	if err != nil {
		return "", nil, err
	}
	return bundle.Name(about, f.n.Desk.Home), raw, f.n.meets.HandedOut(ctx, head)
}

// Take implements [web.Files].
func (f files) Take(ctx context.Context, file io.Reader) (came web.FileState, failed string, err error) {
	got, err := f.n.takeBundle(ctx, file)
	if errors.Is(err, bundle.ErrBroken) {
		return came, "broken", nil
	}
	if why := meet.Failed(err); why != "" {
		return came, why, nil
	}
	return web.FileState{Done: err == nil, Entries: got.Added + got.Filled + got.Forks, From: got.From}, "", err
}

// reader finds whom a bundle is for.
func (n *Node) reader(to string) (journal.Device, error) {
	if to == "hq" || to == n.Settings.Home {
		return n.Desk.Home, nil
	}
	var found []journal.Device
	for _, d := range n.Desk.GrantedDevices() {
		if strings.HasPrefix(d.String(), to) && len(to) >= 6 {
			found = append(found, d)
		}
	}
	if len(found) != 1 {
		return journal.Device{}, &desk.Error{Kind: desk.NotFound, Say: "no one device is meant by this: give its key as `willing devices` lists it, or hq"}
	}
	return found[0], nil
}

// InspectBundle says what a bundle is, and, if it is for this node, who signed the message in it and how many commits it holds: what
// stands on the outside nobody has signed.
func (n *Node) InspectBundle(path string) (b Bundle, err error) {
	err = withFile(path, func(file *os.File) error {
		info, err := file.Stat()
		if err != nil {
			return err
		}
		var message io.Reader
		if b, message, err = bundle.Open(file, n.device); err != nil || message == nil {
			return err
		}
		b.Bytes = info.Size()
		return exchange.Read(message, nil, func(in exchange.Input) error {
			switch in := in.(type) {
			case exchange.Came:
				b.From, b.At, b.Frames = in.Head.From, in.Head.At, len(in.Head.Frames)
			case exchange.Framed:
				commits, err := exchange.OpenFrame(in.Frame)
				b.Commits += len(commits)
				return err
			}
			return nil
		})
	})
	return b, bundleError(err)
}

// ImportBundle takes a bundle in. Twice is as good as once.
func (n *Node) ImportBundle(ctx context.Context, path string) (got desk.Received, err error) {
	err = withFile(path, func(file *os.File) error {
		got, err = n.takeBundle(ctx, file)
		return err
	})
	return got, bundleError(err)
}

func (n *Node) takeBundle(ctx context.Context, file io.Reader) (got desk.Received, err error) {
	_, message, err := bundle.Open(file, n.device)
	if err != nil {
		return got, err
	}
	if message == nil {
		return got, &desk.Error{Kind: desk.NotAllowed, Say: "this bundle is for another node, and only that one can read it: carry it there", Cause: meet.ErrAstray}
	}
	got, err = n.meets.Unpack(ctx, message)
	return got, cmp.Or(err, n.followProgramme(ctx))
}

func withFile(path string, use func(*os.File) error) error {
	file, err := os.Open(path)
	if err != nil {
		return &desk.Error{Kind: desk.BadInput, Say: "the bundle cannot be read: " + plainCause(err), Cause: err}
	}
	return errors.Join(use(file), file.Close())
}

func bundleError(err error) error {
	if errors.Is(err, bundle.ErrBroken) {
		return &desk.Error{Kind: desk.BadInput, Say: "this is no bundle, or it was cut: have it written again", Cause: err}
	}
	if errors.Is(err, exchange.ErrMessage) || errors.Is(err, exchange.ErrCut) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &desk.Error{Kind: desk.BadInput, Say: "the bundle is damaged or cut; what came before that place is taken in: have it written again (" + exchange.Fault(err) + ")", Cause: err}
	}
	return err
}
