package api

import (
	"bytes"
	"context"
	"time"

	"willing/casebook"
	"willing/desk"
)

// Own is all that a person sees who opens their private link: who asks, why them and who told us, what they
// answered, what is held about them, who looked at it. Of somebody whose erasure was asked for, only that.
type Own struct {
	desk.Visit
	Order    []string `json:"order" doc:"In which order the two answers are shown, as equals: a person's own (G12)."`
	Asked    string   `json:"asked,omitempty" doc:"The role of the question that waits for an answer."`
	ToldAnew bool     `json:"told_anew,omitempty" doc:"Of a changed text: somebody of ours has told it to them, so that they can go on (G16)."`
	PIN      bool     `json:"pin" doc:"The link is behind a PIN."`
	Adviser  *Outside `json:"adviser,omitempty" doc:"Somebody outside the team whom they can ask before they answer."`
}

// Outside is somebody outside the team.
type Outside struct {
	Name    string `json:"name"`
	Contact string `json:"contact,omitempty"`
}

// InLanguage chooses a language.
type InLanguage struct {
	Language string `query:"language" maxLength:"35" doc:"BCP 47; left out: that in which they were told."`
}

func (l InLanguage) of(v *desk.Visit) string {
	if l.Language == "" {
		return v.Language
	}
	return l.Language
}

// OwnText is the text that the person was told, or the one in force, in the order in which it is told: the cost first.
type OwnText struct {
	Role     string    `json:"role"`
	Version  int       `json:"version"`
	Language string    `json:"language" doc:"Another than was asked for if there is none in that."`
	Title    string    `json:"title,omitempty"`
	Parts    []OwnPart `json:"parts"`
}

// OwnPart is one part of a text.
type OwnPart struct {
	ID       string `json:"id"`
	Heading  string `json:"heading,omitempty"`
	Body     string `json:"body" doc:"Markdown."`
	NoReturn bool   `json:"no_return,omitempty" doc:"Here it becomes hard to turn back: show it so."`
}

// OwnChanges are what reads differently in a changed text.
type OwnChanges struct {
	Version int         `json:"version"`
	Summary string      `json:"summary,omitempty"`
	Told    bool        `json:"told" doc:"Somebody of ours has told them the new text."`
	Parts   []OwnChange `json:"parts"`
}

// OwnChange is one part, before and now, Markdown.
type OwnChange struct {
	Heading string `json:"heading"`
	Before  string `json:"before"`
	Now     string `json:"now"`
}

// OwnReceipt is the receipt of an answer (G14). The key that lets the person come back is with them alone.
type OwnReceipt struct {
	Code     string         `json:"code"`
	Answer   string         `json:"answer"`
	Covers   string         `json:"covers,omitempty"`
	Until    string         `json:"until,omitempty"`
	At       time.Time      `json:"at"`
	Role     string         `json:"role,omitempty"`
	Version  int            `json:"version,omitempty"`
	Language string         `json:"language,omitempty" doc:"In which they were told."`
	By       string         `json:"by,omitempty" doc:"Who told them."`
	On       string         `json:"on,omitempty" doc:"When they were told."`
	Page     string         `json:"page,omitempty" doc:"The language of the page or paper on which they answered."`
	Text     *casebook.Hash `json:"text,omitempty" doc:"SHA-256 of the exact text, as its file stands in the person's own file."`
	Stop     string         `json:"stop,omitempty" doc:"Where whoever holds the receipt says stop, or asks whether the answer has arrived."`
}

// File is an answer that is a file.
type File struct {
	Type string `header:"Content-Type"`
	Body []byte
}

func own(a *API) {
	const tag = "own"
	register(a, op{id: "show-own", on: "GET /own", tag: tag, own: true, does: "Show a person all that their private link opens"}, a.showOwn)
	register(a, op{id: "own-text", on: "GET /own/text", tag: tag, own: true, does: "Give the text that they were told, part by part, the cost first"}, a.ownText)
	register(a, op{id: "own-changes", on: "GET /own/changes", tag: tag, own: true, does: "Give what changed in a text since they said yes to it (G16)"}, a.ownChanges)
	register(a, op{id: "own-receipt", on: "GET /own/receipts/{code}", tag: tag, own: true, does: "Give the receipt of an answer (G14)"}, a.ownReceipt)
	register(a, op{id: "own-health", on: "GET /own/health", tag: "own", own: true, does: "Give what they told for the doctor, by a link that nobody of ours has seen"},
		func(ctx context.Context, _ desk.Acting, _ *struct{}) (*Reply[Health], error) {
			g := guestOf(ctx)
			told, err := a.Desk.OwnHealth(ctx, desk.Own(g.Visit.Person, desk.ByLink(g.Link.Key)))
			return &Reply[Health]{Health{told}}, err
		})
	if a.File != nil {
		register(a, op{id: "own-file", on: "GET /own/file", tag: tag, own: true, file: "application/zip", does: "Give all that is held about them, as a zip"}, a.ownFile)
	}
	register(a, op{id: idEntry, on: "POST /own/entry", tag: tag, own: true, read: true, does: "Give the PIN of the link, and get what opens it"}, a.enterOwn)
	register(a, op{id: "ask-pin", on: "GET /own/pin", tag: tag, own: true, does: "Get what the link's key signs to put a PIN before the link"}, a.askPIN)
	register(a, op{id: "set-pin", on: "PUT /own/pin", tag: tag, own: true, does: "Put a PIN before the link, or take it away",
		more: "No PIN stands before a no, a stop or leaving."}, a.setPIN)
}

func (a *API) showOwn(ctx context.Context, _ desk.Acting, _ *struct{}) (*Reply[Own], error) {
	g := guestOf(ctx)
	mark, err := a.Accounts.PINMark(ctx, g.door)
	out := Own{Visit: *g.Visit, Order: g.Order(), ToldAnew: g.ToldAnew(), PIN: mark != ""}
	if g.Offer != nil {
		out.Asked = g.Offer.Role
	}
	if a.Programme != nil {
		if f := a.Programme(); f != nil && f.Adviser().Name != "" {
			out.Adviser = &Outside{f.Adviser().Name, f.Adviser().Contact}
		}
	}
	return &Reply[Own]{out}, err
}

func (a *API) ownText(ctx context.Context, _ desk.Acting, in *InLanguage) (*Reply[OwnText], error) {
	v := guestOf(ctx).Visit
	text, ok := a.Desk.TextFor(v, in.of(v))
	if !ok {
		return nil, &desk.Error{Kind: desk.NotFound, Say: "there is no text in force yet"}
	}
	out := OwnText{Role: text.Role, Version: text.Version, Language: text.Language, Title: text.Title}
	for _, id := range desk.TextParts {
		out.Parts = append(out.Parts, OwnPart{id, text.Headings[id], desk.PartOf(text.DisclosureText, id), id == "no-return"})
	}
	return &Reply[OwnText]{out}, nil
}

func (a *API) ownChanges(ctx context.Context, _ desk.Acting, _ *struct{}) (*Reply[OwnChanges], error) {
	c := a.Desk.ChangesFor(guestOf(ctx).Visit)
	if c == nil {
		return nil, &desk.Error{Kind: desk.NotFound, Say: "no changed text waits for an answer"}
	}
	out := OwnChanges{Version: c.Version, Summary: c.Summary, Told: c.Told, Parts: []OwnChange{}}
	for _, part := range c.Parts {
		out.Parts = append(out.Parts, OwnChange(part))
	}
	return &Reply[OwnChanges]{out}, nil
}

func (a *API) ownReceipt(ctx context.Context, _ desk.Acting, in *struct {
	Code string `path:"code" maxLength:"60" doc:"Of the answer, as GET /api/v1/own lists it."`
}) (*Reply[OwnReceipt], error) {
	v := guestOf(ctx).Visit
	for _, given := range v.Answers {
		if given.Code != in.Code {
			continue
		}
		out := OwnReceipt{Code: given.Code, Answer: given.Answer, Covers: given.Covers, At: given.At.UTC(), Stop: stopAt(ctx)}
		if !given.Until.IsZero() {
			out.Until = given.Until.String()
		}
		if t := given.Told; t.Version > 0 {
			out.Role, out.Version, out.Language, out.Text = t.Role, t.Version, t.Language, &t.Text
			out.By, out.On, out.Page = t.By, t.On, t.Page
		}
		return &Reply[OwnReceipt]{out}, nil
	}
	return nil, &desk.Error{Kind: desk.NotFound, Say: "there is no such receipt"}
}

// me is the person acting with their link alone.
func (g *guest) me() desk.Acting { return desk.Own(g.Person, desk.ByLink(g.Link.Key)) }

func (a *API) ownFile(ctx context.Context, _ desk.Acting, in *InLanguage) (*File, error) {
	g := guestOf(ctx)
	file, err := a.Desk.Export(ctx, g.me(), g.Person)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := a.File(&out, in.of(g.Visit), file); err != nil {
		return nil, err
	}
	return &File{"application/zip", out.Bytes()}, nil
}
