package node

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"willing/desk"
	"willing/journal"
	"willing/register"
)

// A restored house whose register is lost is served all the same: it shows nothing, exchanges with devices, and opens by
// itself when two of them have brought all that they have.

// enough is how many devices open a restored house.
const enough = 2

// Waits reports whether the house was restored and waits for the register or for devices.
func (n *Node) Waits() bool { return n.Settings.Locked == waits }

// Await lets a house that waits take what devices bring. What they bring opens it: see [Node.Locked].
func (n *Node) Await() {
	n.Desk.Wait()
	n.meets.Lock(n.brought)
}

// lockedBy says why a house shows nothing, and what to do.
func lockedBy(s Settings) error {
	say := "this house was restored and shows nothing yet: " + s.Locked + ". Give it the newest register (`willing restore --unlock --register FILE`), or accept the risk in writing (`--accept-risk TEXT`)"
	if s.Locked == waits {
		say += "; or serve it (`willing serve`): it opens by itself when two devices have met it"
	}
	return &desk.Error{Kind: desk.Locked, Say: say + "."}
}

// Locked is an error of kind Locked for as long as the house shows nothing.
func (n *Node) Locked() error {
	select {
	case <-n.opened:
		return nil
	default:
		return lockedBy(n.Settings)
	}
}

// brought notes that a device has brought all that it has, and opens the house if it was the second.
func (n *Node) brought(ctx context.Context, device journal.Device) error {
	n.bringing.Lock()
	defer n.bringing.Unlock()
	if n.Locked() == nil || !n.Waits() {
		return nil
	}
	if name := device.String(); !slices.Contains(n.Settings.Brought, name) {
		n.Settings.Brought = append(n.Settings.Brought, name)
		if err := n.Folder.writeSettings(n.Settings); err != nil {
			return prepareError(err)
		}
	}
	if n.trusted() < enough {
		return nil
	}
	return n.openUp(ctx)
}

// trusted counts the devices that have been there, by what is known of them now: one may have brought the word that the
// other was turned away.
func (n *Node) trusted() (count int) {
	for _, name := range n.Settings.Brought {
		device, err := journal.ParseDevice(name)
		if err != nil {
			continue
		}
		if _, revoked, ok := n.Desk.Grant(device); ok && !revoked {
			count++
		}
	}
	return count
}

// openUp begins the new epoch and a new register, and shows the house. It can be run again after it was cut short.
func (n *Node) openUp(ctx context.Context) error {
	n.register.locked = false
	if err := n.foundRegister(); err != nil {
		return err
	}
	if err := n.Desk.EndWait(ctx); err != nil {
		return err
	}
	if err := n.register.Register.Append(register.Entry{Kind: entryRestored, ID: n.house().String(), At: n.now().Unix(), Epoch: n.Settings.Epoch}); err != nil {
		return err
	}
	if _, err := n.Desk.Tidy(ctx); err != nil {
		return err
	}
	settings := n.Settings
	settings.Locked, settings.Brought = "", nil
	if err := n.Folder.writeSettings(settings); err != nil {
		return prepareError(err)
	}
	n.Settings = settings
	n.meets.Lock(nil)
	close(n.opened)
	return nil
}

// foundRegister begins a register, if there is none.
func (n *Node) foundRegister() error {
	if n.register.Head() != "" {
		return nil
	}
	return n.register.Register.Append(register.Entry{Kind: entryFounded, ID: n.house().String(), At: n.now().Unix()})
}

// WaitingPages are what a restored house answers until it opens, and its pages from then on.
func (n *Node) WaitingPages(pages func() (http.Handler, error)) http.Handler {
	open := sync.OnceValues(pages)
	exchanges := n.ExchangeHandler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		locked := n.Locked()
		if locked != nil && r.Method == http.MethodPost && r.URL.Path == ExchangePath {
			exchanges.ServeHTTP(w, r)
			return
		}
		if locked == nil {
			all, err := open()
			if err == nil {
				all.ServeHTTP(w, r)
				return
			}
			locked = err
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Retry-After", "60")
		http.Error(w, locked.Error(), http.StatusServiceUnavailable)
	})
}
