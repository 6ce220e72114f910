package office

import (
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/programme"
	"willing/web"
)

func dirOf(language string) string { return locale.Dir(language) }

// writing is what the page shows on which somebody writes one language of a text.
type writing struct {
	Role     string
	Language string
	Dir      string
	Draft    casebook.DisclosureText
	Sections []written
	Model    string    // the language of the text to write from
	Other    []written // the first language's sections, to write from; nil for itself
	Faults   []string  // what the programme's own check finds
	Saved    bool
}

// written is one section in a form.
type written struct {
	ID, Heading, Body string
	Words, Most       int // Most is 0 where there is no limit
	Faults            []string
}

func writeText(p *web.Page) error {
	draft, saved, err := currentDraft(p)
	if err != nil {
		return err
	}
	page := writingOf(p, draft)
	page.Saved = saved
	return p.OK(views, "text-write", page)
}

// currentDraft is the visitor's draft, or else the text in force.
func currentDraft(p *web.Page) (casebook.DisclosureText, bool, error) {
	role, language := p.R.PathValue("role"), p.R.PathValue("language")
	_, roles, languages := versions(p)
	if !slices.Contains(roles, role) || !slices.Contains(languages, language) {
		return casebook.DisclosureText{}, false, &desk.Error{Kind: desk.NotFound, Say: "there is no such text"}
	}
	drafts, err := p.Desk.DraftsOf(p.R.Context(), p.By(), role)
	if err != nil {
		return casebook.DisclosureText{}, false, err
	}
	if d, ok := drafts[language]; ok {
		return d.DisclosureText, true, nil
	}
	if t := inForce(p, role, language); t != nil {
		return *t, false, nil
	}
	return casebook.DisclosureText{Language: language}, false, nil
}

func inForce(p *web.Page, role, language string) *casebook.DisclosureText {
	all, _, _ := versions(p)
	for i := range all {
		if all[i].Role == role && !all[i].Waits {
			return all[i].in(language)
		}
	}
	return nil
}

// writingOf fills the page in from a draft, with what is wrong beside each section.
func writingOf(p *web.Page, draft casebook.DisclosureText) *writing {
	page := &writing{Role: p.R.PathValue("role"), Language: draft.Language, Dir: dirOf(draft.Language), Draft: draft}
	faults := draft.Faults()
	_, _, languages := versions(p)
	var model *casebook.DisclosureText
	if draft.Language != languages[0] {
		model = inForce(p, page.Role, languages[0])
	}
	for _, id := range append([]string{"cost"}, casebook.Sections...) {
		w := asWritten(&draft, id)
		for _, f := range faults {
			if f.Section == id {
				w.Faults = append(w.Faults, p.Fault(f))
			}
		}
		page.Sections = append(page.Sections, w)
		if model != nil {
			page.Model = model.Language
			page.Other = append(page.Other, asWritten(model, id))
		}
	}
	page.Faults = markupFaults(page.Role, draft)
	return page
}

func asWritten(t *casebook.DisclosureText, id string) written {
	w := written{ID: id}
	w.Body, w.Heading = part(t, id)
	w.Words = casebook.Words(w.Body)
	if id == "cost" {
		w.Most = casebook.CostWords
	}
	return w
}

// markupFaults asks the programme's own check about hidden characters, links and mark-up; what is missing
// stands beside the sections already.
func markupFaults(role string, draft casebook.DisclosureText) []string {
	if len(draft.Faults()) > 0 {
		return nil
	}
	text := programme.Text{DisclosureText: draft, Role: role, Version: 1, Headings: draft.Headings}
	_, faults := programme.ParseText(role+"/"+draft.Language+".md", text.Markdown())
	var out []string
	for _, f := range faults {
		out = append(out, f.Problem+": "+f.Remedy)
	}
	return out
}

// typed reads the draft out of the form.
func typed(p *web.Page) casebook.DisclosureText {
	draft := casebook.DisclosureText{
		Language: p.R.PathValue("language"), Title: p.Value("title"), Cost: p.Value("body-cost"),
		Sections: map[string]string{}, Headings: map[string]string{"cost": p.Value("heading-cost")},
	}
	for _, id := range casebook.Sections {
		draft.Sections[id], draft.Headings[id] = p.Value("body-"+id), p.Value("heading-"+id)
	}
	return draft
}

func saveText(p *web.Page) error {
	draft := typed(p)
	role := p.R.PathValue("role")
	err := p.Desk.SaveText(p.R.Context(), p.By(), desk.TextDraft{DisclosureText: draft, Role: role})
	if err != nil {
		return p.Retry(err, views, "text-write", writingOf(p, draft))
	}
	return p.See("/texts/" + role + "/write/" + draft.Language)
}

func dropText(p *web.Page) error {
	if err := p.Desk.DropText(p.R.Context(), p.By(), p.R.PathValue("role"), p.R.PathValue("language")); err != nil {
		return err
	}
	return p.See("/texts")
}

// proposing is what the page shows before a text is handed to its approver.
type proposing struct {
	Role   string
	Drafts []string
	Faulty []string // languages whose draft the law would refuse
	Change string
}

func proposalOf(p *web.Page) (*proposing, error) {
	page := &proposing{Role: p.R.PathValue("role"), Change: p.Value("change")}
	if _, roles, _ := versions(p); !slices.Contains(roles, page.Role) {
		return nil, &desk.Error{Kind: desk.NotFound, Say: "there is no such text"}
	}
	drafts, err := p.Desk.DraftsOf(p.R.Context(), p.By(), page.Role)
	if err != nil {
		return nil, err
	}
	for language, d := range drafts {
		page.Drafts = append(page.Drafts, language)
		if len(d.Faults()) > 0 || len(markupFaults(page.Role, d.DisclosureText)) > 0 {
			page.Faulty = append(page.Faulty, language)
		}
	}
	slices.Sort(page.Drafts)
	slices.Sort(page.Faulty)
	return page, nil
}

func askProposal(p *web.Page) error {
	page, err := proposalOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "text-propose", page)
}

func proposeText(p *web.Page) error {
	page, err := proposalOf(p)
	if err != nil {
		return err
	}
	if len(page.Faulty) > 0 {
		p.Problem("", p.T("texts.propose.faulty"))
	}
	if page.Change == "" {
		p.Problem("change", p.T("texts.propose.change.missing"))
	}
	if len(p.Problems) > 0 {
		return p.Show(422, views, "text-propose", page)
	}
	if _, err := p.Desk.Propose(p.R.Context(), p.By(), page.Role, page.Change); err != nil {
		return p.Retry(err, views, "text-propose", page)
	}
	return p.See("/texts")
}
