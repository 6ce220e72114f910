package web

import (
	"image/color"
	"strconv"
	"strings"

	"github.com/boombuler/barcode/qr"

	"willing/desk"
)

// Square is a QR code as a drawing: one path of modules, one unit wide each.
type Square struct {
	Size int
	Path string
}

// quiet is how many modules around a QR code are left white, by ISO/IEC 18004.
const quiet = 4

// DrawSquare makes a QR code with medium correction and its quiet zone.
func DrawSquare(text string) (Square, error) {
	code, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		return Square{}, &desk.Error{Kind: desk.Unexpected, Say: "the code cannot be drawn", Cause: err}
	}
	size := code.Bounds().Dx()
	dark := func(x, y int) bool { return x < size && code.At(x, y) == color.Black }
	var path strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			from := x
			for dark(x, y) {
				x++
			}
			if x > from {
				wide := strconv.Itoa(x - from)
				path.WriteString("M" + strconv.Itoa(quiet+from) + " " + strconv.Itoa(quiet+y) + "h" + wide + "v1h-" + wide + "z")
			}
		}
	}
	return Square{size + 2*quiet, path.String()}, nil
}
