package node

import (
	"net/http"

	"willing/account"
	"willing/api"
)

// programs is what the node serves to programs.
func (n *Node) programs(accounts *account.Accounts, s Site) (http.Handler, error) {
	return api.New(api.Config{
		Desk: n.Desk, Accounts: accounts, Now: n.now, Log: s.Log, Version: s.Version, Programme: n.Programme, Phone: Phone, Publisher: n,
	})
}
