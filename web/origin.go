package web

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// Origin is the address of this site as the visitor's browser calls it.
func (p *Page) Origin() string { return originOf(p.R) }

func originOf(r *http.Request) string {
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// LinksAt is the address at which a person's own phone opens a link: headquarters', wherever the link is made. A
// laptop has it from joining; a phone's application comes from headquarters' own address. "" if there is none that
// another phone could reach: then no link is offered.
func (p *Page) LinksAt() string { return linksAt(p.R, p.Headquarters) }

func linksAt(r *http.Request, headquarters string) string {
	if headquarters == "" {
		return originOf(r)
	}
	u, err := url.Parse(headquarters)
	if err != nil || u.Host == "" {
		return ""
	}
	if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		return ""
	}
	return strings.TrimSuffix(headquarters, "/")
}

// StopAt is the address of the public page at which whoever holds a receipt says stop, or asks whether an answer has
// arrived; "" if another phone could reach none.
func (p *Page) StopAt() string { return StopAt(p.R, p.Headquarters) }

// StopAt is [Page.StopAt] for whoever asks without a page. Headquarters is where a device meets it; "" at headquarters.
func StopAt(r *http.Request, headquarters string) string {
	if at := linksAt(r, headquarters); at != "" {
		return at + "/stop"
	}
	return ""
}
