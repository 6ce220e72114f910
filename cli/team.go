package cli

import (
	"cmp"
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
)

type teamCmd struct {
	Add     teamAddCmd     `cmd:"" help:"Form a team, or change one with --replace."`
	List    teamListCmd    `cmd:"" help:"List the teams."`
	Disband teamDisbandCmd `cmd:"" help:"End a team."`
}

type teamAddCmd struct {
	Name      string   `arg:""`
	Member    []string `required:"" placeholder:"NAME" sep:"none" help:"A member of staff. Repeat for more."`
	Territory []string `placeholder:"ID" help:"A territory of the programme. Repeat for more."`
	Replace   bool     `help:"Change the team of this name."`
}

// team is a team as it is printed.
type team struct {
	ID          casebook.ID `json:"id"`
	Name        string      `json:"name"`
	Members     []string    `json:"members"`
	Territories []string    `json:"territories"`
	CanAsk      bool        `json:"can_ask"` // some two of it could make an offer together (G07)
}

// noPair warns of a team in which nobody could ask.
const noPair = "no two of this team could make an offer together (G07): it needs a scout and a mentor who are not close to each other"

// Run forms or changes a team.
func (c *teamAddCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	formed := casebook.Team{Name: c.Name, Territories: append([]string{}, c.Territory...)}
	for _, name := range c.Member {
		id, err := j.desk().Named(name)
		if err != nil {
			return err
		}
		formed.Members = append(formed.Members, id)
	}
	for _, t := range c.Territory {
		if err := j.territory(t); err != nil {
			return err
		}
	}
	id, known := j.teamNamed(c.Name)
	switch {
	case known && !c.Replace:
		return fail(desk.BadInput, "there is a team of this name: change it with --replace")
	case !known && c.Replace:
		return fail(desk.NotFound, "there is no team of this name: see `willing team list`")
	}
	if id, err = j.desk().FormTeam(j.ctx, by, id, formed); err != nil {
		return err
	}
	out := team{id, c.Name, c.Member, formed.Territories, false}
	j.desk().House(func(h *casebook.House) { out.CanAsk = h.CanAsk(formed) })
	return j.show(out, func(p *page) {
		p.line("%s: %s in %s", c.Name, strings.Join(c.Member, ", "), strings.Join(formed.Territories, ", "))
		if !out.CanAsk {
			p.line("%s", noPair)
		}
	})
}

// territory says whether the programme has a territory of this id.
func (j *job) territory(id string) error {
	var known []string
	j.desk().House(func(h *casebook.House) {
		for _, t := range territories(h) {
			known = append(known, t.ID)
		}
	})
	if slices.Contains(known, id) {
		return nil
	}
	return fail(desk.BadInput, "the programme has no territory %s; it has %s", id, strings.Join(known, ", "))
}

func territories(h *casebook.House) []casebook.Territory {
	if p := h.Programme(h.Pos); p != nil {
		return p.Territories
	}
	return nil
}

func (j *job) teamNamed(name string) (id casebook.ID, ok bool) {
	j.desk().House(func(h *casebook.House) {
		for known, t := range h.TeamsNow() {
			if t.Name == name {
				id, ok = known, true
			}
		}
	})
	return id, ok
}

type teamListCmd struct{}

// Run lists the teams by name.
func (c *teamListCmd) Run(j *job) error {
	if _, err := j.member(); err != nil {
		return err
	}
	out := []team{}
	j.desk().House(func(h *casebook.House) {
		for id, t := range h.TeamsNow() {
			shown := team{id, t.Name, []string{}, t.Territories, h.CanAsk(t)}
			for _, m := range t.Members {
				if s, ok := h.StaffAt(m, h.Pos); ok {
					shown.Members = append(shown.Members, s.Name)
				}
			}
			out = append(out, shown)
		}
	})
	slices.SortFunc(out, func(a, b team) int { return cmp.Compare(a.Name, b.Name) })
	return j.show(out, func(p *page) {
		for _, t := range out {
			p.line("%s\t%s\t%s", t.Name, strings.Join(t.Members, ", "), strings.Join(t.Territories, ", "))
			if !t.CanAsk {
				p.line("  %s", noPair)
			}
		}
	})
}

type teamDisbandCmd struct {
	Name string `arg:""`
}

// Run ends a team.
func (c *teamDisbandCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	id, known := j.teamNamed(c.Name)
	if !known {
		return fail(desk.NotFound, "there is no team of this name: see `willing team list`")
	}
	var t casebook.Team
	j.desk().House(func(h *casebook.House) { t, _ = h.TeamAt(id, h.Pos) })
	t.Disbanded = true
	if _, err := j.desk().FormTeam(j.ctx, by, id, t); err != nil {
		return err
	}
	return j.show(map[string]any{"id": id, "disbanded": true}, func(p *page) { p.line("%s is disbanded.", c.Name) })
}
