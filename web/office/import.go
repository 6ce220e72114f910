package office

import (
	"bytes"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/lists"
	"willing/locale"
	"willing/web"
)

func importRoutes(kept *lists.Lists) []web.Route {
	if kept == nil {
		return nil
	}
	with := func(handle func(*web.Page, *lists.Lists) error) func(*web.Page) error {
		return func(p *web.Page) error { return handle(p, kept) }
	}
	return []web.Route{
		{Pattern: "GET /import", Action: access.ImportLeads, Handle: with(showImport)},
		{Pattern: "POST /import", Action: access.ImportLeads, Upload: true, Handle: with(keepList)},
		{Pattern: "GET /import/{list}", Action: access.ImportLeads, Handle: with(showList)},
		{Pattern: "POST /import/{list}", Action: access.ImportLeads, Upload: true, Handle: with(takeList)},
		{Pattern: "POST /import/{list}/look", Form: "/import/{list}", Action: access.ImportLeads, Upload: true, Handle: with(lookAgain)},
		{Pattern: "POST /import/{list}/resume", Form: "/import/{list}", Action: access.ImportLeads, Handle: with(resumeList)},
		{Pattern: "POST /import/{list}/drop", Form: "/import/{list}", Action: access.ImportLeads, Handle: with(dropList)},
		{Pattern: "GET /import/{list}/rejects.csv", Action: access.ImportLeads, Handle: with(rejects)},
		{Pattern: "GET /refusals/{batch}/withdraw", Action: access.WithdrawList, Handle: askWithdraw},
		{Pattern: "POST /refusals/{batch}/withdraw", Action: access.WithdrawList, Handle: withdraw},
	}
}

// importPage is the page on which lists come in.
type importPage struct {
	Kind    string // of the form: "leads" or "refusals"
	Lists   []listRow
	Batches []batchRow
}

// listRow is one file that is being worked on.
type listRow struct {
	lists.State
	Word string // its stage
}

// batchRow is one list of refusals that was taken in: nothing of it but markers.
type batchRow struct {
	ID, Office string
	Markers    int
	At         time.Time
	Withdrawn  bool
}

func showImport(p *web.Page, kept *lists.Lists) error {
	return p.OK(views, "import", importOf(p, kept))
}

func importOf(p *web.Page, kept *lists.Lists) *importPage {
	page := &importPage{Kind: p.Value("kind")}
	for _, s := range kept.All() {
		page.Lists = append(page.Lists, listRow{s, p.T("office.import.stage." + s.Stage)})
	}
	p.Desk.House(func(h *casebook.House) {
		for _, b := range h.Batches() {
			page.Batches = append(page.Batches, batchRow{b.ID.String(), b.Office, b.Markers, b.At, b.Withdrawn})
		}
	})
	slices.SortFunc(page.Batches, func(a, b batchRow) int { return b.At.Compare(a.At) })
	return page
}

// keepList keeps a file and shows how it is read. A file that is not what it says is not kept.
func keepList(p *web.Page, kept *lists.Lists) error {
	file, head, err := p.R.FormFile("file")
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large): // and the rest of the form was not read
		p.Lost = true
		p.Problem("file", p.T("office.import.too-large"))
		return p.Show(web.Status(err), views, "import", importOf(p, kept))
	case err != nil || head.Size == 0:
		p.Problem("file", p.T("office.import.no-file"))
	}
	kind := p.Value("kind")
	if kind != "leads" && kind != "refusals" {
		p.Problem("kind", p.T("office.import.kind.wanted"))
	}
	if len(p.Problems) > 0 {
		return p.Show(http.StatusUnprocessableEntity, views, "import", importOf(p, kept))
	}
	defer file.Close()
	id, err := kept.Keep(p.Visitor.Who, head.Filename, kind == "refusals", file)
	if errors.Is(err, lists.ErrFull) {
		p.Problem("file", p.T("office.import.full"))
		return p.Show(http.StatusUnprocessableEntity, views, "import", importOf(p, kept))
	}
	if err != nil {
		return err
	}
	err = keepTowns(p, kept, id)
	if err == nil && len(p.Problems) == 0 {
		_, err = kept.Look(p.R.Context(), p.By(), id, lists.Reading{})
	}
	if err != nil || len(p.Problems) > 0 {
		if err := kept.Drop(id); err != nil {
			return err
		}
		return unread(p, err, "import", importOf(p, kept))
	}
	return p.See("/import/" + id)
}

// keepTowns puts a list of towns beside a list, where the form brings one, or takes it away.
func keepTowns(p *web.Page, kept *lists.Lists, id string) error {
	if p.Ticked("no-towns") {
		return kept.DropTowns(id)
	}
	file, head, err := p.R.FormFile("towns")
	if err != nil || head.Size == 0 {
		return nil // none was chosen
	}
	defer file.Close()
	err = kept.KeepTowns(id, file)
	if errors.Is(err, lists.ErrTowns) {
		p.Problem("towns", p.T("office.import.towns.wrong"))
		return nil
	}
	if errors.Is(err, lists.ErrFull) {
		p.Problem("towns", p.T("office.import.full"))
		return nil
	}
	return err
}

// lookAgain notes how somebody wants a list to be read, and shows it read so.
func lookAgain(p *web.Page, kept *lists.Lists) error {
	return readSo(p, kept, func(page *listPage) (string, error) {
		again := ""
		if page.Stage != lists.Kept {
			again = "?again=yes"
		}
		return again, kept.Want(page.ID, page.In)
	})
}

func takeList(p *web.Page, kept *lists.Lists) error {
	return readSo(p, kept, func(page *listPage) (string, error) {
		return "", kept.Begin(p.By(), page.ID, page.In)
	})
}

// readSo does something with a list and the towns beside it, read as the form says, and leads back to its page. What cannot be read
// is said above it.
func readSo(p *web.Page, kept *lists.Lists, do func(*listPage) (query string, err error)) error {
	page, err := listOf(p, kept)
	if err != nil {
		return err
	}
	query, err := "", keepTowns(p, kept, page.ID)
	p.Held = err == nil && len(p.Problems) == 0
	if err == nil && len(p.Problems) == 0 {
		query, err = do(page)
	}
	if err != nil || len(p.Problems) > 0 {
		page.Look, _ = kept.Look(p.R.Context(), p.By(), page.ID, page.In)
		return unread(p, err, "list", page)
	}
	return p.See("/import/" + page.ID + query)
}

// listPage is the page of one file: how it is read, how far it is, or what became of it.
type listPage struct {
	lists.State
	Look        *lists.Look
	Territories []option
	In          lists.Reading
	Percent     int
	Released    map[string]bool // held-back rows that somebody let in, by their tags
	Before      *batchRow       // of a list of refusals: as what it came in before
}

// Why says in the language of the page why a row is not taken in.
func (*listPage) Why(p *web.Page, why lists.Why) string {
	if p.Lang == "en" && why.Code == "date-unreadable" {
		return locale.Sentence(why.Say) // which of many faults it is
	}
	if key := "office.why." + why.Code; p.Words.Has(p.Lang, key) {
		return p.T(key)
	}
	return why.Say
}

// Alike gathers the changes that say the same of one column.
func (*listPage) Alike(changes []lists.Change) [][]lists.Change {
	return lists.Alike(changes, func(c lists.Change) string { return c.Column + " " + c.Why.Say })
}

// Say says in the language of the page why the list failed.
func (l *listPage) Say(p *web.Page) string { return misread(p, l.Misread, l.Fault) }

// Born writes a birth date of a list, as it was read (1984-05-12, 1984-05, ~1984), in the language of the page.
func (*listPage) Born(p *web.Page, read string) string {
	var d casebook.Date
	digits, about := strings.CutPrefix(read, "~")
	for i, part := range strings.SplitN(digits, "-", 3) {
		n, err := strconv.Atoi(part)
		if err != nil {
			return read
		}
		*[]*int{&d.Year, &d.Month, &d.Day}[i] = n
	}
	d.About = about
	return p.Date(d)
}

// Where is what people call a territory.
func (*listPage) Where(p *web.Page, territory string) string { return place(p, territory) }

// AllBefore reports whether every row that can be read came in before, so that nothing changes.
func (*listPage) AllBefore(rows, rejected, repeated int) bool {
	return repeated > 0 && repeated == rows-rejected
}

// Note says in the language of the page what is worth knowing about how the file is read.
func (*listPage) Note(p *web.Page, note *lists.Note) string {
	if key := "office.why." + note.Code; p.Words.Has(p.Lang, key) {
		about := note.About
		if some, all, ok := strings.Cut(about, " : "); ok {
			about = p.T("office.import.some-of", "some", some, "all", all)
		}
		return p.T(key, "about", about)
	}
	return note.Say
}

func showList(p *web.Page, kept *lists.Lists) error {
	page, err := listOf(p, kept)
	if err != nil {
		return err
	}
	if page.Stage != lists.Kept && p.Value("again") == "" {
		return p.OK(views, "list", page)
	}
	if page.Look, err = kept.Look(p.R.Context(), p.By(), page.ID, page.In); err != nil {
		return unread(p, err, "list", page)
	}
	return p.OK(views, "list", page)
}

func listOf(p *web.Page, kept *lists.Lists) (*listPage, error) {
	state, ok := kept.State(p.R.PathValue("list"))
	if !ok {
		return nil, &desk.Error{Kind: desk.NotFound, Say: "there is no such list"}
	}
	page := &listPage{State: state, Territories: territories(p), In: state.How}
	if state.Wanted != nil {
		page.In = *state.Wanted
	}
	if p.R.Method == http.MethodPost {
		page.In = readingOf(p)
	}
	p.Desk.House(func(h *casebook.House) {
		page.Released = map[string]bool{}
		for _, held := range state.Result.Held {
			tag, err := hex.DecodeString(held.Tag)
			page.Released[held.Tag] = err == nil && h.Released(tag)
		}
		if b := h.Batches()[state.Result.Batch]; b != nil && state.Result.Repeated > 0 {
			page.Before = &batchRow{b.ID.String(), b.Office, b.Markers, b.At, b.Withdrawn}
		}
	})
	if state.Total > 0 {
		page.Percent = int(min(100, 100*state.Done/state.Total))
	}
	return page, nil
}

// readingOf reads how somebody wants a file to be read: by the letters of its columns.
func readingOf(p *web.Page) lists.Reading {
	in := lists.Reading{Country: p.Value("country"), DateOrder: p.Value("order"), Territory: p.Value("territory"), Source: p.Value("source"), Columns: map[string]string{}}
	_ = p.R.FormValue("order") // reads the form
	for name, values := range p.R.Form {
		if letter, ok := strings.CutPrefix(name, "column-"); ok && len(values) > 0 && values[0] != "" && len(letter) <= 3 {
			in.Columns[letter] = values[0]
		}
	}
	return in
}

// unread shows a page again with what is wrong with a file.
func unread(p *web.Page, err error, name string, data any) error {
	if err == nil {
		return p.Show(http.StatusUnprocessableEntity, views, name, data) // the problem is said
	}
	if desk.KindOf(err) != desk.BadInput {
		return err
	}
	var why *desk.Error
	errors.As(err, &why)
	p.Problem("file", p.T("office.import.unread")+" "+misread(p, lists.MisreadOf(err), locale.Sentence(why.Say)))
	return p.Show(http.StatusUnprocessableEntity, views, name, data)
}

// misread says where and why a whole file cannot be read, in the language of the page.
func misread(p *web.Page, m *lists.Misread, say string) string {
	if m == nil || !p.Words.Has(p.Lang, "office.why."+m.Code) {
		return say
	}
	var place []string
	if m.Row > 0 {
		place = append(place, p.T("office.import.row")+" "+p.Number(m.Row))
	}
	if m.Column != "" {
		place = append(place, p.T("office.import.column")+" "+m.Column)
	}
	say = p.T("office.why." + m.Code)
	if len(place) > 0 {
		say += " (" + strings.Join(place, ", ") + ")"
	}
	return say
}

// resumeList goes on with a list that was broken off.
func resumeList(p *web.Page, kept *lists.Lists) error {
	page, err := listOf(p, kept)
	if err != nil {
		return err
	}
	if err := kept.Resume(p.By(), page.ID); err != nil {
		return unread(p, err, "list", page)
	}
	return p.See("/import/" + page.ID)
}

func dropList(p *web.Page, kept *lists.Lists) error {
	if err := kept.Drop(p.R.PathValue("list")); err != nil {
		return err
	}
	return p.See("/import")
}

func rejects(p *web.Page, kept *lists.Lists) error {
	var out bytes.Buffer
	if err := kept.Rejects(p.R.PathValue("list"), &out); err != nil {
		return err
	}
	return p.Save("text/csv; charset=utf-8", "rejects.csv", out.Bytes())
}

// withdrawPage asks two people before a wrongly imported list of refusals is taken back (G01).
type withdrawPage struct {
	batchRow
	Reason string
}

func withdrawPageOf(p *web.Page) (*withdrawPage, casebook.ID, error) {
	id, err := casebook.ParseID(p.R.PathValue("batch"))
	page := &withdrawPage{Reason: p.Value("reason")}
	found := false
	p.Desk.House(func(h *casebook.House) {
		if b := h.Batches()[id]; b != nil {
			found, page.batchRow = true, batchRow{b.ID.String(), b.Office, b.Markers, b.At, b.Withdrawn}
		}
	})
	if err != nil || !found {
		return nil, id, &desk.Error{Kind: desk.NotFound, Say: "there is no such list"}
	}
	return page, id, nil
}

func askWithdraw(p *web.Page) error {
	page, _, err := withdrawPageOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "withdraw", page)
}

func withdraw(p *web.Page) error {
	page, id, err := withdrawPageOf(p)
	if err != nil {
		return err
	}
	if page.Reason == "" {
		p.Problem("reason", p.T("office.reason.wanted"))
		return p.Show(http.StatusUnprocessableEntity, views, "withdraw", page)
	}
	if err := p.Desk.WithdrawRefusals(p.R.Context(), p.Visitor.Both(), id, page.Reason); err != nil {
		return p.Retry(err, views, "withdraw", page)
	}
	return p.See("/import")
}
