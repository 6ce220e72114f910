package demo

import (
	"context"
	"crypto/rand"
	"path/filepath"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// role is one member of staff, with a key of their own.
type role struct {
	name   string // in the story, and of the key file
	called string // on the pages
	hats   []string
}

// staff are the invented people of the scenario. The founder is the administrator.
var staff = []role{
	{"nadia", "Nadia Keller", []string{casebook.Coordinator}},
	{"tom", "Tom Birchall", []string{casebook.Trainer}},
	{"sam", "Sam Oyelaran", []string{casebook.Safeguarding}},
	{"agnes", "Agnes Duval", []string{casebook.Auditor}},
	{"ana", "Ana Ribeiro", []string{casebook.Scout}},
	{"miguel", "Miguel Duarte", []string{casebook.Mentor}},
	{"kit", "Kit Lawson", []string{casebook.Scout}},
	{"dana", "Dana Whitfield", []string{casebook.Mentor}},
	{"joao", "João Tavares", []string{casebook.Scout}},
	{"lia", "Lia Monteiro", []string{casebook.Mentor}},
	{"rui", "Rui Falcão", []string{casebook.Scout}},
}

var teams = []casebook.Team{
	{Name: "Europe", Territories: []string{"BE", "FR", "ES", "IT"}},
	{Name: "North America", Territories: []string{"US", "CA"}},
	{Name: "South America", Territories: []string{"south-america"}},
}

var members = map[string][]string{
	"Europe":        {"ana", "miguel"},
	"North America": {"kit", "dana"},
	"South America": {"joao", "lia", "rui"},
}

// gather admits everybody, enrols their keys and forms the teams.
func (p *play) gather(ctx context.Context) error {
	for i, r := range staff {
		id, err := p.desk.AddStaff(ctx, p.as("admin"), casebook.Staff{Name: r.called, Hats: r.hats})
		if err != nil {
			return err
		}
		key, err := journal.NewKey(rand.Reader)
		if err != nil {
			return err
		}
		by := p.as("admin")
		if i > 0 {
			by = p.as("admin", "nadia") // enrolling a key takes two people, as soon as there are two
		}
		if err := p.desk.EnrolKey(ctx, by, id, casebook.EnrolledKey{Alg: key.Alg(), Key: key.Public()}); err != nil {
			return err
		}
		key.Holder = journal.ID(id)
		if err := journal.WriteKey(filepath.Join(p.Dir, "keys", r.name+".key"), key); err != nil {
			return err
		}
		p.cast[r.name] = desk.Acting{Who: id, Signer: key}
	}
	for _, t := range teams {
		for _, m := range members[t.Name] {
			t.Members = append(t.Members, p.cast[m].Who)
		}
		if _, err := p.desk.FormTeam(ctx, p.as("nadia"), casebook.ID{}, t); err != nil {
			return err
		}
	}
	p.tell("%d people work here. A Europe team, a North America team and a South America team of three set out.", len(staff)+1)
	return nil
}

// as is somebody acting, with witnesses.
func (p *play) as(name string, with ...string) desk.Acting {
	a := p.cast[name]
	for _, w := range with {
		a.With = append(a.With, p.cast[w])
	}
	return a
}

// Player is one of the demo's people.
type Player struct {
	Name string // as the pages, and --as, call them
	Key  string // of their key file, in the house's folder keys
}

// Players names one of the demo's people for each hat.
func Players() map[string]Player {
	out := map[string]Player{casebook.Administrator: {"admin", "admin.key"}}
	for _, r := range staff {
		for _, hat := range r.hats {
			if _, taken := out[hat]; !taken {
				out[hat] = Player{r.called, r.name + ".key"}
			}
		}
	}
	return out
}
