package cli

import (
	"strings"

	"willing/casebook"
)

type enrolCmd struct {
	Scope  []string `placeholder:"TERRITORY" help:"The territories that the device may hold."`
	People []string `placeholder:"NAME" help:"Whose device it is (whoever acts)."`
	URL    string   `name:"url" placeholder:"URL" help:"Where the device reaches headquarters (where it is served)."`
}

// Run makes a code with which one device joins.
func (c *enrolCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	var people []casebook.ID
	for _, name := range c.People {
		who, err := j.desk().Named(name)
		if err != nil {
			return err
		}
		people = append(people, who)
	}
	e, err := j.node.Enrol(j.ctx, by, people, c.Scope, c.URL)
	if err != nil {
		return err
	}
	return j.show(e, func(p *page) {
		if alone := c.strangers(j, by.Who, people); len(alone) > 0 {
			p.line("In no team that works in %s: %s. This device lists nobody for them until they are put into one: willing team add", strings.Join(c.Scope, ", "), strings.Join(alone, ", "))
		}
		p.line("code: %s", grouped(e.Code))
		p.line("It serves once, within an hour. On a phone open:")
		p.line("%s/phone/#%s", e.URL, e.Code)
		p.line("On a laptop type:")
		p.line("willing join %s --code %s --dir DIR --keyfile FILE", e.URL, e.Code)
		p.line("DIR and FILE are new: the command makes them. Whoever finds the laptop with FILE on it reads all that it holds: carry FILE on a stick, apart from the laptop, and keep a copy of it elsewhere. Or add --passphrase.")
	})
}

// strangers names those of a device's people who are in no team that works where it goes.
func (c *enrolCmd) strangers(j *job, by casebook.ID, people []casebook.ID) (names []string) {
	if len(people) == 0 {
		people = []casebook.ID{by}
	}
	j.desk().House(func(h *casebook.House) {
		for _, id := range h.Strangers(people, c.Scope) {
			if s, ok := h.StaffAt(id, h.Pos); ok {
				names = append(names, s.Name)
			}
		}
	})
	return names
}

// grouped is a code as one reads it out.
func grouped(code string) string {
	var parts []string
	for len(code) > 4 {
		parts, code = append(parts, code[:4]), code[4:]
	}
	return strings.Join(append(parts, code), "-")
}
