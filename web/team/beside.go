package team

import (
	"net/http"
	"slices"
	"strings"

	"willing/access"
	"willing/web"
)

func besideRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /team/beside", Action: access.LeaveAlone, Handle: beside},
		{Pattern: "POST /team/beside", Unkept: true, Action: access.LeaveAlone, Handle: meetBeside},
		{Pattern: "POST /team/beside/wait", Form: "/team/beside", Action: access.LeaveAlone, Handle: waitBeside},
		{Pattern: "POST /team/beside/stop", Form: "/team/beside", Action: access.LeaveAlone, Handle: stopBeside},
	}
}

// besidePage lets two laptops meet that stand beside each other.
type besidePage struct {
	web.BesideState
	Square        *web.Square // of the first address and the code
	Address, Code string      // typed before
}

func beside(p *web.Page) error {
	if p.Beside == nil {
		return p.See("/team/device")
	}
	return besideIs(p, http.StatusOK)
}

func besideIs(p *web.Page, status int) error {
	page := besidePage{BesideState: p.Beside.State(), Address: p.Value("address"), Code: p.Value("code")}
	if page.BesideState.Code != "" {
		square, err := web.DrawSquare(page.Addresses[0] + " " + page.BesideState.Code)
		if err != nil {
			return err
		}
		page.Square = &square
	}
	return p.Show(status, views, "beside", page)
}

// waitBeside lets another laptop come.
func waitBeside(p *web.Page) error {
	if p.Beside == nil {
		return p.See("/team/device")
	}
	if failed := p.Beside.Wait(); failed != "" {
		return besideFails(p, "", failed)
	}
	return p.See("/team/beside")
}

func stopBeside(p *web.Page) error {
	if p.Beside != nil {
		p.Beside.Stop()
	}
	return p.See("/team/beside")
}

// meetBeside exchanges with a laptop that waits. Its square says both in one line, which may be put into either field.
func meetBeside(p *web.Page) error {
	if p.Beside == nil {
		return p.See("/team/device")
	}
	address, code := p.Value("address"), p.Value("code")
	if both := strings.Fields(address + " " + code); len(both) == 2 {
		address, code = both[0], both[1]
	}
	if code == "" {
		return besideFails(p, "code", "code")
	}
	if failed := p.Beside.Meet(p.R.Context(), address, code); failed != "" {
		return besideFails(p, map[string]string{"address": "address", "code": "code"}[failed], failed)
	}
	return p.See("/team/beside")
}

func besideFails(p *web.Page, field, failed string) error {
	if !slices.Contains(web.MeetingFails, failed) {
		failed = "other"
	}
	p.Problem(field, p.T("team.beside.failed."+failed))
	return besideIs(p, http.StatusUnprocessableEntity)
}
