package office

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/programme"
	"willing/web"
)

func textRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /texts", Handle: listTexts},
		{Pattern: "GET /texts/{role}/{version}", Handle: showText},
		{Pattern: "POST /texts/{role}/{version}", Action: access.Approve, Handle: approveText},
		{Pattern: "GET /texts/{role}/write/{language}", Action: access.Propose, Handle: writeText},
		{Pattern: "POST /texts/{role}/write/{language}", Action: access.Propose, Handle: saveText},
		{Pattern: "POST /texts/{role}/drop/{language}", Form: "/texts/{role}/write/{language}", Action: access.Propose, Handle: dropText},
		{Pattern: "GET /texts/{role}/propose", Action: access.Propose, Handle: askProposal},
		{Pattern: "POST /texts/{role}/propose", Action: access.Propose, Handle: proposeText},
	}
}

// version is one version of a role's text, in force or waiting.
type version struct {
	Role      string
	Version   int
	Languages []string
	Change    string
	Author    string
	Approver  string
	At        time.Time
	Material  bool
	Waits     bool
	Own       bool // the visitor wrote it, so somebody else approves it
	texts     []casebook.DisclosureText
}

func (v *version) in(language string) *casebook.DisclosureText {
	for i := range v.texts {
		if v.texts[i].Language == language {
			return &v.texts[i]
		}
	}
	return nil
}

// versions lists every version of every role's text, newest first, waiting ones before those in force.
func versions(p *web.Page) (out []version, roles, languages []string) {
	p.Desk.House(func(h *casebook.House) {
		if now := h.Programme(h.Pos); now != nil {
			languages = slices.Clone(now.Languages)
			for _, r := range now.Roles {
				roles = append(roles, r.ID)
			}
		}
		name := func(id casebook.ID) string { s, _ := h.StaffAt(id, h.Pos); return s.Name }
		for _, t := range h.Texts() {
			out = append(out, version{Role: t.Role, Version: t.Version, Change: t.Change, Author: name(t.Author), Approver: name(t.Approver),
				At: t.At, Material: t.Material, texts: t.Texts})
		}
		for ref, w := range h.Waiting() {
			author := h.Author(ref)
			out = append(out, version{Role: w.Role, Version: w.Version, Change: w.Change, Author: name(author), Waits: true,
				Own: author == p.Visitor.Who, texts: w.Texts})
		}
	})
	for i := range out {
		for _, t := range out[i].texts {
			out[i].Languages = append(out[i].Languages, t.Language)
		}
		out[i].Languages = readingOrder(p, out[i].Languages)
	}
	slices.SortFunc(out, func(a, b version) int { return cmp.Or(cmp.Compare(a.Role, b.Role), b.Version-a.Version) })
	return out, roles, languages
}

// roleTexts is what the list shows of one role.
type roleTexts struct {
	Role      string
	InForce   *version
	Waiting   []version
	Before    []version
	Languages []string
	Drafts    map[string]desk.TextDraft // the visitor's own
}

func listTexts(p *web.Page) error {
	all, roles, languages := versions(p)
	var out []roleTexts
	for _, role := range roles {
		r := roleTexts{Role: role, Languages: languages}
		for i, v := range all {
			switch {
			case v.Role != role:
			case v.Waits:
				r.Waiting = append(r.Waiting, v)
			case r.InForce == nil:
				r.InForce = &all[i]
			default:
				r.Before = append(r.Before, v)
			}
		}
		if p.Visitor.May(access.Propose) {
			drafts, err := p.Desk.DraftsOf(p.R.Context(), p.By(), role)
			if err != nil {
				return err
			}
			r.Drafts = drafts
		}
		out = append(out, r)
	}
	return p.OK(views, "texts", out)
}

// find returns the version that the path names, and the one before it.
func find(p *web.Page) (v, before *version, languages []string, err error) {
	all, _, languages := versions(p)
	n, _ := strconv.Atoi(p.R.PathValue("version"))
	for i := range all {
		if all[i].Role != p.R.PathValue("role") {
			continue
		}
		if all[i].Version == n && v == nil {
			v = &all[i]
		} else if v != nil && before == nil && !all[i].Waits {
			before = &all[i]
		}
	}
	if v == nil {
		return nil, nil, nil, &desk.Error{Kind: desk.NotFound, Say: "there is no such text"}
	}
	return v, before, languages, nil
}

// section is one part of a text in the two languages that stand beside each other.
type section struct {
	ID           string
	Columns      []column
	PointOfNoRet bool
}

type column struct {
	Language, Dir, Heading, Markdown string
	Changes                          []piece // against the version before, if asked for
	Words                            int
	Ease                             int // 0 to 100; -1 where no formula exists
}

// textPage is what the page of one version shows.
type textPage struct {
	*version
	Before    *version
	All       []string // languages
	Left      string
	Right     string // "" for one language alone
	Compare   bool
	Sections  []section
	Faults    []casebook.DisclosureFault
	Kept      []string // languages in which it reads as before, where others changed
	MayDecide bool
}

// Plain is the reading ease from which on a part counts as plain.
func (*textPage) Plain() int { return programme.Plain }

func showText(p *web.Page) error {
	page, err := textOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "text", page)
}

func textOf(p *web.Page) (*textPage, error) {
	v, before, _, err := find(p)
	if err != nil {
		return nil, err
	}
	page := &textPage{version: v, Before: before, All: v.Languages, Left: p.Value("left"), Right: p.Value("right")}
	if !slices.Contains(v.Languages, page.Left) {
		page.Left = v.Languages[0]
	}
	if !p.R.URL.Query().Has("right") && len(v.Languages) > 1 {
		page.Right = v.Languages[1]
	}
	if !slices.Contains(v.Languages, page.Right) || page.Right == page.Left {
		page.Right = ""
	}
	page.Compare = before != nil && p.Value("changes") != "no"
	for _, id := range append([]string{"cost"}, casebook.Sections...) {
		s := section{ID: id, PointOfNoRet: id == "no-return"}
		for _, language := range []string{page.Left, page.Right} {
			if language != "" {
				s.Columns = append(s.Columns, page.column(id, language))
			}
		}
		page.Sections = append(page.Sections, s)
	}
	for i := range v.texts {
		page.Faults = append(page.Faults, v.texts[i].Faults()...)
	}
	page.Kept = page.kept()
	page.MayDecide = v.Waits && !v.Own && p.Visitor.May(access.Approve)
	return page, nil
}

// kept are the languages whose text was left as it was in the version before, while others changed: there people go on reading what
// holds no longer, if the change is one of substance.
func (page *textPage) kept() (out []string) {
	if page.Before == nil {
		return nil
	}
	for _, language := range page.All {
		if !slices.ContainsFunc(append([]string{"cost"}, casebook.Sections...), func(id string) bool {
			body, heading := part(page.in(language), id)
			oldBody, oldHeading := part(page.Before.in(language), id)
			return body != oldBody || heading != oldHeading
		}) {
			out = append(out, language)
		}
	}
	if len(out) == len(page.All) {
		return nil
	}
	return out
}

// readingOrder puts the reader's own language first, then those of these pages: what they can compare.
func readingOrder(p *web.Page, languages []string) []string {
	out := slices.Clone(languages)
	rank := func(l string) int {
		if l == p.Lang {
			return -1
		}
		if i := slices.Index(locale.Languages, l); i >= 0 {
			return i
		}
		return len(locale.Languages)
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	return out
}

func (page *textPage) column(id, language string) column {
	body, heading := part(page.in(language), id)
	c := column{Language: language, Dir: dirOf(language), Heading: heading, Markdown: body, Words: casebook.Words(body), Ease: -1}
	if ease, ok := programme.Ease(language, body); ok {
		c.Ease = ease
	}
	if page.Compare {
		if before, _ := part(page.Before.in(language), id); before != body {
			c.Changes = changes(before, body)
		}
	}
	return c
}

// part returns one section of a text, "cost" among them, and what stands above it.
func part(t *casebook.DisclosureText, id string) (body, heading string) {
	if t == nil {
		return "", ""
	}
	if id == "cost" {
		return t.Cost, t.Headings[id]
	}
	return t.Sections[id], t.Headings[id]
}

func approveText(p *web.Page) error {
	page, err := textOf(p)
	if err != nil {
		return err
	}
	if page.Before != nil && p.Value("matters") == "" { // of a first text nobody has relied on an earlier one
		p.Problem("matters", p.T("texts.approve.choose"))
		return p.Show(422, views, "text", page)
	}
	err = p.Desk.Approve(p.R.Context(), p.By(), page.Role, page.Version, p.Value("matters") == "yes")
	if err != nil {
		return p.Retry(err, views, "text", page)
	}
	return p.See("/texts")
}
