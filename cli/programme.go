package cli

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/intake"
	"willing/programme"
)

type programmeCmd struct {
	Check   programmeCheckCmd   `cmd:"" help:"Say everything that is wrong with a programme folder."`
	Publish programmePublishCmd `cmd:"" help:"Put a programme folder in force and propose its new texts."`
	Approve programmeApproveCmd `cmd:"" help:"Approve a text that somebody else wrote, or list what waits."`
}

type programmeCheckCmd struct {
	Folder string `arg:"" help:"The programme folder."`
}

func (programmeCheckCmd) alone() bool { return true }

// Run prints what the programme is, or every fault with file, line and remedy.
func (c *programmeCheckCmd) Run(j *job) error {
	fsys := os.DirFS(j.path(c.Folder))
	p, faults := programme.Load(fsys)
	if p == nil || len(faults) > 0 {
		say := fail(desk.BadInput, "%s in the programme; nothing of it can be used before that is mended", count(len(faults), "fault", "faults"))
		if !j.globals.JSON {
			for _, f := range faults {
				if _, err := j.std.Err.Write([]byte(intake.Visible(f.String()) + "\n")); err != nil {
					return err
				}
			}
		}
		return detailed{error: say, faults: faults}
	}
	return j.show(map[string]any{"sound": true, "id": p.Programme.ID, "version": p.Programme.Version}, func(out *page) {
		for line := range bytes.Lines([]byte(p.Summary())) {
			out.line("%s", string(bytes.TrimRight(line, "\n")))
		}
	})
}

type programmePublishCmd struct {
	Folder string `arg:"" help:"The programme folder."`
}

// Run publishes a programme folder.
func (c *programmePublishCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	proposed, err := j.node.Publish(j.ctx, by, j.path(c.Folder))
	if err != nil {
		return err
	}
	waiting := 0
	j.desk().House(func(h *casebook.House) { waiting = len(h.Waiting()) })
	return j.show(map[string]int{"proposed": proposed, "waiting": waiting}, func(p *page) {
		waits := fmt.Sprintf("%s new; %s for somebody else's approval", count(proposed, "text is", "texts are"), count(waiting, "text waits", "texts wait"))
		if j.desk().May(by, access.Publish, "") {
			p.line("published; %s", waits)
		} else {
			p.line("%s; settings, forms and words stay as they are: a coordinator or an administrator publishes those", waits)
		}
	})
}

type programmeApproveCmd struct {
	Role     string `arg:"" optional:""`
	Version  int    `arg:"" optional:""`
	Material bool   `xor:"matters" help:"The change matters to those who relied on the version before: they are told again. A first version has none before it."`
	Minor    bool   `xor:"matters" help:"It does not."`
	List     bool   `help:"List what waits for approval."`
}

// waiting is a text that waits for approval.
type waiting struct {
	Role      string   `json:"role"`
	Version   int      `json:"version"`
	Languages []string `json:"languages"`
	Author    string   `json:"author"`
	First     bool     `json:"first"` // of its role: nobody relied on one before it
}

// Run approves one text, or lists those that wait.
func (c *programmeApproveCmd) Run(j *job) error {
	by, err := j.member()
	if err != nil {
		return err
	}
	if c.List || c.Role == "" {
		return c.list(j)
	}
	if c.Version == 0 {
		return fail(usage, "say which version: willing programme approve ROLE VERSION")
	}
	changes := false // somebody may have relied on the version before
	j.desk().House(func(h *casebook.House) {
		for _, p := range h.Waiting() {
			changes = changes || p.Role == c.Role && p.Version == c.Version && h.TextAt(c.Role, h.Pos) != nil
		}
	})
	if changes && !c.Material && !c.Minor {
		return fail(usage, "say whether the change matters to those who relied on the version before: --material or --minor")
	}
	if err := j.desk().Approve(j.ctx, by, c.Role, c.Version, c.Material); err != nil {
		return err
	}
	return j.show(map[string]any{"role": c.Role, "version": c.Version, "material": c.Material}, func(p *page) {
		p.line("%s, version %d, is in force.", c.Role, c.Version)
	})
}

func (c *programmeApproveCmd) list(j *job) error {
	out := []waiting{}
	j.desk().House(func(h *casebook.House) {
		for ref, p := range h.Waiting() {
			w := waiting{Role: p.Role, Version: p.Version, Languages: []string{}, First: h.TextAt(p.Role, h.Pos) == nil}
			for _, t := range p.Texts {
				w.Languages = append(w.Languages, t.Language)
			}
			if s, ok := h.StaffAt(h.Author(ref), h.Pos); ok {
				w.Author = s.Name
			}
			out = append(out, w)
		}
	})
	slices.SortFunc(out, func(a, b waiting) int { return cmp.Or(cmp.Compare(a.Role, b.Role), a.Version-b.Version) })
	return j.show(out, func(p *page) {
		if len(out) == 0 {
			p.line("no text waits for approval")
		}
		for _, w := range out {
			p.line("%s, version %d, written by %s, in %s", w.Role, w.Version, w.Author, strings.Join(w.Languages, ", "))
			p.line("  read it: %s", filepath.Join(j.node.Folder.Programme(), "disclosures", w.Role))
			matters := " --minor|--material"
			if w.First {
				matters = ""
			}
			p.line("  willing programme approve %s %d%s", w.Role, w.Version, matters)
		}
	})
}
