package node

import (
	"net/http"

	"willing/account"
	"willing/api"
	"willing/locale"
	"willing/web"
)

// programs is what the node serves to programs.
func (n *Node) programs(accounts *account.Accounts, words *locale.Words, s Site) (http.Handler, error) {
	lists, err := n.Lists()
	if err != nil {
		return nil, err
	}
	return api.New(api.Config{
		Desk: n.Desk, Accounts: accounts, Now: n.now, Log: s.Log, Version: s.Version, Programme: n.Programme, Phone: Phone, Publisher: n,
		Lists: lists, File: ownFiles(words), LetIn: n.LetIn, Fleet: n, Links: n.Links(),
		StopAt: func(r *http.Request) string { return web.StopAt(r, n.Headquarters()) },
	})
}
