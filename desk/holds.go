package desk

// Holds reports whether somebody acts with a key that is theirs, for whoever keeps sessions: their own, one
// that their own has opened a session for, or this device's for somebody who has only a password.
func (d *Desk) Holds(acting Acting) bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.holds(acting)
}
