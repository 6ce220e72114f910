package team

import (
	"net/http"
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/programme"
	"willing/web"
)

// paperPage is where packs are made.
type paperPage struct {
	Roles   []casebook.Role
	Tongues []string
}

// paper offers to print a numbered pack: for places without a device, and for whoever likes paper better.
func paper(p *web.Page) error {
	in := settings(p)
	return p.OK(views, "paper", paperPage{in.Roles, in.Languages})
}

// packPage is a pack of paper: the cost page, the whole text, the two answers with lines to sign on, the
// receipt, the four points.
type packPage struct {
	Number, Key string
	Text        casebook.DisclosureText
	Dir         string
	Role        string // what it is called, in the language of the pack
	Version     int
	Hash        string
	Sections    []string
	Points      []point
	Answers     []string
	In          casebook.Programme
	Outside     programme.OutsideBody
	Tongue      string
}

// pack draws a number and shows the pack under it, once: the receipt's key is on the paper alone, and no page
// gives it again (G11).
func pack(p *web.Page) error {
	number, err := p.Desk.NewPack()
	if err != nil {
		return err
	}
	w, t, _, err := wayOf(p, &subject{Person: &desk.Person{State: &casebook.State{}}})
	if err != nil {
		return err
	}
	page := packPage{Number: spaced(number), Text: *t, Dir: locale.Dir(w.Tongue), Role: roleIn(p, w.Tongue, w.Role), Sections: casebook.Sections,
		Answers: []string{"yes", "no"}, In: settings(p), Outside: p.Folder().Adviser(), Tongue: w.Tongue}
	page.Key = grouped(letters.EncodeToString(p.Desk.PackSeed(number)))
	p.Desk.House(func(h *casebook.House) {
		if in := h.TextAt(w.Role, h.Pos); in != nil {
			page.Version, page.Hash = in.Version, in.Ref.Commit.String()
		}
	})
	if hashOf([]byte(number))[0]&1 == 1 { // as on the screen: in both orders
		slices.Reverse(page.Answers)
	}
	for _, id := range casebook.Points {
		page.Points = append(page.Points, point{ID: id, Ask: p.Folder().Points[w.Tongue][id].Ask, Counts: p.Folder().Points[p.Lang][id].Heard})
	}
	return p.OK(views, "pack", page)
}

func spaced(number string) string { return strings.ToUpper(grouped(number)) }

// Say is a word of the pack, in its own language.
func (k packPage) Say(p *web.Page, key string, args ...any) string {
	return p.Words.Say(locale.Choose(locale.Languages, k.Tongue), key, args...)
}

type typePage struct {
	*subject
	Number, Answer, Covers string
	Year, Month, Day       string
}

// typeForm is for typing in what a person signed on paper.
func typeForm(p *web.Page, s *subject) error {
	s.Go = onward{Key: "team.type.button", Form: "type"}
	return p.OK(views, "type", typePage{subject: s})
}

// typeIn records an answer from paper, before both witnesses; a no needs none, and is taken whoever it is from.
func typeIn(p *web.Page) error {
	scan, wrong, err := picked(p)
	if err != nil {
		return err
	}
	s, err := find(p)
	if id, wrong := p.Person(); desk.KindOf(err) == desk.NotFound && wrong == nil && p.Value("answer") != "yes" {
		s, err = &subject{Person: &desk.Person{State: &casebook.State{}}, ID: id, Path: pathOf(id)}, nil
	}
	if err != nil {
		return err
	}
	if s.closed() && p.Value("answer") == "yes" {
		return neutral(p, http.StatusOK)
	}
	s.Go = onward{Key: "team.type.button", Form: "type"}
	page := typePage{s, p.Value("number"), p.Value("answer"), p.Value("covers"), p.Value("year"), p.Value("month"), p.Value("day")}
	a := casebook.Answer{Answer: page.Answer, Covers: page.Covers, Language: tongueOf(p, s)}
	number := ""
	if page.Number != "" {
		var err error
		if number, err = p.Desk.Pack(page.Number); err != nil {
			p.Problem("number", p.T("team.type.number.wrong"))
		}
	}
	if !slices.Contains([]string{"yes", "no", "not-now"}, page.Answer) {
		p.Problem("answer", p.T("team.type.answer.empty"))
	}
	if page.Answer == "not-now" && page.Year != "" {
		var ok bool
		if a.Until, ok = dateOf(page.Year, page.Month, page.Day); !ok || a.Until.Day == 0 {
			p.Problem("day", p.T("team.later.wrong"))
		}
	}
	if len(p.Problems) > 0 {
		pickAgain(p, scan, wrong)
		return p.Show(http.StatusUnprocessableEntity, views, "type", page)
	}
	by := p.Visitor.Both()
	by.Once = "paper " + number
	if number == "" {
		by.Once = ""
	}
	given, err := p.Desk.Paper(p.R.Context(), by, s.ID, number, a)
	if err != nil {
		pickAgain(p, scan, wrong)
		return p.Retry(err, views, "type", page)
	}
	kept := keepPicture(p, s.ID, scan, wrong)
	if guard, ok := p.Guard.(web.Locker); ok && p.Visitor.Pair != nil {
		if err := guard.Lock(p.R); err != nil { // what the pair had unlocked ends with the answer (G07)
			return err
		}
	}
	return p.OK(views, "typed", typedPage{s, given, kept})
}

type typedPage struct {
	*subject
	Given *casebook.Receipt
	Kept  bool // a picture of the signed page
}
