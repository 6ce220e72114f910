package office_test

import (
	"net/http"
	"strings"
	"testing"

	"willing/casebook"
	"willing/journal"
	"willing/node/nodetest"
	"willing/web"
)

// TestEveryRouteAsksForItsRight walks every route of headquarters with every member of the staff: whoever
// lacks the right is told so, and nothing fails on an address that names nobody.
func TestEveryRouteAsksForItsRight(t *testing.T) {
	h := nodetest.New(t)
	var routes []web.Route
	h.Visits("cora", func(s *web.Site) []web.Route {
		routes = desks(t, h)(s)
		return routes
	})
	nobody := casebook.ID{9}.String()
	fill := strings.NewReplacer("{$}", "", "{id}", nobody, "{list}", "none", "{batch}", nobody, "{role}", "crew", "{version}", "1", "{language}", "en", "{device}", journal.Device{1}.String())
	for _, name := range []string{"admin", "cora", "sara", "tom", "ana", "ben", ""} {
		v := h.Visits(name, desks(t, h))
		for _, route := range routes {
			method, address, _ := strings.Cut(fill.Replace(route.Pattern), " ")
			page := v.Gets(address)
			if method == http.MethodPost {
				page = v.Posts(address)
			}
			may := v.Who.May(route.Action)
			switch {
			case name == "":
				if page.Code != http.StatusSeeOther || !strings.HasPrefix(page.To, "/signin") {
					t.Errorf("%s lets in whoever comes: %d", route.Pattern, page.Code)
				}
			case route.Action != "" && !may && page.Code != http.StatusForbidden:
				t.Errorf("%s: %s lacks the right and hears %d", route.Pattern, name, page.Code)
			case page.Code >= http.StatusInternalServerError:
				t.Errorf("%s: %s hears %d", route.Pattern, name, page.Code)
			}
		}
	}
}
