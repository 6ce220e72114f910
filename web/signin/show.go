package signin

import "willing/web"

// show is the page to sign in at.
func (d *door) show(p *web.Page) error {
	if p.Visitor != nil {
		return p.See(home(p, p.Visitor))
	}
	return p.OK(views, "signin", map[string]any{"After": onwards(p)})
}
