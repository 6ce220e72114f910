package programme

import (
	"fmt"
	"io/fs"
	"strings"
)

// Check loads a folder and says for people what it is, or everything that is wrong with it; true when
// nothing is.
func Check(fsys fs.FS) (report string, sound bool) {
	folder, faults := Load(fsys)
	if len(faults) == 0 {
		return folder.Summary(), true
	}
	var b strings.Builder
	for _, f := range faults {
		fmt.Fprintf(&b, "%s: %s\n    %s\n", f.where(), f.Problem, f.Remedy)
	}
	fmt.Fprintf(&b, "\n%s. Nothing was published.\n", count(len(faults), "fault"))
	return b.String(), false
}
