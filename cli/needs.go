package cli

import "willing/desk"

type needsCmd struct {
	First int `default:"3" help:"How many people of each list are named (3)."`
}

// needWords is what the lists of people who need somebody are called on the screen.
var needWords = map[string]string{
	desk.ListReview: "to decide: already known, or a possible no?", desk.ListWorry: "an outside call that worries",
	desk.ListCall: "outside calls to make", desk.ListErase: "erasures asked for", desk.ListYoung: "said yes, perhaps too young to be asked", desk.ListToldAgain: "to be told again", desk.ListConflict: "of whom two versions stand",
	desk.ListIrregular: "needs a look", desk.ListPending: "waits for what has not arrived", desk.ListDelete: "files kept longer than they may be",
}

// Run says what needs a person now.
func (c *needsCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	if c.First < 0 || c.First > 100 {
		return fail(usage, "--first is 0 to 100")
	}
	needs, err := j.desk().Needs(j.ctx, by, c.First)
	if err != nil {
		return err
	}
	return j.show(needs, func(p *page) {
		empty := true
		for _, n := range needs.Lists {
			if n.List == desk.ListDelete {
				n.Count = n.Over // every file has its day; what needs somebody are those past it (G27)
			}
			if n.Count == 0 {
				continue
			}
			empty = false
			over := ""
			if n.Over > 0 && n.List != desk.ListDelete {
				over = ", " + count(n.Over, "overdue", "overdue")
			}
			p.line("%s\t%d%s\twilling person list --needs %s", needWords[n.List], n.Count, over, n.List)
			for _, r := range n.Rows {
				p.line("  %s\t%s\t%s", r.Person, r.Name, r.Place)
			}
		}
		if needs.Texts > 0 {
			p.line("%s to approve\t%d\twilling programme approve --list", "texts", needs.Texts)
		}
		if needs.House > 0 {
			p.line("the organisation's own side: without effect\t%d\twilling settle", needs.House)
		}
		if needs.Pairs > 0 {
			p.line("two outside calls against one pair within a month\t%d\twilling settle", needs.Pairs)
		}
		if needs.Markers > 0 {
			p.line("markers to be looked at again\t%d\twilling markers", needs.Markers)
		}
		if empty && needs.Texts+needs.House+needs.Pairs+needs.Markers == 0 {
			p.line("nothing needs anybody now")
		}
	})
}
