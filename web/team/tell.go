package team

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/web"
)

// noReturn is the part that says where it becomes hard to turn back.
const noReturn = "no-return"

// tellPage is one page of telling: one part of the text, in the person's language.
type tellPage struct {
	*subject
	way
	Dir           string // of the person's language
	Heading, Body string
	Number, Of    int
	Back          string // path of the part before
	Rest          string // path by which the person reads the rest alone; "" if all of it is read together
	Tongues       []string
	RoleName      string
	Aloud         bool   // the cost page, which is read aloud
	Lacking       string // a language of the person's in which there is no text; "" if there is one, or the team chose another
	Threshold     bool
}

// way is how a text is told: which role, in which language, all of it together or the cost and the line only.
type way struct {
	Role, Tongue string
	Short        bool
}

// parts are the pages of telling, the cost first.
func (w way) parts() []string {
	if w.Short {
		return []string{"cost", noReturn}
	}
	return append([]string{"cost"}, casebook.Sections...)
}

// query carries the way from page to page.
func (w way) query() string {
	q := url.Values{"role": {w.Role}, "in": {w.Tongue}}
	if w.Short {
		q.Set("short", "1")
	}
	return "?" + q.Encode()
}

// roleIn is what a role is called in some language.
func roleIn(p *web.Page, lang, role string) string {
	key := "roles." + role + ".name"
	return cmp.Or(p.Folder().Words[lang][key], p.Folder().Words["en"][key], role)
}

// settings is the programme as the log has it.
func settings(p *web.Page) (out casebook.Programme) {
	p.Desk.House(func(h *casebook.House) {
		if in := h.Programme(h.Pos); in != nil {
			out = *in
		}
	})
	return out
}

// text is the text in force about a role.
func text(p *web.Page, role string) (version int, texts []casebook.DisclosureText) {
	p.Desk.House(func(h *casebook.House) {
		if t := h.TextAt(role, h.Pos); t != nil {
			version, texts = t.Version, slices.Clone(t.Texts)
		}
	})
	return version, texts
}

// wayOf reads the way from the address: a role of the programme, and a language in which its text exists.
func wayOf(p *web.Page, s *subject) (way, *casebook.DisclosureText, []string, error) {
	w := way{Role: p.Value("role"), Short: p.Ticked("short")}
	roles := settings(p).Roles
	if !slices.ContainsFunc(roles, func(r casebook.Role) bool { return r.ID == w.Role }) && len(roles) > 0 {
		w.Role = roles[0].ID
	}
	_, texts := text(p, w.Role)
	if len(texts) == 0 {
		return w, nil, nil, &desk.Error{Kind: desk.Held, Say: "no text is approved yet", Lacks: []casebook.Lack{
			{Gate: "G04", Key: "told.none", Say: "No text about this role is approved yet: somebody other than its author approves it first."}}}
	}
	var tongues []string
	for _, t := range texts {
		tongues = append(tongues, t.Language)
	}
	w.Tongue = locale.Choose(tongues, append([]string{p.Value("in")}, append(s.tongues(), p.Lang)...)...)
	for i := range texts {
		if texts[i].Language == w.Tongue {
			return w, &texts[i], tongues, nil
		}
	}
	return w, nil, nil, &desk.Error{Kind: desk.NotFound, Say: "there is no such text"}
}

// tongues are the languages that the person was told in, said to understand best, or was met in.
func (s *subject) tongues() []string {
	var out []string
	if _, told := last[casebook.Delivered](s, casebook.DisclosureDelivered); told != nil {
		out = append(out, told.Language)
	}
	if _, held := last[casebook.Form](s, casebook.InterviewHeld); held != nil {
		out = append(out, held.Answers["language"])
	}
	out = append(out, s.Particulars.Language)
	if _, lead := last[casebook.Lead](s, casebook.LeadNoted); lead != nil {
		out = append(out, lead.Language)
	}
	return slices.DeleteFunc(out, func(l string) bool { return l == "" })
}

// telling shows one part. Where it was left off is remembered in this browser until it is told.
func telling(p *web.Page, s *subject) error {
	w, t, tongues, err := wayOf(p, s)
	if err != nil {
		return err
	}
	parts := w.parts()
	part := p.R.PathValue("part")
	if to := paused(p, s); part == "" && to != "" && p.R.URL.RawQuery == "" {
		return p.See(to)
	}
	if part == "" {
		part = "cost"
	}
	at := slices.Index(parts, part)
	if at < 0 {
		return &desk.Error{Kind: desk.NotFound, Say: "there is no such part"}
	}
	page := tellPage{subject: s, way: w, Dir: locale.Dir(w.Tongue), Number: at + 1, Of: len(parts), Tongues: tongues,
		RoleName: roleIn(p, w.Tongue, w.Role), Aloud: part == "cost", Threshold: part == noReturn}
	page.Heading, page.Body = t.Headings[part], t.Sections[part]
	if part == "cost" {
		page.Body = t.Cost
	}
	if page.Heading == "" {
		page.Heading = p.Words.Say(w.Tongue, "law.part."+part)
	}
	if page.Aloud && !slices.Contains(tongues, p.Value("in")) {
		page.Lacking = locale.Lacking(tongues, append([]string{p.Value("in")}, s.tongues()...)...)
	}
	if at > 0 {
		page.Back = s.Path + "/tell/" + parts[at-1] + w.query()
	}
	s.Go = onward{Key: "button.go-on", Path: s.Path + "/hand-over" + w.query()}
	if at+1 < len(parts) {
		s.Go.Path = s.Path + "/tell/" + parts[at+1] + w.query()
	}
	if !w.Short {
		page.Rest = s.Path + "/tell/" + noReturn + way{w.Role, w.Tongue, true}.query()
	}
	remember(p, s, w, part)
	return p.OK(views, "tell", page)
}

// The cookie that remembers where the telling of one person paused; only that person's pages get it.
const pausedCookie = "paused"

func remember(p *web.Page, s *subject, w way, part string) {
	http.SetCookie(p.W, &http.Cookie{
		Name: pausedCookie, Value: strings.Join([]string{w.Role, w.Tongue, part}, "."), Path: s.Path, MaxAge: 30 * 24 * 60 * 60,
		HttpOnly: true, Secure: p.R.TLS != nil, SameSite: http.SameSiteLaxMode,
	})
}

func forget(p *web.Page, s *subject) {
	http.SetCookie(p.W, &http.Cookie{Name: pausedCookie, Path: s.Path, MaxAge: -1, HttpOnly: true})
}

// paused is the path at which telling goes on; "" if it did not begin.
func paused(p *web.Page, s *subject) string {
	c, err := p.R.Cookie(pausedCookie)
	if err != nil {
		return ""
	}
	parts := strings.Split(c.Value, ".")
	if len(parts) != 3 || parts[2] == "cost" || !slices.Contains(way{}.parts(), parts[2]) {
		return ""
	}
	return s.Path + "/tell/" + parts[2] + way{Role: parts[0], Tongue: parts[1]}.query()
}
