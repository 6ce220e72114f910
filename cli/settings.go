package cli

import (
	"errors"
	"strings"

	"willing/desk"
	"willing/node"
)

type settingsCmd struct {
	URL              string   `placeholder:"URL" help:"Where browsers find the house: what its links begin with, and where the house is served if nothing else is typed."`
	RegisterCopy     []string `placeholder:"FILE" sep:"none" help:"One more place for the register of refusals and erasures, best on another disk. Repeat for more."`
	DropRegisterCopy []string `placeholder:"FILE" sep:"none" help:"A place that is none any longer; the file stays. Repeat for more."`
}

// alone: it is changed while nobody has the folder, also where the house does not open for want of a disk.
func (settingsCmd) alone() bool { return true }

// housed is what --json prints.
type housed struct {
	URL            string   `json:"url"`
	RegisterCopies []string `json:"register_copies"`
}

// Run shows what stands beside a house's data, and changes it.
func (c *settingsCmd) Run(j *job) error {
	folder, err := j.folder()
	if err != nil {
		return err
	}
	settings, err := folder.ReadSettings()
	if err != nil {
		return err
	}
	if c.URL != "" || len(c.RegisterCopy)+len(c.DropRegisterCopy) > 0 {
		if settings, err = c.change(j, folder); err != nil {
			return err
		}
	}
	return j.show(housed{settings.URL, append([]string{}, settings.RegisterCopies...)}, func(p *page) {
		if settings.URL != "" {
			p.line("browsers find the house at %s", settings.URL)
		} else {
			p.line("nobody has said where browsers find the house: willing settings --url URL")
		}
		for _, file := range settings.RegisterCopies {
			p.line("the register is copied to %s", file)
		}
		if len(settings.RegisterCopies) == 0 {
			p.line("the register has no second place: willing settings --register-copy FILE, on another disk")
		}
	})
}

func (c *settingsCmd) change(j *job, folder node.Folder) (node.Settings, error) {
	s := node.Setting{URL: strings.TrimRight(c.URL, "/"), Patient: patience}
	if c.URL != "" {
		if err := isAddress(c.URL); err != nil {
			return node.Settings{}, err
		}
	}
	for _, file := range c.RegisterCopy {
		s.Copies = append(s.Copies, j.path(file))
	}
	for _, file := range c.DropRegisterCopy {
		s.Drop = append(s.Drop, j.path(file))
	}
	settings, err := node.Set(j.ctx, folder, s)
	if errors.Is(err, node.ErrOwned) {
		err = fail(desk.BadInput, "this folder is in use: stop `willing serve`, set it, and start it again")
	}
	return settings, err
}
