// Package sliver keeps what a laptop or a phone carries of everybody who must not be approached there: enough to
// say 'do not approach, ask headquarters' without a network, and as little as that takes.
//
// A [Sliver] is 24 bits of a keyed one-way hash of one comparison key of a person (a phone, a name with a birth
// date). It names nobody, has no reason, no date and no owner, and says yes to one stranger in a hundred and fifty
// once a hundred thousand of them are carried: a hit is a reason to ask, never a fact about anybody.
//
// A [List] is all that one device carries: the secrets, the slivers in 256 parts by their first byte, and
// names of records that headquarters knows to be others although a sliver of theirs is in the list. Two nodes compare lists
// by one sum, and where it differs by a check of each part, so that a list that changed a little costs little and
// neither has to remember what the other had.
//
// The package knows nothing of people, cases, storage, network or clock. Whoever has a secret can try names against
// a list: both are kept sealed.
package sliver
