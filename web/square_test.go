package web_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"willing/web"
)

// TestASquareIsDrawnAsScannersExpectIt: three corners to find it by, and nothing in the quiet zone around it.
func TestASquareIsDrawnAsScannersExpectIt(t *testing.T) {
	square, err := web.DrawSquare("https://example.org/p/#some-words-of-a-link")
	if err != nil {
		t.Fatal(err)
	}
	dark := make([][]bool, square.Size)
	for y := range dark {
		dark[y] = make([]bool, square.Size)
	}
	for _, run := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(square.Path, -1) {
		x, y, wide := number(t, run[1]), number(t, run[2]), number(t, run[3])
		for i := range wide {
			dark[y][x+i] = true
		}
	}
	const quiet, eye = 4, 7
	for y := range dark {
		for x := range dark[y] {
			edge := min(x, y, square.Size-1-x, square.Size-1-y)
			if edge < quiet && dark[y][x] {
				t.Fatalf("something is drawn in the quiet zone, at %d %d", x, y)
			}
		}
	}
	far := square.Size - quiet - eye
	for _, corner := range [][2]int{{quiet, quiet}, {far, quiet}, {quiet, far}} {
		for y := range eye {
			for x := range eye {
				ring := min(x, y, eye-1-x, eye-1-y)
				if dark[corner[1]+y][corner[0]+x] != (ring != 1) {
					t.Fatalf("the corner at %v is none that a scanner finds", corner)
				}
			}
		}
	}
}

// TestWhatIsTooLongForASquareIsNotRepeatedInTheError: it may be somebody's own link.
func TestWhatIsTooLongForASquareIsNotRepeatedInTheError(t *testing.T) {
	_, err := web.DrawSquare(strings.Repeat("secret", 1000))
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
