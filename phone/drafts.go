package phone

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/web"
)

// drafts are the team's forms that somebody began to fill in and did not send: the screen locked, or the application was closed. They lie
// sealed like everything, and are offered again where they were begun. None outlives its sending, the moment in which the phone is turned
// round to a person, the purge of anybody's content, whom it is about being hidden or closed, or two days.
type drafts struct {
	drawer drawer

	mu   sync.Mutex
	kept []draft // the latest last
}

type draft struct {
	At     string `json:"at"`     // the page on which it was begun
	To     string `json:"to"`     // where it would be sent
	Fields string `json:"fields"` // as a form sends them
	When   int64  `json:"when"`   // unix seconds
}

const (
	mostDrafts = 8 // our decision
	draftTime  = 48 * time.Hour
)

func openDrafts(d drawer) (*drafts, error) {
	all := &drafts{drawer: d}
	return all, d.read(draftsRecord, &all.kept)
}

// keep takes a form in the place of what it was before.
func (all *drafts) keep(one draft) error {
	all.mu.Lock()
	defer all.mu.Unlock()
	next := append(slices.DeleteFunc(slices.Clone(all.kept), one.same), one)
	return all.write(next[max(0, len(next)-mostDrafts):])
}

func (one draft) same(other draft) bool { return one.At == other.At && one.To == other.To }

// drop forgets those that are meant. It writes nothing where there is none.
func (all *drafts) drop(meant func(draft) bool) error {
	all.mu.Lock()
	defer all.mu.Unlock()
	next := slices.DeleteFunc(slices.Clone(all.kept), meant)
	if len(next) == len(all.kept) || off("drop drafts") {
		return nil
	}
	return all.write(next)
}

func (all *drafts) write(next []draft) error {
	if err := all.drawer.write(draftsRecord, next); err != nil {
		return err
	}
	all.kept = next
	return nil
}

// of are those that were begun on a page. What was begun about somebody who has no page yet is offered where a day begins.
func (all *drafts) of(page string) (out []draft) {
	all.mu.Lock()
	defer all.mu.Unlock()
	for _, one := range all.kept {
		if one.At == page || page == "/team" && !strings.HasPrefix(one.At, "/team/p/") {
			out = append(out, one)
		}
	}
	return out
}

func everyDraft(draft) bool { return true }

// dropDrafts forgets what an answered request settles: a form that was sent, all of somebody who stopped, and every one where a person
// holds the phone.
func (in *inside) dropDrafts(r *http.Request, status int) error {
	sent := r.Method == http.MethodPost && status < http.StatusBadRequest
	old := in.phone.Now().Add(-draftTime).Unix()
	return in.drafts.drop(func(d draft) bool {
		stopped, stops := strings.CutSuffix(r.URL.Path, "/stop")
		return in.jar.has("turned") || d.When < old || sent && (pathIs(d.To, r.URL.Path) || stops && (below(d.At, stopped) || below(d.To, stopped)))
	})
}

// below reports whether an address is a page, or lies below it.
func below(address, page string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Path == page || strings.HasPrefix(u.Path, page+"/"))
}

// dropClosed forgets the drafts about whoever is not to be approached any more, as the phone has heard.
func (in *inside) dropClosed(ctx context.Context) error {
	var failed error
	err := in.drafts.drop(func(d draft) bool {
		gone, err := in.ofClosed(ctx, d)
		failed = cmp.Or(failed, err)
		return gone
	})
	return cmp.Or(err, failed)
}

// ofClosed reports whether a draft is about somebody who is hidden, erased, or otherwise not to be approached.
func (in *inside) ofClosed(ctx context.Context, d draft) (gone bool, err error) {
	err = in.store.View(ctx, func(r journal.Reader) error {
		for _, address := range []string{d.At, d.To} {
			id, about := personOf(address)
			if !about {
				continue
			}
			open, err := desk.Approachable(r, id)
			if gone = gone || !open; err != nil {
				return err
			}
		}
		return nil
	})
	return gone && err == nil, err
}

// personOf is whose page an address is, or lies below.
func personOf(address string) (id casebook.ID, about bool) {
	u, err := url.Parse(address)
	if err != nil {
		return id, false
	}
	rest, about := strings.CutPrefix(u.Path, "/team/p/")
	name, _, _ := strings.Cut(rest, "/")
	id, err = casebook.ParseID(name)
	return id, about && err == nil
}

func pathIs(address, path string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Path == path
}

// draftsPage is what the script that fills a form in again hears.
type draftsPage struct {
	Drafts []draft `json:"drafts,omitempty"`
	Say    string  `json:"say,omitempty"`
	Send   string  `json:"send,omitempty"`
	Leave  string  `json:"leave,omitempty"`
}

// draftOf is the form that a page's script speaks of; only of our own addresses.
func (in *inside) draftOf(w *web.Page) draft {
	return draft{At: pathOf(w.R.FormValue("at"), ""), To: pathOf(w.R.FormValue("to"), ""), Fields: w.R.FormValue("fields"), When: in.phone.Now().Unix()}
}

// draft tells what was begun on a page, keeps what is begun now, or drops it.
func (in *inside) draft(w *web.Page) error {
	if in.jar.has("turned") {
		return tell(w, state{})
	}
	one := in.draftOf(w)
	if one.To == "" {
		out := draftsPage{Drafts: in.drafts.of(one.At)}
		if len(out.Drafts) > 0 {
			out.Say, out.Send, out.Leave = w.T("phone.kept.typed"), w.T("phone.kept.send"), w.T("phone.kept.drop")
		}
		return tell(w, out)
	}
	if one.Fields == "" {
		if err := in.drafts.drop(one.same); err != nil {
			return err
		}
		return tell(w, state{})
	}
	return in.keepDraft(w)
}

// keepDraft keeps a form of the team's, also while the screen is locked: that is when it comes.
func (in *inside) keepDraft(w *web.Page) error {
	one := in.draftOf(w)
	if one.At != "/team" && !ofTeam(one.At) || !ofTeam(one.To) || one.Fields == "" || in.jar.has("turned") {
		return tell(w, state{})
	}
	gone, err := in.ofClosed(w.R.Context(), one)
	takes := false
	if err == nil && !gone {
		takes, err = in.screen.takes(in.phone.Now())
	}
	if err == nil && takes {
		err = in.drafts.keep(one)
	}
	if err != nil {
		return err
	}
	return tell(w, state{})
}
