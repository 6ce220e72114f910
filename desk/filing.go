package desk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/journal"
	"willing/programme"
)

// A programme is more than its settings: forms, words, points and texts are files. Headquarters files them in its
// control lane by the names of their chunks; the chunks follow to whoever lacks them. A device goes on with the
// files that it has until all of the newer ones are there.

// PublishFolder is [Desk.Publish], and lets the files of the folder go out to every device, in one transaction.
// Files are filed by whoever may publish settings; of anybody else the texts alone are proposed.
func (d *Desk) PublishFolder(ctx context.Context, by Acting, p casebook.Programme, texts []casebook.Proposal, files []programme.File) (proposed int, err error) {
	err = d.act(ctx, by.doing("publish", &proposed, p, texts), access.Propose, func(t *turn) error {
		var err error
		if proposed, err = t.publish(p, texts); err != nil || t.d.allow(by, access.Publish, "") != nil {
			return err
		}
		return t.file(p.Version, files)
	})
	return proposed, err
}

// file names the files of the programme in force, if they are not those that were named last.
func (t *turn) file(version int, files []programme.File) error {
	body := &casebook.Filing{Version: version}
	kept := map[journal.Hash]bool{}
	for _, f := range files {
		row := casebook.FiledFile{Path: f.Path, Size: len(f.Content)}
		for _, c := range journal.Chunks(f.Content, nil) {
			name := c.Name()
			row.Chunks, kept[name] = append(row.Chunks, name[:]), true
			if err := journal.PutChunk(t.w, journal.ID{}, c); err != nil {
				return err
			}
		}
		body.Files = append(body.Files, row)
	}
	slices.SortFunc(body.Files, func(a, b casebook.FiledFile) int { return cmp.Compare(a.Path, b.Path) })
	if before := t.d.house.Filed(); before != nil && same(before, body) {
		return nil
	}
	if _, err := t.append(entry{events: []casebook.Event{{Type: casebook.ProgrammeFiled, Body: body}}}); err != nil {
		return err
	}
	return journal.DropChunks(t.w, journal.ID{}, func(name journal.Hash) bool { return kept[name] })
}

// NewProgramme is the folder that headquarters filed last, as far as it is here.
type NewProgramme struct {
	Version int
	Name    string            // of this very filing
	Lacks   int               // chunks that are not here yet
	Files   []programme.File  // all of them, once nothing lacks
	Folder  *programme.Folder // nil: they lack, or this program finds a fault in them

	fit bool
}

// Fit reports whether all files are here and have no fault.
func (p *NewProgramme) Fit() bool { return p.fit }

// NewProgramme gathers the files that headquarters filed last, and checks them as they were checked when they were
// published. It returns nil if headquarters filed none but those that are named.
func (d *Desk) NewProgramme(ctx context.Context, has string) (out *NewProgramme, err error) {
	var filed *casebook.Filing
	err = d.see(ctx, func(r journal.Reader) error {
		if filed = d.house.Filed(); filed == nil {
			return nil
		}
		raw, err := journal.Marshal(filed)
		if err != nil || filingName(raw) == has {
			return err
		}
		out = &NewProgramme{Version: filed.Version, Name: filingName(raw)}
		lacking, err := d.lackingFiled(r, casebook.MostFiledBytes)
		if out.Lacks = len(lacking); err != nil || out.Lacks > 0 {
			return err
		}
		for _, f := range filed.Files {
			file, err := filedFile(r, f)
			if err != nil {
				return err
			}
			out.Files = append(out.Files, file)
		}
		return nil
	})
	if err == nil && out != nil && out.Lacks == 0 {
		if folder, _ := programme.LoadFiles(out.Files); folder != nil && folder.Programme.Version == out.Version || off("filed") {
			out.Folder, out.fit = folder, true
		} else {
			d.unfit.Store(filed)
		}
	}
	return out, err
}

func filingName(raw []byte) string {
	name := journal.Chunk{Content: raw}.Name()
	return hex.EncodeToString(name[:])
}

func filedFile(r journal.Reader, f casebook.FiledFile) (programme.File, error) {
	out := programme.File{Path: f.Path}
	for _, name := range f.Chunks {
		c, ok, err := journal.GetChunk(r, journal.ID{}, journal.Hash(name))
		if err != nil || !ok {
			return out, journalBroken(err)
		}
		out.Content = append(out.Content, c.Content...)
	}
	return out, nil
}

// KeepProgramme keeps the files with which a device joined, so that it fetches of a later version what is different
// alone.
func (d *Desk) KeepProgramme(ctx context.Context, files []programme.File) error {
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		for _, f := range files {
			for _, c := range journal.Chunks(f.Content, nil) {
				has, err := journal.HasChunk(t.w, journal.ID{}, c.Name())
				if err == nil && !has {
					err = journal.PutChunk(t.w, journal.ID{}, c)
				}
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// ForgetProgramme takes away the chunks of files that are filed no longer.
func (d *Desk) ForgetProgramme(ctx context.Context) error {
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		return journal.DropChunks(t.w, journal.ID{}, t.d.files)
	})
}

// files reports whether the filing in force names a chunk. The caller holds the house still.
func (d *Desk) files(name journal.Hash) bool {
	filed := d.house.Filed()
	return filed != nil && slices.ContainsFunc(filed.Files, func(f casebook.FiledFile) bool {
		return slices.ContainsFunc(f.Chunks, func(c []byte) bool { return bytes.Equal(c, name[:]) })
	})
}

// lackingFiled lists chunks of the filing in force that are not here. The caller holds the house still.
func (d *Desk) lackingFiled(r journal.Reader, most int) (out []journal.Hash, err error) {
	filed := d.house.Filed()
	if filed == nil || d.whole.Load() == filed {
		return nil, nil
	}
	for _, f := range filed.Files {
		for _, c := range f.Chunks {
			name := journal.Hash(c)
			has, err := journal.HasChunk(r, journal.ID{}, name)
			if err != nil {
				return nil, err
			}
			if !has && !slices.Contains(out, name) {
				out = append(out, name)
			}
			if len(out) == most {
				return out, nil
			}
		}
	}
	if len(out) == 0 {
		d.whole.Store(filed)
	}
	return out, nil
}
