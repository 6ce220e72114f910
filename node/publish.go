package node

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"

	"willing/access"
	"willing/desk"
	"willing/programme"
)

// Publish puts a programme folder in force and keeps a copy of it in the data folder, where forms are
// read from. It returns how many texts now wait for somebody else's approval.
func (n *Node) Publish(ctx context.Context, by desk.Acting, path string) (proposed int, err error) {
	return n.publish(ctx, by, os.DirFS(path))
}

func (n *Node) publish(ctx context.Context, by desk.Acting, from fs.FS) (proposed int, err error) {
	p, faults := programme.Load(from)
	if p == nil || len(faults) > 0 {
		return 0, &desk.Error{Kind: desk.BadInput, Key: "programme-faults", Say: "the programme has faults: see `willing programme check`"}
	}
	files, err := p.FilesOf(from)
	if err != nil {
		return 0, &desk.Error{Kind: desk.Unexpected, Say: "the programme could not be read: " + plainCause(err), Cause: err}
	}
	if err := n.Folder.prepareProgramme(files); err != nil {
		return 0, &desk.Error{Kind: desk.Unexpected, Say: "the programme could not be copied: " + plainCause(err), Cause: err}
	}
	if proposed, err = n.Desk.PublishFolder(ctx, by, p.Programme, Proposals(p), files); err != nil {
		return 0, errors.Join(err, os.RemoveAll(n.Folder.newProgramme()))
	}
	if !n.Desk.May(by, access.Publish, "") { // the texts are proposed; forms and words stay as they are
		return proposed, os.RemoveAll(n.Folder.newProgramme())
	}
	if err := n.takeProgramme(); err != nil {
		return proposed, &desk.Error{Kind: desk.Unexpected, Say: "it is published, but the copy of its forms could not be replaced: publish again", Cause: err}
	}
	return proposed, nil
}

// Form returns the interview or test with this id, as the programme folder in force has it.
func (n *Node) Form(id string) (programme.Instrument, error) {
	p, faults := programme.Load(os.DirFS(n.Folder.Programme()))
	if p == nil || len(faults) > 0 {
		return programme.Instrument{}, &desk.Error{Kind: desk.Broken, Say: "the copy of the programme in the data folder is damaged: publish it again"}
	}
	var ids []string
	for _, i := range p.Instruments {
		if i.ID == id {
			return i, nil
		}
		ids = append(ids, i.ID)
	}
	return programme.Instrument{}, &desk.Error{Kind: desk.NotFound, Say: "the programme has no interview or test of this name; it has " + strings.Join(ids, ", ")}
}
