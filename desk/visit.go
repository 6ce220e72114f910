package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// Visit is what a person sees who opens their private link: who asks, why them and who told us, the text, the
// question, what they answered, and what they can do. Of somebody whose erasure was asked for, only that.
type Visit struct {
	Person       casebook.ID           `json:"person"` // the record that the link is for: for [Own]
	Link         casebook.IssuedLink   `json:"link"`
	Organisation string                `json:"organisation"`
	Programme    string                `json:"programme"`
	Language     string                `json:"language"` // in which they were told, or that somebody noted
	Why          []WhyYou              `json:"why,omitempty"`
	Met          []Met                 `json:"met,omitempty"`
	Texts        []ExportedText        `json:"texts,omitempty"` // each text they were told, in their language
	Changed      *ExportedText         `json:"changed,omitempty"`
	Offer        *OpenOffer            `json:"offer,omitempty"`
	Answers      []Given               `json:"answers,omitempty"`
	Left         []time.Time           `json:"left,omitempty"`        // when they left, or took a yes back
	Permissions  []casebook.Permission `json:"permissions,omitempty"` // what they answered to separate questions
	Yes          *casebook.Yes         `json:"yes,omitempty"`
	Stage        casebook.Stage        `json:"stage"`
	Alone        bool                  `json:"alone"`      // nobody may approach them
	Refused      bool                  `json:"refused"`    // by their no, a leaving or a stop
	CanLift      bool                  `json:"can_lift"`   // what leaves them alone, by this link
	Liftable     bool                  `json:"liftable"`   // or before two people outside every team
	CanGoOn      bool                  `json:"can_go_on"`  // with a text that changed, by this link alone; before the pair always
	CanReturn    bool                  `json:"can_return"` // by the key of a receipt; everybody can before two people outside the team
	Stopped      bool                  `json:"stopped"`    // somebody who knew their number or a receipt's code said stop, and they have not lifted it
	Erasure      casebook.ErasureState `json:"erasure"`
	Particulars  casebook.Particulars  `json:"particulars,omitzero"`
	Births       []casebook.Birth      `json:"births,omitempty"` // the birth dates on record: the one that decides, then the others
	Conflicts    []Conflict            `json:"conflicts,omitempty"`
	Noted        []casebook.Ref        `json:"noted,omitempty"`    // for [Desk.Correct]
	Looks        []Look                `json:"looks,omitempty"`    // who looked at their file
	Slip         string                `json:"-"`                  // after a stop by the link: undoes it, if it was a slip of the finger
	Carriers     []string              `json:"carriers,omitempty"` // who may read it on a device of their own, where no look is noted
	Forms        map[string]time.Time  `json:"forms,omitempty"`    // what they filled in, or told us for a form, and when last
}

// WhyYou says why somebody thought of the person, and who told us.
type WhyYou struct {
	Source string        `json:"source"`
	Ground string        `json:"ground,omitempty"`
	In     string        `json:"in,omitempty"` // the language in which the ground is written; "" where nobody noted it
	On     casebook.Date `json:"on,omitzero"`
}

// Met is somebody of ours who talked with the person, or asked them.
type Met struct {
	Name string    `json:"name"`
	What string    `json:"what"` // the event type
	At   time.Time `json:"at"`
}

// OpenOffer is a question that waits for an answer.
type OpenOffer struct {
	Role   string    `json:"role"`
	At     time.Time `json:"at"`
	Lapses time.Time `json:"lapses"`
	By     []string  `json:"by"`
}

// Given is an answer that the person gave.
type Given struct {
	Answer   string            `json:"answer"`
	Covers   string            `json:"covers,omitempty"`
	Until    casebook.Date     `json:"until,omitzero"`
	At       time.Time         `json:"at"`
	Code     string            `json:"code"` // of the receipt
	Standing casebook.Standing `json:"standing"`
	Holds    bool              `json:"holds,omitempty"` // it still leaves them alone
	Ref      casebook.Ref      `json:"-"`
	Told
}

// Visit opens a private link by the public half of its key. A link that is unknown, over or revoked is
// nobody's: one error of kind NotFound for all.
func (d *Desk) Visit(ctx context.Context, link []byte) (*Visit, error) {
	return d.visitBy(ctx, doorOf(link), holding(link))
}

// holding tells a link by the public half of its key.
func holding(key []byte) func(casebook.IssuedLink) bool {
	return func(l casebook.IssuedLink) bool { return bytes.Equal(l.Key, key) }
}

// VisitByDoor opens a private link by the half that stands in its address.
func (d *Desk) VisitByDoor(ctx context.Context, door []byte) (*Visit, error) {
	sum := sha256.Sum256(door)
	return d.visitBy(ctx, hex.EncodeToString(sum[:doorSize]), func(l casebook.IssuedLink) bool { return bytes.Equal(l.Door, sum[:]) })
}

func (d *Desk) visitBy(ctx context.Context, word string, is func(casebook.IssuedLink) bool) (*Visit, error) {
	var out *Visit
	err := d.see(ctx, func(r journal.Reader) error {
		s, issued, err := d.behind(r, word, is)
		if err != nil {
			return err
		}
		out = d.visit(s, *issued)
		if out.Stage != casebook.StageHidden {
			out.Carriers = d.carriers(s.Territory)
			out.Looks, err = d.looksAt(r, s.Records)
		}
		return err
	})
	return out, err
}

// mostCopies bounds how many people are looked at that somebody may have copied one link to. A link of so many opens nothing: the
// person has their receipt and the public page, and headquarters issues another.
const mostCopies = 64

// behind finds whose a private link is, if it is in force. One that somebody copied to others is theirs for whom headquarters heard of
// it first: so nobody shuts a person's page by writing their link down for somebody else.
func (d *Desk) behind(r journal.Reader, word string, is func(casebook.IssuedLink) bool) (*casebook.State, *casebook.IssuedLink, error) {
	var holders []casebook.ID
	err := scanList(r, "link:"+word, nil, func(_ []byte, person casebook.ID) bool {
		holders = append(holders, person)
		return len(holders) < mostCopies
	})
	if err != nil {
		return nil, nil, err
	}
	if len(holders) == mostCopies { // whose it was first may not be among them, and nobody else's page opens
		return nil, nil, nobody()
	}
	var theirs *casebook.State
	var first said[casebook.IssuedLink]
	for _, holder := range holders {
		s, err := d.state(r, holder, d.Now())
		if err != nil {
			return nil, nil, err
		}
		for _, l := range linksSaid(s) {
			if is(l.what) && (theirs == nil || l.heard(first) < 0) {
				theirs, first = s, l
			}
		}
	}
	if theirs == nil || theirs.Stage == casebook.StageErased || off("copied") && len(holders) > 1 {
		return nil, nil, nobody()
	}
	for _, l := range theirs.Links() {
		if is(l) && l.Open(d.Now()) {
			return theirs, &l, nil
		}
	}
	return nil, nil, nobody()
}

func (d *Desk) behindKey(r journal.Reader, key []byte) (*casebook.State, *casebook.IssuedLink, error) {
	return d.behind(r, doorOf(key), holding(key))
}

func (d *Desk) visit(s *casebook.State, link casebook.IssuedLink) *Visit {
	out := &Visit{Person: link.Record, Link: link, Organisation: d.house.Organisation, Stage: s.Stage, Alone: s.Alone, Refused: s.Refused, Erasure: s.Erasure}
	if p := d.house.Programme(d.house.Pos); p != nil {
		out.Programme = p.Name
	}
	if s.Stage == casebook.StageHidden {
		return out
	}
	out.Yes, out.Liftable, out.Noted = s.Yes, s.LiftFrees(d.Now()), s.Noted()
	out.CanLift = out.Liftable && s.Lifts(link)
	out.CanGoOn = s.GoesOn(link)
	out.CanReturn = s.Refused && s.ReceiptReturns(d.Now())
	out.Stopped = s.Asked(d.Now())
	out.Particulars, out.Conflicts = d.particulars(s)
	out.Births = s.Births(d.Now())
	out.Language = out.Particulars.Language
	alone := s.LeftAlone(d.Now())
	for i, f := range s.Facts {
		if f.Standing == casebook.Counts {
			d.tell(out, f)
		}
		if a, ok := f.Body.(*casebook.Answer); ok {
			out.Answers = append(out.Answers, Given{a.Answer, a.Covers, a.Until, f.Commit.At.UTC(), codeOf(f.Commit.Hash), f.Standing, slices.Contains(alone, f.Ref), f.Ref, d.answeredTo(s.Facts[:i], a)})
		}
	}
	if offer := s.Question(d.Now()); offer != nil {
		out.Offer = d.openOffer(s, offer)
	}
	if s.Yes != nil && s.Yes.ToldAgain > 0 {
		out.Changed = d.textInForce(s.Yes.Role, out.Language)
	}
	return out
}

// tell adds what one fact says to the person about themselves.
func (d *Desk) tell(v *Visit, f *casebook.Fact) {
	switch b := f.Body.(type) {
	case *casebook.Lead:
		v.Why = append(v.Why, WhyYou{b.Source, b.Ground, b.Written, b.SeenOn})
	case *casebook.Permission:
		v.Permissions = append(v.Permissions, *b)
	case *casebook.Form:
		if v.Forms == nil {
			v.Forms = map[string]time.Time{}
		}
		v.Forms[b.Instrument] = f.Commit.At.UTC()
	case *casebook.Delivered:
		v.Language = b.Language
		told := Exported{Texts: v.Texts}
		told.addText(d.house, f.Commit, b)
		v.Texts = told.Texts
	}
	if f.Type == casebook.WithdrawalMade {
		v.Left = append(v.Left, f.Commit.At.UTC())
	}
	if slices.Contains([]string{casebook.ApproachMade, casebook.DisclosureDelivered, casebook.OfferMade}, f.Type) {
		v.Met = append(v.Met, Met{NameOf(d.house, f.Commit), f.Type, f.Commit.At.UTC()})
	}
}

// openOffer is the question that waits.
func (d *Desk) openOffer(s *casebook.State, f *casebook.Fact) *OpenOffer {
	out := &OpenOffer{Role: f.Body.(*casebook.Offer).Role, At: f.Commit.At.UTC(), Lapses: s.Lapses(f).UTC(), By: []string{NameOf(d.house, f.Commit)}}
	for _, w := range f.Commit.Witnesses {
		out.By = append(out.By, nameOf(d.house, f.Commit, w.Who))
	}
	return out
}

// textInForce is the text about a role in a language, or in the first that there is.
func (d *Desk) textInForce(role, language string) *ExportedText {
	text := d.house.TextAt(role, d.house.Pos)
	if text == nil || len(text.Texts) == 0 {
		return nil
	}
	i := slices.IndexFunc(text.Texts, func(t casebook.DisclosureText) bool { return t.Language == language })
	out := exported(text, text.Texts[max(i, 0)])
	return &out
}

// codeOf is a receipt's code: of the answer, not of the person (G14).
func codeOf(answer casebook.Hash) string { return hex.EncodeToString(answer[:codeSize]) }

// codeSize is how many bytes of an answer's name its code holds.
const codeSize = 8
