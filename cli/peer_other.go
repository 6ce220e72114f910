//go:build !linux

package cli

import "net"

// sameUser relies on the mode of the socket and of its folder, which only their owner can enter.
func sameUser(net.Conn) bool { return true }
