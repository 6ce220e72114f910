package cli

import (
	"cmp"
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
)

type staffCmd struct {
	Add   staffAddCmd   `cmd:"" help:"Admit somebody under a name, with hats."`
	List  staffListCmd  `cmd:"" help:"List everybody."`
	Hats  staffHatsCmd  `cmd:"" help:"Give somebody other hats."`
	Leave staffLeaveCmd `cmd:"" help:"Record that somebody left."`
	Link  staffLinkCmd  `cmd:"" help:"Make a one-time link to sign in with."`
}

type staffAddCmd struct {
	Name string   `arg:"" help:"The name for --as; unique."`
	Hats []string `required:"" placeholder:"HAT,HAT" help:"scout, mentor, coordinator, trainer, safeguarding, auditor, administrator."`
}

// colleague is a member of staff as it is printed.
type colleague struct {
	ID     casebook.ID `json:"id"`
	Name   string      `json:"name"`
	Hats   []string    `json:"hats"`
	HasKey bool        `json:"has_key"`
}

// Run admits somebody.
func (c *staffAddCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	if err := areHats(c.Hats); err != nil {
		return err
	}
	id, err := j.desk().AddStaff(j.ctx, by, casebook.Staff{Name: c.Name, Hats: c.Hats})
	if err != nil {
		return err
	}
	return j.show(colleague{ID: id, Name: c.Name, Hats: c.Hats}, func(p *page) {
		p.line("%s is admitted as %s. Next: a key of their own, made by them, then enrolled:", c.Name, strings.Join(c.Hats, ", "))
		p.line("  willing key new FILE")
		second := false
		j.desk().House(func(h *casebook.House) { second = h.SecondEnroller(by.Who) })
		if second {
			p.line("  willing key enrol %s FILE --with NAME --with-keyfile FILE", c.Name)
			p.line("(NAME signs too: another administrator, coordinator or safeguarding lead.)")
		} else {
			p.line("  willing key enrol %s FILE", c.Name)
		}
		p.line("For the pages, a link to sign in with: willing staff link %s", c.Name)
	})
}

type staffListCmd struct{}

// Run lists everybody by name.
func (c *staffListCmd) Run(j *job) error {
	if _, err := j.member(); err != nil {
		return err
	}
	out := []colleague{}
	j.desk().House(func(h *casebook.House) {
		for id, s := range h.StaffNow() {
			out = append(out, colleague{id, s.Name, s.Hats, h.HasKey(id)})
		}
	})
	slices.SortFunc(out, func(a, b colleague) int { return cmp.Compare(a.Name, b.Name) })
	return j.show(out, func(p *page) {
		for _, s := range out {
			key := "key enrolled"
			if !s.HasKey {
				key = "no key yet"
			}
			p.line("%s\t%s\t%s\t%s", s.Name, strings.Join(s.Hats, ", "), key, s.ID)
		}
	})
}

type staffHatsCmd struct {
	Name string   `arg:""`
	Hats []string `arg:"" help:"All hats from now on."`
}

// Run gives somebody other hats.
func (c *staffHatsCmd) Run(j *job) error {
	return changeStaff(j, c.Name, casebook.Staff{Name: c.Name, Hats: c.Hats})
}

type staffLeaveCmd struct {
	Name string `arg:""`
}

// Run records that somebody left; their keys act no more.
func (c *staffLeaveCmd) Run(j *job) error {
	return changeStaff(j, c.Name, casebook.Staff{Name: c.Name, Hats: []string{}, Left: true})
}

func changeStaff(j *job, name string, s casebook.Staff) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	id, err := j.desk().Named(name)
	if err != nil {
		return err
	}
	if s.Left && id == by.Who {
		return fail(desk.BadInput, "nobody records their own leaving: ask another administrator")
	}
	if err := areHats(s.Hats); err != nil {
		return err
	}
	if err := j.desk().ChangeStaff(j.ctx, by, id, s); err != nil {
		return err
	}
	return j.show(map[string]any{"id": id, "name": s.Name, "hats": s.Hats, "left": s.Left}, func(p *page) {
		if s.Left {
			p.line("%s has left.", s.Name)
			return
		}
		p.line("%s: %s", s.Name, strings.Join(s.Hats, ", "))
	})
}

func areHats(typed []string) error {
	for _, hat := range typed {
		if !slices.Contains(casebook.Hats, hat) {
			return fail(desk.BadInput, "there is no hat of this name: use %s", strings.Join(casebook.Hats, ", "))
		}
	}
	return nil
}
