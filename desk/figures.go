package desk

import (
	"context"
	"maps"
	"strings"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Figures are the counts of one territory, or of all. Every count of people opens to exactly these people: the
// list of the same territory, by stage or by name (G26); of what a team is shown, with [Query.Counted].
type Figures struct {
	Territory  string                 `json:"territory"` // "" for all
	People     int                    `json:"people"`
	Approached int                    `json:"approached"`
	Yes        casebook.Bound         `json:"yes"`     // at least, at most
	No         int                    `json:"no"`      // by their own answer
	Stopped    int                    `json:"stopped"` // left alone without an answer
	Left       int                    `json:"left"`    // dropped their yes, or left later
	Open       int                    `json:"open"`
	AfterNo    int                    `json:"contacts_after_no"`
	Irregular  int                    `json:"irregular"`
	Pending    int                    `json:"pending"`
	Erased     int                    `json:"erased"`
	Stages     map[casebook.Stage]int `json:"stages"`
	Lists      map[string]int         `json:"lists"` // people on each list of [Query.List]; of a team, on those that it may open
}

// Figures returns the counts of every territory, all together first. They are kept up to date with each
// commit, not counted on demand.
func (d *Desk) Figures(ctx context.Context, by Acting) ([]Figures, error) {
	out := []Figures{}
	err := d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.SeeFigures, ""); err != nil {
			return err
		}
		who, _ := d.who(by.Who)
		entries, failed := r.Scan(bucketTallies, []byte("t"), []byte("u"))
		for key, raw := range entries {
			territory := string(key[1:])
			if strings.Contains(territory, weekly) {
				continue
			}
			if !access.Everywhere(who, access.SeeFigures) && (territory == "" || !access.Decide(who, access.SeeFigures, territory)) {
				continue
			}
			var sum Sum
			if err := journal.Unmarshal(raw, &sum); err != nil {
				return failFrom(Broken, err, "the figures cannot be read: run `willing verify --repair`")
			}
			if local(who) {
				if sum.Open.People > 0 { // a row of nothing would say that somebody was noted whom they do not see
					out = append(out, sum.Open.figures(territory))
				}
				continue
			}
			out = append(out, sum.figures(territory))
		}
		return failed()
	})
	return out, err
}

// figures are what a team sees: it counts the people whom it sees, and nobody else.
func (s *OpenSum) figures(territory string) Figures {
	out := Figures{Territory: territory, People: s.People, Approached: s.Reached, Yes: s.Yes(), Open: s.Tally.Open(), Stages: s.Stages, Lists: map[string]int{}}
	for _, list := range []string{ListReached, ListOpen, ListMaybe} {
		out.Lists[list] = s.Lists[list]
	}
	return out
}

func (s *Sum) figures(territory string) Figures {
	lists := map[string]int{}
	maps.Copy(lists, s.Lists)
	return Figures{
		Territory: territory, People: s.People, Approached: s.Reached, Yes: s.Tally.Yes(), No: s.Noes, Left: s.Leavers, Stopped: s.Stages[casebook.StageLeftAlone] - s.Noes - s.Leavers,
		Open: s.Tally.Open(), AfterNo: s.AfterNo, Irregular: s.Irregular, Pending: s.Pending,
		Erased: s.Stages[casebook.StageErased], Stages: s.Stages, Lists: lists,
	}
}

// Commits counts the commits of the whole journal, all lanes and branches.
func (d *Desk) Commits(ctx context.Context) (int, error) {
	n := 0
	err := d.see(ctx, func(r journal.Reader) error {
		for h, err := range journal.Heads(r) {
			if err != nil {
				return err
			}
			n += int(h.Seq)
		}
		for _, err := range journal.Forks(r) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}
