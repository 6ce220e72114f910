package office

import (
	"slices"
	"strings"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func teamRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /teams", Action: access.ManageTeams, Handle: teams},
		{Pattern: "GET /teams/new", Action: access.ManageTeams, Handle: showTeam},
		{Pattern: "POST /teams/new", Action: access.ManageTeams, Handle: formTeam},
		{Pattern: "GET /teams/{id}", Action: access.ManageTeams, Handle: showTeam},
		{Pattern: "POST /teams/{id}", Action: access.ManageTeams, Handle: formTeam},
	}
}

// teamRow is one team in the list.
type teamRow struct {
	ID      casebook.ID
	Name    string
	Members []string
	Places  []string
	CanAsk  bool // some two of it could make an offer together (G07)
}

// teamsPage lists the teams, and territories where none or several work.
type teamsPage struct {
	Teams  []teamRow
	Free   []string // territories that no team has
	Shared []string // territories that several have
}

func teams(p *web.Page) error {
	data := teamsPage{}
	p.Desk.House(func(h *casebook.House) {
		names, count := staffNames(h), map[string]int{}
		for id, t := range h.TeamsNow() {
			row := teamRow{ID: id, Name: t.Name, CanAsk: h.CanAsk(t)}
			for _, m := range t.Members {
				row.Members = append(row.Members, names[m])
			}
			for _, territory := range t.Territories {
				count[territory]++
				row.Places = append(row.Places, territory)
			}
			data.Teams = append(data.Teams, row)
		}
		for _, territory := range areas(h) {
			switch {
			case count[territory] == 0:
				data.Free = append(data.Free, territory)
			case count[territory] > 1:
				data.Shared = append(data.Shared, territory)
			}
		}
	})
	named := func(ids []string) { // once the house is let go: see everywhere
		for i, id := range ids {
			ids[i] = place(p, id)
		}
	}
	for _, row := range data.Teams {
		named(row.Places)
	}
	named(data.Free)
	named(data.Shared)
	slices.SortFunc(data.Teams, func(a, b teamRow) int { return strings.Compare(a.Name, b.Name) })
	return p.OK(views, "teams", data)
}

func areas(h *casebook.House) (out []string) {
	if programme := h.Programme(h.Pos); programme != nil {
		for _, t := range programme.Territories {
			out = append(out, t.ID)
		}
	}
	return out
}

// teamPage is the form of one team.
type teamPage struct {
	New         bool
	Had         string // see [had]
	Name        string
	Staff       []choice
	Territories []choice
}

// choice is a box to tick.
type choice struct {
	option
	Chosen bool
}

func staffOptions(names map[casebook.ID]string) (out []option) {
	for id, name := range names {
		out = append(out, option{id.String(), name})
	}
	slices.SortFunc(out, func(a, b option) int { return strings.Compare(a.Label, b.Label) })
	return out
}

// named is the team that the path names; a zero id for a new one.
func named(p *web.Page) (id casebook.ID, t casebook.Team, err error) {
	if p.R.PathValue("id") == "" {
		return id, t, nil
	}
	if id, err = p.Person(); err != nil {
		return id, t, err
	}
	found := false
	p.Desk.House(func(h *casebook.House) { t, found = h.TeamAt(id, h.Pos) })
	if !found {
		err = &desk.Error{Kind: desk.NotFound, Say: "there is no such team"}
	}
	return id, t, err
}

func teamForm(p *web.Page, id casebook.ID, t casebook.Team) *teamPage {
	data := &teamPage{New: id.IsZero(), Name: t.Name}
	p.Desk.House(func(h *casebook.House) {
		if now, there := h.TeamAt(id, h.Pos); there {
			data.Had = had(now)
		}
		for _, o := range staffOptions(staffNames(h)) {
			chosen := slices.ContainsFunc(t.Members, func(m casebook.ID) bool { return m.String() == o.Value })
			data.Staff = append(data.Staff, choice{o, chosen})
		}
	})
	for _, o := range everywhere(p) {
		data.Territories = append(data.Territories, choice{o, slices.Contains(t.Territories, o.Value)})
	}
	return data
}

func showTeam(p *web.Page) error {
	id, t, err := named(p)
	if err != nil {
		return err
	}
	return p.OK(views, "team", teamForm(p, id, t))
}

// formTeam keeps a team as the form has it, or disbands it.
func formTeam(p *web.Page) error {
	id, t, err := named(p)
	if err != nil {
		return err
	}
	if err := changedSince(p, t); err != nil {
		return p.Retry(err, views, "team", teamForm(p, id, t))
	}
	typed := casebook.Team{Name: p.Value("name"), Territories: p.Values("territory"), Disbanded: p.Ticked("disband")}
	if typed.Disbanded {
		typed.Name, typed.Territories, typed.Members = t.Name, t.Territories, t.Members
	} else {
		for _, m := range p.Values("member") {
			if member, err := casebook.ParseID(m); err == nil {
				typed.Members = append(typed.Members, member)
			}
		}
	}
	if typed.Name == "" {
		p.Problem("name", p.T("teams.name.missing"))
	}
	if !typed.Disbanded {
		wrongTeam(p, t)
	}
	if len(p.Problems) > 0 {
		return p.Show(422, views, "team", teamForm(p, id, typed))
	}
	if _, err := p.Desk.FormTeam(p.R.Context(), p.By(), id, typed); err != nil {
		return p.Retry(err, views, "team", teamForm(p, id, typed))
	}
	return p.See("/teams")
}

// wrongTeam says what of a team's form is none of its choices. What the team had may stay, whatever became of it since.
func wrongTeam(p *web.Page, had casebook.Team) {
	places, staff := everywhere(p), []option{}
	for _, id := range had.Territories {
		places = append(places, option{Value: id})
	}
	for _, id := range had.Members {
		staff = append(staff, option{Value: id.String()})
	}
	p.Desk.House(func(h *casebook.House) { staff = append(staff, staffOptions(staffNames(h))...) })
	if !offered(places, p.Values("territory")...) {
		p.Problem("territory", p.T("office.territory.unknown"))
	}
	if !offered(staff, p.Values("member")...) {
		p.Problem("member", p.T("teams.member.unknown"))
	}
}
