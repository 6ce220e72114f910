package phone

import (
	"errors"
	"net/http"

	"willing/store/paged"
	"willing/web"
)

// beginAnew throws away what nobody can open any more: the passphrase is lost. Whoever holds the phone could do so with the browser's own
// means; here they read first what it costs.
func (p *Phone) beginAnew(w *web.Page) error {
	if !w.Ticked("sure") {
		return w.Show(http.StatusUnprocessableEntity, views, "open", p.doorPage(w))
	}
	if err := p.empty(); err != nil {
		return err
	}
	return w.See("/")
}

// empty leaves a phone that belongs to no house. How it is opened goes last: until then it can be done again.
func (p *Phone) empty() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.lock(); err != nil {
		return err
	}
	journal, err := p.Browser.Disk(journalName)
	if err != nil {
		return err
	}
	if err := errors.Join(emptied(journal), journal.Close()); err != nil {
		return err
	}
	if err := emptied(p.keep); err != nil {
		return err
	}
	p.about, p.wrong = about{}, tries{}
	return nil
}

func emptied(disk paged.Disk) error {
	names, err := disk.Names("")
	if err != nil {
		return err
	}
	return disk.Apply(nil, names)
}
