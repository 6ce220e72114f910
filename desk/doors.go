package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"willing/casebook"
)

// linksSaid lists a person's private links with what issued them.
func linksSaid(s *casebook.State) (out []said[casebook.IssuedLink]) {
	by := map[casebook.Ref]*casebook.Commit{}
	for _, f := range s.Facts {
		if f.Type == casebook.LinkIssued {
			by[f.Ref] = f.Commit
		}
	}
	for _, l := range s.Links() {
		out = append(out, said[casebook.IssuedLink]{l, by[l.Ref], int(l.Ref.Event)})
	}
	return out
}

// doorOf is the word under which a link's public key stands in the index.
func doorOf(key []byte) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:doorSize])
}

// doorSize is how many bytes of a hash stand in the index.
const doorSize = 16

// mostDoors bounds how many links of one person are in the index: whoever issues many pushes nobody else's out.
const mostDoors = 32

func doorsOf(s *casebook.State) []string {
	var out []string
	for _, l := range fairly(slices.DeleteFunc(linksSaid(s), func(l said[casebook.IssuedLink]) bool { return l.what.Revoked }), mostDoors) {
		words := []string{doorOf(l.what.Key)}
		if len(l.what.Door) >= doorSize {
			words = append(words, hex.EncodeToString(l.what.Door[:doorSize]))
		}
		for _, word := range words {
			if !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
	}
	return out
}
