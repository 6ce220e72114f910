//go:build !windows

package journal

var noRoomBesides []error
