package phone

import (
	"archive/zip"
	"bytes"
	"context"

	"willing/programme"
	"willing/store/paged"
)

// openProgramme reads the folder in use, and lets a phone that was only just enrolled know its files, so that it
// fetches of a newer version what is different alone.
func (in *inside) openProgramme(ctx context.Context) error {
	zipped, err := in.drawer.get(programmeRecord)
	if err != nil {
		return err
	}
	files, err := zip.NewReader(bytes.NewReader(zipped), int64(len(zipped)))
	if err != nil {
		return err
	}
	folder, _ := programme.Load(files)
	in.folder.Store(folder)
	name, err := in.drawer.get(filedRecord)
	if err != nil || name != nil || folder == nil {
		return err
	}
	own, err := folder.FilesOf(files)
	if err != nil {
		return err
	}
	return in.desk.KeepProgramme(ctx, own)
}

// followProgramme lets the phone use the files that headquarters filed last: all of them or none, and none if one has
// a fault. Until then it goes on with those that it has.
func (in *inside) followProgramme(ctx context.Context) error {
	has, err := in.drawer.get(filedRecord)
	if err != nil {
		return err
	}
	fresh, err := in.desk.NewProgramme(ctx, string(has))
	if err != nil || fresh == nil || !fresh.Fit() {
		return err
	}
	zipped, err := programme.Zip(fresh.Files)
	if err != nil {
		return err
	}
	err = in.drawer.put(paged.Record{Name: programmeRecord, Data: zipped}, paged.Record{Name: filedRecord, Data: []byte(fresh.Name)})
	if err != nil {
		return err
	}
	in.folder.Store(fresh.Folder)
	return in.desk.ForgetProgramme(ctx)
}
