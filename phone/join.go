package phone

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"unicode/utf8"

	"willing/desk"
	"willing/exchange/meet"
	"willing/recognise"
	"willing/store/paged"
	"willing/web"
)

// leastPassphrase is how many characters open a phone at least (our decision, with Argon2id behind it).
const leastPassphrase = 10

// join enrols this phone with the code that a coordinator read out.
func (p *Phone) join(w *web.Page) error {
	code, phrase := w.Value("code"), w.R.FormValue("passphrase")
	if p.Joined() {
		return w.See("/")
	}
	if code == "" {
		w.Problem("code", w.T("phone.join.code.wrong"))
	}
	if utf8.RuneCountInString(phrase) < leastPassphrase {
		w.Problem("passphrase", w.T("phone.join.passphrase.short"))
	} else if phrase != w.R.FormValue("again") {
		w.Problem("again", w.T("phone.join.again.wrong"))
	}
	if len(w.Problems) > 0 {
		return w.Show(http.StatusUnprocessableEntity, views, "join", doorPage{Code: code})
	}
	err := p.enrol(w.R.Context(), code, phrase)
	switch kind := desk.KindOf(err); {
	case err != nil && kind == desk.NotAllowed:
		w.Problem("code", w.T("phone.join.code.wrong"))
	case errors.Is(err, meet.ErrNoRoom):
		w.Problem("", w.T("team.device.problem.room"))
	case isLine(err):
		w.Problem("", w.T("phone.join.line"))
	case err != nil:
		return err
	}
	if len(w.Problems) > 0 {
		return w.Show(http.StatusUnprocessableEntity, views, "join", doorPage{Code: code})
	}
	return w.See("/first")
}

// enrol makes the phone a device of a house. What makes it one is written last: a phone that dies before is as
// it was, and a coordinator makes another code.
func (p *Phone) enrol(ctx context.Context, code, phrase string) error {
	seed := make([]byte, secretSize)
	if _, err := io.ReadFull(p.Rand, seed); err != nil {
		return err
	}
	me := own{Seed: seed}
	device, err := me.device()
	if err != nil {
		return err
	}
	l, err := newLock(passphrase, p.Rand)
	if err != nil {
		return err
	}
	key, wrapped, err := p.Browser.NewKey(l.fromPassphrase(phrase))
	if err != nil {
		return err
	}
	l.Wrapped = wrapped
	house, err := meet.Join(ctx, code, device, meet.Phone, p.Post(joinPath))
	if err != nil {
		return err
	}
	me.Home, me.Holder = house.Home, house.Holder
	if err := p.settle(drawer{p.keep, key}, me, house); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.clearJournal(); err != nil {
		return err
	}
	if p.inside, err = p.enter(ctx, key); err != nil {
		return err
	}
	next := p.about
	next.Locks = []lock{l}
	return errors.Join(p.writeAbout(next), p.Browser.Hold(key))
}

// settle writes what lies beside the journal.
func (p *Phone) settle(d drawer, me own, house meet.Joined) error {
	text, err := json.Marshal(me)
	if err != nil {
		return err
	}
	markers, err := recognise.NewKeys(p.Rand, p.Now())
	if err != nil {
		return err
	}
	old, err := p.keep.Names("")
	if err != nil {
		return err
	}
	if err := p.keep.Apply(nil, old); err != nil { // of an enrolment that broke off
		return err
	}
	return d.put(paged.Record{Name: ownRecord, Data: text}, paged.Record{Name: programmeRecord, Data: house.Programme},
		paged.Record{Name: markersRecord, Data: markers}, paged.Record{Name: epochRecord, Data: []byte("1")})
}

// clearJournal empties the journal's database of what an enrolment that broke off left there.
func (p *Phone) clearJournal() error {
	disk, err := p.Browser.Disk(journalName)
	if err != nil {
		return err
	}
	old, err := disk.Names("")
	if err == nil && len(old) > 0 {
		err = disk.Apply(nil, old)
	}
	return errors.Join(err, disk.Close())
}

// first is the page that waits for the first load.
func (in *inside) first(w *web.Page) error {
	if w.Visitor != nil {
		return w.See("/team")
	}
	return w.OK(views, "first", in.line.State())
}
