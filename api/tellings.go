package api

import (
	"context"

	"willing/casebook"
	"willing/desk"
)

// Telling is how a person was told the cost and given the whole text.
type Telling struct {
	Role        string       `json:"role,omitempty" maxLength:"60" doc:"The programme's first if left out."`
	Language    string       `json:"language" minLength:"2" maxLength:"35" doc:"BCP 47." example:"it"`
	Understands bool         `json:"understands" doc:"The person understands this language."`
	Cost        string       `json:"cost" enum:"aloud,read" doc:"The cost page was read aloud, or read."`
	Full        string       `json:"full" enum:"link,paper,phone" doc:"How the whole text is with the person."`
	CannotRead  bool         `json:"cannot_read,omitempty" doc:"Then a witness who is not the scout is there: the other half of the pair."`
	Interpreter *Interpreter `json:"interpreter,omitempty"`
	Link        *NewLink     `json:"link,omitempty" doc:"A private link handed over with the text."`
}

// NewLink is the public side of a private link: what opens it and what signs in it stay with the person.
type NewLink struct {
	Key  []byte `json:"key" doc:"The public half of the link's key: Ed25519 (32 bytes) or P-256 (65 bytes)."`
	Door []byte `json:"door,omitempty" doc:"SHA-256 of what opens its page."`
}

func (l *NewLink) wrong() error {
	if len(l.Door) != 0 && len(l.Door) != 32 {
		return bad("body.link.door", "a SHA-256 has 32 bytes")
	}
	return keyWrong(l.Key)
}

func keyWrong(key []byte) error {
	if len(key) != 32 && len(key) != 65 {
		return bad("body.key", "this is no public key")
	}
	return nil
}

func tellings(a *API) {
	note(a, op{id: "tell", on: "POST /people/{person}/tellings", tag: "tellings", does: "Record that a person was told the cost and has the whole text (G05)",
		more: "The version is the one in force.", pair: true}, a.tell)
}

func (a *API) tell(ctx context.Context, by desk.Acting, person casebook.ID, in Telling) error {
	told := desk.Telling{Delivered: casebook.Delivered{Role: in.Role, Language: in.Language, Understands: in.Understands, Cost: in.Cost, Full: in.Full,
		CannotRead: in.CannotRead, Interpreter: in.Interpreter.read()}}
	if in.Link != nil {
		if err := in.Link.wrong(); err != nil {
			return err
		}
		told.LinkKey, told.Door = in.Link.Key, in.Link.Door
		told.SeenByStaff = true // whoever calls has made or held it; nobody can vouch for themselves that they have not
	}
	return a.Desk.Tell(ctx, by, person, told)
}

// Understanding says which of the four points the mentor heard in the person's own words. It is no score.
type Understanding struct {
	Heard       []string     `json:"heard" maxItems:"4" nullable:"false" enum:"voluntary,may-leave,risks,costs" doc:"What was heard; a missed point is explained again."`
	Interpreter *Interpreter `json:"interpreter,omitempty"`
}

func understandings(a *API) {
	note(a, op{id: "understand", on: "POST /people/{person}/understandings", tag: "understandings", does: "Record which of the four points the mentor heard (G06)"},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Understanding) error {
			return a.Desk.Understand(ctx, by, person, casebook.Understanding{Heard: in.Heard, Interpreter: in.Interpreter.read()})
		})
}

// Offer is the question.
type Offer struct {
	Role        string       `json:"role,omitempty" maxLength:"60" doc:"The programme's first if left out."`
	Interpreter *Interpreter `json:"interpreter,omitempty"`
}

func offers(a *API) {
	note(a, op{id: "offer", on: "POST /people/{person}/offers", tag: "offers", does: "Ask the question, as a pair (G07)", pair: true},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Offer) error {
			return a.Desk.Offer(ctx, by, person, casebook.Offer{Role: in.Role, Interpreter: in.Interpreter.read()})
		})
}
