package office

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/web"
)

// Fleet knows the devices of the house and lets new ones in. Package node stands behind it.
type Fleet interface {
	Devices(ctx context.Context, by desk.Acting) ([]desk.DeviceState, error)
	Renew(ctx context.Context, by desk.Acting, device journal.Device) (until time.Time, err error)
	Executions(ctx context.Context, by desk.Acting, most int) ([]desk.Executed, error)
	Enrol(ctx context.Context, by desk.Acting, people []casebook.ID, territories []string, url string) (desk.Enrolment, error)
}

func deviceRoutes(f Fleet) []web.Route {
	if f == nil {
		return nil
	}
	d := devicePages{f}
	return []web.Route{
		{Pattern: "GET /devices", Action: access.AdmitDevices, Handle: d.list},
		{Pattern: "POST /devices/heard", Form: "/devices", Action: access.AdmitDevices, Handle: d.heard},
		{Pattern: "GET /devices/enrol", Action: access.AdmitDevices, Handle: d.enrolForm},
		{Pattern: "POST /devices/enrol", Action: access.AdmitDevices, Handle: d.enrol},
		{Pattern: "POST /devices/file", Form: "/devices", Action: access.AdmitDevices, Upload: true, Handle: d.takeFile},
		{Pattern: "POST /devices/{device}/file", Form: "/devices/{device}", Action: access.AdmitDevices, Handle: ofDevice(d.saveFile)},
		{Pattern: "GET /devices/{device}", Action: access.AdmitDevices, Handle: ofDevice(d.show)},
		{Pattern: "POST /devices/{device}/renew", Form: "/devices/{device}", Action: access.AdmitDevices, Handle: ofDevice(d.renew)},
		{Pattern: "GET /devices/{device}/revoke", Action: access.RevokeKeys, Handle: ofDevice(d.askRevoke)},
		{Pattern: "POST /devices/{device}/revoke", Form: "/devices/{device}/revoke", Action: access.RevokeKeys, Handle: ofDevice(d.revoke)},
		{Pattern: "POST /devices/{device}/judge", Form: "/devices/{device}", Action: access.Judge, Handle: ofDevice(d.judge)},
	}
}

type devicePages struct{ fleet Fleet }

// deviceRow is one device in words.
type deviceRow struct {
	desk.DeviceState
	Short  string
	Sort   string // of the keys devices.kind.SORT: laptop, phone or device
	Places []string
	State  string // of the keys devices.state.STATE
	Shape  string
	Ends   bool // within two weeks, or it has ended: somebody gives it more time, if it is still in use
	Behind bool // it lacks something, or has not confirmed something

	Missing, Unsure, Written int // entries that it lacks, that it was given and has not confirmed, and that it wrote: as numbers that have a plural
}

// devicesPage lists the devices, those that need somebody first.
type devicesPage struct {
	Alarms []alarmRow
	Rows   []deviceRow
	Came   web.FileState
	From   *deviceRow // whose file it was
}

type alarmRow struct {
	desk.Alarm
	Who string // whose device
}

func (d devicePages) list(p *web.Page) error { return d.listed(p, web.FileState{}) }

// takeFile takes in what somebody carried here from a device without a line.
func (d devicePages) takeFile(p *web.Page) error {
	came, err := p.TakeFile()
	if err != nil {
		return err
	}
	return d.listed(p, came)
}

// saveFile gives out a file for a device, to be carried there.
func (d devicePages) saveFile(p *web.Page, device journal.Device) error {
	return p.SaveFile(device.String())
}

func (d devicePages) listed(p *web.Page, came web.FileState) error {
	all, err := d.fleet.Devices(p.R.Context(), p.By())
	if err != nil {
		return err
	}
	page := devicesPage{Came: came}
	for _, one := range all {
		page.Rows = append(page.Rows, rowOfDevice(p, one))
	}
	slices.SortStableFunc(page.Rows, func(a, b deviceRow) int {
		return cmp.Or(pressing(b)-pressing(a), cmp.Compare(b.Lacks, a.Lacks))
	})
	if i := slices.IndexFunc(page.Rows, func(r deviceRow) bool { return came.Done && r.Device == came.From }); i >= 0 {
		page.From = &page.Rows[i]
	}
	page.Alarms, err = alarmsOf(p)
	if err != nil {
		return err
	}
	return p.Show(p.Status(), views, "devices", page)
}

func alarmsOf(p *web.Page) (out []alarmRow, err error) {
	alarms, err := p.Desk.Alarms(p.R.Context(), p.By())
	for _, a := range alarms {
		out = append(out, alarmRow{a, strings.Join(a.Names, ", ")})
	}
	return out, err
}

// pressing says how much a device needs somebody.
func pressing(r deviceRow) int {
	switch {
	case r.Alarm:
		return 4
	case r.Undecided > 0:
		return 3
	case r.Branches > 0 && !r.Revoked:
		return 2
	case r.Purges > 0, r.Ends:
		return 1
	}
	return 0
}

func rowOfDevice(p *web.Page, one desk.DeviceState) deviceRow {
	row := deviceRow{DeviceState: one, Short: shortKey(one.Device), Sort: cmp.Or(one.Kind, "device"), Missing: int(one.Lacks), Unsure: int(one.Given), Written: int(one.Wrote)}
	for _, t := range one.Territories {
		row.Places = append(row.Places, place(p, t))
	}
	row.Ends = !one.Revoked && !one.Until.IsZero() && one.Until.Sub(p.Now()) < endsSoon
	row.Behind = one.Lacks > 0 || one.Purges > 0
	switch {
	case one.Revoked:
		row.State, row.Shape = "revoked", "off"
	case !one.Until.IsZero() && p.Now().After(one.Until):
		row.State, row.Shape = "over", "off"
	case one.Met.IsZero() && one.Filed.IsZero():
		row.State, row.Shape = "never", ""
	case row.Behind:
		row.State, row.Shape = "behind", "half"
	default:
		row.State, row.Shape = "level", "yes"
	}
	return row
}

// endsSoon is how long before its end a device's time stands in the list.
const endsSoon = 14 * 24 * time.Hour

// shortKey is what people call a device where its people's names do not suffice.
func shortKey(device string) string {
	if _, key, ok := strings.Cut(device, ":"); ok {
		device = key
	}
	return device[:min(len(device), 8)]
}

// devicePage is one device, what is in quarantine and where two branches lie.
type devicePage struct {
	deviceRow
	Aside    []asideRow
	Many     int // entries to be decided about, if they are too many to be chosen one by one
	Branches []branchRow
	Reason   string // typed before
	Verdict  string
}

type asideRow struct {
	desk.AsideCommit
	Who  string
	Whom string
	What []string
	Said []string // what it says beyond its kind
	Sort string
}

type branchRow struct {
	desk.Branch
	Sides []asideRow
}

// ofDevice lets a page answer for the device that the path names.
func ofDevice(answer func(*web.Page, journal.Device) error) func(*web.Page) error {
	return func(p *web.Page) error {
		device, err := journal.ParseDevice(p.R.PathValue("device"))
		if err != nil {
			return noDevice()
		}
		return answer(p, device)
	}
}

func (d devicePages) show(p *web.Page, device journal.Device) error { return d.again(p, device, nil) }

// again shows the page of a device with what went wrong, if anything did.
func (d devicePages) again(p *web.Page, device journal.Device, wrong error) error {
	page, err := d.page(p, device)
	if err != nil {
		return err
	}
	return p.Retry(wrong, views, "device", page)
}

func (d devicePages) page(p *web.Page, device journal.Device) (*devicePage, error) {
	all, err := d.fleet.Devices(p.R.Context(), p.By())
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(one desk.DeviceState) bool { return one.Device == device.String() })
	if i < 0 {
		return nil, noDevice()
	}
	page := &devicePage{deviceRow: rowOfDevice(p, all[i]), Reason: p.Value("reason"), Verdict: p.Value("verdict")}
	aside, err := p.Desk.Quarantine(p.R.Context(), p.By(), device)
	if err != nil {
		return nil, err
	}
	for _, one := range aside {
		page.Aside = append(page.Aside, asideOf(p, one))
	}
	if open := undecided(aside); len(open) >= fewAside {
		page.Many = len(open)
	}
	branches, err := p.Desk.Branches(p.R.Context(), p.By(), device)
	for _, b := range branches {
		row := branchRow{Branch: b}
		for _, one := range b.Commits {
			row.Sides = append(row.Sides, asideOf(p, one))
		}
		page.Branches = append(page.Branches, row)
	}
	return page, err
}

func noDevice() error { return &desk.Error{Kind: desk.NotFound, Say: "there is no such device"} }

func asideOf(p *web.Page, one desk.AsideCommit) asideRow {
	row := asideRow{AsideCommit: one, Who: said(p, one.By), Whom: one.Name, Sort: "other"}
	for _, t := range one.Types {
		row.What = append(row.What, nameOfEvent(p, t))
	}
	if name := one.Says.Name; name != "" {
		row.Said = append(row.Said, p.T("devices.aside.name", "name", name))
	}
	if a := one.Says; a.Answer != "" {
		row.Said = append(row.Said, answered(p, &casebook.Answer{Answer: a.Answer, Covers: a.Covers, Until: a.Until}))
	}
	if born := one.Says.Born; !born.IsZero() {
		row.Said = append(row.Said, p.T("devices.aside.born", "day", p.Date(born)))
	}
	switch {
	case one.Refuses:
		row.Sort = "refuses"
	case one.Erases:
		row.Sort = "erases"
	}
	if row.Whom == "" && !one.Record.IsZero() {
		row.Whom = one.Record.String()[:6]
	}
	return row
}

// renew gives a device more time.
func (d devicePages) renew(p *web.Page, device journal.Device) error {
	if _, err := d.fleet.Renew(p.R.Context(), p.By(), device); err != nil {
		return d.again(p, device, err)
	}
	return p.See("/devices/" + device.String())
}

// askRevoke asks before a device is turned away: nothing takes that back.
func (d devicePages) askRevoke(p *web.Page, device journal.Device) error {
	return d.askRevokeAgain(p, device, nil)
}

func (d devicePages) askRevokeAgain(p *web.Page, device journal.Device, wrong error) error {
	page, err := d.page(p, device)
	if err != nil {
		return err
	}
	return p.Retry(wrong, views, "device-revoke", page)
}

// revoke turns a device away: at what is here now, or at what was here when it was out of its people's hands.
func (d devicePages) revoke(p *web.Page, device journal.Device) error {
	since, ok := momentTyped(p, p.Value("since"))
	if !ok {
		p.Problem("since", p.T("devices.revoke.since.wrong"))
		return d.askRevokeAgain(p, device, nil)
	}
	if err := p.Desk.RevokeDeviceSince(p.R.Context(), p.By(), device, since); err != nil {
		return d.askRevokeAgain(p, device, err)
	}
	return p.See("/devices/" + device.String())
}

// momentTyped reads what a browser sends of a date with its time; an empty one is the zero time.
func momentTyped(p *web.Page, typed string) (time.Time, bool) {
	if typed == "" {
		return time.Time{}, true
	}
	at, err := time.ParseInLocation("2006-01-02T15:04", typed, p.Now().Location())
	return at, err == nil && !at.After(p.Now())
}

// fewAside is how many entries somebody chooses one by one: a stolen device that left everybody alone is undone at once.
const fewAside = 10

// undecided are the entries about which nobody has decided and whoever looks may.
func undecided(aside []desk.AsideCommit) (out []casebook.Hash) {
	for _, one := range aside {
		if one.Verdict == "" && !one.Own {
			out = append(out, one.Commit)
		}
	}
	return out
}

// judge decides about entries in quarantine.
func (d devicePages) judge(p *web.Page, device journal.Device) error {
	var commits []casebook.Hash
	for _, text := range p.Values("commit") {
		var hash casebook.Hash
		if hash.UnmarshalText([]byte(text)) != nil {
			return &desk.Error{Kind: desk.NotFound, Say: "there is no such entry in quarantine: load the page anew"}
		}
		commits = append(commits, hash)
	}
	if p.Value("all") != "" {
		aside, err := p.Desk.Quarantine(p.R.Context(), p.By(), device)
		if err != nil {
			return err
		}
		commits = undecided(aside)
	}
	by := p.By()
	if p.Value("verdict") == casebook.AsideVoid {
		by = p.Visitor.Both()
	}
	chosen := slices.Collect(slices.Chunk(commits, desk.MostJudged))
	if len(chosen) == 0 {
		chosen = append(chosen, nil) // which is answered as what it is
	}
	for _, some := range chosen {
		if err := p.Desk.JudgeAside(p.R.Context(), by, some, p.Value("verdict"), p.Value("reason")); err != nil {
			return d.again(p, device, err)
		}
	}
	return p.See("/devices/" + device.String())
}

// heard takes an alarm off the page: somebody has looked.
func (d devicePages) heard(p *web.Page) error {
	if err := p.Desk.HeardAlarm(p.R.Context(), p.By(), p.Value("kind")); err != nil {
		return err
	}
	return p.See("/devices")
}
