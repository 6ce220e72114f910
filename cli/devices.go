package cli

import (
	"cmp"
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

type devicesCmd struct {
	List   devicesListCmd   `cmd:"" default:"withargs" help:"The devices, with what each still lacks. Without --as, at headquarters, it does not say whose they are."`
	Renew  devicesRenewCmd  `cmd:"" help:"Give a device more time."`
	Revoke devicesRevokeCmd `cmd:"" help:"Turn a device away."`
	Aside  devicesAsideCmd  `cmd:"" help:"What a device wrote after it was turned away."`
	Judge  devicesJudgeCmd  `cmd:"" help:"Decide about an entry in quarantine."`
}

type devicesListCmd struct{}

// Run lists the devices of the house with what each still lacks. Whoever names nobody who acts is not told whose they are.
func (devicesListCmd) Run(j *job) error {
	all, alarms, err := j.devices()
	if err != nil {
		return err
	}
	return j.show(all, func(p *page) {
		for _, a := range alarms {
			if say := doubted[a.Kind]; say != "" {
				p.line("ALARM  %s, found by %.8s on %s", say, a.Device, a.Day.Format(time.DateOnly))
			}
		}
		if len(all) == 0 {
			p.line("no device was ever admitted: see `willing enrol`")
		}
		for _, d := range all {
			state := "never here"
			if !d.Met.IsZero() {
				state = "here " + when(d.Met) + " UTC"
			}
			if !d.Filed.IsZero() {
				state += ", its file of " + when(d.Filed) + " UTC"
			}
			if d.Revoked {
				state = "turned away"
			}
			p.line("%.8s  %s  %s  %s  lacks %d  wrote %d  not purged %d  set aside %d", d.Device, cmp.Or(d.Kind, "device"), strings.Join(d.Names, ", "), state, d.Lacks, d.Wrote, d.Purges, d.Aside)
			if !d.Revoked && !d.Until.IsZero() && d.Until.Sub(j.desk().Now()) < endsSoon {
				p.line("          its time ends on %s: see `willing devices renew %.8s`", d.Until.Format(time.DateOnly), d.Device)
			}
			if d.Program != "" {
				p.line("          it runs %s%s", d.Program, map[bool]string{true: ", which is not the program of headquarters"}[d.Other])
			}
			if d.Given > 0 {
				p.line("          it was given %s when it was here; whether they arrived, it says next time", count(int(d.Given), "commit", "commits"))
			}
			if d.Epochs > 1 {
				p.line("          it was restored or copied: it wrote in %d epochs", d.Epochs)
			}
			if d.Branches > 0 {
				p.line("          %s of its lanes taken twice: it was restored or copied, and both branches are kept; the page Devices shows them side by side", count(d.Branches, "place", "places"))
			}
			if d.Undecided > 0 {
				p.line("          %s: see `willing devices aside %.8s`", count(d.Undecided, "entry to decide", "entries to decide"), d.Device)
			}
			if d.Alarm {
				p.line("          more than 20 refusals in a day: look at them")
			}
		}
	})
}

func (j *job) devices() (all []desk.DeviceState, alarms []desk.Alarm, err error) {
	if j.globals.As == "" && j.globals.Keyfile == "" {
		all, err = j.node.DevicesUnnamed(j.ctx)
		return all, nil, err
	}
	by, err := j.acting()
	if err != nil {
		return nil, nil, err
	}
	if all, err = j.node.Devices(j.ctx, by); err != nil {
		return nil, nil, err
	}
	alarms, err = j.desk().Alarms(j.ctx, by)
	return all, alarms, err
}

// endsSoon is how long before its end a device's time stands in the list.
const endsSoon = 14 * 24 * time.Hour

// doubted says what devices found wrong with headquarters.
var doubted = map[string]string{
	casebook.DoubtRolledBack: "headquarters does not have any more what it had signed for",
	casebook.DoubtRewritten:  "headquarters has something else in a place for which it had signed",
}

// actingOnDevice reads who acts, and finds a device by its key or the key's first letters.
func (j *job) actingOnDevice(name string) (by desk.Acting, device journal.Device, err error) {
	if by, err = j.acting(); err != nil {
		return by, device, err
	}
	var found []journal.Device
	for _, d := range j.desk().GrantedDevices() {
		if strings.HasPrefix(d.String(), name) && len(name) >= 6 {
			found = append(found, d)
		}
	}
	if len(found) != 1 {
		return by, device, fail(desk.NotFound, "no one device is meant by this: give its key as `willing devices` lists it")
	}
	return by, found[0], nil
}

type devicesRenewCmd struct {
	Device string `arg:"" help:"Its key, as 'willing devices' lists it."`
}

// Run gives a device more time, for the people and territories that it has.
func (c *devicesRenewCmd) Run(j *job) error {
	by, device, err := j.actingOnDevice(c.Device)
	if err != nil {
		return err
	}
	until, err := j.node.Renew(j.ctx, by, device)
	if err != nil {
		return err
	}
	return j.show(map[string]any{"device": device, "until": until}, func(p *page) {
		if until.IsZero() {
			p.line("Its time has no end: it needs no more.")
			return
		}
		p.line("It may be used until %s; it hears of that when it meets headquarters.", until.Format(time.DateOnly))
	})
}

type devicesRevokeCmd struct {
	Device string    `arg:"" help:"Its key, as 'willing devices' lists it."`
	Since  time.Time `placeholder:"TIME" help:"Since when it was out of its people's hands, as 2026-07-01T18:00:00Z: what had arrived by then counts."`
}

// Run turns a device away.
func (c *devicesRevokeCmd) Run(j *job) error {
	by, device, err := j.actingOnDevice(c.Device)
	if err != nil {
		return err
	}
	if err := j.desk().RevokeDeviceSince(j.ctx, by, device, c.Since); err != nil {
		return err
	}
	return j.show(map[string]any{"device": device, "revoked": true}, func(p *page) {
		p.line("It is turned away. What comes of it later waits: see `willing devices aside %.8s`.", device.String())
	})
}

type devicesAsideCmd struct {
	Device string `arg:"" help:"Its key, as 'willing devices' lists it."`
}

// Run lists what is in quarantine of a device.
func (c *devicesAsideCmd) Run(j *job) error {
	by, device, err := j.actingOnDevice(c.Device)
	if err != nil {
		return err
	}
	all, err := j.desk().Quarantine(j.ctx, by, device)
	if err != nil {
		return err
	}
	if all == nil {
		all = []desk.AsideCommit{}
	}
	return j.show(all, func(p *page) {
		for _, one := range all {
			verdict := one.Verdict
			if verdict == "" {
				verdict = "undecided"
			}
			p.line("%s  %s  %s  %s  %s", one.Commit, when(one.At), whatItSays(one), one.Name, verdict)
		}
	})
}

// whatItSays is an entry in words, with the answer, the date and the name that it notes.
func whatItSays(one desk.AsideCommit) string {
	var out []string
	for _, eventType := range one.Types {
		out = append(out, was(eventType))
	}
	says := one.Says
	for _, word := range []string{says.Answer, says.Covers, says.Name} {
		if word != "" {
			out = append(out, word)
		}
	}
	if !says.Until.IsZero() {
		out = append(out, "until "+says.Until.String())
	}
	if !says.Born.IsZero() {
		out = append(out, "born "+says.Born.String())
	}
	return strings.Join(out, ", ")
}

type devicesJudgeCmd struct {
	Commit  []string `arg:"" help:"The entries, as 'willing devices aside' lists them."`
	Verdict string   `required:"" enum:"counts,stays,void" help:"counts, stays, or void; void takes two people outside the team (--with)."`
	Reason  string   `required:"" help:"Why. Every device gets it: name nobody."`
}

// Run decides about entries in quarantine.
func (c *devicesJudgeCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	var commits []casebook.Hash
	for _, text := range c.Commit {
		var hash casebook.Hash
		if hash.UnmarshalText([]byte(text)) != nil {
			return fail(desk.BadInput, "this names no entry: take it from `willing devices aside`")
		}
		commits = append(commits, hash)
	}
	if err := j.desk().JudgeAside(j.ctx, by, commits, c.Verdict, c.Reason); err != nil {
		return err
	}
	return j.show(map[string]any{"judged": len(commits), "verdict": c.Verdict}, func(p *page) {
		p.line("%s: %s", count(len(commits), "entry", "entries"), c.Verdict)
	})
}
