package office

import (
	"net/http"
	"strconv"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func markerRoutes() []web.Route {
	// Those that are about to go anybody keeps; the desk asks for the right to all else.
	return []web.Route{
		{Pattern: "GET /markers", Action: access.LeaveAlone, Handle: showMarkers},
		{Pattern: "POST /markers", Form: "/markers", Action: access.RenewMarkers, Handle: renewMarkers},
		{Pattern: "POST /markers/{generation}", Form: "/markers", Action: access.LeaveAlone, Handle: reviewMarkers},
	}
}

// markersPage is what remains of those who said no, generation by generation of its keys (G27).
type markersPage struct {
	Rows    []markersRow
	Renewed bool // a moment ago
}

type markersRow struct {
	desk.MarkerGeneration
	Reason string // typed before
}

func markersOf(p *web.Page) (*markersPage, error) {
	all, err := p.Desk.MarkerGenerations(p.R.Context(), p.By())
	if err != nil {
		return nil, err
	}
	page := &markersPage{Renewed: p.Value("renewed") != ""}
	for _, m := range all {
		row := markersRow{MarkerGeneration: m}
		if p.R.PathValue("generation") == strconv.Itoa(int(m.Generation)) {
			row.Reason = p.Value("reason")
		}
		page.Rows = append(page.Rows, row)
	}
	return page, nil
}

func showMarkers(p *web.Page) error {
	page, err := markersOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "markers", page)
}

func renewMarkers(p *web.Page) error {
	if _, err := p.Desk.RenewMarkers(p.R.Context(), p.Visitor.Both()); err != nil {
		return err
	}
	return p.See("/markers?renewed=yes")
}

func reviewMarkers(p *web.Page) error {
	generation, err := strconv.ParseUint(p.R.PathValue("generation"), 10, 16)
	if err != nil {
		return &desk.Error{Kind: desk.NotFound, Say: "there are no markers of this generation"}
	}
	page, err := markersOf(p)
	if err != nil {
		return err
	}
	if p.Value("reason") == "" {
		p.Problem("reason", p.T("office.reason.wanted"))
		return p.Show(http.StatusUnprocessableEntity, views, "markers", page)
	}
	r := casebook.MarkerReview{Generation: uint16(generation), Keep: p.Value("verdict") == "keep", Reason: p.Value("reason")}
	by := p.By()
	if !r.Keep {
		by = p.Visitor.Both()
	}
	if err := p.Desk.ReviewMarkers(p.R.Context(), by, r); err != nil {
		return p.Retry(err, views, "markers", page)
	}
	return p.See("/markers")
}
