package node

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/durable"
	"willing/journal"
	"willing/register"
)

// unlock gives a locked house the register, or the risk in writing, and opens it if that suffices. It can
// be run again after it was cut short.
func unlock(ctx context.Context, r Restoring, folder Folder) (out Restored, err error) {
	out.ToDo = []string{}
	if out.RegisterTo, err = adopt(ctx, r, folder); err != nil {
		return out, err
	}
	n, err := openLocked(ctx, folder, r.Options)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	if err := n.mustBeLocked(); err != nil {
		return out, err
	}
	if out.Commits, err = n.Desk.Commits(ctx); err != nil {
		return out, err
	}
	out.Locked = n.Settings.Locked
	if r.Register == "" && r.AcceptRisk == "" {
		return out, nil
	}
	by, err := n.acting(r)
	if err != nil {
		return out, err
	}
	return n.bring(ctx, r, by, out)
}

// adopt copies a register in that is at least as new as the data, or takes the newer copy that lies beside it, and makes sure that
// the epoch is one in which this house has never written. It returns when the register's last entry was made.
func adopt(ctx context.Context, r Restoring, folder Folder) (newest time.Time, err error) {
	if r.Register == "" {
		return newest, nil
	}
	n, err := openLocked(ctx, folder, r.Options)
	if err != nil {
		return newest, err
	}
	noted, err := n.Desk.Noted(ctx)
	if err := errors.Join(err, n.mustBeLocked(), n.Close()); err != nil {
		return newest, err
	}
	from := r.Register
	entries, head, err := register.Read(from)
	if err != nil {
		return newest, &desk.Error{Kind: desk.BadInput, Say: "this register cannot be read: take another copy of it (" + plainCause(err) + ")", Cause: err}
	}
	// Opening brought the folder's own up to the copies named beside: if one of those goes on where this one ends, it is the newer.
	if goesOn, err := register.Follows(folder.register(), head); err == nil && goesOn {
		from = folder.register()
		if entries, _, err = register.Read(from); err != nil {
			return newest, prepareError(err)
		}
	}
	follows, err := register.Follows(from, noted)
	if err != nil || !follows || len(entries) == 0 || entries[0].ID != n.house().String() {
		return newest, &desk.Error{Kind: desk.BadInput, Say: "this register is older than the backup, another house's, or was begun anew when a house was opened without one: find the newest copy of the one that the backup knows, or accept the risk in writing", Cause: err}
	}
	settings := n.Settings
	for _, e := range entries {
		if e.Kind == entryRestored && e.Epoch >= settings.Epoch {
			settings.Epoch = e.Epoch + 1
		}
	}
	raw, err := os.ReadFile(from)
	if err == nil {
		err = durable.Replace(folder.register(), raw)
	}
	if err == nil {
		err = folder.writeSettings(settings)
	}
	if err != nil {
		return newest, prepareError(err)
	}
	return time.Unix(entries[len(entries)-1].At, 0).UTC(), nil
}

func (n *Node) mustBeLocked() error {
	if n.Settings.Locked != "" {
		return nil
	}
	return &desk.Error{Kind: desk.BadInput, Say: "this house is not locked"}
}

// house is the node's house by the name it has in the register.
func (n *Node) house() casebook.ID { return houseID(n.Desk.Config.Home) }

// acting is the administrator who signs, if one is named.
func (n *Node) acting(r Restoring) (desk.Acting, error) {
	if r.As == "" {
		return desk.Acting{}, nil
	}
	who, err := n.Desk.Named(r.As)
	if err != nil {
		return desk.Acting{}, err
	}
	key, err := journal.ReadKey(r.KeyFile)
	if err != nil {
		return desk.Acting{}, &desk.Error{Kind: desk.BadInput, Say: "the key file cannot be read: name it with --keyfile", Cause: err}
	}
	by := desk.Acting{Who: who, Signer: key}
	if !n.Desk.May(by, access.Maintain, "") {
		return by, &desk.Error{Kind: desk.NotAllowed, Say: "only an administrator, with their own key, may do this"}
	}
	return by, nil
}

// bring brings the log to what the register says, begins the new epoch, and unlocks.
func (n *Node) bring(ctx context.Context, r Restoring, by desk.Acting, out Restored) (Restored, error) {
	n.register.locked = false
	if r.Register == "" {
		if err := n.risk(ctx, r, by); err != nil {
			return out, err
		}
		out.ToDo = append(out.ToDo, "the markers of people who were erased are gone with the old register: should it turn up, keep it safe and ask for help")
	}
	if last, err := n.Desk.LastEpoch(ctx); err != nil {
		return out, err
	} else if last < n.Settings.Epoch {
		if err := n.Desk.BeginEpoch(ctx); err != nil {
			return out, err
		}
	}
	agreed, err := n.Desk.Agree(ctx, by)
	if err != nil {
		return out, err
	}
	out.Applied = agreed.Applied
	if agreed.Hidden > 0 {
		out.ToDo = append(out.ToDo, fmt.Sprintf("%d people had asked for erasure since the backup: they are hidden, and go when they ask again or two people stand behind it", agreed.Hidden))
	}
	if len(agreed.Revoke) > 0 {
		out.Locked = fmt.Sprintf("%d that ended since the backup still count here (keys, devices, links, colleagues): an administrator signs for it, with --as and --keyfile", len(agreed.Revoke))
		for _, e := range agreed.Revoke {
			out.ToDo = append(out.ToDo, endsAgain(e))
		}
		n.Settings.Locked = out.Locked
		return out, n.Folder.writeSettings(n.Settings)
	}
	if err := n.register.Register.Append(register.Entry{Kind: entryRestored, ID: n.house().String(), At: n.now().Unix(), Epoch: n.Settings.Epoch}); err != nil {
		return out, err
	}
	if _, err := n.Desk.Tidy(ctx); err != nil {
		return out, err
	}
	out.ToDo = append(out.ToDo, "hats, teams, ties, ways of signing in and the PINs of private links stand as in the backup: look through 'People and hats', and say again what changed since")
	if len(n.Settings.RegisterCopies) == 0 {
		out.ToDo = append(out.ToDo, "the register is copied nowhere: name a place on another disk (`willing settings --register-copy FILE`), or copy the folder `register` there every day")
	}
	out.Locked, n.Settings.Locked = "", ""
	return out, n.Folder.writeSettings(n.Settings)
}

// risk keeps in node.json who opens the house without a newer register, when and why, and begins a new
// register with what the log knows.
func (n *Node) risk(ctx context.Context, r Restoring, by desk.Acting) error {
	n.Settings.Risk = &Risk{Text: strings.TrimSpace(r.AcceptRisk), By: by.Who.String(), At: n.now().UTC().Format(time.RFC3339)}
	if err := n.foundRegister(); err != nil {
		return err
	}
	_, err := n.Desk.Enter(ctx, true)
	return err
}

// endsAgain says what is to be ended once more.
func endsAgain(e desk.Entry) string {
	switch e.Kind {
	case desk.EntryAway:
		return "turn the device " + journal.Device(e.Key).String() + " away"
	case desk.EntryClosed:
		return "end a private link of the record " + e.ID.String()
	case desk.EntryLeft:
		return "say that the member of staff " + e.ID.String() + " has left"
	}
	return "revoke a key of the member of staff " + e.ID.String()
}
