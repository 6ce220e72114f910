// Package register keeps the register of erasures, refusals and revocations: random ids and one-way
// markers, no names. It lives outside the database and outside its backups, because it is what keeps a
// restored backup from bringing anybody back.
//
// It is a text file of one JSON object a line, only ever added to. Each line ends with a SHA-256 over
// itself and the sum of the line before, so that a line changed, cut out or put in is refused with its
// number. A last line cut short by a crash is dropped, since nobody was told that it was kept. That whole
// lines are missing at the end no file can tell by itself: whoever reads it notes the head elsewhere and
// asks [Register.Since] or [Follows].
//
// Every addition is also written to the copies that the operator names, best on another disk. Whichever
// of them has more lines is right: opening brings the others up to it.
//
// The package knows nothing of the rest of the house.
package register
