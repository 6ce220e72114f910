package api

import (
	"context"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
)

// Request is an erasure that was asked for.
type Request struct {
	Person    casebook.ID `json:"person"`
	Territory string      `json:"territory,omitempty"`
	At        time.Time   `json:"at"`
	By        string      `json:"by"`
	Own       bool        `json:"own" doc:"By the person's own key."`
	Backers   []string    `json:"backers,omitempty" doc:"Who else stands behind it."`
	Denials   []string    `json:"denials,omitempty" doc:"Who said that somebody else asked for it."`
	Due       *time.Time  `json:"due,omitempty" doc:"When it is executed; absent: not before somebody confirms it."`
	Outside   bool        `json:"outside" doc:"Whoever asks stands outside the team."`
	Asked     bool        `json:"asked" doc:"Whoever asks asked for it themselves."`
}

// Requests are a page of them.
type Requests struct {
	Rows []Request `json:"rows"`
	Next string    `json:"next,omitempty"`
}

func erasures(a *API) {
	act(a, op{id: "ask-erasure", on: "POST /people/{person}/erasures", tag: "erasures", does: "Ask that what is held about a person goes: hidden at once, executed later (G25)"},
		func(ctx context.Context, by desk.Acting, person casebook.ID) error {
			return a.Desk.AskErasure(ctx, by, person, nil)
		})
	act(a, op{id: "confirm-erasure", on: "POST /people/{person}/erasures/confirmation", tag: "erasures", does: "Stand behind a request as a second person"},
		func(ctx context.Context, by desk.Acting, person casebook.ID) error {
			return a.Desk.ConfirmErasure(ctx, by, person, nil)
		})
	act(a, op{id: "deny-erasure", on: "POST /people/{person}/erasures/denial", tag: "erasures", pair: true, does: "Say, as two people outside the team, that somebody else asked for it"},
		func(ctx context.Context, by desk.Acting, person casebook.ID) error {
			return a.Desk.DenyErasure(ctx, by, person, nil)
		})
	register(a, op{id: "list-erasures", on: "GET /erasures", tag: "erasures", does: "List erasures that are not executed yet: those that wait for a second person first"},
		func(ctx context.Context, by desk.Acting, in *Paging) (*Reply[Requests], error) {
			after, err := in.at()
			if err != nil {
				return nil, err
			}
			rows, next, err := a.Desk.Requests(ctx, by, after, in.Limit)
			out := Requests{Rows: []Request{}, Next: cursor(next)}
			for _, r := range rows {
				x := Request{r.Person, r.Territory, r.At.UTC(), r.By, r.Own, r.Backers, r.Denials, nil, r.Outside, r.Asked}
				if !r.Due.IsZero() {
					due := r.Due.UTC()
					x.Due = &due
				}
				out.Rows = append(out.Rows, x)
			}
			return &Reply[Requests]{out}, misplaced(err)
		})
	if a.Fleet != nil {
		register(a, op{id: "list-executed-erasures", on: "GET /erasures/executed", tag: "erasures", does: "List erasures that were executed: which devices have not confirmed that nothing is left and why, and how many backups made before are still there",
			more: "The newest 200 of those that not every device has confirmed, or that were executed within the last 35 days."},
			func(ctx context.Context, by desk.Acting, _ *struct{}) (*Reply[Executions], error) {
				rows, err := a.Fleet.Executions(ctx, by, 200)
				if rows == nil {
					rows = []desk.Executed{}
				}
				return &Reply[Executions]{Executions{rows}}, err
			})
	}
	register(a, op{id: "delete-kept", on: "POST /erasures/overdue", tag: "erasures", does: "Delete the files that were kept long enough (G27)"},
		func(ctx context.Context, by desk.Acting, _ *struct{}) (*Reply[Deleted], error) {
			if !a.Desk.May(by, access.Maintain, "") {
				return nil, desk.MayNot(access.Maintain)
			}
			n, err := a.Desk.DeleteKept(ctx, by)
			return &Reply[Deleted]{Deleted{n}}, err
		})
}

// Executions are erasures that were executed, and how far each is elsewhere.
type Executions struct {
	Rows []desk.Executed `json:"rows"`
}

// Deleted says how many files went.
type Deleted struct {
	Deleted int `json:"deleted"`
}

func exports(a *API) {
	register(a, op{id: "export-person", on: "GET /people/{person}/export", tag: "exports", does: "Give a person's own file: all that is held about them, and the texts they were told",
		more: "It names no other candidate. That it was made is noted: the person can see it."},
		func(ctx context.Context, by desk.Acting, in *On) (*Reply[*desk.Exported], error) {
			person, err := in.id()
			if err != nil {
				return nil, err
			}
			out, err := a.Desk.Export(ctx, by, person)
			return &Reply[*desk.Exported]{out}, err
		})
}

// LinkKey is the public half of a private link's key.
type LinkKey struct {
	Key []byte `json:"key" doc:"Ed25519 (32 bytes) or P-256 (65 bytes)."`
}

func links(a *API) {
	note(a, op{id: "issue-link", on: "POST /people/{person}/links", tag: "links", does: "Issue a private link to a person",
		more: "Make the link's key yourself, hand it to the person, and send the public half."},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in LinkKey) error {
			if err := keyWrong(in.Key); err != nil {
				return err
			}
			return a.Desk.Link(ctx, by, person, in.Key, nil, true)
		})
	register(a, op{id: "hand-over-link", on: "POST /people/{person}/handed-links", tag: "links", does: "Hand over a person's private link from headquarters, by mail or on a screen",
		more: "For whoever has not worked with the person. Mailed to an address that the person or somebody outside the team gave, nobody sees it: a yes made with it is the person's own (G09)."}, a.handOver)
	register(a, op{id: "revoke-link", on: "DELETE /people/{person}/links/{link}", tag: "links", does: "Revoke a private link"},
		func(ctx context.Context, by desk.Acting, in *struct {
			On
			Once
			Link string `path:"link" maxLength:"80" doc:"The fact that issued it, as a person's facts name it."`
		}) (*Done, error) {
			person, err := in.id()
			if err != nil {
				return nil, err
			}
			var ref casebook.Ref
			if err := ref.UnmarshalText([]byte(in.Link)); err != nil {
				return nil, nobody()
			}
			return nil, a.Desk.RevokeLink(ctx, by, person, ref)
		})
}

// HandingOver says how a private link is handed over.
type HandingOver struct {
	How string `json:"how" enum:"mail,screen" doc:"By mail to the person's own address, or in the answer, for a screen."`
}

// HandedLink is what became of a private link.
type HandedLink struct {
	Sent        bool   `json:"sent" doc:"It went by mail, and nobody here sees it."`
	SeenByStaff bool   `json:"seen_by_staff" doc:"It counts as one that staff have seen: shown, or mailed to an address of the team's."`
	Why         string `json:"why,omitempty" enum:"settings,unreachable,silent,untrusted,sign-in,later,refused" doc:"It could not be mailed: in a word why. The link is ended and opens nothing."`
	Link        string `json:"link,omitempty" doc:"The link, if it is for a screen: show it once and keep no copy."`
}

func (a *API) handOver(ctx context.Context, by desk.Acting, in *struct {
	On
	Body HandingOver
}) (*Reply[HandedLink], error) {
	person, err := in.id()
	if err != nil {
		return nil, err
	}
	if a.Links == nil {
		return nil, nobody()
	}
	out, err := a.Links.HandOver(ctx, by, person, "", in.Body.How == "mail")
	return &Reply[HandedLink]{HandedLink{out.Sent, out.Seen, out.Why, out.Link}}, err
}
