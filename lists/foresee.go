package lists

import (
	"context"
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
)

// Foresight says of the rows of one list, one after the other, what the house would make of them now. It writes nothing.
type Foresight struct {
	Desk   *desk.Desk
	By     desk.Acting
	Reader *LeadReader
	seen   map[string]bool // the tags of the list's own rows
	keys   map[string]bool // by which those of them would be found that would have come in by now
}

// Of says what a row would become, and whether it would stand in no territory. A row that stands twice in the list comes
// in once; of two that resemble each other the later one is set aside.
func (f *Foresight) Of(ctx context.Context, row intake.Row) (o desk.RowOutcome, nowhere bool, err error) {
	lead := f.Reader.Read(row)
	if o, err = f.Desk.Foresee(ctx, f.By, lead); err != nil {
		return o, false, err
	}
	if f.seen[string(o.Tag)] {
		o.Became = desk.BecameRepeated
	}
	if f.seen == nil {
		f.seen = map[string]bool{}
	}
	f.seen[string(o.Tag)] = o.Became != desk.BecameHeldBack // nothing of such a row is kept
	keys := desk.IndexKeys(f.Desk.Matcher.Keys(lead.Particulars))
	if o.Became == desk.BecameLead && slices.ContainsFunc(keys, func(key string) bool { return f.keys[key] }) {
		o.Became = desk.BecameSetAside
	}
	if f.keys == nil {
		f.keys = map[string]bool{}
	}
	if comesIn(o.Became) {
		for _, key := range keys {
			f.keys[key] = true
		}
	}
	return o, lead.Lead.Territory == "" && comesIn(o.Became), nil
}

// codeUnknowable is the reason for which a row of a list of refusals makes no marker.
const codeUnknowable intake.Code = "unknowable"

// Recognise reads whom a row of a list of refusals names. Whoever nothing would recognise again is rejected in it.
func Recognise(d *desk.Desk, row *intake.Row) casebook.Particulars {
	p := Refused(*row)
	if len(row.Rejected) == 0 && len(d.Matcher.Keys(p)) == 0 {
		row.Rejected = []intake.Problem{{Row: row.Number, Code: codeUnknowable, Text: "nothing to recognise this person by", Remedy: "add a phone, or a name with a birth date or a place"}}
	}
	return p
}
