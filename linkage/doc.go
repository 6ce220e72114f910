// Package linkage answers: has this person been seen before?
//
// It turns the particulars of a person, as somebody typed them in some
// alphabet, into a small set of [Key] values. Two records that share a strong
// key are very probably about one person and block an approach; two that share
// only a weak key deserve a look by a person (rule G01: phone with a like
// name, name with full birth date; name and place, a shared phone).
//
// This is the first stage: keys are compared for equality only. All tolerance
// lies in how a key is made: alphabets are romanised, spellings are folded by
// sound, nicknames are spelled out, and one slip of the pen is forgiven by
// leaving out one letter at a time on both sides. Graded scores come later as
// another [Comparer] over the same [Particulars]; the keys then say which
// pairs are worth scoring.
//
// What must never be a strong hit: brothers, sisters and twins who share phone,
// family name and birth date; namesakes; people who only share a phone. So the
// given name decides. A given name listed in given.txt stands for itself and
// its nicknames, never for a neighbour one letter away: Carla is not Clara, and
// Mario is not Maria. Only a spelling nobody listed may be a slip.
//
// Known limits. A strong key can still be wrong for twins whose given names are
// both unlisted and one inner letter apart, or one unlisted and one letter from
// the listed name of the other, or who both go by one short form (Sasha);
// for father and son of one name on one phone. It can be missed for a slip in
// each name at once, in a name of four letters or at its ends, for a family
// name changed by marriage, and for an Arabic or Hebrew given name that is not
// listed. The weak keys catch most of these.
//
// The package knows nothing of cases, people's ids, storage, network or clock.
// It imports the standard library and golang.org/x/text. Key values are
// readable personal data; package markers makes one-way marks of them.
package linkage
