package team

import (
	"encoding/base64"
	"errors"
	"io"
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// handPage hands the whole text over and notes that the person was told (G05).
type handPage struct {
	*subject
	way
	Cost, Full              string
	Understands, CannotRead bool
	Speaks                  interpreting
	Door, Secret            string // of the private link that goes with the text
	Tongues                 []string
	Hands                   []string // the ways that are offered here
	TwoAdults               bool
}

// hands is how the whole text may come into the person's hands: by link only where we know an address at which
// their own phone finds it, and away from headquarters, which must hear of the link before it opens, last.
func hands(p *web.Page) []string {
	if p.LinksAt() == "" {
		return []string{"paper", "phone"}
	}
	if away(p) {
		return []string{"paper", "phone", "link"}
	}
	return []string{"link", "paper", "phone"}
}

// away reports whether these pages stand on a laptop or a phone, from which headquarters must hear of a link before it opens.
func away(p *web.Page) bool { return p.Headquarters != "" || !p.Desk.AtHome() }

func newHandPage(p *web.Page, s *subject) (*handPage, error) {
	w, _, tongues, err := wayOf(p, s)
	if err != nil {
		return nil, err
	}
	s.Go = onward{Key: "button.go-on", Form: "hand"}
	ways := hands(p)
	page := &handPage{subject: s, way: w, Cost: "aloud", Full: ways[0], Hands: ways, Tongues: tongues, Speaks: s.interpreter()}
	page.Door, page.Secret, err = newLink(p.Rand)
	return page, err
}

func handOverForm(p *web.Page, s *subject) error {
	page, err := newHandPage(p, s)
	if err != nil {
		return err
	}
	return p.OK(views, "hand_over", page)
}

// handOver notes the telling, and with it issues the private link if the text goes by link. The same form sent
// twice tells once.
func handOver(p *web.Page, s *subject) error {
	page, err := newHandPage(p, s)
	if err != nil {
		return err
	}
	page.Cost, page.Full = p.Value("cost"), p.Value("full")
	page.Understands, page.CannotRead, page.Speaks = p.Ticked("understands"), p.Ticked("cannot"), readInterpreter(p)
	if door, secret := p.Value("door"), p.Value("secret"); door != "" && secret != "" {
		page.Door, page.Secret = door, secret
	}
	if !slices.Contains(page.Hands, page.Full) {
		page.Full = ""
	}
	in := desk.Telling{Delivered: casebook.Delivered{
		Role: page.Role, Language: page.Tongue, Understands: page.Understands, Cost: page.Cost, Full: page.Full, CannotRead: page.CannotRead,
		Interpreter: page.Speaks.fact(),
	}}
	if page.Full == "link" {
		if in.LinkKey, in.Door, err = linkKey(page.Door, page.Secret); err != nil {
			return err
		}
		in.SeenByStaff = true // it is drawn on our screen
		if s.hasLink(in.LinkKey) {
			return showLink(p, s, page)
		}
	}
	if err := p.Desk.Tell(p.R.Context(), p.Visitor.Both(), s.ID, in); err != nil {
		return p.Retry(err, views, "hand_over", page)
	}
	forget(p, s)
	if page.Full == "link" {
		return showLink(p, s, page)
	}
	return p.See(s.Path + "/points")
}

func (s *subject) hasLink(key []byte) bool {
	return slices.ContainsFunc(s.Facts, func(f *casebook.Fact) bool {
		b, ok := f.Body.(*casebook.Link)
		return ok && string(b.Key) == string(key)
	})
}

// newLink draws the two halves of a private link: the door opens the page, the secret signs.
func newLink(rand io.Reader) (door, secret string, err error) {
	raw := make([]byte, 32)
	if _, err := io.ReadFull(rand, raw); err != nil {
		return "", "", err
	}
	text := base64.RawURLEncoding
	return text.EncodeToString(raw[:16]), text.EncodeToString(raw[16:]), nil
}

// linkKey is what the log knows of a private link: the hash of its door, and the public half of its key.
func linkKey(door, secret string) (key, hash []byte, err error) {
	text := base64.RawURLEncoding
	d, err1 := text.DecodeString(door)
	s, err2 := text.DecodeString(secret)
	if err := errors.Join(err1, err2); err != nil || len(d) != 16 || len(s) != 16 {
		return nil, nil, &desk.Error{Kind: desk.BadInput, Key: "cut", Say: "the link is not whole", Cause: err}
	}
	own, err := seeded("willing/link/1", s)
	if err != nil {
		return nil, nil, err
	}
	sum := hashOf(d)
	return own.Public(), sum[:], nil
}

// interpreting is who interprets, as the form has it (G29).
type interpreting struct {
	Name                         string
	Adult, Unrelated, Recruiting bool
}

func readInterpreter(p *web.Page) interpreting {
	return interpreting{p.Value("interpreter"), p.Ticked("adult"), p.Ticked("unrelated"), !p.Ticked("not-recruiting")}
}

// interpreter is who interpreted last, so that it is not typed twice.
func (s *subject) interpreter() interpreting {
	_, told := last[casebook.Delivered](s, casebook.DisclosureDelivered)
	if told == nil || told.Interpreter == nil {
		return interpreting{Recruiting: true}
	}
	i := told.Interpreter
	return interpreting{i.Name, i.Adult, i.Unrelated, i.Recruiting}
}

func (i interpreting) fact() *casebook.Interpreter {
	if i.Name == "" {
		return nil
	}
	return &casebook.Interpreter{Name: i.Name, Adult: i.Adult, Unrelated: i.Unrelated, Recruiting: i.Recruiting}
}

type linkPage struct {
	*subject
	Address string
	Square  web.Square
	Later   bool // it opens only after this device has met headquarters
}

// showLink draws the private link for the person's camera. Its secret is in no address that a server gets, and
// in no log.
func showLink(p *web.Page, s *subject, hand *handPage) error {
	s.Go = onward{Key: "team.link.have", Path: s.Path + "/points"}
	address := p.LinksAt() + "/p/" + hand.Door + "#" + hand.Secret
	drawn, err := web.DrawSquare(address)
	if err != nil {
		return err
	}
	return p.OK(views, "link", linkPage{s, address, drawn, away(p)})
}
