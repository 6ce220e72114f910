package casebook

import (
	"path"
	"slices"
	"strings"
)

// ProgrammeFiled names the files of the programme in force (forms, words, points, texts), so that every device can
// fetch those that it lacks, and has all of them before it uses one.
const ProgrammeFiled = "programme.filed"

// Filing is a programme folder by the names of its pieces. The newest wins.
type Filing struct {
	Version int         `json:"version"` // of the settings to which it belongs
	Files   []FiledFile `json:"files"`   // by their paths
}

// FiledFile is one file of a programme folder.
type FiledFile struct {
	Path   string   `json:"path"`   // inside the folder, with slashes
	Size   int      `json:"size"`   // bytes
	Chunks [][]byte `json:"chunks"` // names of its pieces, in their order
}

// What a filed folder holds at most, as a zipped one.
const (
	MostFiled      = 500
	MostFiledBytes = 16 << 20
)

// ruleFiling: a folder is filed whole, for the settings in force, and every file stays inside of it,
// on a laptop with Windows too, where a backslash parts folders and a colon names a drive.
func ruleFiling(h *House, _ *Commit, body any) []Lack {
	b := body.(*Filing)
	var out []Lack
	if p := h.Programme(h.Pos); p == nil || p.Version != b.Version {
		out = append(out, lack("", "filing.version", "these are not the files of the version in force: publish again"))
	}
	size, before := 0, ""
	for _, f := range b.Files {
		named := f.Path > before && !path.IsAbs(f.Path) && path.Clean(f.Path) == f.Path && f.Path != "." && f.Path != ".." && !beginsUp(f.Path) && !strings.ContainsAny(f.Path, "\\:\x00")
		whole := f.Size >= 0 && !slices.ContainsFunc(f.Chunks, func(c []byte) bool { return len(c) != len(Hash{}) })
		if !named || !whole {
			return append(out, lack("", "filing.files", "a programme's files lie inside its folder, each once: publish again"))
		}
		size, before = size+min(f.Size, MostFiledBytes+1), f.Path
	}
	if len(b.Files) == 0 || len(b.Files) > MostFiled || size > MostFiledBytes {
		out = append(out, lack("", "filing.size", "a programme has up to 500 files and 16 megabytes: keep the rest elsewhere"))
	}
	return out
}

func beginsUp(p string) bool { return len(p) > 2 && p[:3] == "../" }

func applyFiling(h *House, c *Commit, _ Ref, body any) { h.filed = body.(*Filing) }

// Filed is what the programme in force consists of; nil if that was never said.
func (h *House) Filed() *Filing { return h.filed }
