// Package register keeps the register of erasures, refusals and revocations: random ids and one-way
// markers, no names. It lives outside the database and outside its backups, because it is what keeps a
// restored backup from bringing anybody back.
//
// It is a text file of one JSON object a line, only ever added to. Each line carries the SHA-256 of the
// line before, so that a line cut out or changed is noticed; a last line cut short by a crash is
// dropped, since nobody was told that it was kept. Every addition is also written to the copies that
// the operator names, best on another disk.
//
// The package knows nothing of the rest of the house.
package register
