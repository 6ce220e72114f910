package node

import (
	"context"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// firstLink is how long the founder's own link is good: a house may be made days before it is served.
const firstLink = 7 * 24 * time.Hour

// LetIn makes a one-time link for a member of staff, and returns its path. For somebody who never signed in
// an administrator suffices; after that it takes two others, who both sign, or the person's own key.
func (n *Node) LetIn(ctx context.Context, by desk.Acting, who casebook.ID, lasts time.Duration) (path string, err error) {
	accounts, err := n.Accounts(ctx)
	if err != nil {
		return "", err
	}
	entered, err := accounts.Entered(ctx, who)
	if err != nil {
		return "", err
	}
	own := by.Who == who && by.Signer != nil && by.Signer.Alg() != journal.Server && n.Desk.Holds(by)
	switch {
	case own, !entered && n.Desk.May(by, access.ManageStaff, ""):
		token, err := accounts.NewLink(ctx, who, lasts)
		return linkPath + token, err
	case !entered:
		return "", desk.MayNot(access.ManageStaff)
	case len(by.With) == 0 || !n.mayRecover(by) || !n.mayRecover(by.With[0]) || by.With[0].Who == by.Who:
		return "", &desk.Error{Kind: desk.NotAllowed, Say: "they have signed in before: two others let them in again (--with and --with-keyfile), each an administrator, coordinator or safeguarding lead"}
	}
	for _, one := range []desk.Acting{by, by.With[0]} {
		if err := n.recovers(one, by.Who); err != nil {
			return "", err
		}
	}
	if _, err := accounts.Recover(ctx, who, by.Who); err != nil {
		return "", explained(err, "two-others")
	}
	token, err := accounts.Recover(ctx, who, by.With[0].Who)
	return linkPath + token, explained(err, "two-others")
}

// linkLasts is how long the link is good that a device shows to its holder when it is served.
const linkLasts = time.Hour

// HoldersLink makes the path of a one-time link for the member of staff whose device this is, so that whoever opened
// its data comes into its pages, and says whose it is; "" at headquarters, and before the device knows its house.
func (n *Node) HoldersLink(ctx context.Context) (name, path string, err error) {
	f := n.Settings.Field
	if f == nil {
		return "", "", nil
	}
	who, err := casebook.ParseID(f.Holder)
	var holder casebook.Staff
	known := false
	n.Desk.House(func(h *casebook.House) { holder, known = h.StaffAt(who, h.Pos) })
	if err != nil || !known {
		return "", "", err
	}
	accounts, err := n.Accounts(ctx)
	if err != nil {
		return "", "", err
	}
	token, err := accounts.NewLink(ctx, who, linkLasts)
	return holder.Name, linkPath + token, err
}

func (n *Node) mayRecover(by desk.Acting) bool {
	by.With = nil
	return n.Desk.May(by, access.RevokeKeys, "")
}

// recovers looks at one of the two who let somebody in again; other is who gave their word before, if anybody did. Each has their
// own key, which nobody gives to somebody whom they made up: an administrator admits people alone, and opens the first link of
// each. Two who are close count as one.
func (n *Node) recovers(by desk.Acting, other casebook.ID) error {
	if by.Signer == nil || by.Signer.Alg() == journal.Server || !n.Desk.Holds(by) {
		return &desk.Error{Kind: desk.Held, Say: "whoever acts must sign with their own key",
			Lacks: []casebook.Lack{{Key: "event.unsigned", Say: "whoever acts must sign with their own key", Hands: true}}}
	}
	close := false
	n.Desk.House(func(h *casebook.House) { close = !other.IsZero() && h.Tied(by.Who, other, h.Pos) })
	if close {
		return &desk.Error{Kind: desk.Held, Say: "two who are close count as one",
			Lacks: []casebook.Lack{{Key: "offer.close", Say: "The two of you are declared to be close to each other, so you count as one: ask with somebody else.", Hands: true}}}
	}
	return nil
}
