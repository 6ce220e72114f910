package api

import (
	"context"
	"time"

	"willing/access"
	"willing/account"
	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// OfferedKey is the public half of a key that its owner offers.
type OfferedKey struct {
	Key []byte `json:"key" doc:"Ed25519, 32 bytes. The private half stays where it was made."`
}

// WaitingKey is a key that waits until two people enrol it.
type WaitingKey struct {
	Name  string       `json:"name" doc:"In paths."`
	Who   casebook.ID  `json:"who" doc:"Whose key it is."`
	Alg   string       `json:"alg"`
	Key   []byte       `json:"key"`
	Made  time.Time    `json:"made"`
	First *casebook.ID `json:"first,omitempty" doc:"Who has said yes to it."`
}

// WaitingKeys lists them.
type WaitingKeys struct {
	Rows []WaitingKey `json:"rows"`
}

// OfWaiting names a key that waits.
type OfWaiting struct {
	Name string `path:"name" maxLength:"64" doc:"As the list names it."`
}

func waitingKeys(a *API) {
	register(a, op{id: "offer-key", on: "POST /me/keys", tag: "keys", does: "Offer a key of one's own, for two people to enrol"},
		func(ctx context.Context, by desk.Acting, in *struct{ Body OfferedKey }) (*Done, error) {
			return nil, a.Accounts.AskEnrolment(ctx, by.Who, journal.Ed25519, in.Body.Key)
		})
	register(a, op{id: "list-offered-keys", on: "GET /keys/offered", tag: "keys", does: "List the keys that wait to be enrolled"},
		func(ctx context.Context, by desk.Acting, _ *struct{}) (*Reply[WaitingKeys], error) {
			if !a.Desk.May(by, access.RevokeKeys, "") {
				return nil, desk.MayNot(access.RevokeKeys)
			}
			all, err := a.Accounts.Waiting(ctx)
			out := WaitingKeys{Rows: []WaitingKey{}}
			for _, e := range all {
				w := WaitingKey{Name: e.Name(), Who: e.Who, Alg: e.Alg, Key: e.Key, Made: time.Unix(e.Made, 0).UTC()}
				if !e.First.IsZero() {
					w.First = &e.First
				}
				out.Rows = append(out.Rows, w)
			}
			return &Reply[WaitingKeys]{out}, err
		})
	register(a, op{id: "enrol-offered-key", on: "POST /keys/offered/{name}/enrolment", tag: "keys", pair: true, does: "Say yes to a key that waits; the second yes enrols it",
		more: "Each signs with their own key. Both at once, as a pair, enrol it too; so does one where nobody else could sign."}, a.enrolOffered)
	register(a, op{id: "drop-offered-key", on: "DELETE /keys/offered/{name}", tag: "keys", does: "Say no to a key that waits"},
		func(ctx context.Context, by desk.Acting, in *OfWaiting) (*Done, error) {
			e, err := a.offered(ctx, by, in.Name)
			if err != nil {
				return nil, err
			}
			return nil, a.Accounts.DropEnrolment(ctx, e)
		})
}

func (a *API) offered(ctx context.Context, by desk.Acting, name string) (account.Enrolment, error) {
	by.With = nil
	if !a.Desk.May(by, access.RevokeKeys, "") {
		return account.Enrolment{}, desk.MayNot(access.RevokeKeys)
	}
	return a.Accounts.Enrolment(ctx, name)
}

func (a *API) enrolOffered(ctx context.Context, by desk.Acting, in *OfWaiting) (*Done, error) {
	e, err := a.offered(ctx, by, in.Name)
	if err != nil {
		return nil, err
	}
	alone := false
	a.house(func(h *casebook.House) { alone = !h.SecondEnroller(by.Who) })
	key, enrolled := casebook.EnrolledKey{Alg: e.Alg, Key: e.Key}, true
	if len(by.With) > 0 || alone {
		err = a.Desk.EnrolKey(ctx, by, e.Who, key)
	} else {
		enrolled, err = a.Desk.BackKey(ctx, by, e.Who, key)
	}
	switch {
	case err != nil:
		return nil, err
	case !enrolled:
		return nil, a.Accounts.SayYes(ctx, e, by.Who)
	}
	return nil, a.Accounts.DropEnrolment(ctx, e)
}

// MailAddress is where somebody's links are sent.
type MailAddress struct {
	Mail string `json:"mail" maxLength:"254" doc:"Empty: nowhere."`
}

// SignInLink is a one-time link, to be handed over.
type SignInLink struct {
	Path string `json:"path" doc:"Behind the address of the house. Opened by GET it shows one button; its POST signs in."`
}

// Language is the language that somebody chose.
type Language struct {
	Language string `json:"language" enum:",en,fr,es,it,pt,ar" doc:"BCP 47; empty leaves it to the browser."`
}

// SignedIn is one browser in which somebody is signed in.
type SignedIn struct {
	Name string    `json:"name" doc:"For ending it; opens nothing."`
	By   string    `json:"by" enum:"link,passkey,password"`
	On   string    `json:"on,omitempty" doc:"The browser and the machine, as the browser says: 'Firefox, Android'."`
	Made time.Time `json:"made"`
	Seen time.Time `json:"seen"`
}

// SignedIns lists them.
type SignedIns struct {
	Rows []SignedIn `json:"rows"`
}

func doors(a *API) {
	register(a, op{id: "set-mail", on: "PUT /staff/{member}/mail", tag: "staff", does: "Say where a member's sign-in links are sent"},
		func(ctx context.Context, by desk.Acting, in *struct {
			OfStaff
			Body MailAddress
		}) (*Done, error) {
			id, err := a.memberOf(by, in.Member, access.ManageStaff)
			if err != nil {
				return nil, err
			}
			return nil, a.Accounts.SetMail(ctx, id, in.Body.Mail)
		})
	if a.LetIn != nil {
		register(a, op{id: "let-in", on: "POST /staff/{member}/links", tag: "staff", pair: true, does: "Make a one-time link with which a member signs in",
			more: "For somebody who never signed in an administrator suffices; after that it takes two others, as a pair, or the member's own key."}, a.letIn)
	}
	register(a, op{id: "list-signed-in", on: "GET /me/sessions", tag: "tokens", does: "List the browsers in which one is signed in"},
		func(ctx context.Context, by desk.Acting, _ *struct{}) (*Reply[SignedIns], error) {
			all, err := a.Accounts.Sessions(ctx, by.Who)
			out := SignedIns{Rows: []SignedIn{}}
			for _, s := range all {
				out.Rows = append(out.Rows, SignedIn{s.Name, s.By, s.On, time.Unix(s.Made, 0).UTC(), time.Unix(s.Seen, 0).UTC()})
			}
			return &Reply[SignedIns]{out}, err
		})
	register(a, op{id: "sign-out", on: "DELETE /me/sessions/{name}", tag: "tokens", does: "End a session of one's own in a browser"},
		func(ctx context.Context, by desk.Acting, in *struct {
			Name string `path:"name" minLength:"1" maxLength:"64" doc:"As the list names it."`
		}) (*Done, error) {
			return nil, a.Accounts.EndNamed(ctx, by.Who, in.Name)
		})
	register(a, op{id: "choose-language", on: "PUT /me/language", tag: "tokens", does: "Choose the language of one's pages"},
		func(ctx context.Context, by desk.Acting, in *struct{ Body Language }) (*Done, error) {
			return nil, a.Accounts.SetLanguage(ctx, by.Who, in.Body.Language)
		})
}

// memberOf is a member of staff, for whoever may do something with them.
func (a *API) memberOf(by desk.Acting, member string, action access.Action) (casebook.ID, error) {
	if !a.Desk.May(by, action, "") {
		return casebook.ID{}, desk.MayNot(action)
	}
	id, err := idOf(member)
	here := false
	a.house(func(h *casebook.House) { _, here = h.StaffAt(id, h.Pos) })
	if err != nil || !here {
		return id, &desk.Error{Kind: desk.NotFound, Say: "nobody works here under this id"}
	}
	return id, nil
}

func (a *API) letIn(ctx context.Context, by desk.Acting, in *OfStaff) (*Reply[SignInLink], error) {
	id, err := idOf(in.Member)
	here := false
	a.house(func(h *casebook.House) { _, here = h.StaffAt(id, h.Pos) })
	if err != nil || !here {
		return nil, &desk.Error{Kind: desk.NotFound, Say: "nobody works here under this id"}
	}
	path, err := a.LetIn(ctx, by, id, account.LinkFor)
	return &Reply[SignInLink]{SignInLink{path}}, err
}

// Pack is a numbered pack of paper.
type Pack struct {
	Number string `json:"number" doc:"For typing the answer in, later."`
	Secret []byte `json:"secret" doc:"The seed of the receipt's key (Ed25519). Print it on the person's part and keep it nowhere; it is given this once."`
}

func packs(a *API) {
	register(a, op{id: "draw-pack", on: "POST /packs", tag: "answers", does: "Draw the number of a paper pack, for printing one",
		more: "The text to print is that of GET /api/v1/texts in force."},
		func(_ context.Context, by desk.Acting, _ *struct{}) (*Reply[Pack], error) {
			if !a.Desk.May(by, access.Meet, "") {
				return nil, desk.MayNot(access.Meet)
			}
			number, err := a.Desk.NewPack()
			return &Reply[Pack]{Pack{number, a.Desk.PackSeed(number)}}, err
		})
}
