package cli

import (
	"fmt"
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
	"willing/lists"
)

// halfNamed refuses a list that would come in with given names only while columns of it are not read:
// a row comes in once, and nobody would see the family names again.
func halfNamed(l intake.Layout) error {
	unread := letters(l)
	if l.Column(intake.GivenName) < 0 || unread == "" {
		return nil
	}
	for _, f := range []intake.Field{intake.FamilyName, intake.FullName, intake.FamilyCommaGiven} {
		if l.Column(f) >= 0 {
			return nil
		}
	}
	return fail(desk.BadInput, "no column is taken for the family name, and %s not read; nothing is taken in: say in a file for --mapping what they hold, one line for each, for instance `%s: family_name` or `%[2]s: ignore`", unread, first(l))
}

// letters names the columns that are not read; "" if all are.
func letters(l intake.Layout) string {
	out := unreadOf(l)
	switch len(out) {
	case 0:
		return ""
	case 1:
		return "column " + out[0] + " is"
	}
	return "columns " + strings.Join(out, ", ") + " are"
}

// first names the first of them.
func first(l intake.Layout) string { return unreadOf(l)[0] }

func unreadOf(l intake.Layout) (out []string) {
	for _, c := range l.Unmapped() {
		if c.Heading != "" {
			out = append(out, c.Letter)
		}
	}
	return out
}

// shownNotes is how many notes are printed; --json has them all.
const shownNotes = 20

func (i *leadImport) print(p *page) {
	out := &i.out
	p.line("%s, %s skipped (empty, headings, totals), %s", count(out.Rows, "person", "people"), count(len(out.Skipped), "row", "rows"),
		count(len(out.Notes), "note", "notes"))
	if out.DryRun && !out.Foreseen {
		p.line("%d can be read, %d rejected", out.Rows-len(out.Rejected), len(out.Rejected))
	} else {
		p.line("%s, %d held back, %d seen before, %d rejected, %d repeated",
			count(out.Leads, "new lead", "new leads"), len(out.HeldBack), len(out.SeenBefore), len(out.Rejected), len(out.Repeated))
	}
	printNotes(p, out.Notes)
	for _, h := range out.Held {
		p.line("row %d is held back: %s (willing review --row %s --reason …)", h.Row, casebook.NeutralRefusal, h.Tag)
	}
	if len(out.SeenBefore) > 0 && !out.DryRun {
		p.line("whoever was seen before waits for somebody's decision: willing review")
	}
	i.rejects.print(p)
	i.advise(p)
	if err := halfNamed(i.file.Layout); err != nil && out.DryRun {
		p.line("so it would be refused: %s", err)
	}
	switch {
	case out.Foreseen:
		p.line("so it would be now, with rows of the list that resemble an earlier one among those set aside")
	case out.DryRun:
		p.line("%s", askTheHouse)
	}
	if out.DryRun {
		p.line("nothing was written")
	}
}

// askTheHouse is what a look at a file by itself cannot tell.
const askTheHouse = "what the house would make of it, and who is known already: the same with --as and --keyfile"

func printNotes(p *page, notes []rowNote) {
	var lines []string
	for _, g := range lists.Alike(notes, func(n rowNote) string { return n.Column + " " + n.Say }) {
		if len(g) > namedRows {
			lines = append(lines, fmt.Sprintf("row %d and %d more, column %s: %s", g[0].Row, len(g)-1, g[0].Column, g[0].Say))
			continue
		}
		for _, n := range g {
			lines = append(lines, fmt.Sprintf("row %d, column %s: %s", n.Row, n.Column, n.Say))
		}
	}
	for _, line := range lines[:min(len(lines), shownNotes)] {
		p.line("%s", line)
	}
	if more := len(lines) - shownNotes; more > 0 {
		p.line("and %s: --json prints all", count(more, "more note", "more notes"))
	}
}

// namedRows is up to how many notes that say the same stand by themselves.
const namedRows = 3

// advise says which flag would have read more.
func (i *leadImport) advise(p *page) {
	if unread := letters(i.file.Layout); unread != "" {
		p.line("%s not read: a file for --mapping says what is in such a column, one line for each, for instance %s: skills, or ignore", unread, first(i.file.Layout))
	}
	if slices.ContainsFunc(i.out.Notes, func(n rowNote) bool { return n.Code == intake.CodePhoneCountry }) {
		p.line("numbers without a prefix were kept as written only: --country says where they belong")
	}
	if n := len(i.out.Assumed); n > 0 {
		p.line("%s no country, so they go where the phones of the list belong, to %s: if that is not so, --territory names another, --towns a list of towns with their countries", count(n, "person names", "people name"), i.out.AssumedIn)
	}
	if n := len(i.out.Nowhere); n > 0 {
		p.line("%s in no territory of the programme: --territory names one, --towns a list of towns with their countries", count(n, "person stands", "people stand"))
	}
}
