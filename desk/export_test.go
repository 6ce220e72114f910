package desk

// Under says how many turns the memory of people thinks are under way.
func (d *Desk) Under() int {
	d.dossiers.mu.Lock()
	defer d.dossiers.mu.Unlock()
	return len(d.dossiers.underWay)
}
