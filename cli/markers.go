package cli

import (
	"slices"
	"strconv"
	"time"

	"willing/casebook"
	"willing/desk"
)

type markersCmd struct {
	List   markersListCmd   `cmd:"" default:"1" help:"How many markers there are of each generation, and when somebody looks at them."`
	Renew  markersRenewCmd  `cmd:"" help:"Make markers with new keys from now on; older ones stay checked."`
	Review markersReviewCmd `cmd:"" help:"Look at the markers of a generation: keep them, or let them go as two people, twice and a month apart."`
}

type markersListCmd struct{}

// Run lists the generations of marker keys (G27).
func (markersListCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	all, err := j.desk().MarkerGenerations(j.ctx, by)
	if err != nil {
		return err
	}
	return j.show(all, func(p *page) {
		for _, m := range all {
			p.line("%d\t%s\t%s\t%s", m.Generation, count(m.Markers, "marker", "markers"), madeIn(m), standing(m))
		}
	})
}

func madeIn(m desk.MarkerGeneration) string {
	if m.Markers == 0 {
		return ""
	}
	return "made " + m.Oldest.Format("2006-01") + " to " + m.Newest.Format("2006-01")
}

// standing says in words what there is to do about some markers.
func standing(m desk.MarkerGeneration) string {
	switch {
	case m.Gone:
		return "let go"
	case m.Lost:
		return "cannot be checked: put the newest keys/markers.key back"
	case m.Markers == 0:
		return ""
	case m.Leaving:
		return "two people decided to let them go: anybody keeps them until two confirm it, on " + m.MayGo.Format(time.DateOnly) + " or later"
	case m.Overdue:
		return "to be looked at since " + m.Due.Format(time.DateOnly)
	}
	return "to be looked at on " + m.Due.Format(time.DateOnly)
}

type markersRenewCmd struct{}

// Run draws new keys.
func (markersRenewCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	generation, err := j.desk().RenewMarkers(j.ctx, by)
	if err != nil {
		return err
	}
	return j.show(map[string]uint16{"generation": generation}, func(p *page) {
		p.line("markers are made with generation %d from now on", generation)
		p.line("keep a copy of keys/markers.key where you keep the keys, now: without it these markers recognise nobody")
	})
}

type markersReviewCmd struct {
	Generation string `arg:"" help:"Which: its number."`
	Verdict    string `arg:"" enum:"keep,let-go" help:"keep, or let-go: that takes two people (--with), twice and a month apart, and the youngest marker old enough."`
	Reason     string `placeholder:"TEXT" help:"Why. Every device gets it: name nobody."`
}

// Run notes what came of a look at the markers of one generation.
func (c *markersReviewCmd) Run(j *job) error {
	generation, err := strconv.ParseUint(c.Generation, 10, 16)
	if err != nil {
		return fail(desk.BadInput, "a generation is a number: see `willing markers`")
	}
	by, err := j.acting()
	if err != nil {
		return err
	}
	r := casebook.MarkerReview{Generation: uint16(generation), Keep: c.Verdict == "keep", Reason: c.Reason}
	if err := j.desk().ReviewMarkers(j.ctx, by, r); err != nil {
		return err
	}
	goes, err := c.gone(j, by)
	if err != nil {
		return err
	}
	return j.show(reviewed{r, goes}, func(p *page) {
		switch {
		case r.Keep:
			p.line("kept: they stay checked, and are looked at again")
		case !goes:
			p.line("decided: they stay checked for another month, and anybody who works here can keep them")
			p.line("then two people confirm it with the same command")
		default:
			p.line("let go: their key is destroyed, and nobody is recognised by them any more")
			p.line("destroy the copies of keys/markers.key that you keep elsewhere, and keep the new one")
		}
	})
}

// reviewed is what --json prints.
type reviewed struct {
	casebook.MarkerReview
	Gone bool `json:"gone"`
}

// gone reports whether the markers went by this second decision.
func (c *markersReviewCmd) gone(j *job, by desk.Acting) (bool, error) {
	all, err := j.desk().MarkerGenerations(j.ctx, by)
	return slices.ContainsFunc(all, func(m desk.MarkerGeneration) bool { return strconv.Itoa(int(m.Generation)) == c.Generation && m.Gone }), err
}
