package team

import (
	"net/http"
	"time"

	"willing/access"
	"willing/desk"
	"willing/web"
)

func deviceRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /team/device", Action: access.LeaveAlone, Handle: device},
		{Pattern: "POST /team/device", Action: access.LeaveAlone, Handle: meet},
		{Pattern: "POST /team/device/save", Form: "/team/device", Action: access.LeaveAlone, Handle: saveFile},
		{Pattern: "POST /team/device/take", Form: "/team/device", Action: access.LeaveAlone, Upload: true, Handle: takeFile},
		{Pattern: "POST /team/explained", Action: access.LeaveAlone, Handle: explained, Form: "/team/device"},
		{Pattern: "POST /team/news", Action: access.Meet, Handle: readNews},
	}
}

// devicePage is what a device says of itself.
type devicePage struct {
	desk.Knowledge
	Line   web.LineState
	Today  time.Time
	Away   bool // headquarters turned it away: more time would not help
	Late   bool // by this device's clock its grant is over: unless the clock is wrong
	Beside bool // another laptop can be met
	Came   web.FileState
	Name   string // what it is called at headquarters
}

func device(p *web.Page) error { return deviceIs(p, http.StatusOK, web.FileState{}) }

// saveFile gives out a file for headquarters, to be carried there.
func saveFile(p *web.Page) error { return carried(p, func() error { return p.SaveFile("hq") }) }

// takeFile takes in a file that was carried here.
func takeFile(p *web.Page) error {
	return carried(p, func() error {
		came, err := p.TakeFile()
		if err != nil {
			return err
		}
		return deviceIs(p, p.Status(), came)
	})
}

// carried leaves files to where they are: headquarters has a page of its own for them, and a phone too.
func carried(p *web.Page, do func() error) error {
	if p.Files == nil || p.Line == nil {
		return p.See("/team/device")
	}
	return do()
}

func deviceIs(p *web.Page, status int, came web.FileState) error {
	k, err := p.Knowledge()
	if err != nil {
		return err
	}
	if k.AtHome {
		return p.See("/team")
	}
	return p.Show(status, views, "device", devicePage{k, p.LineState(), p.Now(), p.Desk.TurnedAway(), !k.Until.IsZero() && p.Now().After(k.Until), p.Beside != nil && !k.Over, came, p.Desk.Device.Device().String()})
}

// meet asks for an exchange with headquarters.
func meet(p *web.Page) error {
	if p.Line != nil {
		p.Line.Meet()
	}
	return p.See("/team/device")
}

// explained takes what this device found wrong with headquarters off its pages: its people were told how it came about.
func explained(p *web.Page) error {
	if err := p.Desk.SettleDoubts(p.R.Context(), p.By()); err != nil {
		return err
	}
	return p.See("/team/device")
}

// unlessOver shows nothing but the device's own page once its grant is over: what was written can still be sent,
// and a stop can still be recorded.
func unlessOver(handle func(*web.Page) error) func(*web.Page) error {
	return func(p *web.Page) error {
		k, err := p.Knowledge()
		if err != nil {
			return err
		}
		if k.Over {
			return deviceIs(p, http.StatusForbidden, web.FileState{})
		}
		return handle(p)
	}
}

// news is what the team reads of its own people whose way ended while it was away.
type news struct {
	Noes   int // of Closed, who said no
	Closed []desk.News
}

// All reports whether each of them said no, so that one sentence says it of all.
func (n *news) All() bool { return n.Noes == len(n.Closed) }

func newsOf(p *web.Page) (*news, error) {
	all, err := p.Desk.News(p.R.Context(), p.By())
	if err != nil || len(all) == 0 {
		return nil, err
	}
	out := &news{Closed: all}
	for _, one := range all {
		if one.No {
			out.Noes++
		}
	}
	return out, nil
}

func readNews(p *web.Page) error {
	if err := p.Desk.ReadNews(p.R.Context(), p.By()); err != nil {
		return err
	}
	return p.See("/team")
}
