package office

import (
	"embed"
	"slices"

	"willing/access"
	"willing/lists"
	"willing/locale"
	"willing/web"
)

//go:embed templates/*.html
var files embed.FS

var views = web.NewViews(files)

// Behind is what stands behind the pages of headquarters beside the desk. Package node fills it in; what is
// nil is not offered.
type Behind struct {
	Backups   Backups      // when the last backup was made
	Publisher Publisher    // reads a zipped programme folder and puts it in force
	Typed     Typed        // reads phones, addresses, countries and languages
	Lists     *lists.Lists // reads the lists that partner offices send
	Doors     Doors        // what lets the staff in
	Fleet     Fleet        // the devices that carry a part of the house
	Links     Links        // hands people's private links over
}

// Routes are headquarters' pages. Each file of the package adds its own list here.
func Routes(_ *web.Site, b Behind) []web.Route {
	all := slices.Concat(
		homeRoutes(b.Backups, b.Fleet, b.Doors), peopleRoutes(), personRoutes(), healthRoutes(), leaveRoutes(), backRoutes(), ageRoutes(), remarkRoutes(), correctRoutes(b.Typed), chooseRoutes(), fileRoutes(), handRoutes(b.Links),
		reviewRoutes(), settleRoutes(), conflictRoutes(), callRoutes(), requestRoutes(b.Fleet), scanRoutes(), inboxRoutes(b.Typed), figureRoutes(), importRoutes(b.Lists),
		staffRoutes(b.Doors), teamRoutes(), deviceRoutes(b.Fleet), textRoutes(), programmeRoutes(b.Publisher), auditRoutes(), markerRoutes(),
	)
	for i := range all {
		all[i].Handle = inOffice(all[i].Handle)
	}
	return all
}

// inOffice answers in a language that headquarters' pages can be had in.
func inOffice(handle func(*web.Page) error) func(*web.Page) error {
	return func(p *web.Page) error {
		p.In(locale.Offices)
		return handle(p)
	}
}

// Nav lists what headquarters' side navigation leads to, for [web.Site].
func Nav() []web.Link {
	return []web.Link{
		{Path: "/", Key: "nav.home", Action: access.SeePeople},
		{Path: "/people", Key: "nav.people", Action: access.SeePeople},
		{Path: "/inbox", Key: "nav.inbox", Action: access.NoteLead},
		{Path: "/reviews", Key: "nav.reviews", Action: access.Judge},
		{Path: "/calls", Key: "nav.calls", Action: access.CallOutside},
		{Path: "/requests", Key: "nav.requests", Action: access.BackErasure},
		{Path: "/figures", Key: "nav.figures", Action: access.SeeFigures},
		{Path: "/import", Key: "nav.import", Action: access.ImportLeads},
		{Path: "/texts", Key: "nav.texts"},
		{Path: "/programme", Key: "nav.programme"},
		{Path: "/teams", Key: "nav.teams", Action: access.ManageTeams},
		{Path: "/devices", Key: "nav.devices", Action: access.AdmitDevices},
		{Path: "/staff", Key: "nav.staff", Action: access.RevokeKeys},
		{Path: "/audit", Key: "nav.audit", Action: access.SeeLog},
	}
}
