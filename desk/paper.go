package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"strings"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// A pack of paper bears a number, and its receipt a key that grows out of that number and this house's own
// secret: so the receipt is in the person's hand when they sign, and when the pack is typed in weeks later the
// log names its key without anybody having copied it.

// packLetters are those of a pack's number: none looks like another.
const packLetters = "23456789abcdefghjkmnpqrstuvwxyz"

const (
	packDrawn = 8 // letters drawn by chance, about 39 bits
	packProof = 3 // letters that only this house could add
)

// NewPack draws the number of a pack of paper.
func (d *Desk) NewPack() (string, error) {
	raw := make([]byte, packDrawn)
	if _, err := d.Rand.Read(raw); err != nil {
		return "", failFrom(Unexpected, err, "no number could be drawn")
	}
	number := spell(raw)
	return number + d.packProof(number), nil
}

func spell(raw []byte) string {
	out := make([]byte, len(raw))
	for i, b := range raw {
		out[i] = packLetters[int(b)%len(packLetters)]
	}
	return string(out)
}

func (d *Desk) packProof(number string) string {
	sum := sha256.Sum256(d.Markers.Tag("pack", number))
	return spell(sum[:packProof])
}

// Pack reads the number of a pack as it was typed. It returns an error of kind BadInput for one that was not
// printed here: its receipt's key would be another.
func (d *Desk) Pack(typed string) (string, error) {
	number := strings.Map(func(r rune) rune {
		if strings.ContainsRune(packLetters, r) {
			return r
		}
		return -1
	}, strings.ToLower(typed))
	if len(number) != packDrawn+packProof || d.packProof(number[:packDrawn]) != number[packDrawn:] {
		return "", fail(BadInput, "this is no number of a paper pack that was printed here: look at it again, or type it in where it was printed")
	}
	return number, nil
}

// PackSeed is the secret of a pack's receipt: the seed of its Ed25519 key. It is printed on the person's part
// and stored nowhere.
func (d *Desk) PackSeed(number string) []byte {
	seed := sha256.Sum256(append([]byte("willing/pack/1"), d.Markers.Tag("pack receipt", number)...))
	return seed[:]
}

// Paper types in what a person signed on paper (G09): the question, unless it was asked already, and their answer,
// before the pair that was there. Pack is the number of the pack; without one the person wanted no receipt.
func (d *Desk) Paper(ctx context.Context, by Acting, record casebook.ID, pack string, a casebook.Answer) (*casebook.Receipt, error) {
	var out *casebook.Receipt
	action := access.LeaveAlone
	if a.Answer == "yes" {
		action = access.Ask
	}
	a.Method, a.NoWish = "paper", pack == ""
	if pack != "" {
		key, err := journal.NewKey(bytes.NewReader(d.PackSeed(pack)))
		if err != nil {
			return nil, failFrom(Unexpected, err, "the receipt's key could not be made")
		}
		a.Receipt = key.Public()
	}
	err := d.act(ctx, by.doing("paper", &out, record, pack, a), action, func(t *turn) error {
		s, err := t.answerable(record, a.Answer)
		if err != nil {
			return err
		}
		if a.Answer == "yes" && s.Stage != casebook.StageOffered {
			if err := t.askedOnPaper(record); err != nil {
				return err
			}
		}
		out, err = t.answer(record, &a)
		return err
	})
	return out, err
}

// askedOnPaper writes down the question that stood on the paper.
func (t *turn) askedOnPaper(record casebook.ID) error {
	s, err := t.person(record, access.Ask)
	if err != nil {
		return err
	}
	o := &casebook.Offer{Role: t.d.firstRole(), Meeting: t.meeting(record)}
	for _, f := range s.Facts {
		if b, ok := f.Body.(*casebook.Delivered); ok && f.Standing == casebook.Counts {
			o.Role, o.Interpreter = b.Role, b.Interpreter
		}
	}
	_, err = t.append(entry{subject: record, scope: scopeOf(s), refs: s.Relies(casebook.OfferMade, o.Role),
		events: []casebook.Event{{Type: casebook.OfferMade, Body: o}}})
	return err
}
