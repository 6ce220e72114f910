package office

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func reviewRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /reviews", Action: access.Judge, Handle: reviews},
		{Pattern: "POST /reviews/{id}", Form: "/reviews", Action: access.Judge, Handle: decide},
		{Pattern: "POST /reviews/release", Action: access.Judge, Handle: release},
	}
}

// reviewsAtOnce is how many people one page asks about. The first is shown in full beside others; the rest are names, so
// that nobody is looked at whose turn has not come.
const reviewsAtOnce = 10

// reviewsPage is what waits for somebody's decision.
type reviewsPage struct {
	House       []houseLook // of the organisation's own side, without effect
	Pairs       []pairLook  // at whom somebody looks (G28)
	Reviews     []review
	Territory   string
	Territories []option
	Next        string
	Noted       string // what was decided last: "same", "different" or "unsure"; "look" of a pair or of the house
}

// review is one person beside somebody they may be.
type review struct {
	ID, Ref     string
	Due         time.Time
	Late        bool
	Marker      bool // the other is somebody who said no or was erased: nothing readable is kept
	Asked       bool // the person said that one of us had spoken to them
	Unsure      bool // decided before: nobody could tell
	Strong      bool
	Kinds       string
	Left, Right side
	First       bool   // of this person
	Open        bool   // the first of those who are shown in full
	Turn        string // of those who are not: where they are
	Rows        []compared
	Reason      string // typed before
	Own         bool   // the visitor has worked with this person, so somebody else decides
}

// side is one of two records.
type side struct{ ID, Name, Stage, Shape, Territory string }

// compared is one particular of both.
type compared struct {
	Key, Left, Right string
	Births           [2][]casebook.Birth // in place of left and right: the birth date that decides, then the others
	Same             bool
}

// Rest are those whose turn has not come.
func (page *reviewsPage) Rest() (out []review) {
	for _, r := range page.Reviews {
		if r.Turn != "" {
			out = append(out, r)
		}
	}
	return out
}

func reviews(p *web.Page) error {
	page, err := reviewsOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "reviews", page)
}

func reviewsOf(p *web.Page) (*reviewsPage, error) {
	after, err := base64.RawURLEncoding.DecodeString(p.R.URL.Query().Get("after"))
	if err != nil {
		after = nil
	}
	page := &reviewsPage{Territory: p.Value("territory"), Territories: territories(p), Noted: p.R.URL.Query().Get("noted")}
	if !slices.Contains([]string{"same", "different", "unsure", "look"}, page.Noted) {
		page.Noted = ""
	}
	if page.Pairs, err = pairLooks(p); err != nil {
		return nil, err
	}
	if page.House, err = houseLooks(p); err != nil {
		return nil, err
	}
	if id, err := casebook.ParseID(cmp.Or(p.Value("person"), p.R.PathValue("id"))); err == nil {
		if err := page.add(p, id); err != nil && desk.KindOf(err) != desk.NotFound {
			return nil, err
		}
	}
	found, err := p.Desk.List(p.R.Context(), p.By(), desk.Query{List: desk.ListReview, Territory: page.Territory, After: after, Limit: reviewsAtOnce})
	if err != nil {
		return nil, err
	}
	for _, row := range found.Rows {
		if err := page.add(p, row.Person); err != nil {
			return nil, err
		}
	}
	if found.Next != nil {
		page.Next = onward(p, found.Next)
	}
	return page, nil
}

// add puts a person's doubts on the page, unless they stand there already. Whoever was asked for comes first, and the first is
// shown in full.
func (page *reviewsPage) add(p *web.Page, person casebook.ID) error {
	show := p.Desk.Compare
	if len(page.Reviews) > 0 {
		show = p.Desk.Mention
	}
	one, err := show(p.R.Context(), p.By(), person)
	if err != nil || slices.ContainsFunc(page.Reviews, func(r review) bool { return r.ID == one.Records[0].String() }) {
		return err
	}
	turn := ""
	if len(page.Reviews) > 0 {
		turn = "/reviews?" + url.Values{"person": {person.String()}, "territory": {page.Territory}}.Encode()
	}
	for i, m := range one.ToDecide() {
		r, err := reviewOf(p, one, m, show)
		if err != nil {
			return err
		}
		r.First, r.Open, r.Turn = i == 0, len(page.Reviews) == 0, turn
		page.Reviews = append(page.Reviews, *r)
	}
	return nil
}

// showing is one of the desk's ways to show somebody.
type showing func(context.Context, desk.Acting, casebook.ID) (*desk.Person, error)

func reviewOf(p *web.Page, one *desk.Person, m casebook.OpenMatch, show showing) (*review, error) {
	r := &review{
		ID: one.Records[0].String(), Ref: m.Ref.String(), Due: m.Due, Late: p.Now().After(m.Due), Marker: m.Marker, Unsure: m.Verdict == "unsure",
		Strong: m.Strength == "strong", Left: sideOf(p, one), Own: !one.Outside(p.Visitor.Who), Kinds: kindsOf(p, one, m.Ref),
	}
	if p.R.Method == "POST" && p.Value("ref") == r.Ref {
		r.Reason = p.Value("reason")
	}
	r.Asked = !m.Marker && m.Other.IsZero()
	if m.Marker || r.Asked {
		r.Rows = beside(p, one, &desk.Person{})
		return r, nil
	}
	other, err := show(p.R.Context(), p.By(), m.Other)
	if err != nil && desk.KindOf(err) != desk.NotFound {
		return nil, err
	}
	if err != nil {
		other = &desk.Person{State: &casebook.State{Records: []casebook.ID{m.Other}, Stage: casebook.StageErased}}
	} else {
		r.Own = r.Own || !other.Outside(p.Visitor.Who)
	}
	r.Right, r.Rows = sideOf(p, other), beside(p, one, other)
	return r, nil
}

// kindsOf says in words what of two people is alike.
func kindsOf(p *web.Page, one *desk.Person, match casebook.Ref) string {
	var out []string
	for _, f := range one.Facts {
		if b, ok := f.Body.(*casebook.Match); ok && f.Ref == match {
			for _, kind := range b.Kinds {
				out = append(out, kindWord(p, kind))
			}
		}
	}
	return strings.Join(out, p.Comma())
}

func kindWord(p *web.Page, kind string) string {
	if key := "office.kind." + strings.ReplaceAll(kind, " ", "-"); p.Words.Has("en", key) {
		return p.T(key)
	}
	return kind
}

func sideOf(p *web.Page, one *desk.Person) side {
	out := side{ID: one.Records[0].String(), Name: nameOf(p, one.Particulars), Stage: stageWord(p, one.Stage), Shape: shape(one.Stage)}
	if one.Territory != "" {
		out.Territory = place(p, one.Territory)
	}
	return out
}

// beside puts the particulars of two records next to each other.
func beside(p *web.Page, a, b *desk.Person) []compared {
	var out []compared
	add := func(key, left, right string, same bool) {
		if left != "" || right != "" {
			out = append(out, compared{Key: "office.field." + key, Left: left, Right: right, Same: same})
		}
	}
	for _, x := range particulars {
		if x.name == "born" {
			if len(a.Births)+len(b.Births) > 0 {
				same := len(a.Births) > 0 && len(b.Births) > 0 && a.Births[0].Born == b.Births[0].Born
				out = append(out, compared{Key: "office.field.born", Births: [2][]casebook.Birth{a.Births, b.Births}, Same: same})
			}
			continue
		}
		left, right := sayField(p, x.name, x.of(&a.Particulars)), sayField(p, x.name, x.of(&b.Particulars))
		add(x.name, left, right, left == right)
	}
	phones, emails := [2]string{listed(a.Particulars.Phones...), listed(b.Particulars.Phones...)}, [2]string{listed(a.Particulars.Emails...), listed(b.Particulars.Emails...)}
	add("phone", phones[0], phones[1], phones[0] == phones[1])
	add("email", emails[0], emails[1], emails[0] == emails[1])
	return out
}

// decide takes one click: same, different or unsure, with a reason.
func decide(p *web.Page) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	var ref casebook.Ref
	if ref.UnmarshalText([]byte(p.Value("ref"))) != nil {
		return &desk.Error{Kind: desk.NotFound, Say: "there is nothing to decide under this name"}
	}
	verdict := casebook.Judgement{Verdict: p.Value("verdict"), Reason: p.Value("reason")}
	if err := p.Desk.Review(p.R.Context(), p.By(), id, ref, verdict); err != nil {
		page, again := reviewsOf(p)
		if again != nil {
			return again
		}
		return p.Retry(err, views, "reviews", page)
	}
	return p.See("/reviews?noted=" + url.QueryEscape(verdict.Verdict))
}

// release lets one held-back row of a list in, although it met somebody who said no (G01).
func release(p *web.Page) error {
	tag, err := hex.DecodeString(p.Value("row"))
	if err != nil || len(tag) == 0 {
		return &desk.Error{Kind: desk.NotFound, Say: "there is no such row"}
	}
	back := "/import"
	if job := p.Value("job"); job != "" && !slices.ContainsFunc([]rune(job), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') }) {
		back = "/import/" + job
	}
	if err := p.Desk.ReleaseRow(p.R.Context(), p.By(), tag, p.Value("reason")); err != nil {
		return p.Retry(err, views, "release", map[string]string{"Row": p.Value("row"), "Job": p.Value("job"), "Reason": p.Value("reason"), "Back": back})
	}
	return p.See(back)
}
