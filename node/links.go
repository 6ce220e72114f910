package node

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/locale"
)

// Links hands people's private links over from headquarters, by mail or on the screen.
type Links struct {
	Node   *Node
	Mail   Mail
	Origin string // what browsers call this house
	Log    *slog.Logger
}

// Links are those of the site that this node serves, if it serves one.
func (n *Node) Links() Links {
	return Links{Node: n, Mail: n.site.Mail, Origin: n.site.Origin, Log: n.site.Log}
}

// Mails reports whether this house sends mail.
func (l Links) Mails() bool { return l.Mail.usable() }

// HandOver draws a private link and hands it over. Mailed, nobody here sees it: the answer does not have it. A link
// that could not be mailed is ended at once, and the answer says why it could not.
func (l Links) HandOver(ctx context.Context, by desk.Acting, person casebook.ID, site string, mailed bool) (desk.Handed, error) {
	out := desk.Handed{}
	if l.Origin != "" {
		site = l.Origin // a request's own word is not mailed then
	}
	switch {
	case site == "":
		return out, &desk.Error{Kind: desk.BadInput, Key: "no-address", Say: "say what browsers call the house, with --url"}
	case mailed && !l.Mails():
		return out, &desk.Error{Kind: desk.BadInput, Key: "no-mail-server", Say: "this house sends no mail: name a mail server with --smtp and --smtp-from, or show the link on the screen"}
	}
	link, err := desk.NewPrivateLink(l.Node.Desk.Rand)
	if err != nil {
		return out, err
	}
	if out.Handing, err = l.Node.Desk.HandOver(ctx, by, person, link, mailed); err != nil {
		return out, err
	}
	address := strings.TrimSuffix(site, "/") + link.Path()
	if !mailed {
		out.Link = address
		return out, nil
	}
	if out.Why, err = l.send(ctx, out.Handing, address); err != nil || out.Why != "" {
		return out, errors.Join(err, l.Node.Desk.RevokeLink(ctx, by, person, out.Ref))
	}
	out.Sent = true
	return out, nil
}

// send writes in the person's language, and says why if it could not. Subject and text are such that whoever looks over
// a shoulder learns nothing.
func (l Links) send(ctx context.Context, to desk.Handing, address string) (why string, err error) {
	words, err := locale.Load()
	if err != nil {
		return "", err
	}
	lang := to.Lang
	if !slices.Contains(locale.Languages, lang) {
		lang = locale.Languages[0]
	}
	log := l.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return l.Mail.sendOr(ctx, log, to.To, words.Say(lang, "person.mail.subject"), words.Say(lang, "person.mail.text")+"\n\n"+address+"\n"), nil
}
