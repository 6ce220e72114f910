package cli

import (
	"fmt"
	"io"
	"strings"
)

// progressTo draws a bar on a terminal; nothing anywhere else.
func progressTo(std Stdio) func(done, total int64) {
	if !std.Terminal {
		return nil
	}
	shown := int64(-1)
	return func(done, total int64) {
		percent := int64(100)
		if total > 0 {
			percent = min(100, done*100/total)
		}
		if percent == shown {
			return
		}
		shown = percent
		drawBar(std.Err, percent)
	}
}

func drawBar(w io.Writer, percent int64) {
	const width = 40
	full := int(percent) * width / 100
	fmt.Fprintf(w, "\r[%s%s] %3d %%", strings.Repeat("#", full), strings.Repeat(" ", width-full), percent)
	if percent == 100 {
		fmt.Fprintln(w)
	}
}
