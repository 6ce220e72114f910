package api

import (
	"context"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// Fleet knows the devices of the house and lets new ones in. Package node stands behind it.
type Fleet interface {
	Devices(ctx context.Context, by desk.Acting) ([]desk.DeviceState, error)
	Renew(ctx context.Context, by desk.Acting, device journal.Device) (until time.Time, err error)
	Executions(ctx context.Context, by desk.Acting, most int) ([]desk.Executed, error)
	Enrol(ctx context.Context, by desk.Acting, people []casebook.ID, territories []string, url string) (desk.Enrolment, error)
}

// Devices lists them, with what needs somebody.
type Devices struct {
	Rows   []desk.DeviceState `json:"rows"`
	Alarms []desk.Alarm       `json:"alarms"`
}

// EnrolmentForm says whose a new device is and what it may hold.
type EnrolmentForm struct {
	People      []casebook.ID `json:"people" maxItems:"20" nullable:"false" doc:"Ids of members of staff; whoever acts, if there are none."`
	Territories []string      `json:"territories" minItems:"1" maxItems:"300" nullable:"false" doc:"Ids of territories."`
	URL         string        `json:"url,omitempty" maxLength:"500" doc:"Where the device reaches headquarters; where it is served, if left out."`
}

// Renewal says until when a device may be used.
type Renewal struct {
	Until time.Time `json:"until,omitzero" required:"false" doc:"Left out, if its time has no end."`
}

// Revocation says from when on a device was out of its people's hands.
type Revocation struct {
	Since time.Time `json:"since,omitzero" required:"false" doc:"What had arrived here by then counts; all that is here now, if left out."`
}

// AsideForm decides about entries in quarantine.
type AsideForm struct {
	Commits []casebook.Hash `json:"commits" minItems:"1" maxItems:"100" nullable:"false" doc:"Which entries."`
	Verdict string          `json:"verdict" enum:"counts,stays,void" doc:"void takes two people outside the team."`
	Reason  string          `json:"reason" minLength:"1" maxLength:"2000" doc:"Every device gets it: it names nobody."`
}

// Aside is what is in quarantine of one device, and where two branches of it lie.
type Aside struct {
	Rows     []desk.AsideCommit `json:"rows"`
	Branches []desk.Branch      `json:"branches"`
}

// OfDevice names a device.
type OfDevice struct {
	Device string `path:"device" maxLength:"64" doc:"A device's key, as the list has it."`
}

func (o OfDevice) device() (journal.Device, error) {
	d, err := journal.ParseDevice(o.Device)
	if err != nil {
		return d, &desk.Error{Kind: desk.NotFound, Say: "there is no such device"}
	}
	return d, nil
}

func devices(a *API) {
	if a.Fleet == nil {
		return
	}
	register(a, op{id: "list-devices", on: "GET /devices", tag: "devices", does: "List the devices with what each lacks and has not confirmed, and what alarms"},
		func(ctx context.Context, by desk.Acting, _ *struct{}) (*Reply[Devices], error) {
			out := Devices{Alarms: []desk.Alarm{}}
			var err error
			if out.Rows, err = a.Fleet.Devices(ctx, by); err != nil {
				return nil, err
			}
			alarms, err := a.Desk.Alarms(ctx, by)
			out.Alarms = append(out.Alarms, alarms...)
			return &Reply[Devices]{out}, err
		})
	register(a, op{id: "enrol-device", on: "POST /devices", tag: "devices", does: "Make a code with which one device joins, once, within an hour"},
		func(ctx context.Context, by desk.Acting, in *struct{ Body EnrolmentForm }) (*Reply[desk.Enrolment], error) {
			out, err := a.Fleet.Enrol(ctx, by, in.Body.People, in.Body.Territories, in.Body.URL)
			return &Reply[desk.Enrolment]{out}, err
		})
	register(a, op{id: "renew-device", on: "POST /devices/{device}/renewal", tag: "devices", does: "Give a device 90 days from now, for the people and territories that it has: it hears of it when it meets headquarters, also after its time was over"},
		func(ctx context.Context, by desk.Acting, in *OfDevice) (*Reply[Renewal], error) {
			d, err := in.device()
			if err != nil {
				return nil, err
			}
			until, err := a.Fleet.Renew(ctx, by, d)
			return &Reply[Renewal]{Renewal{until}}, err
		})
	register(a, op{id: "revoke-device", on: "POST /devices/{device}/revocation", tag: "devices", does: "Turn a device away: nothing that it writes later counts, but for refusals"},
		func(ctx context.Context, by desk.Acting, in *struct {
			OfDevice
			Body Revocation
		}) (*Done, error) {
			d, err := in.device()
			if err != nil {
				return nil, err
			}
			return nil, a.Desk.RevokeDeviceSince(ctx, by, d, in.Body.Since)
		})
	register(a, op{id: "hear-alarm", on: "POST /alarms/{kind}/heard", tag: "devices", does: "Take the alarms of a kind away: somebody has looked"},
		func(ctx context.Context, by desk.Acting, in *struct {
			Kind string `path:"kind" enum:"refusals,rewound,ahead" doc:"Which alarms."`
		}) (*Done, error) {
			return nil, a.Desk.HeardAlarm(ctx, by, in.Kind)
		})
	quarantine(a)
}

func quarantine(a *API) {
	register(a, op{id: "list-aside", on: "GET /devices/{device}/aside", tag: "devices", does: "List what a device wrote after it was turned away, and where two branches of it lie"},
		func(ctx context.Context, by desk.Acting, in *OfDevice) (*Reply[Aside], error) {
			d, err := in.device()
			if err != nil {
				return nil, err
			}
			out := Aside{Rows: []desk.AsideCommit{}, Branches: []desk.Branch{}}
			rows, err := a.Desk.Quarantine(ctx, by, d)
			if err != nil {
				return nil, err
			}
			branches, err := a.Desk.Branches(ctx, by, d)
			out.Rows, out.Branches = append(out.Rows, rows...), append(out.Branches, branches...)
			return &Reply[Aside]{out}, err
		})
	register(a, op{id: "judge-aside", on: "POST /aside", tag: "devices", pair: true, does: "Decide about entries in quarantine (G18); that a refusal in one is void takes two people"},
		func(ctx context.Context, by desk.Acting, in *Giving[AsideForm]) (*Done, error) {
			return nil, a.Desk.JudgeAside(ctx, by, in.Body.Commits, in.Body.Verdict, in.Body.Reason)
		})
}
