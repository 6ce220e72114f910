package web

import (
	"strconv"
	"strings"

	"github.com/skip2/go-qrcode"

	"willing/desk"
)

// Square is a QR code as a drawing: one path of modules, one unit wide each.
type Square struct {
	Size int
	Path string
}

// DrawSquare makes a QR code with medium correction and a quiet zone of four modules.
func DrawSquare(text string) (Square, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return Square{}, &desk.Error{Kind: desk.Unexpected, Say: "the code cannot be drawn", Cause: err}
	}
	modules := code.Bitmap()
	var path strings.Builder
	for y, row := range modules {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				path.WriteString("M" + strconv.Itoa(from) + " " + strconv.Itoa(y) + "h" + strconv.Itoa(x-from) + "v1h-" + strconv.Itoa(x-from) + "z")
			}
		}
	}
	return Square{len(modules), path.String()}, nil
}
