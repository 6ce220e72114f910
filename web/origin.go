package web

import (
	"net"
	"net/url"
	"strings"
)

// Origin is the address of this site as the visitor's browser calls it.
func (p *Page) Origin() string {
	if p.R.TLS != nil || p.R.Header.Get("X-Forwarded-Proto") == "https" {
		return "https://" + p.R.Host
	}
	return "http://" + p.R.Host
}

// LinksAt is the address at which a person's own phone opens a link: headquarters', wherever the link is made. A
// laptop has it from joining; a phone's application comes from headquarters' own address. "" if there is none that
// another phone could reach: then no link is offered.
func (p *Page) LinksAt() string {
	if p.Headquarters == "" {
		return p.Origin()
	}
	u, err := url.Parse(p.Headquarters)
	if err != nil || u.Host == "" {
		return ""
	}
	if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		return ""
	}
	return strings.TrimSuffix(p.Headquarters, "/")
}

// StopAt is the address of the public page at which whoever holds a receipt says stop, or asks whether an answer has
// arrived; "" if another phone could reach none.
func (p *Page) StopAt() string {
	if at := p.LinksAt(); at != "" {
		return at + "/stop"
	}
	return ""
}
