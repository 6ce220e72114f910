package api

import (
	"cmp"
	"context"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
)

// Text is a version of what a role costs: in force, once in force, or waiting for somebody else's approval.
type Text struct {
	Role      string           `json:"role"`
	Version   int              `json:"version"`
	Waiting   bool             `json:"waiting" doc:"It waits for an approver who is not its author (G04)."`
	InForce   bool             `json:"in_force"`
	Material  bool             `json:"material,omitempty" doc:"Those who relied on the version before are told again (G16)."`
	Change    string           `json:"change,omitempty" doc:"What is different from the version before."`
	Author    string           `json:"author,omitempty" doc:"By name."`
	Approver  string           `json:"approver,omitempty" doc:"By name."`
	At        *time.Time       `json:"at,omitempty" doc:"When it was approved."`
	Languages []DisclosureText `json:"languages"`
	Ref       *casebook.Ref    `json:"ref,omitempty" doc:"The approval, as a telling names it."`
}

// DisclosureText is one language of a version.
type DisclosureText struct {
	Language string            `json:"language" minLength:"2" maxLength:"35" doc:"BCP 47."`
	Title    string            `json:"title" maxLength:"400"`
	Cost     string            `json:"cost" maxLength:"8000" doc:"The cost page, Markdown, at most 150 words."`
	Sections map[string]string `json:"sections" doc:"By their ids, Markdown: why-you, work, risks, time, money, family-and-work and so on."`
	Headings map[string]string `json:"headings,omitempty" doc:"What stands above each section, by its id or cost."`
}

// Texts lists versions.
type Texts struct {
	Rows []Text `json:"rows"`
}

// OfRole names a role.
type OfRole struct {
	Role string `path:"role" maxLength:"60" doc:"A role of the programme."`
}

// Draft is one language of a text that somebody works on.
type Draft struct {
	OfRole
	Language string `path:"language" maxLength:"35" doc:"BCP 47."`
}

func texts(a *API) {
	register(a, op{id: "list-texts", on: "GET /texts", tag: "texts", does: "List the texts in force, those before them, and those that wait for approval"},
		func(_ context.Context, _ desk.Acting, _ *struct{}) (*Reply[Texts], error) {
			return &Reply[Texts]{Texts{a.allTexts()}}, nil
		})
	register(a, op{id: "list-drafts", on: "GET /texts/{role}/drafts", tag: "texts", does: "List one's own drafts of a role's text, by language"},
		func(ctx context.Context, by desk.Acting, in *OfRole) (*Reply[map[string]DisclosureText], error) {
			drafts, err := a.Desk.DraftsOf(ctx, by, in.Role)
			out := map[string]DisclosureText{}
			for language, d := range drafts {
				out[language] = DisclosureText(d.DisclosureText)
			}
			return &Reply[map[string]DisclosureText]{out}, err
		})
	register(a, op{id: "save-draft", on: "PUT /texts/{role}/drafts/{language}", tag: "texts", does: "Keep a draft of one language"},
		func(ctx context.Context, by desk.Acting, in *struct {
			Draft
			Body DisclosureText
		}) (*Done, error) {
			if in.Body.Language != in.Language {
				return nil, bad("body.language", "the path and the text name two languages")
			}
			return nil, a.Desk.SaveText(ctx, by, desk.TextDraft{DisclosureText: casebook.DisclosureText(in.Body), Role: in.Role})
		})
	register(a, op{id: "drop-draft", on: "DELETE /texts/{role}/drafts/{language}", tag: "texts", does: "Throw a draft away"},
		func(ctx context.Context, by desk.Acting, in *Draft) (*Done, error) {
			return nil, a.Desk.DropText(ctx, by, in.Role, in.Language)
		})
	proposals(a)
}

func proposals(a *API) {
	register(a, op{id: "propose-text", on: "POST /texts/{role}/proposals", tag: "texts", does: "Make the next version of one's drafts; it waits for somebody else to approve it"},
		func(ctx context.Context, by desk.Acting, in *struct {
			OfRole
			Body struct {
				Change string `json:"change" maxLength:"2000" doc:"What is different from the version before."`
			}
		}) (*Reply[Version], error) {
			version, err := a.Desk.Propose(ctx, by, in.Role, in.Body.Change)
			return &Reply[Version]{Version{version}}, err
		})
	register(a, op{id: "approve-text", on: "POST /texts/{role}/approvals", tag: "texts", does: "Put a waiting version in force, as somebody other than its author (G04)"},
		func(ctx context.Context, by desk.Acting, in *struct {
			OfRole
			Once
			Body struct {
				Version  int  `json:"version" minimum:"1" doc:"Which version."`
				Material bool `json:"material" doc:"The change matters to those who relied on the version before: they are told again (G16)."`
			}
		}) (*Done, error) {
			return nil, a.Desk.Approve(ctx, by, in.Role, in.Body.Version, in.Body.Material)
		})
}

// Version is a version's number.
type Version struct {
	Version int `json:"version"`
}

// allTexts are all versions, by role, the newest first.
func (a *API) allTexts() []Text {
	out := []Text{}
	a.house(func(h *casebook.House) {
		for _, t := range h.Texts() {
			at, ref, now := t.At.UTC(), t.Ref, h.TextAt(t.Role, h.Pos)
			out = append(out, Text{Role: t.Role, Version: t.Version, InForce: now != nil && now.Ref == t.Ref, Material: t.Material, Change: t.Change,
				Author: nameIn(h, t.Author), Approver: nameIn(h, t.Approver), At: &at, Languages: languagesOf(t.Texts), Ref: &ref})
		}
		for ref, p := range h.Waiting() {
			out = append(out, Text{Role: p.Role, Version: p.Version, Waiting: true, Change: p.Change, Author: nameIn(h, h.Author(ref)), Languages: languagesOf(p.Texts)})
		}
	})
	slices.SortFunc(out, func(x, y Text) int {
		return cmp.Or(cmp.Compare(x.Role, y.Role), cmp.Compare(y.Version, x.Version), cmp.Compare(x.Author, y.Author))
	})
	return out
}

func languagesOf(texts []casebook.DisclosureText) []DisclosureText {
	out := make([]DisclosureText, len(texts))
	for i, t := range texts {
		out[i] = DisclosureText(t)
	}
	return out
}

// nameIn is somebody's name, as the staff list has it now; "" for nobody.
func nameIn(h *casebook.House, who casebook.ID) string {
	s, _ := h.StaffAt(who, h.Pos)
	return s.Name
}

func programmes(a *API) {
	register(a, op{id: "show-programme", on: "GET /programme", tag: "programme", does: "Show the programme in force"},
		func(_ context.Context, _ desk.Acting, _ *struct{}) (*Reply[casebook.Programme], error) {
			out := &Reply[casebook.Programme]{}
			a.house(func(h *casebook.House) {
				if p := h.Programme(h.Pos); p != nil {
					out.Body = *p
				}
			})
			if out.Body.ID == "" {
				return nil, &desk.Error{Kind: desk.NotFound, Say: "no programme is in force yet"}
			}
			return out, nil
		})
	if a.Publisher == nil {
		return
	}
	register(a, op{id: "check-programme", on: "POST /programme/check", tag: "programme", most: mostList, read: true, does: "Look at a zipped programme folder, and put nothing in force"},
		func(_ context.Context, by desk.Acting, in *struct {
			RawBody []byte `contentType:"application/zip"`
		}) (*Reply[CheckedFolder], error) {
			if !a.Desk.May(by, access.Propose, "") {
				return nil, desk.MayNot(access.Propose)
			}
			summary, faults, err := a.Publisher.CheckZip(in.RawBody)
			out := CheckedFolder{Summary: summary, Faults: []string{}}
			for _, f := range faults {
				out.Faults = append(out.Faults, f.String())
			}
			return &Reply[CheckedFolder]{out}, err
		})
	register(a, op{id: "publish-programme", on: "POST /programme", tag: "programme", most: mostList, does: "Put a zipped programme folder in force",
		more: "Texts in it that are newer than those in force wait for approval."},
		func(ctx context.Context, by desk.Acting, in *struct {
			RawBody []byte `contentType:"application/zip"`
		}) (*Reply[Proposed], error) {
			if !a.Desk.May(by, access.Propose, "") {
				return nil, desk.MayNot(access.Propose)
			}
			n, err := a.Publisher.PublishZip(ctx, by, in.RawBody)
			return &Reply[Proposed]{Proposed{n}}, err
		})
}

// CheckedFolder says what a programme folder is, or all that is wrong with it.
type CheckedFolder struct {
	Summary string   `json:"summary,omitempty"`
	Faults  []string `json:"faults" doc:"Each with its place."`
}

// Proposed says how many texts now wait for approval.
type Proposed struct {
	Proposed int `json:"proposed"`
}
