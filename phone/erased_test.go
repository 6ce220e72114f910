package phone

import (
	"bytes"
	"testing"

	"willing/casebook"
	"willing/journal"
	"willing/node/nodetest"
)

// plain is all that lies in the phone's databases, opened with its key, in small letters.
func (p *drawnPhone) plain() []byte {
	p.t.Helper()
	browser := p.Browser.(*drawnBrowser)
	var out []byte
	for name, disk := range browser.disks {
		for record, sealed := range disk.records {
			if bytes.Contains(bytes.ToLower(sealed), []byte("canarinella")) {
				p.t.Errorf("%s/%s lies open", name, record)
			}
			if opened, err := browser.held.Open(record, sealed); err == nil {
				out = append(out, bytes.ToLower(opened)...)
			}
		}
	}
	return out
}

// carriesSomebody is a phone with somebody on it whose erasure they may ask for by their link.
func carriesSomebody(t *testing.T) (h *nodetest.House, p *drawnPhone, person casebook.ID, link journal.Key) {
	t.Helper()
	h = nodetest.New(t)
	p = drawPhone(t, h)
	person = h.Sighted(casebook.Particulars{Given: "Canarinella", Family: "Uccelli", Phones: []string{"+393490000011"}})
	h.Met(person)
	link = h.Told(person)
	p.meets()
	return h, p, person, link
}

func TestNothingOfSomebodyWhoWasErasedIsLeftOnAPhone(t *testing.T) {
	h, p, person, link := carriesSomebody(t)
	if err := p.Lock(); err != nil { // what was only in memory lies in the browser's database now
		t.Fatal(err)
	}
	p.sends("/open", map[string][]string{"passphrase": {"four words are enough"}})
	if !bytes.Contains(p.plain(), []byte("canarinella")) {
		t.Fatal("the phone holds nothing that could be erased")
	}
	h.Erased(person, link)
	p.meets()
	p.meets()
	if bytes.Contains(p.plain(), []byte("canarinella")) || bytes.Contains(p.plain(), []byte("490000011")) {
		t.Error("the canary is still in the phone's store")
	}
	done, err := h.Node.Executions(t.Context(), h.As("cora"), 25)
	if err != nil || len(done) != 1 || done[0].Confirmed != 1 || len(done[0].Open) != 0 {
		t.Errorf("the phone has confirmed: %+v %v", done, err)
	}
	if err := p.Lock(); err != nil {
		t.Fatal(err)
	}
	p.sends("/open", map[string][]string{"passphrase": {"four words are enough"}})
	if bytes.Contains(p.plain(), []byte("canarinella")) {
		t.Error("the canary came back when the phone was opened again")
	}
}

func TestAPhoneWhoseRegisterIsOlderThanItsDataStillOpens(t *testing.T) {
	h, p, person, link := carriesSomebody(t)
	h.Erased(person, link)
	p.meets()
	if len(p.inside.desk.Register.(*ledger).parts) == 0 {
		t.Fatal("the phone's register says nothing that could be lost")
	}
	if err := p.Lock(); err != nil {
		t.Fatal(err)
	}
	if err := p.keep.Apply(nil, []string{partName(0)}); err != nil {
		t.Fatal(err)
	}
	p.sends("/open", map[string][]string{"passphrase": {"four words are enough"}})
	if p.inside == nil {
		t.Fatal("the phone stays closed, and nobody can work with it")
	}
}
