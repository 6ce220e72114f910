package team

import (
	"crypto/sha256"
	"net/http"
	"slices"
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/locale"
	"willing/programme"
	"willing/web"
)

// turnedPage is what a person sees who holds the team's phone. Nothing in it leads to the team's pages.
type turnedPage struct {
	*subject
	Path         string // where these pages begin
	Role         string
	Organisation string
	Outside      programme.OutsideBody
	Limits       casebook.Limits
	Answers      []string // "yes" and "no", in this person's order
	Receipt      string   // seed of the receipt that the next answer brings
	Was          string   // seed of the receipt of the answer that is corrected
	Kept         *kept    // the receipt of the answer that they gave, until they hand the phone back
	Year         string
	Month        string
	Day          string
	Handed       bool      // the person has given the phone back
	gone         bool      // out of the team's hands, while the phone was in theirs
	Undo         time.Time // until when a stop that was a slip can be taken back
}

// holding loads the person who holds the phone, in their language, and lets nobody else's pages be seen.
func holding(handle func(*web.Page, *turnedPage) error) func(*web.Page) error {
	return func(p *web.Page) error {
		id, err := p.Person()
		if err != nil {
			return err
		}
		if p.Turned() != id {
			return p.See(pathOf(id))
		}
		s, err := find(p)
		gone := desk.KindOf(err) == desk.NotFound || desk.KindOf(err) == desk.NotAllowed // to another team, while the phone was in their hands
		if gone {
			s = &subject{Person: &desk.Person{State: &casebook.State{}}, ID: id}
		} else if err != nil {
			return err
		}
		p.Lang = locale.Choose(locale.Languages, p.Value("in"), tongueOf(p, s))
		in := settings(p)
		page := &turnedPage{subject: s, Path: web.TurnedPath(id), Organisation: in.Organisation, Outside: p.Folder().Adviser(), Limits: s.Promised(in.Limits),
			Answers: order(id), Was: p.Value("was"), Handed: p.HandedBack(), gone: gone}
		if _, offer := last[casebook.Offer](s, casebook.OfferMade); offer != nil {
			page.Role = offer.Role
		}
		page.Kept = keptFor(p, id)
		return handle(p, page)
	}
}

// yet leads to the end of these pages once the phone was given back: nobody else corrects an answer.
func yet(handle func(*web.Page, *turnedPage) error) func(*web.Page, *turnedPage) error {
	return func(p *web.Page, t *turnedPage) error {
		if t.Handed || t.gone {
			return p.See(t.Path + "/done")
		}
		return handle(p, t)
	}
}

// order shuffles the two answers, the same way for one person and evenly over all (G12).
func order(id casebook.ID) []string {
	if sum := sha256.Sum256(append([]byte("willing/order/1"), id[:]...)); sum[0]&1 == 1 {
		return []string{"yes", "no"}
	}
	return []string{"no", "yes"}
}

// question shows the two answers. Whoever has given one is led to its receipt, or to the end where there is none.
func question(p *web.Page, t *turnedPage) error {
	switch {
	case t.Kept != nil:
		return p.See(t.Path + "/receipt?in=" + p.Lang)
	case t.answered() || t.closed():
		return p.See(t.Path + "/done")
	}
	return t.show(p, "question")
}

// answered reports whether the question was answered: an answer to an earlier one is none.
func (t *turnedPage) answered() bool {
	given, _ := last[casebook.Answer](t.subject, casebook.AnswerGiven)
	asked, _ := last[casebook.Offer](t.subject, casebook.OfferMade)
	return given != nil && (asked == nil || slices.Index(t.Facts, given) > slices.Index(t.Facts, asked))
}

// again shows them once more, to correct an answer.
func again(p *web.Page, t *turnedPage) error {
	if t.Kept == nil {
		return p.See(t.Path)
	}
	t.Was = t.Kept.Seed
	return t.show(p, "question")
}

// reading is the whole text, to look something up before answering.
func reading(p *web.Page, t *turnedPage) error {
	_, texts := text(p, t.Role)
	for i := range texts {
		if texts[i].Language == p.Lang {
			return p.OK(views, "text", textPage{t, texts[i], casebook.Sections})
		}
	}
	return p.See(t.Path)
}

type textPage struct {
	*turnedPage
	Text     casebook.DisclosureText
	Sections []string
}

// later asks until when, for a 'not now': the first answer, or one in place of another.
func later(p *web.Page, t *turnedPage) error {
	if t.Kept != nil {
		t.Was = t.Kept.Seed
	}
	return t.show(p, "later")
}

// show draws a fresh seed for the receipt of the next answer. The same form sent twice names the same receipt,
// and so answers once.
func (t *turnedPage) show(p *web.Page, name string) error {
	seed := make([]byte, 32)
	if _, err := p.Rand.Read(seed); err != nil {
		return err
	}
	t.Receipt = letters.EncodeToString(seed)
	return p.OK(views, name, t)
}

// answer records the answer at once, and leads to the receipt. A yes needs the pair's keys; a no and a 'not now'
// need none.
func answer(p *web.Page, t *turnedPage) error {
	key, err := receiptKey(p.Value("receipt"))
	if err != nil {
		return err
	}
	t.Receipt = p.Value("receipt")
	t.Year, t.Month, t.Day = p.Value("year"), p.Value("month"), p.Value("day")
	in := desk.Answering{Answer: casebook.Answer{
		Answer: p.Value("answer"), Method: "turned", Receipt: key.Public(), Language: p.Lang,
		NoWish: p.Ticked("unwanted"), // the key stays with the page all the same, to correct the answer until the phone is handed back
	}}
	if in.Answer.Answer == "no" {
		in.Covers = p.Value("covers")
	}
	if in.Answer.Answer == "not-now" && p.Value("when") == "date" {
		var ok bool
		if in.Until, ok = dateOf(t.Year, t.Month, t.Day); !ok || in.Until.Day == 0 || in.Until.Year < p.Now().Year() {
			p.Problem("day", p.T("team.later.wrong"))
			return p.Show(http.StatusUnprocessableEntity, views, "later", t)
		}
	}
	by := p.Visitor.Both()
	by.Once = t.Receipt
	var given *casebook.Receipt
	if t.Was == "" {
		given, err = p.Desk.Answer(p.R.Context(), by, t.ID, in)
	} else {
		var was journal.Key
		if was, err = receiptKey(t.Was); err != nil {
			return err
		}
		given, err = p.Desk.AnswerAgain(p.R.Context(), by, t.ID, in, was)
	}
	if err != nil {
		return p.Retry(err, views, "question", t)
	}
	k := &kept{Seed: t.Receipt, Given: given, Unwanted: p.Ticked("unwanted"), Day: t.Year != ""}
	if err := k.keep(p, t.ID); err != nil {
		return err
	}
	return p.See(t.Path + "/receipt?in=" + p.Lang)
}

func receiptKey(seed string) (journal.Key, error) {
	raw, err := letters.DecodeString(strings.ToLower(seed))
	if err != nil || len(raw) != 32 {
		return journal.Key{}, &desk.Error{Kind: desk.BadInput, Key: "cut", Say: "the receipt's key is not whole"}
	}
	return journal.NewKey(strings.NewReader(string(raw)))
}

// numbered takes the answer to the second question of the first meeting, apart from the first (G15).
func numbered(p *web.Page, t *turnedPage) error {
	if given := p.Value("answer"); given == "yes" || given == "no" {
		err := p.Desk.Permit(p.R.Context(), p.Visitor.Both(), t.ID, casebook.Permission{Question: "number", Yes: given == "yes"})
		if err != nil {
			return p.Retry(err, views, "number", t)
		}
	}
	return p.See(t.Path + "/done?in=" + p.Lang)
}

// done is the end of the person's pages; the team unlocks to go on.
func done(p *web.Page, t *turnedPage) error {
	t.Undo = slipUntil(p, t.subject)
	return p.OK(views, "done", t)
}

// handBack takes the pair's keys away before their time: the answer that they witness is given (G07).
func handBack(p *web.Page, t *turnedPage) error {
	if guard, ok := p.Guard.(web.Locker); ok {
		if err := guard.Lock(p.R); err != nil {
			return err
		}
	}
	p.HandBack()
	unkeep(p)
	return p.See(t.Path + "/done?in=" + p.Lang)
}
