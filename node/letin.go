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
	if _, err := accounts.Recover(ctx, who, by.Who); err != nil {
		return "", explained(err, "two-others")
	}
	token, err := accounts.Recover(ctx, who, by.With[0].Who)
	return linkPath + token, explained(err, "two-others")
}

// linkLasts is how long the link is good that a device shows to its holder when it is served.
const linkLasts = time.Hour

// HoldersLink makes the path of a one-time link for the member of staff whose device this is, so that whoever opened
// its data comes into its pages; "" at headquarters, and before the device knows its house.
func (n *Node) HoldersLink(ctx context.Context) (string, error) {
	f := n.Settings.Field
	if f == nil {
		return "", nil
	}
	who, err := casebook.ParseID(f.Holder)
	known := false
	n.Desk.House(func(h *casebook.House) { _, known = h.StaffAt(who, h.Pos) })
	if err != nil || !known {
		return "", err
	}
	accounts, err := n.Accounts(ctx)
	if err != nil {
		return "", err
	}
	token, err := accounts.NewLink(ctx, who, linkLasts)
	return linkPath + token, err
}

func (n *Node) mayRecover(by desk.Acting) bool {
	by.With = nil
	return n.Desk.May(by, access.RevokeKeys, "")
}
