package node

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"golang.org/x/crypto/ssh"

	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

// A bundle is a file: this line, a line of JSON that says whom it is for, and a message of the exchange,
// encrypted to that device with age.
const bundleTitle = "willing bundle 1\n"

// Bundle says what a bundle is. Its first four fields stand in the clear.
type Bundle struct {
	From    journal.Device `json:"from"`
	For     journal.Device `json:"for"`
	At      int64          `json:"at"` // unix milliseconds
	Frames  int            `json:"frames"`
	Bytes   int64          `json:"bytes,omitempty"`
	Commits int            `json:"commits,omitempty"` // where it can be opened
}

// ExportBundle writes a file for a device, by its key or the key's first letters, or for headquarters ("hq").
// A file that exists is never overwritten.
func (n *Node) ExportBundle(ctx context.Context, to, path string) (b Bundle, err error) {
	device, sight, err := n.reader(ctx, to)
	if err != nil {
		return b, err
	}
	var nonce [16]byte
	if _, err := io.ReadFull(n.chance, nonce[:]); err != nil {
		return b, err
	}
	theirs, err := n.lastHeard(ctx, device)
	if err != nil {
		return b, err
	}
	var parcel exchange.Send
	err = n.store.View(ctx, func(r journal.Reader) error {
		parcel, err = exchange.View{Log: r, House: houseAt{n, r}}.Parcel(n.Name(), sight, theirs, nonce, n.now())
		return err
	})
	if err != nil {
		return b, err
	}
	b = Bundle{From: n.Name(), For: device, At: parcel.Head.At, Frames: len(parcel.Frames)}
	raw, err := n.sealBundle(b, parcel)
	if err != nil {
		return b, err
	}
	b.Bytes = int64(len(raw))
	if exists(path) {
		return b, &desk.Error{Kind: desk.BadInput, Say: "there is a file of this name: choose another"}
	}
	if err := writeDurably(path, raw); err != nil {
		return b, &desk.Error{Kind: desk.Unexpected, Say: "the bundle could not be written: " + plainCause(err), Cause: err}
	}
	return b, nil
}

// reader finds whom a bundle is for, and what they may hold.
func (n *Node) reader(ctx context.Context, to string) (journal.Device, exchange.Sight, error) {
	if to == "hq" || to == n.Settings.Home {
		return n.Desk.Home, exchange.Sight{Device: n.Desk.Home, All: true}, nil
	}
	var found []journal.Device
	for _, d := range n.Desk.GrantedDevices() {
		if strings.HasPrefix(d.String(), to) && len(to) >= 6 {
			found = append(found, d)
		}
	}
	if len(found) != 1 {
		return journal.Device{}, exchange.Sight{}, &desk.Error{Kind: desk.NotFound, Say: "no one device is meant by this: give its key as `willing devices` lists it, or hq"}
	}
	var grant exchange.Grant
	err := n.store.View(ctx, func(r journal.Reader) error {
		grant, _ = houseAt{n, r}.Grant(found[0])
		return nil
	})
	if err == nil && (grant.Revoked || !grant.Until.IsZero() && n.now().After(grant.Until)) {
		err = &desk.Error{Kind: desk.NotAllowed, Say: "this device was turned away, or its grant is over: nothing is given to it"}
	}
	return found[0], grant.Sight, err
}

// lastHeard is how far a device was when it was met last; nil if that is not known.
func (n *Node) lastHeard(ctx context.Context, device journal.Device) (v exchange.Vector, err error) {
	if !n.Desk.AtHome() {
		return n.readPeers()[device.String()].Heard, nil
	}
	err = n.store.View(ctx, func(r journal.Reader) error {
		raw, err := r.Get(bucketMet, device[:])
		var was met
		if err == nil && raw != nil && json.Unmarshal(raw, &was) == nil {
			v = was.Vector
		}
		return err
	})
	return v, err
}

func (n *Node) sealBundle(b Bundle, parcel exchange.Send) ([]byte, error) {
	signed, err := parcel.Head.Sign(n.device)
	if err != nil {
		return nil, err
	}
	public, err := ssh.NewPublicKey(ed25519.PublicKey(b.For[:]))
	if err != nil {
		return nil, err
	}
	recipient, err := agessh.NewEd25519Recipient(public)
	if err != nil {
		return nil, err
	}
	about, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	out := bytes.NewBufferString(bundleTitle + string(about) + "\n")
	to, err := age.Encrypt(out, recipient)
	if err != nil {
		return nil, err
	}
	err = errors.Join(exchange.Write(to, signed, parcel.Frames, nil), to.Close())
	return out.Bytes(), err
}

// openBundle reads what stands in the clear, and gives the message if the bundle is for this node.
func (n *Node) openBundle(file io.Reader) (b Bundle, message io.Reader, err error) {
	broken := &desk.Error{Kind: desk.BadInput, Say: "this is no bundle, or it was cut: have it written again"}
	in := bufio.NewReader(file)
	title, err := in.ReadString('\n')
	if err != nil || title != bundleTitle {
		return b, nil, broken
	}
	about, err := in.ReadSlice('\n')
	if err != nil || json.Unmarshal(about, &b) != nil {
		return b, nil, broken
	}
	if b.For != n.Name() {
		return b, nil, nil
	}
	identity, err := agessh.NewEd25519Identity(n.device.Private())
	if err != nil {
		return b, nil, err
	}
	message, err = age.Decrypt(in, identity)
	if err != nil {
		return b, nil, broken
	}
	return b, message, nil
}

// InspectBundle says what a bundle is, and, if it is for this node, how many commits it holds.
func (n *Node) InspectBundle(path string) (b Bundle, err error) {
	err = withFile(path, func(file *os.File) error {
		info, err := file.Stat()
		if err != nil {
			return err
		}
		var message io.Reader
		if b, message, err = n.openBundle(file); err != nil || message == nil {
			return err
		}
		b.Bytes = info.Size()
		return exchange.Read(message, nil, func(in exchange.Input) error {
			f, ok := in.(exchange.Framed)
			if !ok {
				return nil
			}
			commits, err := exchange.OpenFrame(f.Frame)
			b.Commits += len(commits)
			return err
		})
	})
	return b, bundleError(err)
}

// ImportBundle takes a bundle in. Twice is as good as once.
func (n *Node) ImportBundle(ctx context.Context, path string) (got desk.Received, err error) {
	m := &meeting{n: n, state: exchange.State{Me: n.Name()}}
	err = withFile(path, func(file *os.File) error {
		_, message, err := n.openBundle(file)
		if err != nil {
			return err
		}
		if message == nil {
			return &desk.Error{Kind: desk.NotAllowed, Say: "this bundle is for another node, and only that one can read it: carry it there"}
		}
		return exchange.Read(message, nil, func(in exchange.Input) error { return m.on(ctx, in) })
	})
	if err != nil {
		return m.got, bundleError(err)
	}
	if m.problem == exchange.Unknown {
		return m.got, &desk.Error{Kind: desk.NotAllowed, Say: "this bundle is from a device that the house does not know: nothing of it was taken in"}
	}
	if m.got.Own > 0 {
		_, err = n.newEpoch(ctx)
	}
	return m.got, err
}

func withFile(path string, use func(*os.File) error) error {
	file, err := os.Open(path)
	if err != nil {
		return &desk.Error{Kind: desk.BadInput, Say: "the bundle cannot be read: " + plainCause(err), Cause: err}
	}
	return errors.Join(use(file), file.Close())
}

func bundleError(err error) error {
	if errors.Is(err, exchange.ErrMessage) || errors.Is(err, exchange.ErrCut) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &desk.Error{Kind: desk.BadInput, Say: "the bundle is damaged or cut; what came before that place is taken in: have it written again", Cause: err}
	}
	return err
}
