package office

import "strings"

// piece is a run of words of a text that changed or stayed.
type piece struct {
	Sign string // "+" new, "-" gone, "" as before
	Text string
}

// mostWords bounds the comparison: its cost grows with the product of both lengths.
const mostWords = 2000

// changes compares two texts word by word: the longest common subsequence stays (Wagner and Fischer 1974).
// Texts beyond [mostWords] are shown as a whole, gone and new.
func changes(before, after string) []piece {
	a, b := strings.Fields(before), strings.Fields(after)
	if len(a) > mostWords || len(b) > mostWords {
		return joined(piece{"-", before}, piece{"+", after})
	}
	length := common(a, b)
	var out []piece
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, piece{"", a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && length[i+1][j] >= length[i][j+1]:
			out = append(out, piece{"-", a[i]})
			i++
		default:
			out = append(out, piece{"+", b[j]})
			j++
		}
	}
	return joined(out...)
}

// common says for each pair of beginnings how many words the rests have in common, in order.
func common(a, b []string) [][]int {
	length := make([][]int, len(a)+1)
	for i := range length {
		length[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	return length
}

// joined makes one run of neighbours of the same sign.
func joined(pieces ...piece) []piece {
	var out []piece
	for _, p := range pieces {
		if n := len(out); n > 0 && out[n-1].Sign == p.Sign {
			out[n-1].Text += " " + p.Text
		} else if p.Text != "" {
			out = append(out, p)
		}
	}
	return out
}
